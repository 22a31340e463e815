import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';

export const name =
  'messages above TCP: segments, both or messages, whose eyes read them, and the tab with their fields, by mouse and keyboard, in four themes';

export const window = { width: 1460, height: 1000 };

const FILE = 'message.tcpflow';
const FLOW = `flow "HTTP with a lost segment"
host client 10.0.0.1:49152
host server 10.0.0.2:80
client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
client => server http GET /index.html {Accept: text/html}
server send http 200 len=5000
server -> client ACK len=1460
server -x client ACK len=1460
server -> client ACK len=1460
client -> server ACK
server -> client ACK len=661
client -> server ACK
server -> client ACK len=1460 seq=y+1461
client -> server ACK
`;

export async function run({ page, workbench, server, extension, assert, shot }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram();
  await workbench.command('workbench.action.closeSidebar');
  const counter = frame.locator('.toolbar .counter');
  const step = (n) => counter.filter({ hasText: new RegExp(`^step ${n} `) }).waitFor();
  const press = async (selector) => {
    await frame.locator(selector).click();
    await workbench.settled(frame);
  };
  const under = (n) => frame.locator(`#row-${n} .second`).textContent();
  const rowOf = (text) =>
    frame
      .locator('.row.segment', { hasText: text })
      .first()
      .evaluate((row) => Number(row.getAttribute('data-row')));

  // Both: a message under its arrow, and the bytes of one in parts.
  await workbench.goTo(9);
  await step(7);
  const part = await rowOf('200 OK 1–1460 / 5041');
  await frame.locator('.row .second', { hasText: 'GET /index.html · 61 bytes' }).waitFor();
  // The other segments of the message are marked with the current one.
  assert.equal(await frame.locator('.row.kin').count(), 4);

  // The client reads the response once it is whole.
  await press('[data-eyes=client]');
  assert.match(await under(part), /message not whole yet/);
  await frame.locator('.row .second', { hasText: 'not read' }).waitFor();
  await press('[data-eyes=wire]');
  assert.match(await under(part), /200 OK 1–1460/);

  // An arrow a message: a click on it leads to the step that makes it whole.
  await press('[data-show=messages]');
  assert.equal(await frame.locator('.message .message-line').count(), 2);
  assert.equal(await frame.locator('.message.kin').count(), 1);
  const hit = frame.locator('.message-hit').nth(1);
  await hit.dispatchEvent('click');
  await step(13);
  await workbench.settled(frame);
  await shot('message-arrows');

  // The tab of messages is there for a step about one, and stays while it is chosen.
  await workbench.goTo(4);
  await step(1);
  await workbench.settled(frame);
  assert.equal(await frame.locator('.tab[data-tab=message]').isVisible(), false);
  await workbench.goTo(7);
  await step(5);
  await workbench.settled(frame);
  await frame.locator('.tab[data-tab=endpoints]').focus();
  await page.keyboard.press('End');
  await frame.locator('.message-part').first().waitFor();

  // Fields and bytes mark each other: by pointing, by click, by keyboard.
  const marked = () => frame.locator('.octets-hex .marked').allInnerTexts();
  await frame.locator('.message-part', { hasText: 'method' }).hover();
  assert.deepEqual(await marked(), ['47 45 54']);
  await frame.locator('.octets-hex [role=option]', { hasText: '48 6f 73 74' }).click();
  await frame.locator('.message-part[aria-selected=true]', { hasText: 'Host' }).waitFor();
  await frame.locator('.message-part[tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await frame.locator('.message-part[aria-selected=true]', { hasText: 'Accept' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await frame.locator('.message-octets [aria-selected=true]', { hasText: '47 45 54' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await frame.locator('.message-part[aria-selected=true]', { hasText: 'target' }).waitFor();
  // The keys of the tab move nothing but what is marked.
  await step(5);

  // A part of a message says which bytes the segment carries, and leads to where it is whole.
  await workbench.goTo(9);
  await step(7);
  await frame.locator('.message .note', { hasText: 'This segment carries bytes 1 to 1460 of 5041' }).waitFor();
  await frame.locator('.message .text-button').click();
  await step(13);
  await frame.locator('.message .note', { hasText: 'client has all of it by this step' }).waitFor();
  await press('[data-eyes=client]');
  await frame.locator('.message-part', { hasText: 'Content-Length' }).waitFor();

  // By keyboard: from message to message, through the views, and whose eyes read.
  await frame.locator('[data-act=first]').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await step(5);
  await page.keyboard.press('n');
  await step(13);
  await page.keyboard.press('Shift+N');
  await step(5);
  await workbench.settled(frame);
  const pressed = (what) => frame.locator(`[data-${what}][aria-pressed=true]`).getAttribute(`data-${what}`);
  for (const next of ['segments', 'both', 'messages']) {
    await page.keyboard.press('m');
    assert.equal(await pressed('show'), next);
  }
  await page.keyboard.press('e');
  assert.equal(await pressed('eyes'), 'wire');
  await workbench.settled(frame);

  // Eight bytes a line where sixteen are too wide.
  const dump = frame.locator('.message-octets');
  const wide = await dump.evaluate((e) => [e.querySelectorAll('.octets-line').length, e.scrollWidth > e.clientWidth]);
  await page.setViewportSize({ width: 700, height: 1000 });
  await frame.locator('.message-octets.narrow').waitFor();
  const narrow = await dump.evaluate((e) => [e.querySelectorAll('.octets-line').length, e.scrollWidth > e.clientWidth]);
  assert.deepEqual(
    [wide, narrow],
    [
      [4, false],
      [8, false],
    ],
  );
  await page.setViewportSize(window);

  const found = [];
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    await workbench.goTo(7);
    await workbench.setTheme(theme);
    await frame.locator('.message-part').first().waitFor();
    await workbench.settled(frame);
    await page.mouse.move(0, 0);
    found.push(...(await violations(frame, theme)));
    await shot(`message-${theme}`);
  }
  assert.deepEqual(found, []);

  // What was chosen is kept with the panel.
  const again = await workbench.webview('.message-part');
  assert.equal(await again.locator('[data-show=messages]').getAttribute('aria-pressed'), 'true');
  await press('[data-show=both]');
}
