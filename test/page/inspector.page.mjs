import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../host/access.mjs';

export const name =
  'the inspectors: the sentence and its arithmetic, endpoints, a changed header field and its undo, states by mouse and keyboard, each tab held to WCAG in four themes';

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

/** A selector for each tab that matches once the tab's content is loaded. */
const FULL = {
  endpoints: 'td',
  header: '.header-tab > .header-grid .cell',
  states: '[data-state]',
  steps: '.list-text',
};
/** Checks every tab in light, dark and both high-contrast themes, with a mistake and the find bar visible. */
async function everyTab({ page, workbench, assert, shot }) {
  const found = [];
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    // The settings open in the focused group, which must not be the panel's.
    await workbench.goTo(7);
    await workbench.setTheme(theme);
    const frame = await workbench.webview('.problem.error');
    for (const tab of ['endpoints', 'header', 'states', 'steps']) {
      await frame.locator(`.tab[data-tab=${tab}]`).click();
      await frame.locator(`.tab-panel[data-tab=${tab}] ${FULL[tab]}`).first().waitFor();
      await workbench.settled(frame);
      // The element under the pointer would have hover colours.
      await page.mouse.move(0, 0);
      found.push(...(await violations(frame, `${theme}, ${tab}`)));
      if (theme.startsWith('hc')) await shot(`inspect-${theme}-${tab}`);
    }
    if (theme === 'dark' || theme === 'hc-light') continue;
    // A filter without results, and the open save menu.
    await frame.locator('[data-find=RST]').click();
    await workbench.settled(frame);
    assert.equal(await frame.locator('.row.segment').count(), 0);
    found.push(...(await violations(frame, `${theme}, no match`)));
    await frame.locator('[data-act=save]').click();
    await frame.locator('.menu [data-export=svg]').waitFor();
    found.push(...(await violations(frame, `${theme}, the menu`)));
    await page.keyboard.press('Escape');
    await frame.locator('[data-find=clear]').click();
    await frame.locator('.row.segment').first().waitFor();
  }
  assert.deepEqual(found, []);
}

export async function run({ page, workbench, server, extension, assert, shot }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram();
  await workbench.command('workbench.action.closeSidebar');
  const tab = async (which) => {
    await frame.locator(`.tab[data-tab=${which}]`).click();
    await workbench.settled(frame);
  };
  const story = frame.locator('.story .sentence');
  const live = frame.locator('[role=status]');
  const counter = frame.locator('.toolbar .counter');
  const step = (n) => counter.filter({ hasText: new RegExp(`^step ${n} `) }).waitFor();

  // The story, its section, the calculations on request; and a live region announces the step.
  await workbench.goTo(7);
  await step(4);
  assert.match(await story.innerText(), /^client sends 18 bytes, x\+1 to x\+18/);
  assert.match(await frame.locator('.story a').first().getAttribute('href'), /rfc9293#section-3\.4/);
  await frame.locator('.sums summary').click();
  await frame.locator('.sums .arithmetic', { hasText: 'SEG.SEQ + SEG.LEN = x+1 + 18 = x+19' }).waitFor();
  await live.filter({ hasText: 'client sends 18 bytes' }).waitFor({ state: 'attached' });
  await frame.locator('.sums summary').click();

  // Endpoints: changed values, former values, explanations of variables, and both rulers.
  const cell = frame.locator('.endpoints tr', { hasText: 'RCV.NXT' }).locator('td').nth(1);
  assert.match(await cell.innerText(), /x\+19\s+was\s*x\+1/);
  await frame.locator('.endpoints dfn', { hasText: 'SND.UNA' }).focus();
  await frame.locator('.explain', { hasText: 'oldest sequence number' }).waitFor();
  assert.match(await frame.locator('.rulers svg').first().getAttribute('aria-label'), /in flight: 18 bytes/);

  // Header: bytes as on the wire. Editing a field changes the line and can be undone.
  await workbench.goTo(6);
  await step(3);
  await tab('header');
  const seq = frame.locator('input[data-field=seq]');
  assert.equal(await seq.inputValue(), 'x+1');
  await seq.fill('x+5');
  await seq.press('Enter');
  await workbench.until('the changed line', async () => (await workbench.visibleText()).includes('seq=x+5 ack=y+1'));
  await frame.locator('.problem.error').first().waitFor();
  await workbench.settled(frame);
  assert.equal(await frame.evaluate(() => globalThis.document.activeElement?.dataset.field), 'seq');
  await frame.locator('input[data-field=seq]').fill('1 2');
  await frame.locator('input[data-field=seq]').press('Enter');
  await frame.locator('.explain', { hasText: 'Not changed' }).waitFor();
  await frame.locator('button.flag', { hasText: 'PSH' }).click();
  await workbench.until('PSH', async () => (await workbench.visibleText()).includes('PSH,ACK seq=x+5'));
  await workbench.focusEditor();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await workbench.until('the line as it was', async () =>
    (await workbench.visibleText()).includes('ACK seq=x+1 ack=y+1'),
  );
  await frame.locator('.problem.error').waitFor({ state: 'detached' });

  // States: a click goes to the next step that enters the state; also by keyboard.
  await tab('states');
  await frame.locator('[data-box=ESTABLISHED]').click();
  await step(2);
  assert.match(await frame.locator('.moves').innerText(), /client: SYN-SENT → ESTABLISHED \(rcv SYN,ACK \/ snd ACK\)/);
  await frame.locator('[data-box=ESTABLISHED]').focus();
  await page.keyboard.press('Enter');
  await step(3);
  await shot('inspect-states');

  await workbench.goTo(7);
  await step(4);
  await tab('header');
  await seq.fill('x+9');
  await seq.press('Enter');
  await frame.locator('.problem.error').first().waitFor();
  await frame.locator('[data-act=find]').click();
  await frame.locator('.sums summary').click();
  await everyTab({ page, workbench, assert, shot });
}
