import type * as vscode from 'vscode';
import type { Say } from '../words/words';
import { registerCodeActions } from './codeActions';
import { registerCodeLens } from './codeLens';
import { registerCompletion } from './completion';
import { registerDiagnostics } from './diagnostics';
import type { Flows } from './flows';
import { registerFolding } from './folding';
import { registerFormatting } from './formatting';
import { registerHover } from './hover';
import { registerInlayHints } from './inlayHints';
import { registerLibrary } from './library/register';
import { registerMenu } from './menu';
import { registerNavigation } from './navigation';
import { registerPages } from './pages';
import { registerSelection } from './selection';
import { registerPlaying } from './playing';
import { registerSemanticTokens } from './semanticTokens';
import { registerStart } from './start';
import { registerStatus } from './status';
import { registerSymbols } from './symbols';

/** All language features. */
export function registerEditor(context: vscode.ExtensionContext, flows: Flows, say: Say): void {
  context.subscriptions.push(
    registerDiagnostics(flows, say),
    registerCodeActions(flows, say),
    registerCodeLens(flows, say),
    registerCompletion(flows, say),
    registerInlayHints(flows, say),
    registerHover(flows, say),
    registerSymbols(flows),
    registerSemanticTokens(flows),
    registerFolding(flows),
    registerFormatting(flows),
    registerNavigation(flows, say),
    registerSelection(flows),
    registerStatus(flows, say),
    registerMenu(flows, say),
    registerStart(flows, say),
    registerPages(context.extensionUri, say),
    registerPlaying(flows, say),
    ...registerLibrary(context, flows, say),
  );
}
