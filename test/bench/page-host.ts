/** The host's side of the panel in a worker: the page gets the same messages from it, cloned as they are in VS Code. */
import { check } from '../../src/check/check';
import { foldsRuns, PLAIN } from '../../src/diagram/arrange';
import { diagram } from '../../src/diagram/build';
import type { Diagram } from '../../src/diagram/model';
import { mermaid } from '../../src/diagram/mermaid';
import { detail } from '../../src/panel/detail';
import type { HostMessage, PageMessage } from '../../src/panel/messages';
import { pageTexts } from '../../src/panel/texts';
import { createParser } from '../../src/script/parser';
import { english } from '../../src/words/words';
import type { Trace } from '../../src/check/trace';
import { generate } from './generate';

export type ToWorker =
  | { readonly kind: 'prepare'; readonly lines: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'mermaid' }
  | { readonly kind: 'page'; readonly message: PageMessage };
export type FromWorker =
  | { readonly kind: 'prepared'; readonly rows: number }
  | { readonly kind: 'mermaid'; readonly text: string }
  | { readonly kind: 'host'; readonly message: HostMessage };

interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;

const NEAR = 60;
let trace: Trace | undefined;
let made: Diagram | undefined;

const host = (message: HostMessage): void => scope.postMessage({ kind: 'host', message });

function open(): void {
  if (!trace) return;
  made = diagram(trace, PLAIN);
  host({
    type: 'flow',
    id: 1,
    uri: 'file:///long.tcpflow',
    name: 'long.tcpflow',
    index: made.index,
    window: made.rows(0, NEAR),
    detail: detail(trace, 0, english),
    locked: false,
    arrangement: { ...PLAIN, runs: foldsRuns(trace, PLAIN) },
  });
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'prepare':
      trace = check(createParser().parse(generate(data.lines)));
      scope.postMessage({ kind: 'prepared', rows: diagram(trace).index.rows });
      host({ type: 'setup', texts: pageTexts(english), numbers: 'symbolic' });
      break;
    case 'open':
      open();
      break;
    case 'mermaid':
      if (trace) scope.postMessage({ kind: 'mermaid', text: mermaid(diagram(trace), 'symbolic', english, Infinity) });
      break;
    case 'page':
      if (!made || !trace) break;
      if (data.message.type === 'rows') {
        host({ type: 'rows', id: 1, window: made.rows(data.message.from, data.message.to) });
      } else if (data.message.type === 'step') {
        host({ type: 'step', id: 1, detail: detail(trace, data.message.step, english), reveal: false });
      }
      break;
  }
};
