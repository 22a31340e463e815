export const name =
  'captures: a flow is exported, and the file opens as a table of its connections with losses and verdicts, sorted, filtered and gone through by keys, in four themes and two languages; a connection opens as a flow';

const languages = {
  en: {
    shown: 'Connections: 3',
    none: 'No connection meets the filter.',
    client: 'Client',
    keep: 'Keep as My Flow',
    verdict: 'Verdict',
    illegal: 'illegal (1)',
    legal: 'legal',
    took: 'server took it',
  },
  'zh-cn': {
    shown: '连接：3',
    none: '没有符合筛选条件的连接。',
    client: '客户端',
    keep: '保存为我的流程',
    verdict: '判定',
    illegal: '违规 (1)',
    legal: '合法',
    took: 'server 已收下',
  },
};

/** Three connections that end in three ways. */
const FLOW = `host a 10.0.0.9:50001
host b 10.0.0.10:50000
host c 10.0.0.11:50002
host server 10.0.0.2:80 isn=5000
a -> server SYN
server -> a SYN,ACK
a -> server ACK
a -> server PSH,ACK len=1200
server -> a ACK
b -> server SYN
server -> b SYN,ACK
b -> server ACK ack=9000 violates tcp/handshake-ack
b -> server RST,ACK
c -> server SYN
server -> c RST,ACK
`;

/** Runs inside VS Code: writes the flow as a capture beside it, and opens that. */
async function exportAndOpen(vscode, text, at) {
  const flow = vscode.Uri.parse(at);
  await vscode.workspace.fs.writeFile(flow, Buffer.from(text));
  await vscode.window.showTextDocument(flow);
  const capture = flow.with({ path: flow.path.replace('.tcpflow', '.pcapng') });
  await vscode.commands.executeCommand('tcpflow.exportCapture', 'client', capture);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('vscode.open', capture);
}

async function table({ workbench, page, server, extension, assert, words, picture }) {
  await workbench.open(extension, 'handshake.tcpflow');
  await workbench.inside(exportAndOpen, FLOW, server.remote(`${server.workspace}/three.tcpflow`));
  const frame = await workbench.webview('.rows .row');
  const clients = () => frame.locator('.rows .client').allInnerTexts();
  await frame.locator('.status', { hasText: words.shown }).waitFor();
  assert.deepEqual(await clients(), ['10.0.0.9:50001', '10.0.0.10:50000', '10.0.0.11:50002']);
  assert.deepEqual(await frame.locator('.rows .row').first().locator('.sent').allInnerTexts(), ['1,200']);

  // By keys: the selected row is the active one of the grid.
  const grid = frame.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await frame.locator('.row.selected', { hasText: '10.0.0.11' }).waitFor();
  assert.equal(await grid.getAttribute('aria-activedescendant'), 'row-2');

  // A click on a head sorts, another turns it over; the selection stays with its connection.
  const head = frame.locator('.head button', { hasText: words.client });
  await head.click();
  await head.click();
  await frame.locator('.client[aria-sort="descending"]').waitFor();
  await workbench.until('the other order', async () => (await clients())[0] === '10.0.0.11:50002');
  assert.equal(await frame.locator('.row.selected').getAttribute('data-index'), '0');

  // Verdicts come in the background; the gravest one is first.
  const byVerdict = frame.locator('.head button', { hasText: words.verdict });
  await byVerdict.click();
  await byVerdict.click();
  await frame.locator('.rows .row', { hasText: '10.0.0.10:50000' }).locator('.illegal').waitFor();
  const verdicts = () => frame.locator('.rows .verdict').allInnerTexts();
  const wanted = [words.illegal, words.legal, words.legal].join();
  await workbench.until('all verdicts, the gravest one first', async () => (await verdicts()).join() === wanted);
  await frame.locator('.work').waitFor({ state: 'hidden' });
  await picture('table');

  const filter = frame.getByRole('searchbox');
  await filter.fill('state:rst host:10.0.0.10');
  await workbench.until('one row', async () => (await clients()).join() === '10.0.0.10:50000');
  await filter.fill(`verdict:${words.illegal.split(' ')[0]}`);
  await workbench.until('one illegal', async () => (await clients()).join() === '10.0.0.10:50000');
  await filter.fill('port:81');
  await frame.locator('.message', { hasText: words.none }).waitFor();
  await filter.fill('');
  await workbench.until('all rows', async () => (await clients()).length === 3);
}

/** Enter opens a connection as a flow beside its diagram; a link of a frame leads back to its row. */
async function connection({ workbench, page, words, assert, picture }) {
  const table = await workbench.webview('.rows .row');
  await table.locator('.row', { hasText: '10.0.0.9:50001' }).click();
  await page.keyboard.press('Enter');
  const diagram = await workbench.webview('.row.segment');
  await page.locator('.codelens-decoration', { hasText: words.keep }).waitFor();
  await workbench.command('tcpflow.stepForward');
  await workbench.command('tcpflow.stepForward');
  await diagram.locator('.row.current').first().waitFor();
  // A line says what became of its segment, and by which evidence.
  await picture('connection', async () => {
    await workbench.inside((vscode) => {
      const editor = vscode.window.activeTextEditor;
      const line = editor.document
        .getText()
        .split('\n')
        .findIndex((text) => text.endsWith('frame 4'));
      editor.selection = new vscode.Selection(line, 12, line, 12);
    });
    await workbench.command('editor.action.showHover');
    await page.locator('.monaco-hover', { hasText: words.took }).first().waitFor();
  });
  const opened = await workbench.inside((vscode) => {
    const { document } = vscode.window.activeTextEditor ?? {};
    return document && { scheme: document.uri.scheme, text: document.getText() };
  });
  assert.equal(opened?.scheme, 'tcpflow-capture');
  assert.match(opened.text, /connection=1 tap=/);
  await workbench.inside((vscode) => {
    const { file, id } = { file: vscode.Uri.parse(vscode.window.activeTextEditor.document.uri.query), id: 3 };
    return vscode.commands.executeCommand('tcpflow.showConnection', file, id);
  });
  await table.locator('.row.selected', { hasText: '10.0.0.11' }).waitFor();
}

/** A file that is no capture says so, in one sentence. */
async function noCapture({ workbench, server }) {
  const at = server.remote(`${server.workspace}/broken.pcap`);
  await workbench.inside(async (vscode, uri) => {
    await vscode.workspace.fs.writeFile(vscode.Uri.parse(uri), Buffer.from('no capture, but some text'));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri));
  }, at);
  const frame = await workbench.webview('.message[role="alert"]');
  await frame.locator('.message', { hasText: 'pcapng' }).waitFor();
}

export async function run({ extension, assert, shot, anotherWindow }) {
  for (const [language, words] of Object.entries(languages)) {
    const window = await anotherWindow(language === 'en' ? {} : { locale: language });
    const { workbench } = window;
    const picture = async (what, prepare) => {
      for (const kind of ['dark', 'hc-dark', 'hc-light', 'light']) {
        await workbench.setTheme(kind);
        await prepare?.();
        await shot(`captures-${what}-${language}-${kind}`, window.page);
      }
    };
    await table({ ...window, extension, assert, words, picture });
    await connection({ ...window, words, assert, picture });
    await noCapture(window);
  }
}
