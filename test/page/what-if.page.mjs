export const name =
  'what if the handshake loses its last ACK: from a right click to a flow that is kept, in light, dark and Chinese';

export const window = { width: 1500, height: 900 };

const FILE = 'handshake.tcpflow';

/** Opens the diagram and asks, by a right click on the ACK's arrow, what if it is lost. */
async function askWhatIf({ page, workbench, extension, diagram, lost, shot, picture }) {
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram(diagram);
  await workbench.settled(frame);
  await frame.locator('.row.segment .wire').nth(2).click({ force: true });
  await frame.locator('.what-if').waitFor();
  // Rows are redrawn when a step becomes the current one.
  await workbench.settled(frame);
  await frame.locator('.row.segment .wire').nth(2).click({ button: 'right', force: true });
  await page.locator('.monaco-menu .action-item', { hasText: lost }).first().waitFor();
  await shot(`what-if-menu-${picture}`, page);
  await workbench.take(lost);
  const beside = await workbench.webview('.difference-text');
  await beside.locator('[data-act=keep]').waitFor();
  await workbench.settled(beside);
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
  const kept = page.locator('.tabs-container .tab.dirty', { hasText: 'Untitled-' });
  await kept.waitFor();
  await page.locator('.tab', { hasText: '↔' }).waitFor({ state: 'detached' });
  await workbench.until('the kept flow', async () =>
    /client -x server +ACK[^]*^run/m.test(await workbench.visibleText()),
  );
  await page.locator('.codelens-decoration', { hasText: 'run: 2 segments, ends ESTABLISHED / ESTABLISHED' }).waitFor();
  await workbench.setTheme('dark');
  await shot('what-if-kept-dark');

  // By keyboard; after dropping, nothing is left.
  const diagram = await workbench.webview('.what-if');
  await diagram.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await workbench.settled(diagram);
  const sends = Number(await diagram.locator('.row.segment .number').first().textContent());
  if (sends > 1) await page.keyboard.press('ArrowRight');
  await workbench.settled(diagram);
  await page.keyboard.press('Shift+F10');
  await workbench.take('What If This Segment Arrives Twice?');
  await workbench.settled(await workbench.webview('[data-act=drop]'));
  await shot('what-if-twice-dark');

  // A reload keeps the what-if.
  await workbench.reopen(extension, 'arrives twice?', 'tcpflow-what-if:/');
  const back = await workbench.webview('[data-act=drop]');
  await workbench.settled(back);
  const [, title] = await back.locator('.pair-name').allInnerTexts();
  assert.match(title, /What if client's SYN \(step \d+\) arrives twice\?/);

  // Dropping asks for confirmation; if cancelled, the what-if stays.
  const asks = page.locator('.monaco-dialog-box', { hasText: 'Drop “What if' });
  await back.locator('[data-act=drop]').click();
  await asks.waitFor();
  await page.keyboard.press('Escape');
  await asks.waitFor({ state: 'detached' });
  await page.locator('.tab', { hasText: '↔' }).waitFor();
  await back.locator('[data-act=drop]').click();
  await asks.locator('.monaco-button', { hasText: 'Drop' }).click();
  await page.locator('.tab', { hasText: '↔' }).waitFor({ state: 'detached' });

  const chinese = await anotherWindow({ locale: 'zh-cn', ...window });
  const told = await askWhatIf({
    ...chinese,
    extension,
    diagram: '在侧边打开时序图',
    lost: '假如这个报文段丢失？',
    shot,
    picture: 'zh-cn',
  });
  await told.locator('[data-act=keep]').click();
  await chinese.page.locator('.tabs-container .tab.dirty', { hasText: 'Untitled-' }).waitFor();
}
