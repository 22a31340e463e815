import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { codeOf, hintsOf, hoverAt, marked, openFlow, ours, problems } from './flowDocument';

const HANDSHAKE = `flow "Handshake"
host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
server listen

section "Three-way handshake"
client -> server  SYN      seq=x
server -> client  SYN,ACK  seq=y    ack=x+1
client -> server  ACK      seq=x+1  ack=y+1
expect client ESTABLISHED, server ESTABLISHED

section "Data"
# a request
# of 18 bytes
client -> server  PSH,ACK  "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client  ACK
`;

const MISTAKEN = HANDSHAKE.replace('ack=x+1', 'ack=x');

const SEALED = `host client tls=1.2
host server tls=1.2 domain=shop.example
client -> server  SYN
server -> client  SYN,ACK
client -> server  ACK
client -> server  PSH,ACK  tls ClientHello
server -> client  PSH,ACK  tls ServerHello + Certificate + ServerKeyExchange + ServerHelloDone
client -> server  PSH,ACK  tls ClientKeyExchange + ChangeCipherSpec + Finished verify-data=${'00'.repeat(12)}
server -> client  ACK
`;

async function replace(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert(await vscode.workspace.applyEdit(edit), 'the edit was refused');
}

describe('diagnostics', () => {
  it('has none for a right flow', async () => {
    const document = await openFlow(HANDSHAKE);
    equal(problems(document).map(codeOf), []);
  });

  it('says what is wrong, where, by which rule, and what led to it', async () => {
    const document = await openFlow(MISTAKEN);
    const found = await until('a diagnostic', () => (problems(document).length > 0 ? problems(document) : undefined));
    equal(found.map(codeOf), ['tcp/synack-ack']);
    const [one] = found;
    assert(one, 'no diagnostic');
    equal(one.severity, vscode.DiagnosticSeverity.Error);
    equal(document.getText(one.range), 'ack=x');
    assert(one.message.includes('x+1'), one.message);
    assert(one.message.includes('§3.10.7.2'), one.message);
    assert(typeof one.code === 'object' && one.code.target.scheme === 'tcpflow-docs', 'the code leads nowhere');
    const related = one.relatedInformation ?? [];
    assert(related.length > 0, 'no related line');
    equal(related[0]?.location.range.start.line, 6, "the line of the client's SYN");
  });

  it('follows each change, and goes when the document closes', async () => {
    const document = await openFlow(HANDSHAKE);
    await replace(document, MISTAKEN);
    await until('the diagnostic', () => problems(document).length === 1);
    await replace(document, HANDSHAKE);
    await until('its end', () => problems(document).length === 0);
  });

  it('loads TLS once a flow speaks it, and says what is wrong in it', async () => {
    const document = await openFlow(SEALED);
    const found = await until('a diagnostic', () => (problems(document).length > 0 ? problems(document) : undefined));
    equal(found.map(codeOf), ['tls12/verify-data']);
    assert(found[0] && document.lineAt(found[0].range.start.line).text.includes('verify-data='), 'another line');
    await replace(document, SEALED.replace(` verify-data=${'00'.repeat(12)}`, ''));
    await until('its end', () => problems(document).length === 0);
  });

  it('points out what cannot be read', async () => {
    const document = await openFlow('client -> server SYN\nclient -> server ACK sek=1\n');
    const found = await until('a diagnostic', () => (problems(document).length > 0 ? problems(document) : undefined));
    assert(codeOf(found[0] as vscode.Diagnostic).startsWith('syntax/'), codeOf(found[0] as vscode.Diagnostic));
    equal(found[0]?.range.start.line, 1);
  });
});

describe('quick fixes', () => {
  async function fixes(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    return vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
  }

  async function firstProblem(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
    return until('a diagnostic', () => problems(document)[0]);
  }

  it('puts the right number', async () => {
    const document = await openFlow(MISTAKEN);
    const [fix] = await fixes(document, (await firstProblem(document)).range);
    assert(fix?.edit, 'no fix');
    assert(fix.isPreferred === true, 'it is not the preferred one');
    assert(fix.title.includes('x+1'), fix.title);
    assert(await vscode.workspace.applyEdit(fix.edit), 'the fix was refused');
    equal(document.getText(), HANDSHAKE);
    await until('a clean flow', () => problems(document).length === 0);
  });

  it('lets a mistake be meant', async () => {
    const document = await openFlow(MISTAKEN);
    const all = await fixes(document, (await firstProblem(document)).range);
    const meant = all.find((a) => a.title.includes('violates'));
    assert(meant?.edit, all.map((a) => a.title).join('; '));
    assert(await vscode.workspace.applyEdit(meant.edit), 'the fix was refused');
    equal(document.lineAt(7).text, 'server -> client  SYN,ACK  seq=y    ack=x  violates synack-ack');
    await until('no finding on the line', () => ours(document).every((d) => d.range.start.line !== 7));
  });
});

describe('inlay hints', () => {
  it('shows what a line leaves out and the states that it leads to', async () => {
    const document = await openFlow(HANDSHAKE);
    const hints = await hintsOf(document);
    const on = (line: number): string[] => hints.filter(([l]) => l === line).map(([, text]) => text);
    assert(
      on(15).some((t) => t.startsWith('seq=y+1 ack=x+19')),
      JSON.stringify(on(15)),
    );
    assert(
      on(14).some((t) => t.startsWith('seq=x+1 ack=y+1')),
      JSON.stringify(on(14)),
    );
    assert(
      on(8).some((t) => t === '→ server ESTABLISHED'),
      JSON.stringify(on(8)),
    );
    assert(
      on(7).some((t) => t.includes('client ESTABLISHED')),
      JSON.stringify(on(7)),
    );
    assert(on(0).length + on(5).length + on(9).length === 0, 'hints where nothing is left out');
  });

  it('shows what was filled in for a message of TLS, and its records', async () => {
    const hints = (await hintsOf(await openFlow(SEALED))).filter(([line]) => line === 5).map(([, text]) => text);
    assert(
      hints.some((text) => /^version=1\.2 suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\+… → 1 .* B$/.test(text)),
      JSON.stringify(hints),
    );
  });
});

