import type * as vscode from 'vscode';
import type { Say } from '../words/words';
import type { LoadCaptures } from './captures/part';
import { registerCaptures } from './captures/register';
import { registerCodeActions } from './codeActions';
import { registerCodeLens } from './codeLens';
import { registerCompletion } from './completion';
import { registerExploring } from './exploring';
import type { Flows } from './flows';
import { registerFolding } from './folding';
import { registerFormatting } from './formatting';
import type { DrawFlow } from './guidePages';
import { registerHover } from './hover';
import { registerInlayHints } from './inlayHints';
import { createLibrary } from './library/library';
import { registerLibrary } from './library/register';
import { type ExtendMarkdownIt, Preview } from './markdownPreview';
import { registerMenu } from './menu';
import { registerNavigation } from './navigation';
import { registerPages } from './pages';
import { registerSelection } from './selection';
import { registerPlaying } from './playing';
import { registerSemanticTokens } from './semanticTokens';
import { registerStart } from './start';
import { registerStatus } from './status';
import { registerSymbols } from './symbols';
import { type ToolParts, registerTools } from './tools';

/**
 * Registers all language features, and returns the plug-in for VS Code's Markdown preview.
 *
 * @param draw draws flows as pictures for guides
 * @param loadCaptures loads the part that reads and writes captures
 * @param toolParts what tools for models load
 */
export function registerEditor(
  context: vscode.ExtensionContext,
  flows: Flows,
  say: Say,
  draw: DrawFlow,
  loadCaptures: LoadCaptures,
  toolParts: ToolParts,
): ExtendMarkdownIt {
  const library = createLibrary(context.extensionUri);
  const exploring = registerExploring(flows, say);
  const preview = new Preview(flows, say, draw);
  context.subscriptions.push(
    registerCodeActions(flows, say),
    registerCodeLens(flows, say),
    registerCompletion(flows, say),
    registerInlayHints(flows, say),
    exploring.parts,
    registerHover(flows, exploring.text, say),
    registerSymbols(flows),
    registerSemanticTokens(flows),
    registerFolding(flows),
    registerFormatting(flows),
    registerNavigation(flows, say),
    registerSelection(flows),
    registerStatus(flows, say),
    registerMenu(flows, say),
    registerStart(flows, say),
    registerPages(context.extensionUri, { flow: library.text, draw }, flows, say),
    registerPlaying(flows, say),
    registerCaptures(context, flows, say, loadCaptures),
    registerTools(context.extensionUri, flows, say, toolParts),
    preview,
    ...registerLibrary(context, flows, library, say),
  );
  return preview.extendMarkdownIt;
}
