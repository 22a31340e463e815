import { appears } from '../host/workbench.mjs';

export const name =
  'what if the handshake loses its last ACK: from a right click to a flow that is kept, in light, dark and Chinese';

export const window = { width: 1500, height: 900 };

const FILE = 'handshake.tcpflow';

/** An entry of the menu that is open. */
function entry(page, text) {
  return page.locator('.monaco-menu .action-item', { hasText: text }).first();
}

/** Takes an entry of the menu. One that is still opening does not hear the click. */
async function take({ page, workbench }, text) {
  const wanted = entry(page, text);
  await wanted.waitFor();
  await workbench.until(`the menu to be taken: ${text}`, async () => {
    await wanted.click({ timeout: 2000 }).catch(() => undefined);
    return (await wanted.count()) === 0;
  });
}

/** Opens the diagram and asks, by the right mouse button on the ACK's arrow, what if it is lost. */
async function askWhatIf({ page, workbench, extension, diagram, lost, shot, picture }) {
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram(diagram);
  await workbench.until('the rows', async () => (await frame.locator('.row.segment').count()) === 3);
  await frame.locator('.row.segment .wire').nth(2).click({ force: true });
  await frame.locator('.what-if').waitFor();
  await workbench.until('the menu', async () => {
    // The rows are drawn anew when a step becomes the current one.
    await frame.locator('.row.segment .wire').nth(2).click({ button: 'right', force: true });
    return appears(entry(page, lost));
  });
  await shot(`what-if-menu-${picture}`, page);
  await take({ page, workbench }, lost);
  const beside = await workbench.webview('.difference-text');
  await beside.locator('[data-act=keep]').waitFor();
  await page.waitForTimeout(300);
  await shot(`what-if-beside-${picture}`, page);
  return beside;
}

export async function run({ page, workbench, extension, assert, shot, anotherWindow }) {
  const lost = 'What If This Segment Is Lost?';
  const beside = await askWhatIf({ page, workbench, extension, diagram: 'Open Diagram', lost, shot, picture: 'light' });
  const names = await beside.locator('.pair-name').allInnerTexts();
  assert.match(names[1], /What if client's ACK \(step \d+\) is lost\?/);
  assert.match(await beside.locator('body').innerText(), /SYN, ACK/);

  await beside.locator('[data-act=keep]').click();
  const kept = page.locator('.tabs-container .tab.dirty', { hasText: 'Untitled-1' });
  await kept.waitFor();
  await workbench.until('the what-if to go', async () => (await page.locator('.tab', { hasText: '↔' }).count()) === 0);
  const text = await workbench.visibleText();
  assert.match(text, /client -x server +ACK/);
  assert.match(text, /^run/m);
  await page.locator('.codelens-decoration', { hasText: 'run: 2 segments, ends ESTABLISHED / ESTABLISHED' }).waitFor();
  await workbench.setTheme('dark');
  await shot('what-if-kept-dark');

  // By keyboard, and dropped: nothing is left.
  const tabs = await page.locator('.tabs-container .tab').count();
  const diagram = await workbench.webview('.what-if');
  await diagram.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await workbench.until('a step that sends', async () => {
    await page.keyboard.press('ArrowRight');
    return diagram.locator('.what-if').isVisible();
  });
  await workbench.until('the menu', async () => {
    await page.keyboard.press('Shift+F10');
    return appears(entry(page, 'What If This Segment Arrives Twice?'));
  });
  await take({ page, workbench }, 'What If This Segment Arrives Twice?');
  const twice = await workbench.webview('[data-act=drop]');
  await shot('what-if-twice-dark');
  await twice.locator('[data-act=drop]').click();
  await workbench.until('nothing left', async () => (await page.locator('.tabs-container .tab').count()) === tabs);

  const chinese = await anotherWindow({ locale: 'zh-cn', ...window });
  await askWhatIf({
    ...chinese,
    extension,
    diagram: '在侧边打开时序图',
    lost: '假如这个报文段丢失？',
    shot,
    picture: 'zh-cn',
  });
}
