import { deflateRawSync } from 'node:zlib';

export const name = 'a link opens its flow, with the diagram at the step';

const FLOW = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x+1\nclient -> server ACK\n';

export async function run({ page, workbench, extension, assert }) {
  await workbench.open(extension);
  const flow = deflateRawSync(FLOW).toString('base64url');
  const scheme = await workbench.inside((vscode) => vscode.env.uriScheme);
  // As if the system had been given the link.
  void workbench.command('workbench.action.url.openUrl');
  await page.locator('.quick-input-widget .quick-input-box input:focus').waitFor();
  await workbench.type(`${scheme}://tcpflow.tcpflow/open?flow=${flow}&step=2`);
  await workbench.press('Enter');
  // VS Code asks before an extension gets a link.
  await page
    .locator('.monaco-dialog-box .monaco-button', { hasText: /^(Open|Allow)/ })
    .first()
    .click();
  const frame = await workbench.webview('.row.segment.current');
  await workbench.settled(frame);
  assert.equal(await frame.locator('.row.current .number').textContent(), '2');
  const text = await workbench.inside((vscode) => vscode.window.visibleTextEditors.at(0)?.document.getText());
  assert.equal(text, FLOW);
}
