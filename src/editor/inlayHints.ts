import * as vscode from 'vscode';
import { firstStepFrom } from '../check/lookup';
import type { Step, Trace } from '../check/trace';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { filledClauses } from './segmentText';

const SETTING = 'tcpflow.inlayHints.enabled';

export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly kind: 'numbers' | 'state';
  readonly text: string;
  readonly tooltip: string;
}

function nameOf(trace: Trace, end: number): string {
  return trace.cast.ends[end]?.name ?? '';
}

function numbersHint(trace: Trace, step: Step, say: Say): Hint | undefined {
  const line = trace.script.lines[step.line];
  if (step.kind !== 'segment' || line?.statement?.kind !== 'segment') return undefined;
  const text = filledClauses(trace, step).join(' ');
  if (text === '') return undefined;
  const tooltip = say('editor/hint/numbers', { host: nameOf(trace, step.sent.from) });
  return { line: step.line, column: line.statement.end, kind: 'numbers', text, tooltip };
}

/** The states that a line's steps lead to, each end once: where it stood before the line, and where behind it. */
function stateHint(trace: Trace, steps: readonly Step[], line: number, say: Say): Hint | undefined {
  const first = new Map<number, string>();
  const last = new Map<number, string>();
  for (const move of steps.flatMap((s) => s.moves)) {
    if (!first.has(move.end)) first.set(move.end, move.from);
    last.set(move.end, move.to);
  }
  const changed = [...last].filter(([end, to]) => first.get(end) !== to);
  if (changed.length === 0) return undefined;
  const text = changed.map(([end, to]) => `${nameOf(trace, end)} ${to}`).join(', ');
  const tooltip = changed
    .map(([end, to]) => say('editor/hint/state', { host: nameOf(trace, end), from: first.get(end) ?? '', to }))
    .join('\n\n');
  const column = trace.script.lines[line]?.text.trimEnd().length ?? 0;
  return { line, column, kind: 'state', text: `→ ${text}`, tooltip };
}

/** The hints of the lines from `first` to `last`, both included (from 0). */
export function hintsOf(trace: Trace, first: number, last: number, say: Say): Hint[] {
  const hints: Hint[] = [];
  let i = firstStepFrom(trace, first);
  while (i < trace.steps.length) {
    const line = trace.steps[i]?.line ?? Infinity;
    if (line > last) break;
    let next = i;
    while (trace.steps[next]?.line === line) next++;
    const steps = trace.steps.slice(i, next);
    for (const step of steps) {
      const hint = numbersHint(trace, step, say);
      if (hint !== undefined) hints.push(hint);
    }
    const state = stateHint(trace, steps, line, say);
    if (state !== undefined) hints.push(state);
    i = next;
  }
  return hints;
}

function inlayHintOf(hint: Hint): vscode.InlayHint {
  const position = new vscode.Position(hint.line, hint.column);
  const inlay = new vscode.InlayHint(position, hint.text);
  inlay.paddingLeft = true;
  inlay.tooltip = new vscode.MarkdownString(hint.tooltip);
  if (hint.kind === 'numbers') {
    inlay.kind = vscode.InlayHintKind.Parameter;
    inlay.textEdits = [vscode.TextEdit.insert(position, ` ${hint.text}`)];
  }
  return inlay;
}

/** What a line leaves out, as the engine fills it in, and the states that the line leads to. */
export function registerInlayHints(flows: Flows, say: Say): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = vscode.languages.registerInlayHintsProvider(LANGUAGE, {
    onDidChangeInlayHints: changed.event,
    provideInlayHints(document, range) {
      const flow = flows.get(document);
      if (flow === undefined || !vscode.workspace.getConfiguration(undefined, document).get<boolean>(SETTING, true))
        return [];
      return hintsOf(flow.trace, range.start.line, range.end.line, say).map(inlayHintOf);
    },
  });
  const setting = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTING)) changed.fire();
  });
  return vscode.Disposable.from(provider, setting, changed);
}
