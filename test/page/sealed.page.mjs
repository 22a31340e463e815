import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';
import { root } from '../host/paths.mjs';

export const name =
  'TLS: who knows which secret, locks at what is sealed, certificates, what opens, and another certificate, in four themes and Chinese';

export const window = { width: 1460, height: 1000 };

const FILE = 'sealed.tcpflow';
const HTTPS = readFileSync(join(root, 'test/fixtures/flows/https.tcpflow'), 'utf8');
const FLOW = `flow "HTTPS"\n${HTTPS}leak server\nclient -> server PSH,ACK http GET /again\n`;

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, 'handshake.tcpflow');
  const frame = await workbench.openDiagram();
  await workbench.command('workbench.action.closeSidebar');
  await workbench.settled(frame);
  // Flows without TLS have no such tab.
  assert.equal(await frame.locator('.tab[data-tab=secrets]').isVisible(), false);
  await workbench.openFile(FILE);
  const counter = frame.locator('.toolbar .counter');
  const step = (n) => counter.filter({ hasText: new RegExp(`^step ${n} `) }).waitFor();
  const goTo = async (line, n) => {
    await workbench.goTo(line);
    await step(n);
    await workbench.settled(frame);
  };
  const press = async (selector) => {
    await frame.locator(selector).click();
    await workbench.settled(frame);
  };
  const cells = (sign) => frame.locator(`[data-row="${sign}"] .secret-cell`);
  const filled = (sign) => cells(sign).evaluateAll((all) => all.map((e) => e.querySelector('code') !== null));

  // By keyboard: to the tab, to a row, into it, and on to the step where a value came from.
  await goTo(12, 9);
  await frame.locator('.tab[data-tab=endpoints]').focus();
  await page.keyboard.press('End');
  await frame.locator('.secret-name').first().waitFor();
  assert.deepEqual(await filled('master-secret'), [true, false, true]);
  assert.equal(await frame.locator('[data-row=master-secret] .join-through').count(), 1);
  await frame.locator('.secret-name[tabindex="0"]').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const more = frame.locator('.secret-more');
  await more.waitFor();
  assert.match(await more.innerText(), /PRF\(pre_master_secret, "master secret", client_random ‖ server_random\)/);
  assert.match(await more.innerText(), /client and server have the same value\. Not known to wire\./);
  assert.equal(await frame.evaluate(() => globalThis.document.activeElement?.dataset.sign), 'master-secret');
  await step(9);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await step(6);
  await workbench.settled(frame);
  // Stepping back empties the cells; the row stays open.
  await page.keyboard.press('ArrowLeft');
  await step(5);
  await workbench.settled(frame);
  assert.deepEqual(await filled('master-secret'), [false, false, false]);
  assert.deepEqual(await filled('server-random'), [true, true, true]);
  assert.match(await more.innerText(), /Nobody has it yet/);
  // The key leaks: the wire has all that the ends have.
  await goTo(13, 10);
  assert.deepEqual(await filled('master-secret'), [true, true, true]);

  const found = [];
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    await goTo(12, 9);
    await workbench.setTheme(theme);
    await frame.locator('.secret-name').first().waitFor();
    await workbench.settled(frame);
    await page.mouse.move(0, 0);
    found.push(...(await violations(frame, `secrets ${theme}`)));
    await shot(`sealed-secrets-${theme}`);
  }

  // Locks: shut to the wire until the key has leaked, open to the ends.
  const locks = (state) => frame.locator(`.lock.${state}`).count();
  assert.deepEqual([await locks('shut'), await locks('open')], [4, 1]);
  await frame.locator('.row .second', { hasText: 'Application Data · 85 bytes · opens in step 10' }).waitFor();
  const labelled = (text) => frame.locator(`[role=treeitem][aria-label*="${text}"]`).count();
  assert.equal(await labelled('sealed: Application Data'), 2);
  await press('[data-eyes=server]');
  assert.deepEqual([await locks('shut'), await locks('open')], [0, 5]);
  assert.equal(await labelled('opened: GET /cart'), 1);
  await press('[data-show=messages]');
  assert.deepEqual([await locks('shut'), await locks('open')], [0, 5]);
  await shot('sealed-messages-hc-light');

  // The certificate and its path; a sealed record above what it opens to.
  await goTo(8, 5);
  await press('.tab[data-tab=message]');
  await frame.locator('.certificate', { hasText: 'CN=shop.example' }).waitFor();
  assert.equal(await frame.locator('.check.yes').count(), 5);
  for (const theme of ['light', 'hc-dark']) {
    await workbench.setTheme(theme);
    await workbench.settled(frame);
    await frame.locator('.verdict').scrollIntoViewIfNeeded();
    found.push(...(await violations(frame, `certificate ${theme}`)));
    await shot(`sealed-certificate-${theme}`);
  }
  await goTo(11, 8);
  const titles = () => frame.locator('.message h2').allTextContents();
  assert.deepEqual(await titles(), ['opened: Application Data, client → server', 'opened: GET /cart, client → server']);
  await shot('sealed-opened');
  await press('[data-eyes=wire]');
  assert.deepEqual(await titles(), ['sealed: Application Data, client → server']);
  assert.deepEqual(found, []);

  // Where there is little room, a party stands below the other.
  await workbench.setTheme('dark');
  await press('.tab[data-tab=secrets]');
  await page.setViewportSize({ width: 620, height: 1000 });
  await workbench.settled(frame);
  await frame.locator('.secret-party').first().waitFor();
  await shot('sealed-narrow');
  await page.setViewportSize(window);

  // Another certificate, which the client refuses.
  await press('[data-show=both]');
  await workbench.setTheme('light');
  // A list of choices closes if the page behind it takes the focus.
  await workbench.settled(frame);
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Shift+F10');
  await workbench.take('What If the Server Has Another Certificate?…');
  await workbench.choice('It is for another name');
  await page.keyboard.type('nobody');
  await workbench.choice('A CA that nobody trusts has signed it');
  await page.keyboard.press('Enter');
  const beside = await workbench.webview('[data-act=drop]');
  await workbench.settled(beside);
  assert.match(await beside.locator('body').innerText(), /Alert unknown_ca/);
  await shot('sealed-another-certificate');
  await beside.locator('[data-act=drop]').click();
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Drop' }).click();
  await page.locator('.tab', { hasText: '↔' }).waitFor({ state: 'detached' });

  const chinese = await anotherWindow({ locale: 'zh-cn', ...window });
  writeFileSync(join(chinese.server.workspace, FILE), FLOW);
  await chinese.workbench.open(extension, FILE);
  const told = await chinese.workbench.openDiagram('在侧边打开时序图');
  await chinese.workbench.goTo(12);
  await told.locator('.toolbar .counter', { hasText: '第 9 步' }).waitFor();
  await told.locator('.tab[data-tab=secrets]').click();
  await told.locator('.secret-name', { hasText: '预主密钥' }).waitFor();
  await told.locator('[data-row=master-secret] .secret-name').click();
  assert.match(await told.locator('.secret-more').innerText(), /client和server的值相同。链路不知道它。/);
  await chinese.workbench.settled(told);
  await shot('sealed-secrets-zh-cn', chinese.page);
}
