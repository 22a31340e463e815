import * as vscode from 'vscode';
import { type Trace, final } from '../trace';
import type { Level } from '../script';
import type { Say } from '../words/words';
import { LANGUAGE, type Flow, type Flows } from './flows';

/** The most endpoints that are named; more are counted. */
const MOST_NAMED = 2;

export interface Outcome {
  /** The endpoints that take part, with their final states. */
  readonly ends: readonly { readonly name: string; readonly state: string }[];
  readonly counts: Readonly<Record<Level, number>>;
}

/** The final states and the number of findings of each level. */
export function outcomeOf(trace: Trace): Outcome {
  const world = final(trace);
  const counts = { error: 0, warning: 0, open: 0, hint: 0 };
  for (const { level } of trace.findings) counts[level]++;
  const ends = trace.cast.ends.map(({ id, name }) => ({ name, state: world.ends.get(id)?.tcb.state ?? 'CLOSED' }));
  return { ends, counts };
}

/** One line: the gravest findings, then the states. */
function outcomeText({ ends, counts }: Outcome, say: Say): string {
  const found =
    counts.error + counts.warning === 0
      ? '$(pass)'
      : [
          ...(counts.error > 0 ? [`$(error) ${counts.error} ·`] : []),
          ...(counts.warning > 0 ? [`$(warning) ${counts.warning} ·`] : []),
        ].join(' ');
  const states = new Set(ends.map((e) => e.state));
  const [only] = states;
  const said =
    ends.length === 0
      ? say('status/empty')
      : states.size === 1 && only !== undefined
        ? say('status/all', { state: only })
        : ends.length <= MOST_NAMED
          ? ends.map((e) => `${e.name} ${e.state}`).join(' · ')
          : say('status/ends', { count: ends.length });
  return `${found} ${said}`;
}

function tooltipOf({ ends, counts }: Outcome, say: Say): vscode.MarkdownString {
  const rows = ends.slice(0, 20).map((e) => `| ${e.name} | ${e.state} |`);
  const table = rows.length === 0 ? [] : [`| ${say('status/at-end')} | |`, '|:--|:--|', ...rows];
  return new vscode.MarkdownString([say('status/counts', counts), '', ...table].join('\n'));
}

/** Shows the outcome of the active flow in the status bar; a click opens the menu. */
export function registerStatus(flows: Flows, say: Say): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('tcpflow.outcome', vscode.StatusBarAlignment.Right, 100.5);
  item.name = say('status/name');
  item.command = 'tcpflow.showMenu';
  let shown: string | undefined;

  const show = (flow: Flow): void => {
    const outcome = outcomeOf(flow.trace);
    item.text = outcomeText(outcome, say);
    item.tooltip = tooltipOf(outcome, say);
    item.accessibilityInformation = { label: `${say('status/name')}: ${say('status/counts', outcome.counts)}` };
    item.backgroundColor =
      outcome.counts.error > 0 ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.show();
  };
  const follow = (editor: vscode.TextEditor | undefined): void => {
    // If the diagram beside the flow has the focus, the flow stays the active one.
    if (editor === undefined && vscode.window.visibleTextEditors.some((e) => e.document.uri.toString() === shown))
      return;
    const flow = editor?.document.languageId === LANGUAGE ? flows.get(editor.document) : undefined;
    shown = flow?.uri.toString();
    if (flow === undefined) item.hide();
    else show(flow);
  };
  follow(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(follow),
    // The last editor is still in sight when it is said that none is active.
    vscode.window.onDidChangeVisibleTextEditors(() => follow(vscode.window.activeTextEditor)),
    flows.onDidCheck((flow) => {
      if (flow.uri.toString() === shown) show(flow);
      else if (flow.uri.toString() === vscode.window.activeTextEditor?.document.uri.toString()) {
        shown = flow.uri.toString();
        show(flow);
      }
    }),
    flows.onDidDrop((uri) => {
      if (uri.toString() !== shown) return;
      shown = undefined;
      item.hide();
    }),
  );
}
