import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { ruleLink } from './diagnostics';
import { LANGUAGE, type Flows } from './flows';
import { hoverText, ruleId } from './hoverText';
import { rangeOf } from './range';
import { targetAt } from './target';

/** Hovers on states, flags, fields, hosts, names, calls and rules. */
export function registerHover(flows: Flows, say: Say): vscode.Disposable {
  return vscode.languages.registerHoverProvider(LANGUAGE, {
    provideHover(document, position) {
      const trace = flows.get(document)?.trace;
      if (trace === undefined) return undefined;
      const target = targetAt(trace.script.lines[position.line]?.statement, position.character);
      if (target === undefined) return undefined;
      const parts = hoverText(trace, position.line, target, say);
      if (parts.length === 0) return undefined;
      if (target.kind === 'rule') {
        parts.push(`[${say('editor/hover/open-rule')}](${ruleLink(ruleId(target.text)).toString()})`);
      }
      const text = new vscode.MarkdownString(parts.join('\n\n'));
      // Nothing but the link to a rule's page may run.
      text.isTrusted = { enabledCommands: ['tcpflow.openRule'] };
      return new vscode.Hover(text, rangeOf(position.line, target));
    },
  });
}
