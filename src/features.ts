import type * as vscode from 'vscode';
import { registerEditor } from './editor/editor';
import type { Flows } from './editor/flows';
import { extendMarkdownIt } from './editor/markdownPreview';
import { flowDrawer } from './panel/drawFlow';
import { registerIsnPage } from './panel/isn';
import { registerPanel } from './panel/panel';
import type { Say } from './words/say';

export interface Features {
  activate: typeof activate;
  /** Called by VS Code's Markdown preview (`markdown.markdownItPlugins`). */
  extendMarkdownIt: typeof extendMarkdownIt;
}

export { extendMarkdownIt };

/** Registers all features other than checking. */
export function activate(context: vscode.ExtensionContext, flows: Flows, say: Say): void {
  registerEditor(context, flows, say, flowDrawer(say));
  registerPanel(context, flows, say);
  context.subscriptions.push(...registerIsnPage(context, say));
}
