import { violations } from '../host/access.mjs';
import { savedPicture } from '../host/saving.mjs';

export const name = 'two flows beside each other: the first difference, stepping together, a click selects the line';

export const window = { width: 1400, height: 900 };

const FIRST = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nclient -> server PSH,ACK "hi"\n';

export async function run({ page, workbench, server, extension, assert, shot }) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${server.workspace}/arrives.tcpflow`, FIRST + 'server -> client ACK\n');
  writeFileSync(
    `${server.workspace}/lost.tcpflow`,
    FIRST.replace('-> server PSH', '-x server PSH') + 'client -> server PSH,ACK "hi" seq=1\nserver -> client ACK\n',
  );
  await workbench.open(extension, 'arrives.tcpflow');
  // The palette knows a command before the extension has registered it: hints show that it runs.
  await workbench.until('the hints', async () => /win=/.test(await workbench.visibleText()));
  await (await workbench.palette('>TCP Flow: Compare Flows', 'TCP Flow: Compare Flows')).click();
  // A list that still grows would move away under the pointer.
  const pick = async (file) => {
    const rows = page.locator('.quick-input-list .monaco-list-row');
    let seen = '';
    await workbench.until(`${file} in a list that stays`, async () => {
      const before = seen;
      await page.waitForTimeout(400);
      seen = (await rows.allInnerTexts()).join('\n');
      return seen === before && seen.includes(file);
    });
    await rows.filter({ hasText: file }).first().click();
  };
  await pick('arrives.tcpflow');
  await pick('lost.tcpflow');
  const frame = await workbench.webview('.difference-text');
  assert.match(await frame.locator('.difference-text').textContent(), /first difference/);
  assert.equal(await frame.locator('.row.current').count(), 2);
  await shot('compare-opened');
  assert.deepEqual(await violations(frame, 'two flows'), []);

  const counter = frame.locator('.counter');
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await workbench.until('the first step', async () => (await counter.innerText()).startsWith('step 1 '));
  await page.keyboard.press('ArrowDown');
  await workbench.until('the second step', async () => (await counter.innerText()).startsWith('step 2 '));
  assert.match(await frame.locator('.ladder').getAttribute('aria-activedescendant'), /^(left|right)-item-\d+$/);
  await page.keyboard.press('ArrowUp');
  await workbench.until('the first step', async () => (await counter.innerText()).startsWith('step 1 '));
  assert.equal(await frame.locator('.row.current').count(), 2);
  await frame.locator('[data-act=difference]').click();
  await workbench.until('the difference', async () => (await counter.innerText()).startsWith('step 4 '));
  await frame.locator('.stories', { hasText: 'lost' }).waitFor();

  // Both are saved as one picture, the difference marked.
  const tools = { page, workbench, server };
  const drawn = (await savedPicture(tools, frame, 'arrives-lost.svg', 'dark')).toString();
  assert.match(drawn, /^<svg[^]*first difference/);
  const png = await savedPicture(tools, frame, 'arrives-lost.png', 'dark');
  assert.equal(png.readUInt32BE(16), 2200);
}
