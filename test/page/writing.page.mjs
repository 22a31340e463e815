export const name = 'a whole connection is written from an empty file by completion alone; in English and in Chinese';

const FILE = 'empty.tcpflow';

const languages = {
  en: { fix: 'Change to', problem: 'must acknowledge', problems: 'Problems' },
  'zh-cn': { fix: '改为', problem: '必须确认', problems: '问题' },
};

async function writeByKeyboard({ workbench, page, extension, assert, picture, words }) {
  await workbench.open(extension, FILE);
  await workbench.goTo(1);
  const list = page.locator('.suggest-widget.visible .monaco-list-row.focused');
  const lines = async () => (await workbench.visibleText()).split('\n').filter((line) => line.trim() !== '').length;

  let keys = 0;
  const press = async (key) => {
    keys++;
    await workbench.press(key);
  };
  await press('Control+Space');
  await list.waitFor();
  await picture('first');
  // Enter accepts the first suggestion, and the list for the next line opens by itself.
  for (let written = 1; written <= 15; written++) {
    if (written === 4 || written === 10) await picture(written === 4 ? 'request' : 'close');
    await press('Enter');
    await workbench.until(`line ${written}`, async () => (await lines()) === written);
    if (written < 15) await list.waitFor();
  }
  assert.ok(keys < 40, `${keys} keystrokes`);
  const text = await workbench.visibleText();
  assert.equal(text.match(/http GET/g).length, 2);
  assert.match(text, /expect client CLOSED, server CLOSED/);
  // The flow has been checked to its end without findings.
  await page.locator('.statusbar-item[id="tcpflow.tcpflow.tcpflow.outcome"]', { hasText: 'CLOSED' }).waitFor();
  assert.equal(await workbench.editor.locator('.squiggly-error, .squiggly-warning, .squiggly-info').count(), 0);
  await workbench.press('Control+Home');
  await picture('written');

  // A mistake appears in the list of problems, and its fixes in a menu.
  await workbench.goTo(2);
  await workbench.press('End', 'Backspace', 'Backspace');
  await workbench.editor.locator('.squiggly-error').first().waitFor();
  await workbench.press('Control+Shift+m');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: words.problem }).first();
  await problem.waitFor();
  await picture('problems');
  await workbench.press('Control+Shift+m');
  await problem.waitFor({ state: 'hidden' });
  await workbench.goTo(2, 40);
  await workbench.quickFixes(words.fix);
  await picture('fixes');
  await workbench.press('Escape');
}

export async function run({ page, workbench, extension, assert, shot, anotherWindow }) {
  await writeByKeyboard({
    workbench,
    page,
    extension,
    assert,
    words: languages.en,
    picture: (what) => shot(`writing-${what}`),
  });
  const other = await anotherWindow({ locale: 'zh-cn' });
  await writeByKeyboard({
    ...other,
    extension,
    assert,
    words: languages['zh-cn'],
    picture: (what) => shot(`writing-${what}-zh-cn`, other.page),
  });
}
