import {
  type ExtensionContext,
  type Flows,
  type LoadCaptures,
  type ToolParts,
  extendMarkdownIt,
  registerEditor,
} from './editor';
import { flowDrawer, registerIsnPage, registerPanel } from './panel';
import { sayFrom } from './words/say';
import type { Table } from './words/table';

export interface Features {
  activate: typeof activate;
  /** The texts of tables. */
  speak: typeof sayFrom;
  /** Called by VS Code's Markdown preview (`markdown.markdownItPlugins`). */
  extendMarkdownIt: typeof extendMarkdownIt;
}

export { extendMarkdownIt, sayFrom as speak };

/** Registers all features other than checking. */
export function activate(
  context: ExtensionContext,
  flows: Flows,
  tables: readonly Table[],
  loadCaptures: LoadCaptures,
  toolParts: ToolParts,
): void {
  const say = sayFrom(tables);
  registerEditor(context, flows, say, flowDrawer(say, flows), loadCaptures, toolParts);
  registerPanel(context, flows, say);
  context.subscriptions.push(...registerIsnPage(context, say));
}
