import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { marked, openFlow, ours } from './flowDocument';

const { QuickFix, RefactorRewrite, SourceFixAll } = vscode.CodeActionKind;

async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind.value,
  );
}

async function textAfter(document: vscode.TextDocument, action: vscode.CodeAction | undefined): Promise<string> {
  assert(action?.edit, 'there is no such action');
  assert(await vscode.workspace.applyEdit(action.edit), 'the edit was refused');
  return document.getText().replaceAll('\r\n', '\n');
}

const OPEN = `A -> B  SYN      seq=x
B -> A  SYN,ACK  seq=y    ack=x+1
A -> B  ACK      seq=x+1  ack=y+1
`;

describe('fixes, each with what it leads to', () => {
  /** A flow with the cursor in a mistake, the title of a fix, and the text after the fix. */
  const CASES: readonly (readonly [string, string, string])[] = [
    [
      'A -> B SYN seq=x\nB -> A SYN,ACK seq=y a|ck=x',
      'Change to ack=x+1',
      'A -> B SYN seq=x\nB -> A SYN,ACK seq=y ack=x+1',
    ],
    [
      'A -> B  SYN|  seq=x\n',
      'Insert "B -> A SYN,ACK seq=y ack=x+1"',
      'A -> B  SYN      seq=x\nB -> A  SYN,ACK  seq=y  ack=x+1\n',
    ],
    [`${OPEN}A -> B RST\nB -> A R|ST seq=y+1\n`, 'Remove the line', `${OPEN}A -> B RST\n`],
    [
      `${OPEN}A -> B  FI|N  seq=x+1\nB -> A  ACK`,
      'It is meant: write "violates fin-without-ack"',
      `${OPEN}A -> B  FIN  seq=x+1  violates fin-without-ack\nB -> A  ACK`,
    ],
    [`${OPEN}expect A ESTABLISHD|`, 'Write "ESTABLISHED"', `${OPEN}expect A ESTABLISHED`],
    ['A －|> B SYN，ECE，CWR', 'Turn the full-width characters of this line into ASCII', 'A -> B SYN,ECE,CWR'],
  ];
  for (const [source, title, result] of CASES) {
    it(title, async () => {
      const { text, cursor } = marked(source);
      const document = await openFlow(text);
      await until('a finding', () => ours(document).some((d) => d.range.contains(cursor)));
      const actions = await actionsAt(document, new vscode.Range(cursor, cursor), QuickFix);
      const action = actions.find((a) => a.title === title);
      assert(action, actions.map((a) => a.title).join('; '));
      equal(await textAfter(document, action), result);
    });
  }

  it('of an error, before those of a hint that stands further left', async () => {
    const document = await openFlow(`${OPEN}A -> B  ACK  seq=x+1  ack=y+2 len=10`);
    await until('both findings', () => new Set(ours(document).map(({ severity }) => severity)).size === 2);
    const actions = await actionsAt(document, document.lineAt(3).range, QuickFix);
    const titles = actions.map(({ title }) => title);
    equal(titles[0], 'Change to ack=y+1');
    assert(
      titles.some((title) => title.startsWith('Insert "B -> A ACK')),
      titles.join('; '),
    );
  });

  it('all of them at once, as on saving', async () => {
    const document = await openFlow('A -> B SYN seq=x\nB -> A SYN,ACK seq=y ack=x\nA -> B ACK seq=x ack=y\n');
    await until('findings', () => ours(document).length >= 2);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await actionsAt(document, all, SourceFixAll.append('tcpflow'));
    equal(
      await textAfter(document, actions[0]),
      'A -> B SYN seq=x\nB -> A SYN,ACK seq=y ack=x+1\nA -> B ACK seq=x+1 ack=y+1\n',
    );
    await until('no finding', () => ours(document).length === 0);
  });

  it('a segment written out, and its hosts declared', async () => {
    const document = await openFlow(OPEN.replace('seq=y    ack=x+1', '').replaceAll(/ +$/gm, ''));
    const there = new vscode.Range(1, 0, 1, 0);
    const actions = await actionsAt(document, there, RefactorRewrite);
    equal(
      actions.map((a) => a.title),
      ['Write the segment out in full', 'Declare A, B'],
    );
    const declared = await textAfter(document, actions[1]);
    equal(declared.split('\n').slice(0, 3), ['host A 10.0.0.1:49152', 'host B 10.0.0.2:80', '']);
  });
});
