/**
 * `npm run pictures`: the pictures of the READMEs, in each language, taken in a real VS Code: media/pictures. What is shown is
 * the editor and the diagram alone, whose texts are the extension's.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { flowsForLooks } from './looks.mjs';
import { languages } from './parts.mjs';
import { root } from './paths.mjs';
import { savedPicture } from './saving.mjs';
import { startServer } from './server.mjs';
import { Workbench } from './workbench.mjs';

const folder = join(root, 'media/pictures');

/** A window whose editors fill it. */
const settings = {
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': true,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'window.menuBarVisibility': 'hidden',
};

/** The pictures of one language. */
async function take(browser, language, { fromLibrary, PICTURE_TEXTS }) {
  const texts = PICTURE_TEXTS[language];
  const server = await startServer({
    workspace: join(root, 'test/fixtures/workspace'),
    locale: language === 'en' ? undefined : language,
    driven: true,
    settings,
  });
  const page = await browser.newPage({ width: 1400, height: 940 });
  try {
    const workbench = new Workbench(page, server);
    const write = (name, text) => writeFileSync(join(server.workspace, `${name}.tcpflow`), text);
    const suffix = language === 'en' ? '' : `.${language}`;
    const show = async (name, text, { step, tab, theme = 'light' }) => {
      write(name, text);
      await workbench.open(root, `${name}.tcpflow`);
      await workbench.setTheme(theme);
      await workbench.command('workbench.action.closeSidebar');
      const frame = await workbench.openDiagram(texts.button);
      await workbench.command('tcpflow.firstStep');
      await workbench.settled(frame);
      if (tab !== undefined) await frame.locator(`[data-tab="${tab}"]`).first().click();
      await frame.locator('.ladder').focus();
      const current = frame.locator('.toolbar > .counter');
      await page.keyboard.press('Home');
      for (let i = 1; i < step; i++) await page.keyboard.press('Shift+ArrowRight');
      await workbench.until(`step ${step}`, async () => new RegExp(`\\b${step}\\b`).test(await current.innerText()));
      await workbench.settled(frame);
      await page.mouse.move(0, 0);
      return frame;
    };
    const shoot = (name) =>
      page.locator('.part.editor').screenshot({ path: join(folder, `${name}${suffix}.png`), animations: 'disabled' });

    await show('handshake', texts.mistake, { step: 2 });
    await shoot('checked');
    const tls = await show('tls13', fromLibrary('https', 'tls13', language), {
      step: 8,
      tab: 'secrets',
      theme: 'dark',
    });
    await workbench.settled(tls);
    await shoot('https');
    await show('h2', fromLibrary('http', 'h2-head-of-line', language), { step: 15, tab: 'streams' });
    await shoot('http2');
    const frame = await show('fetched', texts.fetched, { step: 1 });
    const tools = { page, workbench, server };
    writeFileSync(join(folder, `steps${suffix}.gif`), await savedPicture(tools, frame, 'fetched.gif', 'light'));
  } finally {
    await page.context().close();
    await server.stop();
  }
}

export async function pictures() {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    const flows = await flowsForLooks();
    for (const language of languages()) await take(browser, language, flows);
  } finally {
    await browser.close();
  }
  return { ok: true };
}
