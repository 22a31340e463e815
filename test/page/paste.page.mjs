import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const name =
  'text of tcpdump that is pasted into a flow becomes flow lines, in one step that can be undone; the lens of explore searches, and opens what breaks the claim';

const EXPLORED = `variant two-way-handshake
server listen
explore client connect, client abort, client connect: no-ghost
`;

/** Runs inside VS Code: the text of the active editor. */
const textOf = (vscode) => vscode.window.activeTextEditor?.document.getText() ?? '';

async function paste({ page, workbench, extension, assert, shot }) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workbench.open(extension, 'empty.tcpflow');
  await workbench.goTo(1);
  await workbench.press('Control+a', 'Delete');
  const lines = readFileSync(join(extension, 'test/fixtures/paste/tcpdump-n.txt'), 'utf8');
  await page.evaluate((text) => globalThis.navigator.clipboard.writeText(text), lines);
  await workbench.press('Control+v');
  await workbench.until('flow lines', async () => /^@20970us /m.test(await workbench.inside(textOf)));
  const text = await workbench.inside(textOf);
  assert.match(text, /^# From tcpdump, 10\.21\.240\.1:60914 and 10\.21\.240\.2:9162: 27 segments\.$/m);
  assert.match(text, /client [-~?]> server +SYN +seq=x/);
  assert.doesNotMatch(text, /Flags \[|capture "/);
  const diagram = await workbench.openDiagram('Open Diagram');
  await diagram.locator('.row.segment').first().waitFor();
  await workbench.settled(diagram);
  await shot('paste-flow');
  await page.locator('.tab', { hasText: 'empty.tcpflow' }).first().click();
  await page.keyboard.press('Control+z');
  await workbench.until('undo', async () => !(await workbench.inside(textOf)).includes('client'));
}

async function explore({ page, workbench, assert, shot }) {
  await workbench.press('Control+a', 'Delete');
  await workbench.inside((vscode, content) => {
    const { document } = vscode.window.activeTextEditor;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    return vscode.workspace.applyEdit(edit);
  }, EXPLORED);
  const lens = (text) => page.locator('.codelens-decoration a', { hasText: text });
  await lens('Explore').first().click();
  await lens('broken').first().waitFor();
  await shot('explore-broken');
  // What was covered is a list, each of its entries with the shortest flow that leads there.
  await lens('Coverage').first().click();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'server LISTEN · client CLOSED' }).first().waitFor();
  await page.keyboard.type('SYN-SENT → ESTABLISHED');
  await rows.filter({ hasText: 'SYN-SENT → ESTABLISHED' }).first().waitFor();
  await shot('explore-coverage');
  await page.keyboard.press('Enter');
  await workbench.until('the shortest flow there', () =>
    workbench.inside((vscode) =>
      vscode.window.visibleTextEditors.some(({ document }) => /expect .*ESTABLISHED/.test(document.getText())),
    ),
  );
  await shot('explore-covered');
  // The flow has text that no file has: it is given up, and the panel shows the first one again.
  await workbench.command('workbench.action.revertAndCloseActiveEditor');
  await workbench.focusEditor();
  await lens('Open').last().click();
  await workbench.until('the counterexample', () =>
    workbench.inside((vscode) =>
      vscode.window.visibleTextEditors.some(({ document }) => /expect server ESTABLISHED/.test(document.getText())),
    ),
  );
  const tabs = page.locator('.tab', { hasText: 'Untitled-' });
  await workbench.until('the flow and its diagram', async () => (await tabs.count()) === 2);
  await shot('explore-counterexample');
  const untitled = await workbench.inside(
    (vscode) => vscode.workspace.textDocuments.filter((document) => document.isUntitled).length,
  );
  assert.equal(untitled, 1);
}

export async function run(tools) {
  await paste(tools);
  await explore(tools);
}
