import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { closeAll, hoverAt } from './flowDocument';

const FLOW = `host client 10.0.0.1:49152
host server 10.0.0.2:80
client -> server SYN
server -x client SYN,ACK
server -> client SYN,ACK
client -> server ACK
`;

/** A file of the workspace with a name that no other test uses. */
function fileAt(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert(folder, 'no workspace');
  return vscode.Uri.joinPath(folder, path);
}

/** The number of Enhanced Packet Blocks in a pcapng file. */
async function framesOf(uri: vscode.Uri): Promise<number> {
  const octets = await vscode.workspace.fs.readFile(uri);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let frames = 0;
  for (let at = 0; at < octets.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) === 6) frames++;
  }
  return frames;
}

describe('captures', () => {
  before(closeAll);
  afterEach(closeAll);

  it("a flow is exported, as the client's tap sees it or as both do", async () => {
    const flow = fileAt('exported.tcpflow');
    await vscode.workspace.fs.writeFile(flow, new TextEncoder().encode(FLOW));
    await vscode.window.showTextDocument(flow);
    await vscode.commands.executeCommand('tcpflow.exportCapture', 'client', fileAt('exported.pcapng'));
    equal(await framesOf(fileAt('exported.pcapng')), 3);
    await vscode.commands.executeCommand('tcpflow.exportCapture', 'both', fileAt('exported.pcapng'));
    equal(await framesOf(fileAt('exported.c.pcapng')), 3);
    equal(await framesOf(fileAt('exported.s.pcapng')), 4);
  });

  it('a capture opens in its editor by default', async () => {
    const capture = fileAt('opened.pcapng');
    await vscode.workspace.fs.writeFile(capture, new Uint8Array());
    await vscode.commands.executeCommand('vscode.open', capture);
    const types = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) =>
        tabs.flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.viewType] : [])),
      );
    await until('the table', () => types().join() === 'tcpflow.capture');
  });

  it('a connection opens as a read-only flow, which can be kept; its frames say when they were captured', async () => {
    const flow = fileAt('connection.tcpflow');
    await vscode.workspace.fs.writeFile(flow, new TextEncoder().encode(FLOW));
    await vscode.window.showTextDocument(flow);
    const capture = fileAt('connection.pcapng');
    await vscode.commands.executeCommand('tcpflow.exportCapture', 'client', capture);
    await closeAll();
    await vscode.commands.executeCommand('tcpflow.openConnection', capture, 1);
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'tcpflow-capture');
    assert(document, 'no flow is open');
    equal(document.languageId, 'tcpflow');
    const text = document.getText();
    assert(text.includes('capture "connection.pcapng" connection=1 tap='), text);
    const line = [...Array(document.lineCount).keys()].find((i) => document.lineAt(i).text.endsWith(' frame 3'));
    assert(line !== undefined, text);
    const { end } = document.lineAt(line).range;
    await until('the time of the frame', async () =>
      (await hoverAt(document, end.translate(0, -1))).includes('0.030000'),
    );

    await vscode.commands.executeCommand('tcpflow.keepFlow', document.uri);
    equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(fileAt('connection-1.tcpflow'))), text);
  });

  it('a line says what became of its segment, by which evidence; a second capture proves it', async () => {
    const flow = fileAt('proved.tcpflow');
    await vscode.workspace.fs.writeFile(flow, new TextEncoder().encode(FLOW));
    await vscode.window.showTextDocument(flow);
    await vscode.commands.executeCommand('tcpflow.exportCapture', 'both', fileAt('proved.pcapng'));
    await closeAll();
    const server = fileAt('proved.s.pcapng');
    await vscode.commands.executeCommand('tcpflow.openConnection', server, 1);
    const opened = (): vscode.TextDocument => {
      const document = vscode.window.activeTextEditor?.document;
      assert(document, 'no flow is open');
      return document;
    };
    const lineWith = (text: string): number =>
      [...Array(opened().lineCount).keys()].find((i) => opened().lineAt(i).text.includes(text)) ?? 0;
    const hover = (text: string): Promise<string> => hoverAt(opened(), new vscode.Position(lineWith(text), 2));
    // The acknowledgment of the client says that one of both sendings came.
    await until('the evidence', async () => (await hover('frame 4')).includes('E-'));
    const second = fileAt('proved.c.pcapng');
    await vscode.commands.executeCommand('tcpflow.openSecondCapture', opened().uri, second);
    await until('the other flow', () => opened().uri.query.includes('proved.c.pcapng'));
    await until('the loss', async () => (await hover('frame 2')).includes('Lost on the path: proved.'));
    assert((await hover('frame 3')).includes('client took it: proved.'), await hover('frame 3'));
    assert((await hover('frame 3')).includes('**Retransmission**'), await hover('frame 3'));
  });

  it('a connection that is not there opens nothing', async () => {
    const capture = fileAt('connection.pcapng');
    await vscode.commands.executeCommand('tcpflow.openConnection', capture, 2);
    equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
  });
});
