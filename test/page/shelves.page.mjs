import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const name =
  'the shelves on HTTP and HTTPS: each flow opens beside its diagram, is stepped to its end, and has arrows for its messages; in both languages';

export const window = { width: 1400, height: 900 };

const SHELVES = ['http', 'https'];

/** Runs inside VS Code: how many errors are reported of a flow of the library. */
const errorsOf = (vscode, id) =>
  vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.path.endsWith(`/${id}.tcpflow`))
    .flatMap(([, all]) => all)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;

async function drive({ workbench, extension, assert, shot }, flows, language) {
  await workbench.open(extension);
  for (const { id } of flows) {
    await workbench.command('tcpflow.openScenario', id);
    await workbench.tab(`${id}.tcpflow`).waitFor();
    const frame = await workbench.webview('.row.segment');
    await workbench.settled(frame);
    await frame.locator('[data-act=last]').click();
    await workbench.settled(frame);
    const counter = await frame.locator('.toolbar .counter').textContent();
    const [step, steps] = [...(counter ?? '').matchAll(/\d+/g)].map(Number);
    assert.equal(step, steps, `${id}: ${counter}`);
    await shot(`shelf-${language}-${id}`);
    await frame.locator('[data-show=messages]').click();
    await workbench.settled(frame);
    assert.ok((await frame.locator('.message .message-line').count()) > 0, `${id}: no message`);
    assert.equal(await workbench.inside(errorsOf, id), 0, `${id}: errors`);
    await shot(`shelf-${language}-${id}-messages`);
    await frame.locator('[data-show=both]').click();
    await workbench.settled(frame);
    await workbench.command('workbench.action.closeAllEditors');
    await workbench.until('no flow', async () => (await workbench.page.locator('.tab').count()) === 0);
  }
}

export async function run(tools) {
  const index = JSON.parse(readFileSync(join(tools.extension, 'media/scenarios/index.json'), 'utf8'));
  const flows = index.entries.filter(({ theme }) => SHELVES.includes(theme));
  tools.assert.ok(flows.length > 20);
  // Among all tests each flow is driven in one of the languages.
  const share = (rest) => (tools.alone ? flows : flows.filter((_, i) => i % 2 === rest));
  await drive(tools, share(0), 'en');
  const chinese = await tools.anotherWindow({ locale: 'zh-cn' });
  const shot = (name) => (tools.alone ? chinese.workbench.shot(name) : undefined);
  await drive({ ...tools, ...chinese, shot }, share(1), 'zh-cn');
}