describe('hovers', () => {
  async function hover(source: string): Promise<string> {
    const { text, cursor } = marked(source);
    return hoverAt(await openFlow(text), cursor);
  }

  it('explains a state', async () => {
    const text = await hover(HANDSHAKE.replace('server ESTABLISHED', 'server ESTAB|LISHED'));
    assert(text.includes('**ESTABLISHED**') && text.includes('FIN-WAIT-1'), text);
    assert(text.includes('https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2'), text);
  });

  it('explains a flag by its bit', async () => {
    const text = await hover(HANDSHAKE.replace('SYN,ACK', 'S|YN,ACK'));
    assert(text.includes('**SYN**') && text.includes('0x02'), text);
  });

  it('shows a number in its three forms', async () => {
    const text = await hover(HANDSHAKE.replace('ack=x+1', 'a|ck=x+1'));
    assert(text.includes('`x+1`') && text.includes('1001'), text);
  });

  it("shows a host's variables behind the line", async () => {
    const text = await hover(
      HANDSHAKE.replace('PSH,ACK', '|PSH,ACK').replace('|PSH', 'PSH').replace('"Data"\n', '"Data"\n|'),
    );
    equal(text, '');
    const host = await hover(HANDSHAKE.replace('server -> client  ACK', 's|erver -> client  ACK'));
    assert(host.includes('RCV.NXT') && host.includes('x+19'), host);
  });

  it('draws a field where it stands in the header', async () => {
    const text = await hover(HANDSHAKE.replace('ack=x+1', 'a|ck=x+1'));
    assert(/byte 8 +│[01]{32}│/.test(text), text);
  });

  it('explains keywords, options, durations and settings', async () => {
    const places: readonly (readonly [string, string])[] = [
      ['sec|tion "a"', 'heading'],
      ['a -> b SYN <ms|s 1460>', 'section-3.7.1'],
      ['a -> b SYN\nwait 1|500ms', '1.5s'],
      ['host a ms|l=10s\na -> b SYN', '10s'],
    ];
    for (const [source, says] of places) {
      const text = await hover(source);
      assert(text.includes(says), `${source}: ${text}`);
    }
  });

  it('explains a message of TLS by its fields, once TLS is loaded', async () => {
    const text = await hover(SEALED.replace('tls Client', 'tls Cli|ent'));
    assert(text.includes('cipher_suites') && text.includes('server_name'), text);
  });

  it('explains a rule that is named', async () => {
    const text = await hover(MISTAKEN.replace('ack=x\n', 'ack=x  violates synack-a|ck\n'));
    assert(text.includes('tcp/synack-ack') && text.includes('tcpflow-docs:/rules/tcp/synack-ack.md'), text);
  });
});

describe('outline and folding', () => {
  it('lists sections with what happens in them', async () => {
    const document = await openFlow(HANDSHAKE);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    equal(
      symbols.map((s) => s.name),
      ['client', 'server', 'server listen', 'Three-way handshake', 'Data'],
    );
    const handshake = symbols[3];
    equal(
      handshake?.children.map((s) => `${s.name} ${s.detail}`),
      ['client → server  SYN seq=x', 'server → client  SYN,ACK seq=y ack=x+1', 'client → server  ACK seq=x+1 ack=y+1'],
    );
  });

  it('folds sections and runs of comments', async () => {
    const document = await openFlow(HANDSHAKE);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    equal(
      folds.map((f) => [f.start, f.end]),
      [
        [5, 9],
        [11, 15],
        [12, 13],
      ],
    );
  });
});

describe('messages over several lines', () => {
  it('fold, and are named in the outline', async () => {
    const sent = `${SEALED.slice(0, SEALED.indexOf('server -> client  PSH,ACK  tls'))}server send tls ServerHello + Certificate
server -> client  ACK      len=500
server -> client  PSH,ACK  len=454
`;
    const { uri } = await openFlow(sent);
    await until('the folding', async () => {
      const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        uri,
      );
      return folds.some((f) => f.start === 6 && f.end === 8);
    });
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    equal(
      symbols.slice(-2).map((s) => s.detail),
      ['ServerHello, Certificate 1/2', 'Certificate 2/2'],
    );
  });
});

describe('pages', () => {
  it("opens a rule's page", async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('tcpflow.openRule', 'tcp/ack-not-rcvnxt');
    await until('the preview', () =>
      vscode.window.tabGroups.all.flatMap((g) => g.tabs).some((tab) => tab.label.includes('ack-not-rcvnxt')),
    );
  });

  it('does not take a path for a rule', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('tcpflow.openRule', '../../../package');
    equal(vscode.window.tabGroups.all.flatMap((g) => g.tabs).length, 0);
  });

  it('begins a new flow that is right', async () => {
    await vscode.commands.executeCommand('tcpflow.newFlow', 'handshake');
    const document = vscode.window.activeTextEditor?.document;
    assert(document?.languageId === 'tcpflow', 'no flow is open');
    equal(problems(document).map(codeOf), []);
    assert(document.getText().includes('SYN,ACK'), document.getText());
  });
});
