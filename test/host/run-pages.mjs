/**
 * Runs the page tests, `test/page/*.page.mjs`, two at a time, each on a fresh copy of the workspace. Tests that run one after
 * another share a VS Code server and its window, which is cleared in between. An argument selects the tests whose file name
 * contains it.
 *
 * A test exports `name` and `async run(tools)`. It may export `window` (`{ width, height, reducedMotion }`), and `fresh` if it
 * needs a window in which nothing has been opened yet. `tools`:
 *
 *   page, workbench, server   the window, its driver (workbench.mjs), and the server
 *   extension                 the extension's folder, for `workbench.open`
 *   assert                    node:assert/strict
 *   shot(name, target?)       writes test/output/NAME.png for visual review, if the argument selects this test
 *   alone                     true if the test was asked for by its name
 *   anotherWindow(options)    `{ page, workbench, server }` in another language, with `{ locale: 'zh-cn' }`, or with the extension
 *                             in the web worker host, with `{ host: 'web' }`, or with other `settings`
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser.mjs';
import { extensionId, root } from './paths.mjs';
import { startServer } from './server.mjs';
import { Workbench } from './workbench.mjs';

const word = process.argv[2] ?? '';
const folder = join(root, 'test/page');
const files = readdirSync(folder)
  .filter((f) => f.endsWith('.page.mjs') && f.includes(word))
  .sort();
const tests = await Promise.all(
  files.map(async (file) => ({ file, ...(await import(pathToFileURL(join(folder, file)).href)) })),
);
// The first window of a row is fresh anyway.
tests.sort((a, b) => Number(b.fresh ?? false) - Number(a.fresh ?? false));
const workspace = join(root, 'test/fixtures/workspace');

/** The number of tests at a time; a waiting window leaves the processor to another one. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism(), files.length));

const browser = await openBrowser();
let passed = 0;
let failed = 0;

/** The windows of one row of tests: one for each language and extension host, on a server of its own, used by the tests in turn. */
function createWindows() {
  const servers = new Map();
  const windows = new Map();
  const serverFor = ({ locale, host, settings: own }, key) => {
    if (!servers.has(key)) {
      const settings = { ...own, ...(host === 'web' && { 'remote.extensionKind': { [extensionId]: ['web'] } }) };
      servers.set(key, startServer({ workspace, locale, driven: true, log: 'error', settings }));
    }
    return servers.get(key);
  };
  async function drop(key) {
    const { page } = windows.get(key) ?? {};
    windows.delete(key);
    await page?.context().close();
  }
  return {
    /** The window of a language in the given size, with the workspace in its initial state. */
    async for({
      locale,
      host = 'node',
      fresh,
      width = 1400,
      height = 900,
      reducedMotion = false,
      dark = false,
      settings = {},
    } = {}) {
      const key = [locale ?? 'en', host, ...Object.keys(settings)].join('-');
      const server = await serverFor({ locale, host, settings }, key);
      if (fresh) await drop(key);
      if (!windows.has(key)) {
        const page = await browser.newPage();
        const errors = [];
        page.on('pageerror', (error) => errors.push(error.message));
        windows.set(key, { page, server, workbench: new Workbench(page, server, host), errors });
      }
      const window = windows.get(key);
      window.errors.length = 0;
      await window.page.setViewportSize({ width, height });
      await window.page.emulateMedia({
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      });
      server.reset();
      return window;
    },
    /** Closes all windows; after a failure their state is unknown. */
    async dropAll(before = () => undefined) {
      for (const [key, window] of [...windows]) {
        await before(window, key);
        await drop(key);
      }
    },
    async stop() {
      await this.dropAll();
      for (const made of servers.values()) await (await made).stop();
    },
  };
}

async function runOne(test, windows) {
  const start = Date.now();
  try {
    const window = await windows.for({ ...test.window, fresh: test.fresh });
    await test.run({
      ...window,
      extension: root,
      assert,
      shot: (name, target) => (word === '' ? undefined : window.workbench.shot(name, target)),
      anotherWindow: (wanted) => windows.for(wanted),
      alone: word !== '',
    });
    passed++;
    console.log(`  ✓ ${test.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`  ✗ ${test.name}\n${error.stack ?? error}`);
    await windows.dropAll(async ({ workbench, errors }, key) => {
      errors.forEach((message) => console.log(`    [page error] ${message}`));
      await workbench.shot(`failed-${test.file.replace('.page.mjs', '')}-${key}`).then(
        (path) => console.log(`    see ${path}`),
        () => undefined,
      );
    });
  }
}

/** Runs tests from the queue until it is empty. */
async function runRow(queue) {
  const windows = createWindows();
  try {
    for (let test = queue.shift(); test !== undefined; test = queue.shift()) await runOne(test, windows);
  } finally {
    await windows.stop();
  }
}

try {
  const queue = [...tests];
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
