/**
 * The numbered protocol between a panel's host and its page. The host answers each message (letter) of the page with an
 * envelope, empty if it has nothing to send. The page marks on its root element the last envelope that it has finished
 * drawing (`data-settled`), its last letter that was answered (`data-answered`), and its last letter sent
 * (`data-asked`). If the last two are equal, no answer is outstanding.
 */
import { isInteger, listOf, object } from './checks';
import { readHostMessage, readPageMessage, type HostMessage, type PageMessage } from './messages';

/** Messages from the host to the page. */
export interface Envelope {
  /** The envelope's number, which increases by one with each envelope. */
  readonly number: number;
  /** The number of the last letter processed by the host; 0 for none. */
  readonly answers: number;
  /** The messages in the order in which the page must process them. */
  readonly messages: readonly HostMessage[];
}

/** A message from the page to the host. */
export interface Letter {
  /** The letter's number, which increases by one with each letter. */
  readonly number: number;
  readonly message: PageMessage;
}

const isEnvelope = object({
  number: isInteger,
  answers: isInteger,
  messages: listOf((message) => readHostMessage(message) !== undefined),
});
const isLetter = object({ number: isInteger, message: (message) => readPageMessage(message) !== undefined });

/** Checks an envelope from the host; undefined if the value is no envelope. */
export function readEnvelope(value: unknown): Envelope | undefined {
  return isEnvelope(value) ? (value as Envelope) : undefined;
}

/** Checks a letter from the page; undefined if the value is no letter. */
export function readLetter(value: unknown): Letter | undefined {
  return isLetter(value) ? (value as Letter) : undefined;
}

export interface Sealer {
  /** Makes the next envelope. */
  seal(messages: readonly HostMessage[]): Envelope;
  /** Notes a processed letter; the next envelope answers it. */
  answer(letter: Letter): void;
}

/** Numbers envelopes at the host. A reloaded page starts its letters at 1 again. */
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
