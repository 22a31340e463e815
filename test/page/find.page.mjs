import { writeFileSync } from 'node:fs';
import { copiedText, savedPicture } from '../host/saving.mjs';

export const name = 'the diagram: folds, filters, findings, overview, time to scale, saving';

export const window = { width: 1400, height: 900 };

const OPEN =
  'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x+1\nclient -> server ACK seq=x+1 ack=y+1\n';

/** A download of 5,000 segments with a loss in the middle. */
function download() {
  const lines = ['section "Download"'];
  for (let i = 0; i < 1665; i++) {
    lines.push('server -> client ACK len=1460', 'server -> client ACK len=1460', 'client -> server ACK');
    if (i === 800)
      lines.push(
        'server -x client ACK len=1460 as gone',
        'wait 1s',
        'server -> client resend gone',
        'client -> server ACK',
      );
  }
  return `flow "5,000 segments"\n${OPEN}${lines.join('\n')}\n`;
}

const FLOWS = {
  mistakes: `flow "Three findings"
client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x
client -> server ACK seq=x+1 ack=y+2
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK ack=x+18
`,
  long: download(),
};

export async function run({ page, workbench, server, extension, assert, shot }) {
  for (const [file, text] of Object.entries(FLOWS)) writeFileSync(`${server.workspace}/${file}.tcpflow`, text);
  await workbench.open(extension, 'long.tcpflow');
  let frame = await workbench.openDiagram('Open Diagram', '.row.fold');

  // A long flow is folded. A click opens a run, and its sign closes it.
  const folds = frame.locator('.row.fold');
  await workbench.settled(frame);
  assert.equal(await folds.count(), 2);
  assert.match(await folds.first().textContent(), /1,602 ×/);
  await frame.locator('.overview .sight').waitFor({ state: 'attached' });
  await shot('find-long');
  await folds.first().locator('.chevron').click();
  await frame.locator('.row.segment.data, .row.segment').nth(12).waitFor();
  assert.ok((await frame.locator('.row').count()) < 200, 'only rows near sight are in the page');
  await shot('find-long-open');

  // The menu of the current step scrolls to the step first.
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await frame.locator('.row.segment.current').waitFor();
  await frame.locator('.ladder').evaluate((area) => (area.scrollTop = area.scrollHeight));
  await frame.locator('.row.segment.current').waitFor({ state: 'detached' });
  await workbench.settled(frame);
  await page.keyboard.press('Shift+F10');
  await page.locator('.monaco-menu', { hasText: 'What If This Segment Is Lost?' }).first().waitFor();
  await page.keyboard.press('Escape');
  await frame.locator('.row.segment.current').waitFor();

  // The overview scrolls anywhere; visible rows stay in place when rows above are folded.
  const strip = await frame.locator('.overview').boundingBox();
  await page.mouse.click(strip.x + 6, strip.y + strip.height * 0.8);
  await frame.locator('[data-act=find]').click();
  await frame.locator('[data-find=lost]').click();
  await workbench.settled(frame);
  assert.match(await frame.locator('.rows-svg').first().textContent(), /hidden/);
  assert.equal(await frame.locator('.row.segment').count(), 1);
  await shot('find-filter');
  await frame.locator('[data-find=clear]').click();
  await frame.locator('[data-time=scale]').click();
  await frame.locator('[data-time=scale][aria-pressed=true]').waitFor();
  await frame.locator('[data-time=even]').click();

  // A text is found by what is written on a step; F3 goes round.
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('syn');
  const hits = frame.locator('.find-text .counter');
  await hits.filter({ hasText: 'of 2' }).waitFor();
  await frame.locator('.row.current', { hasText: 'SYN' }).waitFor();
  const found = await hits.innerText();
  await page.keyboard.press('F3');
  await workbench.settled(frame);
  assert.notEqual(await hits.innerText(), found);
  await page.keyboard.press('Shift+F3');
  await workbench.settled(frame);
  assert.equal(await hits.innerText(), found);
  await frame.locator('[data-find=fit-all]').click();
  await frame.locator('[data-find=zoom-one]', { hasNotText: '100 %' }).waitFor();
  await shot('find-text');
  await frame.locator('[data-find=zoom-one]').click();
  await frame.locator('.find-field').focus();
  await page.keyboard.press('Escape');
  await frame.locator('.find').waitFor({ state: 'hidden' });

  // Stepping through findings.
  await workbench.focusEditor();
  await workbench.openFile('mistakes.tcpflow');
  frame = await workbench.webview('.row.has-error');
  await workbench.settled(frame);
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('F8');
  await frame.locator('.row.current.has-error').waitFor();
  const first = await frame.locator('.row.current').getAttribute('data-row');
  await page.keyboard.press('F8');
  await workbench.settled(frame);
  assert.notEqual(await frame.locator('.row.current').getAttribute('data-row'), first);

  // Saving through VS Code's dialog as SVG and PNG; copying as text.
  const tools = { page, workbench, server };
  assert.match((await savedPicture(tools, frame, 'mistakes.svg', 'dark')).toString(), /^<svg[^]*#1f1f1f/);
  const png = await savedPicture(tools, frame, 'mistakes.png', 'dark');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  // Twice the menu's default width of 760 pixels.
  assert.equal(png.readUInt32BE(16), 1520);
  assert.match(await copiedText(tools, frame, 'mermaid'), /^sequenceDiagram[^]*SYN, ACK/);
  assert.match(await copiedText(tools, frame, 'text'), /client[^]*SYN[^]*SYN, ?ACK/);
}
