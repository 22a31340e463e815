import * as vscode from 'vscode';
import { type Finding, gravest, spaceOf } from '../trace';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import type { Flow, Flows } from './flows';
import { rulePageUri } from './pageUri';
import { rangeOf } from './range';

export const SOURCE = 'tcpflow';

/** The most diagnostics for a document: VS Code shows no more. The line that counts the rest is included. */
const MOST = 999;

/** Hints that only describe a segment. Other hints of `flow/…` and `syntax/…` suggest a change. */
const FACTS: readonly string[] = ['flow/retransmission', 'flow/keepalive-probe'];

/**
 * The severity of a finding. Hints that suggest a change (a fix, a name, something left over) are Information and
 * appear in the list of problems. Those that only describe a segment (a retransmission, a probe) are Hint: three dots,
 * shown on hover.
 */
export function severity(finding: Finding): vscode.DiagnosticSeverity {
  switch (finding.level) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'open':
      return vscode.DiagnosticSeverity.Information;
    case 'hint':
      return finding.fix !== undefined || (!spaceOf(finding.rule).judgesPeers && !FACTS.includes(finding.rule))
        ? vscode.DiagnosticSeverity.Information
        : vscode.DiagnosticSeverity.Hint;
  }
}

/** The message: the sentence, then calculation and source, each on a line. */
function messageOf(finding: Finding, say: Say): string {
  return [findingText(finding, say), finding.arithmetic, finding.source]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');
}

function diagnosticOf(finding: Finding, uri: vscode.Uri, say: Say): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(finding.line, finding), messageOf(finding, say), severity(finding));
  diagnostic.source = SOURCE;
  diagnostic.code = spaceOf(finding.rule).hasPages
    ? { value: finding.rule, target: rulePageUri(finding.rule) }
    : finding.rule;
  if (finding.related !== undefined) {
    diagnostic.relatedInformation = finding.related.map(
      (r) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uri, new vscode.Position(r.line, 0)),
          say(r.message, r.args),
        ),
    );
  }
  return diagnostic;
}

/** The diagnostics of a flow. If there are too many, the first line tells the number of the others. */
export function diagnosticsOf(findings: readonly Finding[], uri: vscode.Uri, say: Say): vscode.Diagnostic[] {
  const shown = gravest(findings, MOST).map((f) => diagnosticOf(f, uri, say));
  const count = findings.length - shown.length;
  if (count === 0) return shown;
  const more = new vscode.Diagnostic(
    rangeOf(0, { start: 0, end: 0 }),
    say('editor/more-findings', { count }),
    vscode.DiagnosticSeverity.Information,
  );
  more.source = SOURCE;
  return [more, ...shown];
}

/** Updates VS Code's diagnostics after each check. */
export function registerDiagnostics(flows: Flows, say: Say): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  const show = (flow: Flow): void => {
    collection.set(flow.uri, diagnosticsOf(flow.trace.findings, flow.uri, say));
  };
  return vscode.Disposable.from(
    collection,
    flows.onDidCheck(show),
    flows.onDidDrop((uri) => collection.delete(uri)),
  );
}
