/**
 * Runs the page tests, `test/page/*.page.mjs`, two at a time, each in a window of its own on a fresh copy of the workspace;
 * tests that run one after another share a VS Code server. A word limits them to those whose file name contains it.
 *
 * A test exports `name` and `async run(tools)`, and may export `window` (`{ width, height, scale, reducedMotion }`) and
 * `settings` (user settings). `tools`:
 *
 *   page, workbench, server   the window and its driver (workbench.mjs), the server
 *   extension                 the extension's folder, for `workbench.open`
 *   assert                    node:assert/strict
 *   shot(name, target?)       writes test/output/NAME.png
 *   anotherWindow(options)    `{ page, workbench, server }`, say with `{ locale: 'zh-cn' }`, on that language's server
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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

/** Pages at once: a window at rest leaves a core to another one. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism(), files.length));

const browser = await openBrowser();
let passed = 0;
let failed = 0;

/** The servers of one row of tests, one a language, that its tests use one after another. */
function createServers() {
  const byLocale = new Map();
  return {
    /** The server as it was at the start, but for these settings. */
    async for(locale, settings) {
      let made = byLocale.get(locale);
      if (!made) byLocale.set(locale, (made = startServer({ workspace, locale })));
      const server = await made;
      server.reset(settings);
      return server;
    },
    async stop() {
      for (const made of byLocale.values()) await (await made).stop();
    },
  };
}

async function runOne(file, servers) {
  const test = await import(pathToFileURL(join(folder, file)).href);
  const server = await servers.for(undefined, test.settings);
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
        const wanted = { ...test.settings, ...settings };
        const own = await servers.for(locale, wanted);
        const ownPage = await browser.newPage(window);
        others.push(ownPage);
        return { page: ownPage, server: own, workbench: new Workbench(ownPage, own, wanted) };
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

/** Takes the next file until there is none. */
async function runRow(queue) {
  const servers = createServers();
  try {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runOne(file, servers);
  } finally {
    await servers.stop();
  }
}

try {
  const queue = [...files];
  await Promise.all(Array.from({ length: AT_ONCE }, () => runRow(queue)));
} finally {
  await browser.close();
}
if (browser.external.size > 0) {
  failed++;
  console.log('  ✗ asked of other machines:', [...browser.external]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
