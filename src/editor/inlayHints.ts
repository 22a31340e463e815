import { filledClauses } from '../compose';
import * as vscode from 'vscode';
import { type NumberForm, type Step, type Trace, firstStepFrom, showNumber, numberings } from '../trace';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { type Hint, saidHints } from './saidHints';
import { affectsChecking, affectsHints, hintKinds, type HintKinds } from './settings';

function nameOf(trace: Trace, end: number): string {
  return trace.cast.ends[end]?.name ?? '';
}

function leftOutHint(trace: Trace, step: Step, form: NumberForm, say: Say): Hint | undefined {
  const line = trace.script.lines[step.line];
  if (step.kind !== 'segment' || step.generated || line?.statement?.kind !== 'segment') return undefined;
  const insert = filledClauses(trace, step).join(' ');
  if (insert === '') return undefined;
  const text = filledClauses(trace, step, form).join(' ');
  const tooltip = say('editor/hint/left-out', { host: nameOf(trace, step.sent.from) });
  return { line: step.line, column: line.statement.end, kind: 'leftOut', text, insert, tooltip };
}

/**
 * Hints with the values of SEQ and ACK in the given form, if they are written in another one. The values are those that
 * were played.
 */
function numberHints(trace: Trace, step: Step, form: 'relative' | 'absolute', say: Say): Hint[] {
  const statement = trace.script.lines[step.line]?.statement;
  if (step.kind !== 'segment' || step.generated || statement?.kind !== 'segment') return [];
  const whose = numberings(trace, step.sent);
  const hints: Hint[] = [];
  for (const key of ['seq', 'ack'] as const) {
    const field = statement[key];
    if (field === undefined || step.findings.some((f) => f.start < field.end && f.end > field.start)) continue;
    const text = showNumber(trace.bases, whose[key], step.sent.segment[key], form);
    if (field.expr.kind === 'number' && String(field.expr.value) === text) continue;
    const tooltip = say(`editor/hint/${form}`, { field: key });
    hints.push({ line: step.line, column: field.end, kind: 'number', text: `(${text})`, tooltip });
  }
  return hints;
}

/** A hint with the states that a line's steps change: for each end the state before and after the line. */
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
export function hintsOf(trace: Trace, first: number, last: number, kinds: HintKinds, say: Say): Hint[] {
  const hints: Hint[] = [];
  let i = firstStepFrom(trace, first);
  while (i < trace.steps.length) {
    const line = trace.steps[i]?.line ?? Infinity;
    if (line > last) break;
    let next = i;
    while (trace.steps[next]?.line === line) next++;
    const steps = trace.steps.slice(i, next);
    for (const step of steps) {
      if (kinds.numbers !== 'symbolic') hints.push(...numberHints(trace, step, kinds.numbers, say));
      const hint = kinds.leftOut ? leftOutHint(trace, step, kinds.numbers, say) : undefined;
      if (hint !== undefined) hints.push(hint);
    }
    if (kinds.leftOut) hints.push(...saidHints(trace, line, say));
    const state = kinds.states ? stateHint(trace, steps, line, say) : undefined;
    if (state !== undefined) hints.push(state);
    i = next;
  }
  return hints;
}

function inlayHintOf(hint: Hint): vscode.InlayHint {
  const position = new vscode.Position(hint.line, hint.column);
  const inlay = new vscode.InlayHint(position, hint.text);
  inlay.paddingLeft = hint.kind !== 'number';
  inlay.tooltip = new vscode.MarkdownString(hint.tooltip);
  if (hint.kind !== 'state') inlay.kind = vscode.InlayHintKind.Parameter;
  if (hint.kind === 'leftOut') inlay.textEdits = [vscode.TextEdit.insert(position, ` ${hint.insert ?? hint.text}`)];
  return inlay;
}

/** Registers inlay hints: clauses that the simulation filled in, states that a line leads to, and values of numbers. */
export function registerInlayHints(flows: Flows, say: Say): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = vscode.languages.registerInlayHintsProvider(LANGUAGE, {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(document, range, token) {
      const flow = await flows.when(document);
      if (flow === undefined || token.isCancellationRequested) return [];
      return hintsOf(flow.trace, range.start.line, range.end.line, hintKinds(document), say).map(inlayHintOf);
    },
  });
  const setting = vscode.workspace.onDidChangeConfiguration((event) => {
    // Under another profile the numbers are different.
    if (affectsHints(event) || affectsChecking(event)) changed.fire();
  });
  return vscode.Disposable.from(provider, setting, changed);
}
