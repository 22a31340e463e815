/**
 * What goes to and fro between a panel's host and its page, numbered. The host answers each of the page's messages with an
 * envelope, an empty one where it has nothing to say; the page marks the last one that it has drawn to the end
 * (`data-settled`), the last of its own that was answered (`data-answered`), and the last that it has sent (`data-asked`).
 * Where the last two are equal nothing is on its way.
 */
import { isInteger, listOf, object } from './checks';
import { readHostMessage, readPageMessage, type HostMessage, type PageMessage } from './messages';

/** From the host to the page. */
export interface Envelope {
  /** Grows by one with each. */
  readonly number: number;
  /** The number of the last letter that the host has acted on; 0 for none. */
  readonly answers: number;
  /** In the order in which they are to be drawn. */
  readonly messages: readonly HostMessage[];
}

/** From the page to the host. */
export interface Letter {
  /** Grows by one with each. */
  readonly number: number;
  readonly message: PageMessage;
}

const isEnvelope = object({
  number: isInteger,
  answers: isInteger,
  messages: listOf((message) => readHostMessage(message) !== undefined),
});
const isLetter = object({ number: isInteger, message: (message) => readPageMessage(message) !== undefined });

/** An envelope from the host, or undefined for anything else. */
export function readEnvelope(value: unknown): Envelope | undefined {
  return isEnvelope(value) ? (value as Envelope) : undefined;
}

/** A letter from the page, or undefined for anything else. */
export function readLetter(value: unknown): Letter | undefined {
  return isLetter(value) ? (value as Letter) : undefined;
}

export interface Sealer {
  /** What to send. */
  seal(messages: readonly HostMessage[]): Envelope;
  /** A letter was acted on: the next envelope answers it. */
  answer(letter: Letter): void;
}

/** The host's end: numbers envelopes. A page that begins anew begins its own numbers anew. */
export function createSealer(): Sealer {
  let number = 0;
  let answers = 0;
  return {
    seal: (messages) => ({ number: ++number, answers, messages }),
    answer(letter) {
      ({ number: answers } = letter);
    },
  };
}
