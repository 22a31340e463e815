import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';

export const name = 'a link opens its flow, with the diagram at the step';

const FLOW = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x+1\nclient -> server ACK\n';

/** Opens a link as if the system had been given it. */
async function follow({ page, workbench }, link) {
  const scheme = await workbench.inside((vscode) => vscode.env.uriScheme);
  void workbench.command('workbench.action.url.openUrl');
  await page.locator('.quick-input-widget .quick-input-box input:focus').waitFor();
  await workbench.type(`${scheme}://tcpflow.tcpflow/${link}`);
  await workbench.press('Enter');
  // VS Code asks before an extension gets a link.
  await page
    .locator('.monaco-dialog-box .monaco-button', { hasText: /^(Open|Allow)/ })
    .first()
    .click();
}

export async function run({ page, workbench, server, extension, assert }) {
  await workbench.open(extension);
  const flow = deflateRawSync(FLOW).toString('base64url');
  await follow({ page, workbench }, `open?flow=${flow}&step=2`);
  const frame = await workbench.webview('.row.segment.current');
  await workbench.settled(frame);
  assert.equal(await frame.locator('.row.current .number').textContent(), '2');
  const text = await workbench.inside((vscode) => vscode.window.visibleTextEditors.at(0)?.document.getText());
  assert.equal(text, FLOW);

  // The link of a caption in the Markdown preview.
  await workbench.clear();
  writeFileSync(`${server.workspace}/link.md`, `# Flow\n\n\`\`\`tcpflow\n${FLOW}\`\`\`\n`);
  // As the extension host names it.
  const document = pathToFileURL(`${server.workspace}/link.md`).href;
  await follow({ page, workbench }, `fence?uri=${encodeURIComponent(document)}&line=3`);
  await workbench.webview('.row.segment');
  const opened = await workbench.inside((vscode) => vscode.window.visibleTextEditors.at(0)?.document.getText());
  assert.equal(opened, FLOW.trimEnd());
}
