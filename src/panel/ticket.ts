/** The command *Copy for a Ticket*: a flow as Markdown, with its ladder diagram and findings. */
import * as vscode from 'vscode';
import { type Flows, numbersSetting } from '../editor';
import { ticketOf } from '../fence';
import type { Say } from '../words/words';
import { documentOf } from './shownDocument';

/** @param shown the flow that the panel shows; undefined to take the active editor's flow */
export function registerTicket(
  { extension }: vscode.ExtensionContext,
  flows: Flows,
  shown: () => vscode.Uri | undefined,
  say: Say,
): vscode.Disposable {
  return vscode.commands.registerCommand('tcpflow.copyTicket', async () => {
    const document = await documentOf(shown());
    const flow = document && (await flows.when(document));
    if (!flow) return;
    const { version } = extension.packageJSON as { readonly version: string };
    const ticket = ticketOf(document.getText(), flow.trace, numbersSetting(), `TCP Flow ${version}`, say);
    await vscode.env.clipboard.writeText(ticket);
    vscode.window.setStatusBarMessage(say('diagram/copied'), 4000);
  });
}
