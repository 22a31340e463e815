export const name =
  'the library: from a fresh window in three clicks to a stepped scenario; what if, compare, an exercise solved; in Chinese';

/** The extension must not be active before its view is opened. */
export const fresh = true;

export const window = { width: 1400, height: 900 };

const row = (page, text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();

export async function run({ page, workbench, extension, anotherWindow, assert, shot }) {
  await workbench.open(extension);
  // Three actions: open the view container, open the first scenario, make a step.
  await page.locator('.activitybar .action-label[aria-label^="TCP Flow"]').first().click();
  await row(page, 'Three-way handshake').waitFor();
  await shot('library-view');
  await row(page, 'Three-way handshake').click();
  /** Waits until the panel's page shows this step. */
  const shows = async (step) => {
    const frame = await workbench.webview('.row.segment');
    await frame.locator('.toolbar .counter', { hasText: new RegExp(`^step ${step} `) }).waitFor();
    await workbench.settled(frame);
    return frame;
  };
  const first = await shows(1);
  await shot('library-opened');
  await first.locator('[data-act=forward]').click();
  // The first segment comes behind the call and the notes that lead to it.
  await shows('[2-9]');
  assert.match(await workbench.visibleText(), /Why three segments, and not two/);

  // The lens above the flow offers its variant, which opens beside it.
  const pick = page.locator('.quick-input-list .monaco-list-row', { hasText: 'two segments only' });
  await page.locator('.codelens-decoration').getByText('What if').waitFor();
  // The lens is redrawn when its editor gets the focus, and a press would miss it: its command is run.
  await workbench.focusEditor();
  await workbench.inside((vscode) => {
    void vscode.commands.executeCommand('tcpflow.relatedScenarios', vscode.window.activeTextEditor.document.uri);
  });
  await pick.waitFor();
  await shot('library-related');
  await pick.click();
  await workbench.tab('two-way-handshake.tcpflow').waitFor();
  // The lens is redrawn while the flow opens, so wait until the flow shows its first step before clicking.
  await page.locator('.tab', { hasText: 'Flow: two-way-handshake' }).waitFor();
  await shows(1);
  await page.mouse.move(700, 600);
  await page
    .locator('.codelens-decoration')
    .getByText('Compare with')
    .click({ position: { x: 30, y: 6 } });
  await page.locator('.tab', { hasText: '↔' }).waitFor();
  const both = await workbench.webview('.difference-text');
  await both.locator('.row.current').first().waitFor();
  await shot('library-compare');

  // Once all editors are closed, no empty group stays locked; the palette lists the library.
  const lock = page.locator('a[aria-label^="Unlock Group"]');
  await lock.first().waitFor({ state: 'attached' });
  await workbench.command('workbench.action.closeAllEditors');
  await workbench.until('no empty group is locked', async () => (await lock.count()) === 0);
  await workbench.palette('>TCP Flow: Find in the Library', 'TCP Flow: Find in the Library');
  await page.keyboard.press('Enter');
  const firstRow = (text) => page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
  await firstRow('Get Started');
  await shot('library-palette');
  // It is searched by the words of articles, in any spelling and language.
  for (const [typed, found] of [
    ['time_wait', 'TIME-WAIT'],
    ['序列号', 'Sequence numbers count bytes'],
    ['synack-ack', 'tcp/synack-ack'],
  ]) {
    await page.keyboard.press('Control+a');
    await page.keyboard.type(typed);
    await firstRow(found);
    await shot(`library-found-${typed}`);
  }
  await page.keyboard.press('Escape');

  // A guide with its pictures; its links open flows of the library.
  await workbench.palette('>TCP Flow: Open Guide', 'TCP Flow: Open Guide');
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Closing a connection' }).first().click();
  const guide = await workbench.webview('.markdown-body img');
  const widths = () => guide.locator('img').evaluateAll((all) => all.map((img) => img.naturalWidth));
  await workbench.until('the pictures', async () => (await widths()).every((w) => w > 300));
  await shot('library-guide');
  await guide.locator('a', { hasText: 'Half-close' }).first().click();
  await workbench.tab('half-close.tcpflow').waitFor();
  await shows(1);
  await workbench.command('workbench.action.closeAllEditors');

  // Initial sequence numbers: another port gives another number; a second later it is 250,000 higher.
  await workbench.run('TCP Flow: Open ISN Page');
  const isn = await workbench.webview('[data-result]');
  const number = async () => Number((await isn.locator('[data-result]').innerText()).replaceAll(',', ''));
  const before = await number();
  await isn.locator('[data-act=later]').click();
  assert.equal(await number(), (before + 250_000) % 2 ** 32);
  await isn.locator('[data-field=localPort]').fill('49153');
  assert.notEqual(await number(), (before + 250_000) % 2 ** 32);
  await isn.locator('[data-act=secret]').click();
  await shot('library-isn');
  await isn.locator('[data-field=localPort]').fill('491530');
  await isn.locator('[data-field=localPort][aria-invalid=true]').waitFor();
  assert.match(await isn.locator('.problem').innerText(), /65536/);
  await workbench.command('workbench.action.closeAllEditors');

  // An exercise: once the mistakes are corrected it is solved, and the view shows it.
  await row(page, 'Mistakes that articles make').click();
  await row(page, 'A close as it is often drawn').click();
  await workbench.webview('.row.segment');
  await page.locator('.squiggly-error').first().waitFor();
  await shot('library-exercise');
  await workbench.focusEditor();
  for (const line of [17, 19]) {
    await workbench.goTo(line);
    await workbench.press('End');
    await workbench.type(',ACK');
    await workbench.press('Escape');
  }
  await row(page, 'A close as it is often drawn').locator('.codicon-pass-filled').waitFor();
  await workbench.command('notifications.showList');
  await page.locator('.notifications-center', { hasText: 'Solved' }).waitFor();
  await shot('library-solved');

  const chinese = await anotherWindow({ locale: 'zh-cn', width: 1400, height: 900 });
  await chinese.workbench.open(extension);
  await chinese.page.locator('.activitybar .action-label[aria-label^="TCP Flow"]').first().click();
  await row(chinese.page, '三次握手').click();
  const told = await chinese.workbench.webview('.row.segment');
  await told.locator('.row.note', { hasText: '被动打开' }).first().waitFor();
  assert.match(await chinese.workbench.visibleText(), /为什么是三次握手/);
  await shot('library-zh-cn', chinese.page);
  await chinese.workbench.setTheme('dark');
  await chinese.workbench.palette('>TCP Flow: 打开指南', '打开指南');
  await chinese.page.keyboard.press('Enter');
  await chinese.page.locator('.quick-input-list .monaco-list-row', { hasText: '三次握手' }).first().click();
  const pages = await chinese.workbench.webview('.markdown-body img');
  await pages.locator('h1', { hasText: '三次握手' }).waitFor();
  await shot('library-guide-zh-cn-dark', chinese.page);
  await chinese.workbench.quickOpen('>TCP Flow: 打开初始序号页面', '打开初始序号页面');
  await (await chinese.workbench.webview('[data-result]')).locator('h1', { hasText: '初始序号' }).waitFor();
  await shot('library-isn-zh-cn-dark', chinese.page);
}
