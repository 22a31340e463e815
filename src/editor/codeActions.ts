import * as vscode from 'vscode';
import type { Finding, Fix } from '../check/finding';
import type { Line } from '../script/syntax';
import type { Say } from '../words/words';
import { SOURCE } from './diagnostics';
import { LANGUAGE, type Flow, type Flows } from './flows';

/** Writes `violates RULE` behind a segment, where someone means to break the rule. */
export function violatesFix(finding: Finding, line: Line | undefined): Fix | undefined {
  const statement = line?.statement;
  if (!finding.rule.startsWith('tcp/') || finding.level === 'hint') return undefined;
  if (statement?.kind !== 'segment' || line?.broken) return undefined;
  const rule = finding.rule.slice('tcp/'.length);
  const last = statement.violates?.at(-1);
  const at = last?.end ?? statement.end;
  const newText = last === undefined ? `  violates ${rule}` : `, ${rule}`;
  return {
    title: 'fix/violates',
    args: { rule },
    edits: [{ line: finding.line, start: at, end: at, newText }],
  };
}

function actionOf(fix: Fix, flow: Flow, diagnostic: vscode.Diagnostic, say: Say): vscode.CodeAction {
  const action = new vscode.CodeAction(say(fix.title, fix.args), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(
    flow.uri,
    fix.edits.map((e) => new vscode.TextEdit(new vscode.Range(e.line, e.start, e.line, e.end), e.newText)),
  );
  return action;
}

/** The rule id of a diagnostic of ours. */
function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  if (diagnostic.source !== SOURCE) return undefined;
  const { code } = diagnostic;
  return typeof code === 'object' ? String(code.value) : code === undefined ? undefined : String(code);
}

/** Quick fixes: the finding's own first and preferred, then the way to say that the mistake is meant. */
export function registerCodeActions(flows: Flows, say: Say): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    LANGUAGE,
    {
      provideCodeActions(document, _range, context) {
        const flow = flows.get(document);
        if (flow === undefined) return [];
        const actions: vscode.CodeAction[] = [];
        for (const diagnostic of context.diagnostics) {
          const rule = ruleOf(diagnostic);
          const { line, character } = diagnostic.range.start;
          const finding = flow.trace.findings.find((f) => f.line === line && f.start === character && f.rule === rule);
          if (finding === undefined) continue;
          if (finding.fix !== undefined) {
            const action = actionOf(finding.fix, flow, diagnostic, say);
            action.isPreferred = true;
            actions.push(action);
          }
          const meant = violatesFix(finding, flow.trace.script.lines[line]);
          if (meant !== undefined) actions.push(actionOf(meant, flow, diagnostic, say));
        }
        return actions;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
