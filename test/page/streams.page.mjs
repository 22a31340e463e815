import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';
import { root } from '../host/paths.mjs';

export const name =
  'HTTP/2: lanes of streams with the wait for a lost segment, the tab Streams, frames offered and explained, in four themes and Chinese';

export const window = { width: 1460, height: 1000 };

const FILE = 'streams.tcpflow';
const FLOW = readFileSync(join(root, 'media/scenarios/http/h2-head-of-line.tcpflow'), 'utf8');

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, 'handshake.tcpflow');
  const frame = await workbench.openDiagram();
  await workbench.command('workbench.action.closeSidebar');
  await workbench.settled(frame);
  // Flows without HTTP/2 have neither lanes nor such a tab.
  assert.equal(await frame.locator('.stream').count(), 0);
  assert.equal(await frame.locator('.tab[data-tab=streams]').isVisible(), false);
  await workbench.openFile(FILE);
  const lines = FLOW.split('\n');
  const lineOf = (text) => lines.findIndex((line) => line.includes(text)) + 1;
  const goTo = async (text) => {
    await workbench.goTo(lineOf(text));
    await workbench.settled(frame);
  };

  // Lanes: a bar a stream with its number, DATA as ticks, the wait across all of them.
  await goTo('resend first');
  await frame.locator('.stall').first().waitFor();
  const streams = () => frame.locator('.stream').evaluateAll((all) => all.map((e) => e.getAttribute('data-stream')));
  assert.deepEqual(await streams(), ['1', '3', '5']);
  const title = await frame.locator('.stream[data-stream="3"] title').textContent();
  assert.match(title, /^Stream 3: GET \/b, steps \d+ to \d+, ended by both sides$/);
  // At one moment: the page may be laid out anew between two.
  const { boxes, wait } = await frame.evaluate(() => {
    const { document } = globalThis;
    const { left, right } = document.querySelector('.stall-box').getBoundingClientRect();
    const bars = [...document.querySelectorAll('.stream-bar')];
    return { boxes: bars.map((bar) => bar.getBoundingClientRect().x), wait: { left, right } };
  });
  assert.ok(boxes.length > 0);
  assert.ok(boxes.every((x) => x >= wait.left && x < wait.right));

  // The tab, by keyboard: states and windows of both sides, and the HPACK tables.
  await frame.locator('.tab[data-tab=endpoints]').focus();
  await page.keyboard.press('End');
  const rows = frame.locator('.streams-tab tr[data-stream]');
  await rows.first().waitFor();
  assert.match(await rows.nth(1).innerText(), /1\s+GET \/a → 200\s+half-closed-local.*half-closed-remote/s);
  assert.match(await frame.locator('.hpack').first().innerText(), /HPACK table client → server: \d+ of 4096 octets/);
  await goTo('DATA 1 len=100 end');
  assert.match(await rows.nth(1).innerText(), /closed/);

  const found = [];
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    await goTo('resend first');
    await workbench.setTheme(theme);
    await rows.first().waitFor();
    await workbench.settled(frame);
    await page.mouse.move(0, 0);
    found.push(...(await violations(frame, `streams ${theme}`)));
    await shot(`streams-${theme}`);
  }
  assert.deepEqual(found, []);

  // Where there is little room, lanes are narrower.
  await workbench.setTheme('light');
  await page.setViewportSize({ width: 620, height: 1000 });
  await workbench.settled(frame);
  await frame.locator('.stall').first().waitFor();
  await shot('streams-narrow');
  await page.setViewportSize(window);

  // Frames in the editor: explained, and offered with what is due.
  await workbench.goTo(lineOf('HEADERS 1 200'), lines[lineOf('HEADERS 1 200') - 1].indexOf('HEADERS') + 3);
  await workbench.command('editor.action.showHover');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'HEADERS 1 200 OK' }).first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /:status: 200/);
  await shot('streams-hover');
  await page.keyboard.press('Escape');
  await workbench.goTo(lineOf('h2 SETTINGS + SETTINGS ack'), 1);
  await page.keyboard.type('server -> client PSH,ACK h2 ');
  await workbench.command('editor.action.triggerSuggest');
  await page
    .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'SETTINGS + SETTINGS ack' })
    .first()
    .waitFor();
  await shot('streams-offered');

  const chinese = await anotherWindow({ locale: 'zh-cn', ...window });
  writeFileSync(join(chinese.server.workspace, FILE), FLOW);
  await chinese.workbench.open(extension, FILE);
  const told = await chinese.workbench.openDiagram('在侧边打开时序图');
  await chinese.workbench.goTo(lineOf('resend first'));
  await chinese.workbench.settled(told);
  await told.locator('.tab[data-tab=streams]').click();
  await told.locator('.streams-tab', { hasText: 'HPACK 表' }).waitFor();
  assert.match(await told.locator('.stall title').first().textContent(), /TCP 在等待丢失的报文段/);
  await chinese.workbench.settled(told);
  await shot('streams-zh-cn', chinese.page);
}
