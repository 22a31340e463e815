/** The host's side of the panel in a worker: the page gets the same messages from it, cloned as they are in VS Code. */
import { check } from '../../src/check/check';
import { foldsRuns, PLAIN, type Arrangement } from '../../src/diagram/arrange';
import { diagram } from '../../src/diagram/build';
import type { Diagram } from '../../src/diagram/model';
import { mermaid } from '../../src/diagram/mermaid';
import { detail, listOfSteps } from '../../src/panel/detail';
import type { Detail, HostMessage, PageMessage, Tab } from '../../src/panel/messages';
import { pageTexts } from '../../src/panel/texts';
import { visitsOf } from '../../src/panel/visits';
import { createParser } from '../../src/script/parser';
import { english, sayIn, type Say } from '../../src/words/words';
import type { Trace } from '../../src/check/trace';

export type ToWorker =
  /** A flow is to be checked, and shown at a step from 0; -1 for the last. Runs are folded as a reader's are, or not. */
  | {
      readonly kind: 'prepare';
      readonly text: string;
      readonly language: string;
      readonly step: number;
      readonly folds: boolean;
    }
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
let say: Say = english;
let how: Arrangement = PLAIN;
let first = 0;
let tab: Tab = 'endpoints';
let id = 0;
let visits: ReturnType<typeof visitsOf> | undefined;

/** As in the editor: the current step, with what the tab in sight shows of it. */
function detailAt(of: Trace, step: number): Detail {
  if (tab === 'states') visits ??= visitsOf(of);
  return detail(of, step, say, tab, visits);
}

const host = (message: HostMessage): void => scope.postMessage({ kind: 'host', message });

function open(step: number): void {
  if (!trace) return;
  made = diagram(trace, how);
  id++;
  const row = made.index.rowOfStep[step] ?? 0;
  host({
    type: 'flow',
    id,
    uri: 'file:///looked-at.tcpflow',
    name: 'looked-at.tcpflow',
    index: made.index,
    window: made.rows(row - NEAR, row + NEAR),
    detail: detailAt(trace, step),
    locked: false,
    arrangement: { ...how, runs: foldsRuns(trace, how) },
  });
}

function fromPage(message: PageMessage): void {
  if (!made || !trace) return;
  switch (message.type) {
    case 'rows':
      host({ type: 'rows', id, window: made.rows(message.from, message.to) });
      break;
    case 'step':
      first = message.step;
      host({ type: 'step', id, detail: detailAt(trace, first), reveal: false });
      break;
    case 'tab':
      tab = message.tab;
      host({ type: 'step', id, detail: detailAt(trace, first), reveal: false });
      break;
    case 'arrange':
      how = message.arrangement;
      open(first);
      break;
    case 'list':
      host({ type: 'list', id, items: listOfSteps(trace, message.from, message.to, say) });
      break;
    default:
      break;
  }
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'prepare':
      say = sayIn(data.language);
      how = { ...PLAIN, runs: data.folds ? undefined : false };
      trace = check(createParser().parse(data.text));
      visits = undefined;
      first = data.step < 0 ? trace.steps.length - 1 : data.step;
      host({ type: 'setup', texts: pageTexts(say), numbers: 'symbolic' });
      scope.postMessage({ kind: 'prepared', rows: diagram(trace, how).index.rows });
      break;
    case 'open':
      open(first);
      break;
    case 'mermaid':
      if (trace) scope.postMessage({ kind: 'mermaid', text: mermaid(diagram(trace), 'symbolic', english, Infinity) });
      break;
    case 'page':
      fromPage(data.message);
      break;
  }
};
