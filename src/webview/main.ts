/**
 * The panel's page: shows what the host sends and reports the user's actions. It holds no protocol logic.
 *
 * This file receives the host's messages, each checked by its row in `src/panel/messages.ts`, and passes them to
 * `flow-page.ts` (one flow) or `comparison.ts` (two flows beside each other). `ladder.ts` shows the visible rows, which
 * `src/diagram` draws; `pane.ts` requests the rows that the host has not sent yet. `inspector.ts` shows the story
 * (`told.ts`) and the tabs below, with one file for each tab (`inspect-….ts`); `toolbar.ts`, `menu.ts`, `find-bar.ts`
 * and `player.ts` are controls.
 *
 * The user's actions are messages to the host, whose session decides on the result; the page keeps only scroll
 * position, focus and open menus. It marks the last envelope that it has finished drawing (`data-settled`). `isn.ts` is
 * another page, on initial sequence numbers.
 */
import { readEnvelope, type Envelope, type Letter } from '../panel/envelopes';
import { type HostMessage, type NumberForm, type PageMessage, type PageState, type PairState } from '../panel/messages';
import { sayFrom } from '../words/say';
import { Comparison } from './comparison';
import { FlowPage } from './flow-page';
import { adoptLook } from './look';

interface Outside {
  postMessage(letter: Letter): void;
  getState(): unknown;
  setState(state: PageState | PairState): void;
}
declare function acquireVsCodeApi(): Outside;

interface Host {
  post(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageState | PairState): void;
}

/** Processes a message; the promise resolves when drawing is finished, if that takes time. */
type Receive = (message: HostMessage) => Promise<void> | undefined;

/** Creates the page with one flow or with two flows, depending on the first message after `setup`. */
function begin(host: Host, texts: Readonly<Record<string, string>>, form: NumberForm): Receive {
  const say = sayFrom([texts]);
  let one: FlowPage | undefined;
  let two: Comparison | undefined;
  return (message) => {
    if (two) return two.receive(message);
    if (message.type === 'pair') {
      two = new Comparison(say, message, form, {
        post: (m) => host.post(m),
        keep: (state) => host.setState(state),
      });
      document.body.replaceChildren(two.element);
      return undefined;
    }
    one ??= new FlowPage(host, say, form);
    return one.receive(message);
  };
}

/** Progress marks on the root element, see `panel/envelopes.ts`. */
const { dataset } = document.documentElement;
let asked = 0;
function send(message: PageMessage): void {
  asked++;
  dataset['asked'] = String(asked);
  outside.postMessage({ number: asked, message });
}

/** Resolves after the next frame, in which changes are laid out; at once if the page is hidden. */
function drawn(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) done();
    else requestAnimationFrame(() => requestAnimationFrame(() => done()));
  });
}

adoptLook();
const outside = acquireVsCodeApi();
const host: Host = {
  post: send,
  getState: () => outside.getState(),
  setState: (state) => outside.setState(state),
};
let receive: Receive | undefined;
/** Resolves when all envelopes so far are drawn: envelopes are finished in the order of their arrival. */
let settled = Promise.resolve();
function open(envelope: Envelope): void {
  const parts: Promise<void>[] = [];
  for (const message of envelope.messages) {
    if (message.type === 'setup') receive ??= begin(host, message.texts, message.numbers);
    else {
      const part = receive?.(message);
      if (part) parts.push(part);
    }
  }
  settled = settled.then(async () => {
    await Promise.all(parts);
    await drawn();
    dataset['answered'] = String(envelope.answers);
    dataset['settled'] = String(envelope.number);
  });
}

/**
 * Envelopes that the next frame draws, together with changes by keys in the same frame, so that only one layout is
 * needed.
 */
let waiting: Envelope[] = [];
function openAll(): void {
  const all = waiting;
  waiting = [];
  all.forEach(open);
}
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const envelope = readEnvelope(event.data);
  if (!envelope) return;
  waiting.push(envelope);
  // A hidden page has no frames.
  if (document.hidden) openAll();
  else if (waiting.length === 1) requestAnimationFrame(openAll);
});
document.addEventListener('visibilitychange', openAll);
send({ type: 'ready' });
