import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const name = 'hovers, the status item with its menu, and Get Started; in English and in Chinese, light and dark';

export const window = { width: 1680, height: 860 };

const FILE = 'handshake.tcpflow';

const languages = {
  en: {
    everything: 'server has everything before x+1',
    menu: 'Next Finding',
    start: 'TCP Flow: Get Started',
    title: 'Get Started with TCP Flow',
    breakIt: 'Break it',
    palette: 'New Flow…',
  },
  'zh-cn': {
    everything: 'server 已收到 x+1 之前的全部内容',
    menu: '下一个问题',
    start: 'TCP Flow: 入门',
    title: 'TCP Flow 入门',
    breakIt: '故意写错',
    palette: '新建流程…',
  },
};

/** Opens the hover at the cursor by keyboard. */
async function hoverAt(workbench, page, line, column, text) {
  await workbench.goTo(line, column);
  const hover = page.locator('.monaco-hover:visible', { hasText: text }).first();
  // Before the extension is active, no hover would open.
  await workbench.hints();
  await workbench.press('Control+k', 'Control+i');
  await hover.waitFor();
  return hover;
}

async function look({ workbench, page, extension, assert, words, picture }) {
  await workbench.open(extension, FILE);
  await workbench.palette(`>TCP Flow: ${words.palette}`, words.palette);
  await picture('palette');
  await workbench.press('Escape');

  // The hover of a field draws its place in the header.
  const hover = await hoverAt(workbench, page, 7, 35, words.everything);
  assert.match(await hover.innerText(), /byte 8/);
  await picture('field');
  await workbench.press('Escape');

  // The status bar item shows the outcome of the flow, and its menu has the next actions.
  const status = page.locator('.statusbar-item', { hasText: 'ESTABLISHED' }).first();
  await status.waitFor();
  await workbench.goTo(7);
  await workbench.press('End', 'Backspace', 'Backspace');
  const broken = page.locator('.part.statusbar .statusbar-item[id="tcpflow.tcpflow.tcpflow.outcome"]');
  await workbench.until('an error in the status bar', async () => /1/.test(await broken.innerText()));
  const next = page.locator('.quick-input-list .monaco-list-row', { hasText: words.menu }).first();
  await broken.click();
  await next.waitFor();
  await workbench.still();
  await picture('menu');
  await workbench.press('Escape');
  // While the menu closes, it still takes keys.
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await workbench.focusEditor();
  // A key may still go to the menu; an edit does not.
  await workbench.inside((vscode) => {
    const editor = vscode.window.activeTextEditor;
    return editor.edit((edit) => edit.insert(editor.selection.active, '+1')).then(() => undefined);
  });
  await workbench.until('a clean flow again', async () => !/1/.test(await broken.innerText()));

  // The "Get Started" pages.
  await workbench.run(words.start);
  await page.locator('.gettingStartedContainer', { hasText: words.title }).first().waitFor();
  await page.locator('.gettingStartedContainer .step-title', { hasText: words.breakIt }).first().click();
  // The picture uses the theme's colours; anything that the page's policy forbids would leave it black.
  await workbench.until('a picture with colours', async () => {
    const sheet = (await workbench.webview('svg rect')).locator('svg rect').first();
    // The frame of the previous step disappears meanwhile.
    const fill = await sheet.evaluate((rect) => globalThis.getComputedStyle(rect).fill).catch(() => 'none yet');
    return !['rgb(0, 0, 0)', 'none yet'].includes(fill);
  });
  await workbench.still();
  await picture('start');
}

/** Suggestions in the workspace's settings.json: ids of rules, then levels. */
async function rulesOffered({ page, workbench, server }) {
  mkdirSync(join(server.workspace, '.vscode'), { recursive: true });
  writeFileSync(join(server.workspace, '.vscode/settings.json'), '{}');
  await workbench.command('workbench.action.openWorkspaceSettingsFile');
  await workbench.editorOf('settings.json').locator('.view-lines').click();
  const offered = (text) => page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first();
  await workbench.press('Control+a');
  await page.keyboard.insertText('{ "tcpflow.rules": { "tcp/psh-missing": 5 } }');
  // The JSON service takes a while to load the schema of the settings; then it reports the number.
  await page.locator('.editor-instance .squiggly-warning').first().waitFor();
  await workbench.press('Control+a');
  await page.keyboard.insertText('{ "tcpflow.rules": {');
  await workbench.type(' "tcp/psh-m');
  await workbench.press('Control+Space');
  await offered('tcp/psh-missing').waitFor();
  await workbench.press('Enter');
  await offered('hint').waitFor();
  await workbench.press('Escape');
  await workbench.command('workbench.action.files.revert');
  await workbench.command('workbench.action.closeActiveEditor');
}

export async function run({ page, workbench, server, extension, assert, shot, anotherWindow }) {
  await look({ workbench, page, extension, assert, words: languages.en, picture: (what) => shot(`guide-${what}`) });
  await workbench.setTheme('dark');
  await workbench.still();
  await shot('guide-start-dark');
  await rulesOffered({ page, workbench, server });
  // Flows have syntax colours in the Markdown preview.
  await workbench.run('TCP Flow: Open Language Reference');
  await workbench.webview('code.language-tcpflow .hljs-built_in');
  await shot('guide-language-dark');
  const other = await anotherWindow({
    locale: 'zh-cn',
    dark: true,
    ...window,
  });
  await look({
    ...other,
    extension,
    assert,
    words: languages['zh-cn'],
    picture: (what) => shot(`guide-${what}-zh-cn`, other.page),
  });
}
