import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const name =
  'the inspectors: endpoints, header, states and steps by mouse and keyboard, a changed field and its undo; axe finds nothing';

export const window = { width: 1460, height: 1000 };

const FILE = 'inspect.tcpflow';
const FLOW = `flow "Lost and found"
host client 10.0.0.1:49152 isn=1000 window=64240
host server 10.0.0.2:80 isn=5000 window=2920
client -> server SYN seq=x <mss 1460, wscale 7, sackok>
server -> client SYN,ACK seq=y ack=x+1 <mss 1460, wscale 7, sackok>
client -> server ACK seq=x+1 ack=y+1
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
server -> client ACK
client -x server ACK len=200
client -> server ACK len=300
server -> client ACK
run for 3s
client close
server close
run
`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page, in short. */
async function violations(frame) {
  // Evaluated as text: the page's policy lets no script in.
  await frame.evaluate(axe);
  return frame.evaluate(async () => {
    const { violations: found } = await globalThis.axe.run(globalThis.document, { resultTypes: ['violations'] });
    // A row of the drawing is said as a sentence, which has the words that are drawn in another order.
    const isRow = (v, n) => v.id === 'label-content-name-mismatch' && n.target.join(' ').includes('#row-');
    return found.flatMap((v) =>
      v.nodes.filter((n) => !isRow(v, n)).map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary ?? ''}`),
    );
  });
}

/** Nothing is cut off at the right, and what does not fit scrolls. */
async function clipped(frame) {
  return frame.evaluate(() => {
    const width = globalThis.document.documentElement.clientWidth;
    const texts = [...globalThis.document.querySelectorAll('.details *')].filter((e) => e.children.length === 0);
    return texts
      .filter((e) => !e.closest('.unseen, .dump, .list-item, .tabs'))
      .map((e) => ({ said: e.textContent, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < -0.5 || box.right > width + 0.5))
      .map(({ said, box }) => `${said} ${box.left}–${box.right}`);
  });
}

const TABS = ['endpoints', 'header', 'states', 'steps'];

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  await page.locator('.editor-actions a[aria-label^="Open Diagram"]').first().click();
  let frame = await workbench.webview('.row.segment');
  await workbench.run('View: Close Primary Side Bar').catch(() => page.keyboard.press('Escape'));
  const tab = (which) => frame.locator(`.tab[data-tab=${which}]`).click();
  const story = frame.locator('.story .sentence');
  const live = frame.locator('[role=status]');
  const step = async (n) => {
    await workbench.until(`step ${n}`, async () =>
      (await frame.locator('.toolbar .counter').innerText()).startsWith(`step ${n} `),
    );
  };

  // The sentence, its section, the arithmetic on request; and it is announced.
  await workbench.goTo(7);
  await step(4);
  assert.match(await story.innerText(), /^client sends 18 bytes, x\+1 to x\+18/);
  assert.match(await frame.locator('.story a').first().getAttribute('href'), /rfc9293#section-3\.4/);
  await frame.locator('.sums summary').click();
  await frame.locator('.sums .arithmetic', { hasText: 'SEG.SEQ + SEG.LEN = x+1 + 18 = x+19' }).waitFor();
  await live.filter({ hasText: 'client sends 18 bytes' }).waitFor({ state: 'attached' });
  await frame.locator('.sums summary').click();

  // Endpoints: what changed, what was before, what each variable means, and both rulers.
  const cell = frame.locator('.endpoints tr', { hasText: 'RCV.NXT' }).locator('td').nth(1);
  assert.match(await cell.innerText(), /x\+19\s+was\s*x\+1/);
  await frame.locator('.endpoints dfn', { hasText: 'SND.UNA' }).focus();
  await frame.locator('.explain', { hasText: 'oldest sequence number' }).waitFor();
  assert.match(await frame.locator('.rulers svg').first().getAttribute('aria-label'), /in flight: 18 bytes/);

  // Header: bytes as on the wire; a changed field changes the line, and is undone.
  await workbench.goTo(6);
  await step(3);
  await tab('header');
  const seq = frame.locator('input[data-field=seq]');
  assert.equal(await seq.inputValue(), 'x+1');
  await seq.fill('x+5');
  await seq.press('Enter');
  await workbench.until('the changed line', async () => (await workbench.visibleText()).includes('seq=x+5 ack=y+1'));
  await frame.locator('.problem.error').first().waitFor();
  assert.equal(await frame.evaluate(() => globalThis.document.activeElement?.dataset.field), 'seq');
  await frame.locator('input[data-field=seq]').fill('1 2');
  await frame.locator('input[data-field=seq]').press('Enter');
  await frame.locator('.explain', { hasText: 'Not changed' }).waitFor();
  await frame.locator('button.flag', { hasText: 'PSH' }).click();
  await workbench.until('PSH', async () => (await workbench.visibleText()).includes('PSH,ACK seq=x+5'));
  await workbench.editor.locator('.view-lines').click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await workbench.until('the line as it was', async () =>
    (await workbench.visibleText()).includes('ACK seq=x+1 ack=y+1'),
  );
  await workbench.until('no mistake', async () => (await frame.locator('.problem.error').count()) === 0);

  // States: a press goes to the next step in which the state is entered; by keyboard too.
  await tab('states');
  await frame.locator('[data-box=ESTABLISHED]').click();
  await step(2);
  assert.match(await frame.locator('.moves').innerText(), /client: SYN-SENT → ESTABLISHED \(rcv SYN,ACK \/ snd ACK\)/);
  await frame.locator('[data-box=ESTABLISHED]').focus();
  await page.keyboard.press('Enter');
  await step(3);
  await frame.locator('[data-box=TIME-WAIT]').focus();
  await page.keyboard.press('Enter');
  await frame.locator('.edge.lit').first().waitFor();
  assert.match(await frame.locator('[data-box=TIME-WAIT]').getAttribute('aria-label'), /now: client/);

  // Steps: the list goes with the diagram, by keyboard. Several steps of one `run` line are one line in the editor.
  await tab('steps');
  const list = frame.locator('.steps-list');
  await list.focus();
  await page.keyboard.press('Home');
  await step(1);
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await step(13);
  await workbench.cursorAt(12);
  await page.keyboard.press('ArrowUp');
  await step(12);
  await workbench.cursorAt(12);
  await frame.locator('.list-item.current', { hasText: '12' }).waitFor();
  await page.keyboard.press('ArrowUp');

  // Tabs by keyboard; commands by their keys, from the editor and from the page.
  await frame.locator('.tab[aria-selected=true]').focus();
  await page.keyboard.press('ArrowRight');
  await frame.locator('.tab[data-tab=endpoints][aria-selected=true]').waitFor();
  await page.keyboard.press('Control+Alt+Home');
  await step(1);
  await page.keyboard.press('Control+Alt+End');
  await workbench.until('the last step', async () =>
    /step (\d+) of \1$/.test(await frame.locator('.toolbar .counter').innerText()),
  );
  await page.keyboard.press('Control+Alt+ArrowLeft');
  await workbench.editor.locator('.view-lines').click();
  await page.keyboard.press('Control+Alt+Home');
  await step(1);

  // Every tab in every theme: axe finds nothing, nothing is cut off.
  for (const [theme, width] of [
    ['light', 700],
    ['dark', 700],
    ['hc-dark', 700],
    ['hc-light', 300],
  ]) {
    await workbench.setTheme(theme);
    await page.setViewportSize({ width: 2 * width + 60, height: 1000 });
    await workbench.goTo(11);
    await page.waitForTimeout(600);
    frame = await workbench.webview('.row.segment');
    for (const which of TABS) {
      await tab(which);
      await frame.locator(`.tab-panel[data-tab=${which}]`).waitFor();
      await page.waitForTimeout(150);
      assert.deepEqual(await violations(frame), [], `${which} in ${theme}`);
      assert.deepEqual(await clipped(frame), [], `${which} in ${theme}`);
      await shot(`inspect-${which}-${theme}-${width}`);
    }
  }
  await page.setViewportSize({ width: 3260, height: 1000 });
  await page.waitForTimeout(600);
  await tab('endpoints');
  await workbench.setTheme('light');
  await shot('inspect-endpoints-light-1600');

  const other = await anotherWindow({ locale: 'zh-cn', width: 1460, height: 1000 });
  writeFileSync(join(other.server.workspace, FILE), FLOW);
  await other.workbench.open(extension, FILE);
  await other.page.locator('.editor-actions a[aria-label^="在侧边打开时序图"]').first().click();
  frame = await other.workbench.webview('.row.segment');
  await other.workbench.goTo(11);
  for (const which of TABS) {
    await tab(which);
    await other.page.waitForTimeout(200);
    await other.workbench.shot(`inspect-zh-cn-${which}`);
  }
}
