import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';

export const name =
  "Markdown: fences are pictures in VS Code's preview in every theme, with captions and a menu; in a notebook's cell too";

export const window = { width: 1400, height: 1100 };

const HANDSHAKE = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1`;
const FILE = 'flows.md';
const TEXT = `# Opening

\`\`\`tcpflow step=2
${HANDSHAKE}
\`\`\`

\`\`\`tcpflow fold tmie=scale
${HANDSHAKE.replace('ack=x+1', 'ack=x')}
\`\`\`

\`\`\`js
const other = 1;
\`\`\`
`;
const HTTPS = `
\`\`\`tcpflow
client => server https GET /
\`\`\`
`;

/** The result of `what` in the pictures' frame; asked again if a change of theme has replaced the frame meanwhile. */
function reading(workbench, what) {
  return workbench.until('the pictures', async () => {
    const frame = await workbench.webview('figure.tcpflow svg');
    return what(frame).catch((error) => {
      if (!frame.isDetached()) throw error;
    });
  });
}

/** The colour of the first arrow that is not current. */
function colourIn(workbench) {
  return reading(workbench, (frame) =>
    frame
      .locator('.row:not(.current) .wire')
      .first()
      .evaluate((e) => globalThis.getComputedStyle(e).stroke),
  );
}

async function preview({ workbench, server, extension, assert, shot }) {
  writeFileSync(join(server.workspace, FILE), TEXT);
  await workbench.open(extension);
  const uri = server.remote(`${server.workspace}/${FILE}`);
  await workbench.inside((vscode, at) => {
    void vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.parse(at));
  }, uri);
  const frame = await workbench.webview('figure.tcpflow svg');
  const figures = frame.locator('figure.tcpflow');
  await figures.nth(1).waitFor();
  assert.equal(await figures.count(), 2);
  assert.equal(await figures.nth(0).locator('figcaption').innerText(), '✓ 3 steps');
  const [finding, unknown] = (await figures.nth(1).locator('figcaption').innerText()).split('\n');
  assert.match(finding, /^✗ line 2: /);
  assert.match(unknown, /^Unknown: tmie=scale\. There are /);
  assert.equal(await frame.locator('.row.current').count(), 1);
  assert.equal(await frame.locator('pre code', { hasText: 'other' }).count(), 1);
  const strokes = new Set();
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    await workbench.setTheme(theme);
    strokes.add(await colourIn(workbench));
    // The document around the pictures, with headings and other code, is the preview's.
    const own = (await reading(workbench, (shown) => violations(shown, `preview ${theme}`))).filter(
      (told) => !/: <(?:html|h1|span) /.test(told),
    );
    assert.deepEqual(own, []);
    await shot(`markdown-${theme}`);
  }
  assert.equal(strokes.size, 4, 'a colour for each theme');
  await workbench.setTheme('light');
  return uri;
}

/** The menu of a picture opens its flow, with its diagram. */
async function menu({ page, workbench, assert }) {
  await reading(workbench, async (frame) => {
    await frame.locator('figure.tcpflow svg').nth(1).click({ button: 'right' });
    return true;
  });
  await workbench.take('Open Diagram');
  const diagram = await workbench.webview('.row.segment.has-error');
  assert.ok(diagram);
  await page.locator('.editor-instance .view-line', { hasText: 'seq=x' }).first().waitFor();
  const text = await workbench.inside((vscode) => vscode.window.visibleTextEditors.at(0)?.document.getText());
  assert.match(text, /ack=x\n/);
}

/** A flow with TLS is its text at first, and a picture once TLS is loaded. */
async function withTls({ workbench, assert }, uri) {
  await workbench.clear();
  await workbench.inside(
    async (vscode, at, more) => {
      const edit = new vscode.WorkspaceEdit();
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(at));
      edit.insert(document.uri, document.positionAt(document.getText().length), more);
      await vscode.workspace.applyEdit(edit);
      await document.save();
      void vscode.commands.executeCommand('markdown.showPreview', document.uri);
    },
    uri,
    HTTPS,
  );
  const frame = await workbench.webview('figure.tcpflow:nth-of-type(3) svg');
  assert.match(await frame.locator('figure.tcpflow').nth(2).innerText(), /✓ \d+ steps/);
}

async function notebook({ workbench, server, assert, shot }) {
  await workbench.clear();
  const file = 'flows.ipynb';
  const cell = { cell_type: 'markdown', metadata: {}, source: [TEXT + HTTPS] };
  const content = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(server.workspace, file), JSON.stringify(content));
  await workbench.inside(
    (vscode, at) => {
      void vscode.commands.executeCommand('vscode.openWith', vscode.Uri.parse(at), 'jupyter-notebook');
    },
    server.remote(`${server.workspace}/${file}`),
  );
  const frame = await workbench.webview('figure.tcpflow svg');
  const figures = frame.locator('figure.tcpflow');
  await figures.nth(2).locator('svg').waitFor();
  assert.equal(await figures.nth(0).locator('figcaption').innerText(), '✓ 3 steps');
  assert.match(await figures.nth(2).locator('figcaption').innerText(), /✓ \d+ steps/);
  const strokes = new Set();
  for (const theme of ['light', 'dark', 'hc-dark']) {
    await workbench.setTheme(theme);
    strokes.add(await colourIn(workbench));
    await shot(`notebook-${theme}`);
  }
  assert.equal(strokes.size, 3, 'a colour for each theme');
}

export async function run(tools) {
  const uri = await preview(tools);
  await menu(tools);
  await withTls(tools, uri);
  await notebook(tools);
}
