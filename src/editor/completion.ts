import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { completeAt } from './complete/complete';
import type { Item, ItemKind } from './complete/item';
import { isSettled } from './complete/settled';
import { LANGUAGE, type Flows } from './flows';
import { rangeOf } from './range';
import { sourceLink } from '../trace';

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
  snippet: K.Snippet,
};

const SUGGEST = 'editor.action.triggerSuggest';
/** Triggers suggestions for the next line after a whole line was accepted. VS Code's own command would select none there. */
const GO_ON: vscode.Command = { command: 'tcpflow.suggest', title: '' };

/**
 * Triggers suggestions. Where nothing is written on the line yet, the first one is selected, and Enter takes it. Within a
 * line the list opens as it does while one types: Tab takes the first item, and Enter ends the line, whatever is offered
 * (`editor.suggest.selectionMode` in package.json).
 */
async function suggest(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const line = editor.document.lineAt(editor.selection.active.line);
  await vscode.commands.executeCommand(SUGGEST, ...(line.isEmptyOrWhitespace ? [] : [{ auto: true }]));
}

interface Place {
  readonly range: vscode.Range;
  /** True if the line ends at the cursor, so that an accepted statement may start the next line. */
  readonly isLast: boolean;
  readonly indent: string;
}

function completionOf(item: Item, index: number, place: Place, say: Say): vscode.CompletionItem {
  const label = item.title === undefined ? item.label : say(item.title.id, item.title.args);
  const completion = new vscode.CompletionItem(label, KINDS[item.kind]);
  const { snippet } = item;
  completion.insertText =
    snippet === undefined
      ? (item.text ?? item.label)
      : new vscode.SnippetString(typeof snippet === 'string' ? snippet : say(snippet.id, snippet.args));
  completion.range = place.range;
  if (item.text !== undefined) {
    completion.keepWhitespace = true;
    completion.additionalTextEdits = (item.edits ?? []).map((e) => new vscode.TextEdit(rangeOf(e.line, e), e.newText));
    if (place.isLast) completion.insertText = `${item.text}\n${place.indent}`;
    if (place.isLast && item.goesOn) completion.command = GO_ON;
  }
  completion.sortText = String(index).padStart(4, '0');
  completion.filterText = item.title === undefined ? item.label : `${item.label} ${label}`;
  const why = item.why === undefined ? undefined : say(item.why.id, item.why.args);
  // Rules and snippets are chosen by their texts rather than their names.
  if ((item.kind === 'rule' || item.kind === 'snippet') && why !== undefined)
    completion.label = { label, description: firstSentence(why) };
  if (item.kind === 'line' && why !== undefined) completion.detail = why;
  else if (item.detail !== undefined && item.detail !== '') completion.detail = item.detail;
  const parts: string[] = why === undefined ? [] : [why];
  if (item.title !== undefined) parts.push(`\`\`\`tcpflow\n${item.text ?? ''}\n\`\`\``);
  if (item.kind === 'line' && item.detail) parts.push(`\`${item.detail}\``);
  if (item.source !== undefined) parts.push(`[${item.source}](${sourceLink(item.source) ?? ''})`);
  if (parts.length > 0) completion.documentation = new vscode.MarkdownString(parts.join('\n\n'));
  return completion;
}

function firstSentence(text: string): string {
  return /^.*?[.。](?=\s|$|(?<=。))/.exec(text)?.[0] ?? text;
}

/** Registers completion: lines that may come next, and words within a line; the most likely first. */
export function registerCompletion(flows: Flows, say: Say): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.suggest', suggest),
    registerProvider(flows, say),
  );
}

function registerProvider(flows: Flows, say: Say): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    LANGUAGE,
    {
      async provideCompletionItems(document, position, token, context) {
        const flow = await flows.when(document);
        if (flow === undefined || token.isCancellationRequested) return undefined;
        const before = document.lineAt(position.line).text.slice(0, position.character);
        // A space that indents a line or follows a complete clause triggers no suggestions.
        if (context.triggerCharacter === ' ' && (before.trim() === '' || isSettled(before))) return undefined;
        const { items, start, end } = completeAt(flow.trace, position.line, position.character);
        const place: Place = {
          range: new vscode.Range(position.line, start, position.line, end),
          isLast: document.lineAt(position.line).text.slice(position.character).trim() === '',
          indent: before.slice(0, start),
        };
        return items.map((item, i) => completionOf(item, i, place, say));
      },
    },
    ' ',
    '=',
    ',',
    '<',
    '.',
  );
}
