import * as vscode from 'vscode';
import type { Say } from '../words/words';
import type { ExploredText } from './exploring';
import { LANGUAGE, type Flows } from './flows';
import { explain } from './explain/explain';
import { ruleId } from '../trace';
import { isRuleId, rulePageUri } from './pageUri';
import { rangeOf } from './range';
import { targetAt } from './target';

/** Registers hovers on all parts of a line. */
export function registerHover(flows: Flows, explored: ExploredText, say: Say): vscode.Disposable {
  return vscode.languages.registerHoverProvider(LANGUAGE, {
    async provideHover(document, position, token) {
      const trace = (await flows.when(document))?.trace;
      if (trace === undefined || token.isCancellationRequested) return undefined;
      const target = targetAt(trace.script.lines[position.line], position.character);
      if (target === undefined) return undefined;
      const parts = explain(trace, position.line, target, say);
      const isExplored = target.kind === 'claim' || (target.kind === 'keyword' && target.text === 'explore');
      if (isExplored) parts.push(...explored(document.uri, position.line));
      if (parts.length === 0) return undefined;
      if (target.kind === 'rule' && isRuleId(ruleId(target.text))) {
        parts.push(`[${say('editor/hover/open-rule')}](${rulePageUri(ruleId(target.text)).toString()})`);
      }
      return new vscode.Hover(new vscode.MarkdownString(parts.join('\n\n')), rangeOf(position.line, target));
    },
  });
}
