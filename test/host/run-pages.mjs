/**
 * Runs the page tests, `test/page/*.page.mjs`, one after another against one VS Code server, each in a window of its own
 * on a fresh copy of the workspace. A word limits them to those whose file name contains it.
 *
 * A test exports `name` and `async run(tools)`, and may export `window` (`{ width, height, scale, reducedMotion }`) and
 * `settings` (user settings). `tools`:
 *
 *   page, workbench, server   the window and its driver (workbench.mjs), the server
 *   extension                 the extension's folder, for `workbench.open`
 *   assert                    node:assert/strict
 *   shot(name, target?)       writes test/output/NAME.png
 *   anotherWindow(options)    `{ page, workbench, server }`, say with `{ locale: 'zh-cn' }`; a server of its own
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser.mjs';
import { root } from './paths.mjs';
import { startServer } from './server.mjs';
import { Workbench } from './workbench.mjs';

const word = process.argv[2] ?? '';
const folder = join(root, 'test/page');
const files = readdirSync(folder)
  .filter((f) => f.endsWith('.page.mjs') && f.includes(word))
  .sort();
const workspace = join(root, 'test/fixtures/workspace');

const server = await startServer({ workspace });
const browser = await openBrowser();
const closeAtEnd = [];
let passed = 0;
let failed = 0;

async function runOne(file) {
  const test = await import(pathToFileURL(join(folder, file)).href);
  server.reset(test.settings);
  const page = await browser.newPage(test.window);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const workbench = new Workbench(page, server, test.settings);
  const start = Date.now();
  const others = [];
  try {
    await test.run({
      page,
      workbench,
      server,
      extension: root,
      assert,
      shot: (name, target) => workbench.shot(name, target),
      async anotherWindow({ locale, settings, ...window }) {
        const own = await startServer({ workspace, locale, settings: { ...test.settings, ...settings } });
        closeAtEnd.push(own);
        const ownPage = await browser.newPage(window);
        others.push(ownPage);
        return { page: ownPage, server: own, workbench: new Workbench(ownPage, own) };
      },
    });
    passed++;
    console.log(`  ✓ ${test.name ?? file} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`  ✗ ${test.name ?? file}\n${error.stack ?? error}`);
    errors.forEach((message) => console.log(`    [page error] ${message}`));
    for (const [i, shown] of [page, ...others].entries()) {
      const picture = `failed-${file.replace('.page.mjs', '')}${i || ''}`;
      await workbench.shot(picture, shown).then(
        (path) => console.log(`    see ${path}`),
        () => undefined,
      );
    }
  } finally {
    for (const window of [page, ...others]) {
      await window.context().close();
    }
  }
}

try {
  for (const file of files) {
    await runOne(file);
  }
} finally {
  await browser.close();
  for (const one of [server, ...closeAtEnd]) {
    await one.stop();
  }
}
if (browser.external.size > 0) {
  failed++;
  console.log('  ✗ asked of other machines:', [...browser.external]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
