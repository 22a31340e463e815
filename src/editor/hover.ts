import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { hoverText, ruleId } from './hoverText';
import { isRuleId, rulePageUri } from './pages';
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
      if (target.kind === 'rule' && isRuleId(ruleId(target.text))) {
        parts.push(`[${say('editor/hover/open-rule')}](${rulePageUri(ruleId(target.text)).toString()})`);
      }
      return new vscode.Hover(new vscode.MarkdownString(parts.join('\n\n')), rangeOf(position.line, target));
    },
  });
}
