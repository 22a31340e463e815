import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { hoverAt, marked, openFlow, problems } from './flowDocument';

const RUN = `client connect server
ru|n
`;
const OPEN = `client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server AC|K
`;

async function lensesOf(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
  return lenses.map((l) => `${l.range.start.line}: ${l.command?.title ?? ''}`);
}

async function actionsAt(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(at, at),
    vscode.CodeActionKind.Refactor.value,
    20,
  );
}

/** Applies the code action with a title, and returns the resulting text. */
async function take(document: vscode.TextDocument, at: vscode.Position, title: string): Promise<string> {
  const action = (await actionsAt(document, at)).find((a) => a.title === title);
  assert(action?.edit, `no action "${title}" with an edit`);
  assert(await vscode.workspace.applyEdit(action.edit), 'the edit was refused');
  return document.getText();
}

describe('runs', () => {
  it('have a lens that says what came of them, unless it is switched off', async () => {
    const document = await openFlow(marked(RUN).text);
    equal(await lensesOf(document), ['1: run: 3 segments, ends ESTABLISHED / ESTABLISHED', '1: write out']);
    const settings = vscode.workspace.getConfiguration('tcpflow');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      await until('no lens', async () => (await lensesOf(document)).length === 0);
    } finally {
      await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('list on hover what was played', async () => {
    const { text, cursor } = marked(RUN);
    const said = await hoverAt(await openFlow(text), cursor);
    for (const part of ['3 segments', '@0s client -> server SYN', 'server SYN-RECEIVED']) {
      assert(said.includes(part), `no "${part}" in ${said}`);
    }
  });

  it('are written out by an action, and nothing is wrong with the lines', async () => {
    const { text, cursor } = marked(RUN);
    const document = await openFlow(text);
    equal(
      await take(document, cursor, 'Write this run out'),
      'client connect server\nclient -> server  SYN\nserver -> client  SYN,ACK\nclient -> server  ACK\n',
    );
    equal(problems(document).length, 0);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), text, 'undone in one step');
  });
});

describe('finishing a flow', () => {
  it('is offered on its last line: until idle, or closed', async () => {
    const { text, cursor } = marked(`${OPEN.replace('|', '')}client -> server PSH,ACK "h|i"\n`);
    const titles = (await actionsAt(await openFlow(text), cursor)).map((a) => a.title);
    equal(
      titles.filter((t) => t.startsWith('Finish')),
      ['Finish this flow: until idle', 'Finish this flow: close both sides'],
    );
  });

  it('closes both sides', async () => {
    const { text, cursor } = marked(OPEN);
    const document = await openFlow(text);
    const closed = 'client close\nrun until client FIN-WAIT-2\nserver close\nrun\n';
    equal(await take(document, cursor, 'Finish this flow: close both sides'), text + closed);
    equal(problems(document).length, 0);
  });

  it('is a command too', async () => {
    const document = await openFlow('client -> server SYN seq=x');
    await vscode.commands.executeCommand('tcpflow.finish', document.uri, 'idle');
    equal(document.getText(), 'client -> server SYN seq=x\nrun\n');
  });
});

describe('what-if', () => {
  it("is asked from a segment's line; kept, it is a flow of its own", async () => {
    const { text, cursor } = marked(OPEN);
    const document = await openFlow(text);
    const actions = await actionsAt(document, cursor);
    equal(
      actions.map((a) => a.title).filter((t) => t.startsWith('What if')),
      [
        'What if this segment is lost?',
        'What if this segment is delayed…?',
        'What if this segment arrives twice?',
        'What if somebody forges a segment here…?',
      ],
    );
    const { command } = actions.find((a) => a.title === 'What if this segment is lost?') ?? {};
    assert(command, 'no command');
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const other = vscode.workspace.textDocuments.find((d) => d.uri.scheme === 'tcpflow-what-if');
    assert(other, 'no other flow');
    await vscode.commands.executeCommand('tcpflow.keepWhatIf', other.uri);
    const kept = vscode.window.activeTextEditor?.document;
    assert(kept?.isUntitled, 'what is kept is not a new document');
    equal(
      kept.getText(),
      'flow "What if client\'s ACK (step 3) is lost?"\nclient -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -x server ACK\nrun\n',
    );
    equal(problems(kept).length, 0);
  });
});
