import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { marked, openFlow, ours, problems } from './flowDocument';

/** The suggestions of this extension's provider at a place, without snippets. */
async function offers(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return list.items
    .filter((item) => item.kind !== vscode.CompletionItemKind.Snippet)
    .sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
}

function labelOf(item: vscode.CompletionItem | undefined): string {
  const label = item?.label ?? '';
  return typeof label === 'string' ? label : label.label;
}

/** Accepts a suggestion as the editor does: its text and its edits elsewhere. */
async function take(document: vscode.TextDocument, item: vscode.CompletionItem): Promise<void> {
  const { insertText, range } = item;
  assert(typeof insertText === 'string' && range instanceof vscode.Range, 'not plain text in place of a range');
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [vscode.TextEdit.replace(range, insertText), ...(item.additionalTextEdits ?? [])]);
  assert(await vscode.workspace.applyEdit(edit), 'the edit was refused');
}

const end = (document: vscode.TextDocument): vscode.Position => document.lineAt(document.lineCount - 1).range.end;

describe('completion', () => {
  it('writes a whole connection from an empty file, the first offer taken again and again', async () => {
    const document = await openFlow('');
    // One key opens the list, and one key accepts each suggestion; the list opens by itself for the next line.
    let keys = 1;
    for (let goesOn = true; goesOn; keys++) {
      const [first] = await offers(document, end(document));
      assert(first, 'no line is offered');
      assert((first.detail ?? '').length > 0, 'it is not said why');
      await take(document, first);
      goesOn = first.command?.command === 'tcpflow.suggest';
      assert(keys < 40, document.getText());
    }
    equal(document.getText().replaceAll('\r\n', '\n').split('\n'), [
      'client -> server  SYN      seq=x',
      'server -> client  SYN,ACK  seq=y     ack=x+1',
      'client -> server  ACK      seq=x+1   ack=y+1',
      'client -> server  PSH,ACK  seq=x+1   ack=y+1   http GET /',
      'server -> client  PSH,ACK  seq=y+1   ack=x+33  http 200 "hello"',
      'client -> server  ACK      seq=x+33  ack=y+44',
      'client -> server  PSH,ACK  seq=x+33  ack=y+44  http GET /',
      'server -> client  PSH,ACK  seq=y+44  ack=x+65  http 200 "hello"',
      'client -> server  ACK      seq=x+65  ack=y+87',
      'client -> server  FIN,ACK  seq=x+65  ack=y+87',
      'server -> client  ACK      seq=y+87  ack=x+66',
      'server -> client  FIN,ACK  seq=y+87  ack=x+66',
      'client -> server  ACK      seq=x+66  ack=y+88',
      'wait 2MSL',
      'expect client CLOSED, server CLOSED',
      '',
    ]);
    equal(keys, 16);
    await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    await until('no finding', () => ours(document).length === 0);
    equal(problems(document).length, 0);
  });

  it('writes the whole of a handshake at once', async () => {
    const document = await openFlow('');
    const whole = (await offers(document, end(document))).find((i) => labelOf(i).includes('Handshake'));
    assert(whole, 'it is not offered');
    await take(document, whole);
    equal(document.lineCount, 4);
    equal(labelOf((await offers(document, end(document)))[0]).startsWith('client -> server  PSH,ACK'), true);
  });

  it('puts the right number first inside a line', async () => {
    const { text, cursor } = marked('client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=|\n');
    const document = await openFlow(text);
    const [first] = await offers(document, cursor);
    equal(labelOf(first), 'x+1');
  });

  const PLACES: readonly (readonly [string, string, readonly string[]])[] = [
    ['hosts behind an arrow', 'host a\nhost b\na -> |', ['b']],
    ['flags that make sense', 'a -> b SYN seq=x\nb -> a |', ['SYN,ACK']],
    ['options', 'a -> b SYN <|', ['mss 1460']],
    ['the rule that is broken', 'a -> b SYN seq=x\nb -> a SYN,ACK ack=x violates |', ['synack-ack']],
    ['states', 'a -> b SYN seq=x\nb -> a SYN,ACK\nexpect a |', ['ESTABLISHED']],
    ['variables', 'a -> b SYN seq=x\nexpect a.|', ['a.snd.una', 'a.snd.nxt']],
    ['names', 'let n = 7\na -> b SYN seq=1+|', ['n']],
    ['ICMP errors', 'a -> b SYN\na icmp |', ['port-unreachable', 'host-unreachable']],
    ['host settings', 'host a isn=1 |', ['mss=', 'window=']],
    ['times', 'a -x b SYN\nwait |', ['1s', '2MSL']],
    ['units', 'wait 5|', ['5us', '5ms', '5s']],
  ];
  for (const [what, source, first] of PLACES) {
    it(`has ${what}`, async () => {
      const { text, cursor } = marked(source);
      const document = await openFlow(text);
      equal((await offers(document, cursor)).slice(0, first.length).map(labelOf), first);
    });
  }
});
