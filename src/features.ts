import {
  type ExtendMarkdownIt,
  type ExtensionContext,
  type Flows,
  type LoadCaptures,
  type ToolParts,
  registerEditor,
} from './editor';
import { flowDrawer, registerIsnPage, registerPanel } from './panel';
import { sayFrom } from './words/say';
import type { Table } from './words/table';

export interface Features {
  activate: typeof activate;
  /** The texts of tables. */
  speak: typeof sayFrom;
}

export { sayFrom as speak };

/** Registers all features other than checking, and returns the plug-in for Markdown previews (`markdown.markdownItPlugins`). */
export function activate(
  context: ExtensionContext,
  flows: Flows,
  tables: readonly Table[],
  loadCaptures: LoadCaptures,
  toolParts: ToolParts,
): ExtendMarkdownIt {
  const say = sayFrom(tables);
  const extendMarkdownIt = registerEditor(context, flows, say, flowDrawer(say, flows), loadCaptures, toolParts);
  registerPanel(context, flows, say);
  context.subscriptions.push(...registerIsnPage(context, say));
  return extendMarkdownIt;
}
