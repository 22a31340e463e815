import type * as vscode from 'vscode';
import { registerEditor } from './editor/editor';
import { checkOpen, createFlows, type Flows } from './editor/flows';
import { extendMarkdownIt } from './editor/markdownPreview';
import { sayInEditor } from './editor/say';
import { flowDrawer } from './panel/drawFlow';
import { registerIsnPage } from './panel/isn';
import { registerPanel } from './panel/panel';

/** What `activate` gives to tests and to other extensions that ask. */
export interface Api {
  readonly flows: Flows;
  /** How long the body of `activate` took, milliseconds. */
  readonly activationMs: number;
  /** Asked for by VS Code's Markdown preview (`markdown.markdownItPlugins`). */
  readonly extendMarkdownIt: typeof extendMarkdownIt;
}

export function activate(context: vscode.ExtensionContext): Api {
  const start = performance.now();
  const flows = createFlows();
  context.subscriptions.push(flows);
  registerEditor(context, flows, sayInEditor, flowDrawer(sayInEditor));
  registerPanel(context, flows, sayInEditor);
  context.subscriptions.push(...registerIsnPage(context, sayInEditor));
  checkOpen(flows);
  return { flows, activationMs: performance.now() - start, extendMarkdownIt };
}
