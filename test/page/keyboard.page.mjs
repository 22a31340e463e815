import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { focused, violations } from '../host/access.mjs';

export const name =
  'without a mouse: the panel by Tab, headings and folds, tabs, the list of steps, menus; at 200 %, with reduced motion; in Chinese';

export const window = { width: 1280, height: 900, reducedMotion: true };

const FILE = 'keys.tcpflow';
const FLOW = `flow "By keyboard"
host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=4294967290
server listen
section "Open"
client -> server SYN seq=x
server -> client SYN,ACK
client -> server ACK
section "Data"
${'server -> client ACK len=1000\nserver -> client ACK len=1000\nclient -> server ACK\n'.repeat(4)}section "Close"
client -> server FIN,ACK
server -> client FIN,ACK
client -> server ACK
`;
const STEPS = 19;

/** The elements that overflow their box at the right, or the page, in any tab; there must be none. */
function clipped(frame) {
  return frame.evaluate(() => {
    const { document } = globalThis;
    const wide = document.documentElement.clientWidth;
    const boxes = [...document.querySelectorAll('.toolbar, .find, .told, .tab-panel, .tabs, .ladder, .menu')];
    const over = boxes.filter((b) => b.scrollWidth > b.clientWidth + 1).map((b) => `${b.className} scrolls sideways`);
    const texts = [...document.querySelectorAll('.tf text, .toolbar *, .find *, .tab, .endpoints td, .story p')];
    const cut = texts
      .map((e) => ({ said: e.textContent, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < -0.5 || box.right > wide + 0.5))
      .map(({ said, box }) => `${said} ${box.left}–${box.right}`);
    return [...over, ...cut, ...(document.documentElement.scrollWidth > wide ? ['the page scrolls sideways'] : [])];
  });
}

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  writeFileSync(join(server.workspace, FILE), FLOW);
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram();
  await workbench.command('workbench.action.closeSidebar');
  const counter = frame.locator('.toolbar > .counter');
  const step = async (n) => {
    await workbench.settled(frame);
    assert.equal(await counter.innerText(), `step ${n} of ${STEPS}`);
  };
  /** Waits for a step set by playing. */
  const comes = (n) => counter.filter({ hasText: new RegExp(`^step ${n} of`) }).waitFor();
  const press = (...keys) => workbench.press(...keys);
  const here = () =>
    frame.evaluate(() => {
      const { document } = globalThis;
      const id = document.querySelector('.ladder').getAttribute('aria-activedescendant');
      const item = id === null ? undefined : document.getElementById(id);
      return `${item?.getAttribute('aria-label')} ${item?.getAttribute('aria-expanded') ?? ''}`.trim();
    });
  const at = async (said) => {
    await workbench.settled(frame);
    assert.equal((await here()).slice(0, said.length), said);
  };

  // By Tab alone, forward and back: every control is reached, and its focus is visible.
  await frame.locator('[data-act=first]').focus();
  await press('Home');
  await step(1);
  const order = [];
  for (let n = 0; n < 60; n++) {
    const now = await focused(frame);
    if (now === undefined) break;
    assert.ok(now.inSight, `out of sight: ${now.name}`);
    assert.ok(now.ring, `no ring: ${now.name}`);
    order.push(now.name);
    if (now.name === 'tab-panel') break;
    await press('Tab');
  }
  const wanted = ['first', 'play', 'last', 'slider', 'symbolic', 'scale', 'find', 'save', 'ladder', 'divider', 'told'];
  const places = wanted.map((what) => order.findIndex((had) => had.startsWith(what)));
  assert.deepEqual(
    places.filter((place) => place < 0),
    [],
    `${order}`,
  );
  assert.deepEqual(
    [...places].sort((a, b) => a - b),
    places,
    `${order}`,
  );
  assert.deepEqual(order.slice(-3), ['tab-endpoints', 'fold', 'tab-panel']);
  await press('Tab');
  assert.equal((await focused(frame)).name, 'variable STATE');
  await press('ArrowDown');
  assert.equal((await focused(frame)).name, 'variable SND.UNA');
  await frame.locator('.explain', { hasText: /\w/ }).waitFor();

  // Headings and folds.
  await frame.locator('.ladder').focus();
  await press('Home');
  await step(1);
  await press('ArrowDown');
  await at('Section: Open true');
  await press('ArrowRight');
  await step(2);
  await press('ArrowUp', 'Enter');
  await at('Section, closed: Open false');
  assert.equal(await frame.locator('.row.fold').count(), 1);
  await shot('keys-heading');
  await press('ArrowRight');
  await at('Section: Open true');
  await press('ArrowLeft');
  await at('Section, closed: Open false');
  // The row of a closed section opens it, too.
  await press('ArrowDown', 'Enter');
  await workbench.settled(frame);
  assert.equal(await frame.locator('.row.fold').count(), 0);
  await press('End');
  await step(STEPS);

  // Playing: with reduced motion nothing moves; it stops, continues and ends.
  await press('Home');
  await step(1);
  const play = frame.locator('.icon-button.play');
  const playing = async () => (await play.getAttribute('aria-label')).startsWith('Pause');
  await frame.evaluate(() => {
    const seen = new globalThis.MutationObserver((all) => {
      for (const { addedNodes } of all)
        for (const node of addedNodes) if (node.classList?.contains('traveller')) globalThis.travelled = true;
    });
    seen.observe(globalThis.document.body, { childList: true, subtree: true });
  });
  await press(' ');
  await counter.filter({ hasText: /^step ([3-9]|1\d) of/ }).waitFor();
  assert.ok(await playing());
  await press(' ');
  assert.ok(!(await playing()));
  await press('End', 'ArrowLeft', ' ');
  await comes(STEPS);
  await frame.locator('.icon-button.play[aria-label^=Play]').waitFor();
  assert.equal(await frame.evaluate(() => globalThis.travelled === true), false);

  // Tabs by arrow keys, and the list of steps.
  await frame.locator('.tab[aria-selected=true]').focus();
  const tab = (which) => frame.locator(`.tab[data-tab=${which}][aria-selected=true]`).waitFor();
  await press('ArrowRight');
  await tab('header');
  await press('End');
  await tab('steps');
  await press('ArrowRight');
  await tab('endpoints');
  await press('ArrowLeft');
  await tab('steps');
  await frame.locator('.list-text').first().waitFor();
  await frame.locator('.steps-list').focus();
  const listed = (n) => frame.locator(`#list-${n - 1}[aria-selected=true]`).waitFor();
  const active = () => frame.locator('.steps-list').getAttribute('aria-activedescendant');
  await press('Home');
  await listed(1);
  await press('ArrowDown', 'ArrowDown');
  await listed(3);
  await workbench.settled(frame);
  assert.equal(await active(), 'list-2');
  await frame.locator('[role=status]', { hasText: 'step 3 of' }).waitFor({ state: 'attached' });
  assert.match(await frame.locator('#list-2 .list-head').textContent(), /server → client {2}SYN, ACK/);
  await press('End');
  await listed(STEPS);
  await press('ArrowUp', 'Enter');
  await listed(STEPS - 1);
  await step(STEPS - 1);
  await shot('keys-steps');

  // The tabs fold away, and the diagram has their room.
  const high = () => frame.locator('.ladder').evaluate((area) => area.clientHeight);
  const before = await high();
  await frame.locator('[data-act=fold]').focus();
  await press('Enter');
  await frame.locator('[data-act=fold][aria-expanded=false]').waitFor();
  assert.ok((await high()) > before);
  await shot('keys-folded');
  await press('Enter');
  await frame.locator('.tab-panel').waitFor();

  // Larger and smaller: the current step stays in sight.
  await frame.locator('.ladder').focus();
  for (const key of ['+', '+', '-', '-', '-', '0']) {
    await press(key);
    await workbench.settled(frame);
    await frame.locator('.row.current').waitFor();
  }

  // Menus: arrow keys are cyclic, Escape returns the focus.
  await frame.locator('[data-act=save]').focus();
  await press('Enter');
  await frame.locator('.menu').waitFor();
  await press('Tab', 'Tab', 'ArrowDown');
  assert.equal(await frame.evaluate(() => globalThis.document.activeElement.dataset.export), 'svg-animated');
  await shot('keys-menu');
  await press('Escape');
  await frame.locator('.menu').waitFor({ state: 'hidden' });
  assert.equal((await focused(frame)).name, 'save');
  const entry = page.locator('.monaco-menu .action-item', { hasText: 'What If This Segment Is Lost?' }).first();
  await frame.locator('.ladder').focus();
  await workbench.settled(frame);
  await press('Shift+F10');
  await entry.waitFor();
  await press('Escape');
  await entry.waitFor({ state: 'detached' });

  // At a zoom of 200 % a window of 1280 pixels has 640 CSS pixels.
  await page.setViewportSize({ width: 640, height: 512 });
  await frame.waitForFunction(() => globalThis.document.documentElement.clientWidth < 340);
  for (const which of ['endpoints', 'header', 'states', 'steps']) {
    await frame.locator(`.tab[data-tab=${which}]`).click();
    await frame.locator(`.tab-panel[data-tab=${which}] > *`).first().waitFor();
    await workbench.settled(frame);
    assert.deepEqual(await clipped(frame), [], which);
  }
  await workbench.until('the step in sight', () =>
    frame.evaluate(() => {
      const { document } = globalThis;
      const room = document.querySelector('.ladder').getBoundingClientRect();
      const row = document.querySelector('.row.current .hit')?.getBoundingClientRect();
      return row !== undefined && row.top < room.bottom && row.bottom > room.top;
    }),
  );
  await shot('keys-zoomed');

  const chinese = await anotherWindow({ locale: 'zh-cn', width: 1280, height: 900 });
  writeFileSync(join(chinese.server.workspace, FILE), FLOW);
  await chinese.workbench.open(extension, FILE);
  const told = await chinese.workbench.openDiagram('在侧边打开时序图');
  await told.locator('.ladder').focus();
  await chinese.workbench.press('Home', 'ArrowRight');
  await told
    .locator('[role=status]', { hasText: '第 2 步，共 19 步 client 请求与 server 建立连接' })
    .waitFor({ state: 'attached' });
  assert.deepEqual(await violations(told, 'Chinese'), []);
}
