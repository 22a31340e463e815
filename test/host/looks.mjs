/**
 * `npm run looks -- [PART…]`: draws diagrams for visual review. Each flow of test/looks/flows.ts whose name contains
 * a PART is drawn in VS Code's four themes, in two languages, narrow and wide, in the panel's own page with the colours
 * of a real VS Code. Contact sheets are written to test/output/looks.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { openBrowser } from './browser.mjs';
import { languages } from './parts.mjs';
import { outputDir, root } from './paths.mjs';
import { startServer } from './server.mjs';
import { themes, Workbench } from './workbench.mjs';

const folder = join(outputDir, 'looks');
const coloursFile = join(root, 'dist/looks/colours.json');

/** The widths in pixels: a narrow panel beside others, and a panel of the window's width. */
const sizes = { 300: { height: 1000, columns: 4, most: 4 }, 1600: { height: 1000, columns: 2, most: 4 } };

/** The environment of a webview in a real VS Code for each theme: colours, fonts, style sheet, body classes. */
async function surroundings(browser) {
  try {
    return JSON.parse(readFileSync(coloursFile, 'utf8'));
  } catch {
    // They have not been stored yet.
  }
  const server = await startServer({ workspace: join(root, 'test/fixtures/workspace'), driven: true });
  const page = await browser.newPage();
  try {
    const workbench = new Workbench(page, server);
    await workbench.open(root, 'handshake.tcpflow');
    await workbench.pressTitleButton('Open Diagram');
    const found = {};
    for (const theme of Object.keys(themes)) {
      await workbench.setTheme(theme);
      const kind = { light: 'vscode-light', dark: 'vscode-dark' }[theme] ?? 'vscode-high-contrast';
      found[theme] = await workbench.until(`the colours of ${theme}`, async () => {
        const frame = await workbench.webview('.row.segment');
        const around = await frame.evaluate(() => ({
          rule: document.documentElement.getAttribute('style') ?? '',
          sheet: document.getElementById('_defaultStyles')?.textContent ?? '',
          body: document.body.className,
          theme: document.body.dataset.vscodeThemeName ?? document.body.dataset.vscodeThemeId ?? '',
        }));
        const isThere = around.body.split(' ').includes(kind) && around.body.includes('light') === /light/.test(theme);
        return isThere && around;
      });
    }
    mkdirSync(join(root, 'dist/looks'), { recursive: true });
    writeFileSync(coloursFile, JSON.stringify(found));
    return found;
  } finally {
    await page.context().close();
    await server.stop();
  }
}

/** The flows and the setup of a panel's page; written in TypeScript, so they are bundled first. */
export async function flowsForLooks() {
  const outfile = join(root, 'dist/looks/parts.mjs');
  await build({
    absWorkingDir: root,
    stdin: {
      contents:
        "export * from './test/looks/flows'; export * from './test/looks/panel-page'; export * from './test/looks/pictures';",
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** The screenshot of one flow in a page of its own. */
async function picture(browser, { hostCode, setUpPanel }, { flow, language, width, height, around }) {
  const page = await browser.newPage({ width, height });
  try {
    await setUpPanel(page, root, hostCode, around);
    await page.evaluate(
      async (message) => {
        const answer = globalThis.outside.on('prepared');
        globalThis.outside.ask({ kind: 'prepare', folds: true, ...message });
        await answer;
        globalThis.outside.ask({ kind: 'open' });
      },
      { text: flow.text, language, step: (flow.step ?? 0) - 1, show: flow.show, eyes: flow.eyes },
    );
    await page.locator('.row').first().waitFor();
    // Waits until no answer is outstanding and everything received is drawn.
    const settled = () =>
      page.waitForFunction(() => {
        const { settled: is, asked, answered } = globalThis.document.documentElement.dataset;
        return is !== undefined && asked === answered;
      });
    await settled();
    if (flow.tab !== undefined) {
      await page.locator(`[data-tab="${flow.tab}"]`).first().click();
      await settled();
    }
    return await page.screenshot();
  } finally {
    await page.context().close();
  }
}

/** A contact sheet of titled screenshots. */
async function sheet(browser, pictures, { width, height, columns }, name) {
  const wide = Math.min(columns, pictures.length) * (width + 8);
  const page = await browser.newPage({ width: wide, height: Math.ceil(pictures.length / columns) * (height + 8) });
  const images = pictures.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`).join('');
  await page.setContent(
    `<style>body{margin:0;background:#888;display:flex;flex-wrap:wrap;gap:8px}img{width:${width}px}</style>${images}`,
  );
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  await page.context().close();
  return path;
}

export async function looks(wanted) {
  if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    const colours = await surroundings(browser);
    const { looked, hostCode, setUpPanel } = await flowsForLooks();
    const tools = { setUpPanel, hostCode: await hostCode(root) };
    for (const language of languages()) {
      const flows = looked(language).filter(
        ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
      );
      for (const [theme, around] of Object.entries(colours)) {
        for (const [width, { height, columns, most }] of Object.entries(sizes)) {
          const pictures = [];
          for (const flow of flows) {
            const size = { width: Number(width), height };
            const png = await picture(browser, tools, { flow, language, around, ...size });
            writeFileSync(join(folder, `${flow.name}-${language}-${theme}-${width}.png`), png);
            pictures.push(png);
          }
          for (let i = 0; i < pictures.length; i += most) {
            const name = `sheet-${language}-${theme}-${width}-${i / most + 1}`;
            const some = pictures.slice(i, i + most);
            console.log(await sheet(browser, some, { width: Number(width), height, columns }, name));
          }
        }
      }
    }
  } finally {
    await browser.close();
  }
  return { ok: true };
}
