import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import { pairOf, THEMES, type Entry, type Theme } from './catalogue';
import type { Library } from './library';
import type { Progress } from './progress';

const VIEW = 'tcpflow.scenarios';

type Node = { readonly kind: 'theme'; readonly theme: Theme } | { readonly kind: 'flow'; readonly entry: Entry };

export function isFlowNode(node: unknown): node is Node & { kind: 'flow' } {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'flow' && 'entry' in node;
}

/** The tooltip of a flow: question and summary. */
function tooltip(entry: Entry, library: Library): vscode.MarkdownString {
  const { question, summary } = entry;
  return new vscode.MarkdownString()
    .appendMarkdown('**')
    .appendText(library.say(question))
    .appendMarkdown('**\n\n')
    .appendText(library.say(summary));
}

/** The label of a flow; under the theme "exercises" the prefix is left out. */
function label(title: string): string {
  const short = title.replace(/^(?:Exercise: |练习：)/, '');
  return short.charAt(0).toUpperCase() + short.slice(1);
}

/** Registers the library's view, themes and their flows; `registered` disposes of it. */
export function registerTree(
  library: Library,
  progress: Progress,
  say: Say,
): { readonly view: vscode.TreeView<unknown>; readonly registered: vscode.Disposable } {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (node === undefined) return THEMES.map((theme): Node => ({ kind: 'theme', theme }));
      if (node.kind === 'flow') return [];
      const { theme } = node;
      return (await library.entries()).filter((e) => e.theme === theme).map((entry): Node => ({ kind: 'flow', entry }));
    },
    async getTreeItem(node) {
      if (node.kind === 'theme') {
        const state = node.theme === THEMES[0] ? 'Expanded' : 'Collapsed';
        const item = new vscode.TreeItem(say(`library/theme/${node.theme}`), vscode.TreeItemCollapsibleState[state]);
        item.id = node.theme;
        if (node.theme === 'mistakes') {
          const exercises = (await library.entries()).filter((e) => e.theme === 'mistakes');
          const done = exercises.filter((e) => progress.has(e.id)).length;
          item.description = say('library/progress', { done, all: exercises.length });
        }
        return item;
      }
      const { entry } = node;
      const item = new vscode.TreeItem(label(library.say(entry.title)));
      item.id = `flow/${entry.id}`;
      item.tooltip = tooltip(entry, library);
      item.command = { command: 'tcpflow.openScenario', title: say('library/open'), arguments: [entry.id] };
      const exercise = entry.theme === 'mistakes';
      item.contextValue = exercise ? 'exercise' : pairOf(entry.id) === undefined ? 'flow' : 'flow.pair';
      if (!exercise) item.iconPath = new vscode.ThemeIcon('file-code');
      else if (progress.has(entry.id)) {
        item.iconPath = new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
        item.description = say('library/done');
      } else item.iconPath = new vscode.ThemeIcon('circle-large-outline');
      return item;
    },
  };
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider });
  const follows = progress.onDidChange(() => changed.fire(undefined));
  return { view, registered: vscode.Disposable.from(view, changed, follows) };
}
