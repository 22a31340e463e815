import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { completeAt } from './complete/complete';
import type { Item, ItemKind } from './complete/item';
import { LANGUAGE, type Flows } from './flows';
import { sourceLink } from './sources';

const K = vscode.CompletionItemKind;
const KINDS: Readonly<Record<ItemKind, vscode.CompletionItemKind>> = {
  line: K.Event,
  keyword: K.Keyword,
  host: K.Module,
  arrow: K.Operator,
  call: K.Method,
  flag: K.EnumMember,
  field: K.Field,
  value: K.Value,
  option: K.Property,
  rule: K.Reference,
  state: K.Enum,
  label: K.Variable,
  name: K.Constant,
  setting: K.Property,
};

function completionOf(item: Item, index: number, range: vscode.Range, say: Say): vscode.CompletionItem {
  const completion = new vscode.CompletionItem(item.label, KINDS[item.kind]);
  completion.insertText = item.snippet === undefined ? item.label : new vscode.SnippetString(item.snippet);
  completion.range = range;
  completion.sortText = String(index).padStart(4, '0');
  completion.filterText = item.label;
  if (index === 0) completion.preselect = true;
  const why = item.why === undefined ? undefined : say(item.why.id, item.why.args);
  if (item.kind === 'line' && why !== undefined) completion.detail = why;
  else if (item.detail !== undefined && item.detail !== '') completion.detail = item.detail;
  const parts: string[] = why === undefined ? [] : [why];
  if (item.kind === 'line' && item.detail) parts.push(`\`${item.detail}\``);
  if (item.source !== undefined) parts.push(`[${item.source}](${sourceLink(item.source) ?? ''})`);
  if (parts.length > 0) completion.documentation = new vscode.MarkdownString(parts.join('\n\n'));
  return completion;
}

/** The lines that may come next, and what may stand inside a line; most likely first. */
export function registerCompletion(flows: Flows, say: Say): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    LANGUAGE,
    {
      provideCompletionItems(document, position, token, context) {
        const flow = flows.get(document);
        if (flow === undefined || token.isCancellationRequested) return undefined;
        const before = document.lineAt(position.line).text.slice(0, position.character);
        // Indenting a line, or a space behind a finished clause, asks for nothing.
        if (context.triggerCharacter === ' ' && (before.trim() === '' || SETTLED.test(before))) return undefined;
        const { items, start, end } = completeAt(flow.trace, position.line, position.character);
        const range = new vscode.Range(position.line, start, position.line, end);
        return items.map((item, i) => completionOf(item, i, range, say));
      },
    },
    ' ',
    '=',
    ',',
    '<',
    '.',
  );
}

/** A segment that has its flags may end here: Enter is to begin the next line. */
const SETTLED = /(?:->|-x|~>).*\b(?:SYN|ACK|FIN|RST|PSH|URG)\s(?:.*[^,<\s]\s*)?$/;
