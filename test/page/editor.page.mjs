export const name = 'a wrong ack gets a squiggle that says what is right, and a quick fix; in English and in Chinese';

const FILE = 'handshake.tcpflow';
/** The line `server -> client SYN,ACK seq=y ack=x+1`, and the column after `ack=`. */
const LINE = 7;

const languages = {
  en: { says: "must acknowledge client's SYN", fix: 'Change to ack=x+1' },
  'zh-cn': { says: '必须确认 client 的 SYN', fix: '改为 ack=x+1' },
};

/** The text of a line in the editor, hints included. */
async function lineText(workbench, start) {
  const text = await workbench.visibleText();
  return text.split('\n').find((line) => line.startsWith(start)) ?? '';
}

/** The number of colours in the text; they appear some time after it. */
function colours(workbench) {
  return workbench.editor
    .locator('.view-line span[class*="mtk"]')
    .evaluateAll((spans) => new Set(spans.map((span) => globalThis.getComputedStyle(span).color)).size);
}

async function mistakeAndFix({ workbench, page, extension, assert, picture, words }) {
  await workbench.open(extension, FILE);

  // Inlay hints show filled-in clauses and the states after a line.
  await workbench.hints();
  await workbench.editor.locator('.view-line', { hasText: '→ server ESTABLISHED' }).first().waitFor();
  assert.match(await lineText(workbench, 'client -> server ACK'), /→ server ESTABLISHED/);
  await workbench.until('more than three colours', async () => (await colours(workbench)) > 3);
  await picture('clean');

  // ack=x+1 becomes ack=x in one edit: the intermediate `ack=x+` is another mistake with a squiggle of its own.
  await workbench.goTo(LINE);
  await workbench.press('End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Delete');
  const squiggle = workbench.editor.locator('.squiggly-error').first();
  await squiggle.waitFor();
  await picture('mistake');

  // The hover shows the right value and the reason.
  const hover = page.locator('.monaco-hover:visible', { hasText: words.says }).first();
  await workbench.press('Control+k', 'Control+i');
  await hover.waitFor();
  const said = await hover.innerText();
  assert.match(said, /x\+1/);
  assert.match(said, /RFC 9293 §3\.10\.7\.2/);
  await picture('hover');

  // The diagnostic's code is a link to the rule's page.
  const rule = page.locator('.tabs-container .tab', { hasText: 'synack-ack' }).first();
  await hover.locator('a', { hasText: 'tcp/synack-ack' }).first().click();
  await rule.waitFor();
  const preview = await workbench.webview('h1');
  assert.match(await preview.locator('h1').innerText(), /synack-ack/);
  await preview.locator('h1:visible').waitFor();
  await picture('rule');
  await workbench.tab(FILE).click();

  // The quick fix is applied by keyboard.
  await workbench.goTo(LINE, 37);
  await workbench.quickFixes(words.fix);
  await picture('fix');
  await workbench.press('Enter');
  await squiggle.waitFor({ state: 'detached' });
  await workbench.until('the right number', async () =>
    (await lineText(workbench, 'server -> client')).includes('ack=x+1'),
  );
  await picture('fixed');
}

export async function run({ page, workbench, extension, assert, shot, anotherWindow }) {
  await mistakeAndFix({
    workbench,
    page,
    extension,
    assert,
    words: languages.en,
    picture: (what) => shot(`editor-${what}`),
  });
  const other = await anotherWindow({ locale: 'zh-cn' });
  await mistakeAndFix({
    ...other,
    extension,
    assert,
    words: languages['zh-cn'],
    picture: (what) => shot(`editor-${what}-zh-cn`, other.page),
  });
}
