import * as vscode from 'vscode';
import type { Edit, Fix } from '../trace';
import type { Say } from '../words/words';
import { SOURCE } from './diagnostics';
import { fixAllInSlices } from './fix/all';
import { fixesInSlices } from './fix/fixes';
import { rewritesInSlices } from './fix/rewrite';
import { LANGUAGE, type Flow, type Flows } from './flows';
import { inSlices } from './slices';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('tcpflow');

/** The most diagnostics of a selection for which fixes are offered; each fix is tried. */
const MOST = 20;

function textEdits(document: vscode.TextDocument, edits: readonly Edit[]): vscode.TextEdit[] {
  return edits.map((e) => {
    const line = document.lineAt(e.line);
    // A line that becomes empty is deleted with its line break.
    if (e.newText === '' && e.start === 0 && e.end === line.text.length)
      return vscode.TextEdit.delete(line.rangeIncludingLineBreak);
    return new vscode.TextEdit(new vscode.Range(e.line, e.start, e.line, e.end), e.newText);
  });
}

function actionOf(document: vscode.TextDocument, fix: Fix, kind: vscode.CodeActionKind, say: Say): vscode.CodeAction {
  const action = new vscode.CodeAction(say(fix.title, fix.args), kind);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, textEdits(document, fix.edits));
  return action;
}

/** The rule id of a diagnostic of this extension; undefined for others. */
function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  if (diagnostic.source !== SOURCE) return undefined;
  const { code } = diagnostic;
  return typeof code === 'object' ? String(code.value) : code === undefined ? undefined : String(code);
}

/** The diagnostics of this extension, graver ones first; those of one severity in their order. */
function gravestFirst(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return diagnostics.filter((d) => ruleOf(d) !== undefined).sort((a, b) => a.severity - b.severity);
}

/** The fixes of the given diagnostics, those of graver ones first: the right value is preferred; adding `violates` comes last. */
async function quickFixes(
  document: vscode.TextDocument,
  flow: Flow,
  diagnostics: readonly vscode.Diagnostic[],
  say: Say,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const actions: vscode.CodeAction[] = [];
  for (const diagnostic of gravestFirst(diagnostics).slice(0, MOST)) {
    if (token.isCancellationRequested) break;
    const { line, character } = diagnostic.range.start;
    const rule = ruleOf(diagnostic);
    const finding = flow.trace.findings.find((f) => f.line === line && f.start === character && f.rule === rule);
    if (finding === undefined) continue;
    for (const fix of (await inSlices(fixesInSlices(flow.trace, finding), token)) ?? []) {
      const action = actionOf(document, fix, vscode.CodeActionKind.QuickFix, say);
      action.diagnostics = [diagnostic];
      action.isPreferred = fix.isPreferred;
      actions.push(action);
    }
  }
  return actions;
}

/** One edit that applies every fix with a single right value to the lines concerned. */
async function allFixed(
  document: vscode.TextDocument,
  flow: Flow,
  say: Say,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const fixed = (await inSlices(fixAllInSlices(flow.trace), token))?.script.lines ?? [];
  const edits = flow.trace.script.lines.flatMap(({ text }, line): Edit[] => {
    const newText = fixed[line]?.text ?? text;
    return newText === text ? [] : [{ line, start: 0, end: text.length, newText }];
  });
  return edits.length === 0 ? [] : [actionOf(document, { title: 'fix/all', args: {}, edits }, FIX_ALL, say)];
}

/** Registers quick fixes of findings, refactorings of correct segments, and "fix all" on saving. */
export function registerCodeActions(flows: Flows, say: Say): vscode.Disposable {
  const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;
  return vscode.languages.registerCodeActionsProvider(
    LANGUAGE,
    {
      async provideCodeActions(document, range, { only, diagnostics }, token) {
        const flow = await flows.when(document);
        if (flow === undefined || token.isCancellationRequested) return [];
        const wants = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
        const actions = wants(QuickFix) ? await quickFixes(document, flow, diagnostics, say, token) : [];
        if (wants(RefactorRewrite)) {
          const rewrites = (await inSlices(rewritesInSlices(flow.trace, range.start.line), token)) ?? [];
          actions.push(...rewrites.map((fix) => actionOf(document, fix, RefactorRewrite, say)));
        }
        if (only?.contains(FIX_ALL) === true) actions.push(...(await allFixed(document, flow, say, token)));
        return actions;
      },
    },
    { providedCodeActionKinds: [QuickFix, RefactorRewrite, FIX_ALL] },
  );
}
