import { type ExtensionContext, type Flows, type LoadCaptures, extendMarkdownIt, registerEditor } from './editor';
import { flowDrawer, registerIsnPage, registerPanel } from './panel';
import { sayFrom } from './words/say';
import type { Table } from './words/table';

export interface Features {
  activate: typeof activate;
  /** Called by VS Code's Markdown preview (`markdown.markdownItPlugins`). */
  extendMarkdownIt: typeof extendMarkdownIt;
}

export { extendMarkdownIt };

/** Registers all features other than checking. */
export function activate(
  context: ExtensionContext,
  flows: Flows,
  tables: readonly Table[],
  loadCaptures: LoadCaptures,
): void {
  const say = sayFrom(tables);
  registerEditor(context, flows, say, flowDrawer(say, flows), loadCaptures);
  registerPanel(context, flows, say);
  context.subscriptions.push(...registerIsnPage(context, say));
}
