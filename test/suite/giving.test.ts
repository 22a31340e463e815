import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { closeAll } from './flowDocument';

const FLOW = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\n';

/** What a command leaves in the clipboard. */
async function copied(command: string): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand(command);
  let text = '';
  await until(command, async () => (text = await vscode.env.clipboard.readText()) !== '');
  return text;
}

describe('a flow given away', () => {
  afterEach(closeAll);

  it('for a ticket, as a link, and the server of tools as a configuration', async () => {
    // A document opened by the extension API would stay open for minutes, and meet the tests that follow.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse('untitled:given.tcpflow'));
    const isWritten = await vscode.window.activeTextEditor?.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), FLOW),
    );
    assert(isWritten === true, 'the flow is not written');
    const ticket = await copied('tcpflow.copyTicket');
    assert(ticket.includes('`tcp/synack-ack`') && /TCP Flow \d+\.\d+\.\d+\n$/.test(ticket), ticket);
    const link = await copied('tcpflow.copyLink');
    assert(/^[\w-]+:\/\/tcpflow\.tcpflow\/open\?flow=[\w-]+&step=\d+$/.test(link), link);
    const { mcpServers } = JSON.parse(await copied('tcpflow.copyMcp')) as { mcpServers: object };
    equal(Object.keys(mcpServers), ['tcp-flow']);
  });
});
