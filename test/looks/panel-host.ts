/** The host of the panel in a worker: the editor's own session, with messages cloned as in VS Code. */
import { check } from '../../src/check/check';
import { NO_WISHES } from '../../src/check/checked';
import { type Eyes, PLAIN, type Show } from '../../src/diagram/arrange';
import { diagram } from '../../src/diagram/build';
import { mermaid } from '../../src/diagram/mermaid';
import { createSealer, type Envelope, type Letter } from '../../src/panel/envelopes';
import { session, startSession, type Session, type SessionEvent } from '../../src/panel/session';
import { createParser } from '../../src/script/parser';
import * as h2 from '../../src/layers/h2';
import * as door from '../../src/layers/tls';
import { english, sayIn } from '../../src/words/words';
import type { Trace } from '../../src/trace/trace';

export type ToWorker =
  /** Checks a flow and shows it at a step from 0 (-1 for the last), with runs folded or not. */
  | {
      readonly kind: 'prepare';
      readonly text: string;
      readonly language: string;
      readonly step: number;
      readonly folds: boolean;
      readonly show?: Show;
      readonly eyes?: Eyes;
    }
  | { readonly kind: 'open' }
  | { readonly kind: 'mermaid' }
  | { readonly kind: 'page'; readonly letter: Letter };
export type FromWorker =
  | { readonly kind: 'prepared'; readonly rows: number }
  | { readonly kind: 'mermaid'; readonly text: string }
  | { readonly kind: 'host'; readonly envelope: Envelope };

interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;

let state: Session | undefined;
let trace: Trace | undefined;
let first = 0;
const sealer = createSealer();

function feed(event: SessionEvent): void {
  if (!state) return;
  const outcome = session(state, event);
  ({ state } = outcome);
  const messages = outcome.messages.flatMap((message) => (message.to === 'page' ? [message.message] : []));
  if (messages.length > 0 || event.type === 'page')
    scope.postMessage({ kind: 'host', envelope: sealer.seal(messages) });
  for (const message of outcome.messages) {
    // A check is sent at once, as nobody types here.
    if (message.to === 'editor' && message.request.type === 'wake') feed({ type: 'woken' });
  }
}

function prepare({
  text,
  language,
  step,
  folds,
  show = 'both',
  eyes = 'wire',
}: Extract<ToWorker, { kind: 'prepare' }>): void {
  const how = { ...PLAIN, runs: folds ? undefined : false, show, eyes };
  const wishes = { ...NO_WISHES, tls: { door, recall: door.newRecall() }, h2 };
  trace = check(createParser().parse(text), undefined, undefined, wishes);
  first = step < 0 ? trace.steps.length - 1 : step;
  const kept = { uri: '', step: first, numbers: 'symbolic', locked: false, details: 0.45, arrangement: how } as const;
  state = startSession(sayIn(language), 'symbolic', kept);
  // The page sent `ready` before the language was set.
  feed({ type: 'page', message: { type: 'ready' } });
  scope.postMessage({ kind: 'prepared', rows: diagram(trace, how).index.rows });
}

function open(of: Trace): void {
  const flow = { uri: 'file:///looked-at.tcpflow', name: 'looked-at.tcpflow', version: 1, trace: of };
  feed({ type: 'shown', flow, cursor: 0, step: first });
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'prepare':
      prepare(data);
      break;
    case 'open':
      if (trace) open(trace);
      break;
    case 'mermaid':
      if (trace) scope.postMessage({ kind: 'mermaid', text: mermaid(diagram(trace), 'symbolic', english, Infinity) });
      break;
    case 'page':
      sealer.answer(data.letter);
      feed({ type: 'page', message: data.letter.message });
      break;
  }
};
