import * as vscode from 'vscode';
import { type Finding, gravest, spaceOf } from '../trace';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import type { Flow, Flows } from './flows';
import { rulePageUri } from './pageUri';
import { rangeOf } from './range';

export const SOURCE = 'tcpflow';

/** VS Code shows no more than this many for a document, the line that says how many more there are included. */
const MOST = 999;

/** What only names a thing; other hints of `flow/…` and `syntax/…` ask for something. */
const FACTS: readonly string[] = ['flow/retransmission', 'flow/keepalive-probe'];

/**
 * Hints that ask for something (a fix, a name, something left over) are information, seen in the list of problems; those
 * that only say what a segment is (a retransmission, a probe) are hints proper: three dots, told on hover.
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

/** The sentence, then the sum behind it and where the standard says so, each on a line. */
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

/** The diagnostics of a flow; beyond the most that are shown, the first line says how many more findings there are. */
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

/** Keeps VS Code's diagnostics in step with the traces. */
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
