import * as vscode from 'vscode';
import type { Script } from '../script';
import { LANGUAGE, type Flows } from './flows';
import { writesOf } from './writes';

export interface Fold {
  /** The first line, from 0. */
  readonly first: number;
  /** The last line, included. */
  readonly last: number;
  readonly kind: 'section' | 'comment';
}

/**
 * The foldable ranges: sections up to the line before the next one, without trailing blank lines, and runs of comment
 * lines.
 */
function foldsOf(script: Script): Fold[] {
  const folds: Fold[] = [];
  let section = -1;
  let comment = -1;
  let last = -1;
  const close = (): void => {
    if (section >= 0 && last > section) folds.push({ first: section, last, kind: 'section' });
  };
  const endComment = (next: number): void => {
    if (comment >= 0 && next - 1 > comment) folds.push({ first: comment, last: next - 1, kind: 'comment' });
    comment = -1;
  };
  script.lines.forEach((line, i) => {
    if (line.statement?.kind === 'section') {
      close();
      section = i;
    }
    const onlyComment = line.comment !== undefined && line.statement === undefined && !line.broken;
    if (onlyComment && comment < 0) comment = i;
    if (!onlyComment) endComment(i);
    if (line.text.trim() !== '') last = i;
  });
  endComment(script.lines.length);
  close();
  return folds.sort((a, b) => a.first - b.first);
}

/** Registers the folding of sections, comments, and messages that are written over several lines. */
export function registerFolding(flows: Flows): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // Which lines carry a message is known once the flow is checked; the rest does not wait for that.
  const checked = flows.onDidCheck(({ trace }) => {
    if (trace.steps.some((s) => s.says !== undefined)) changed.fire();
  });
  const provider = vscode.languages.registerFoldingRangeProvider(LANGUAGE, {
    onDidChangeFoldingRanges: changed.event,
    provideFoldingRanges(document) {
      const script = flows.script(document);
      if (script === undefined) return [];
      const trace = flows.get(document)?.trace;
      const folds = foldsOf(script);
      const taken = new Set(folds.map(({ first }) => first));
      const writes = trace === undefined ? [] : writesOf(trace).filter(({ first }) => !taken.has(first));
      return [...folds, ...writes.map((w): Fold => ({ ...w, kind: 'section' }))].map(
        ({ first, last, kind }) =>
          new vscode.FoldingRange(
            first,
            last,
            kind === 'comment' ? vscode.FoldingRangeKind.Comment : vscode.FoldingRangeKind.Region,
          ),
      );
    },
  });
  return vscode.Disposable.from(provider, checked, changed);
}
