import * as vscode from 'vscode';
import type { Finding } from '../check/finding';
import type { Say } from '../words/words';
import type { Flow, Flows } from './flows';
import { rulePageUri } from './pages';
import { rangeOf } from './range';

export const SOURCE = 'tcpflow';

/** VS Code shows no more than this many for a document; making more would only cost time. */
const MOST = 1000;

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
    case 'hint':
      return finding.fix !== undefined || (!finding.rule.startsWith('tcp/') && !FACTS.includes(finding.rule))
        ? vscode.DiagnosticSeverity.Information
        : vscode.DiagnosticSeverity.Hint;
  }
}

/** The sentence, then the sum behind it and where the standard says so, each on a line. */
function messageOf(finding: Finding, say: Say): string {
  return [say(finding.says ?? finding.rule, finding.args), finding.arithmetic, finding.source]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');
}

export function diagnosticOf(finding: Finding, uri: vscode.Uri, say: Say): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(finding.line, finding), messageOf(finding, say), severity(finding));
  diagnostic.source = SOURCE;
  diagnostic.code = finding.rule.startsWith('syntax/')
    ? finding.rule
    : { value: finding.rule, target: rulePageUri(finding.rule) };
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

const WEIGHT = { error: 0, warning: 1, hint: 2 } as const;

/** The findings worth handing over: all, or the gravest of them. */
export function gravest(findings: readonly Finding[], most = MOST): readonly Finding[] {
  return findings.length <= most
    ? findings
    : [...findings].sort((a, b) => WEIGHT[a.level] - WEIGHT[b.level]).slice(0, most);
}

/** Keeps VS Code's diagnostics in step with the traces. */
export function registerDiagnostics(flows: Flows, say: Say): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  const show = (flow: Flow): void => {
    collection.set(
      flow.uri,
      gravest(flow.trace.findings).map((f) => diagnosticOf(f, flow.uri, say)),
    );
  };
  return vscode.Disposable.from(
    collection,
    flows.onDidCheck(show),
    flows.onDidDrop((uri) => collection.delete(uri)),
  );
}
