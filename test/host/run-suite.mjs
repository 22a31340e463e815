/**
 * `node run-suite.mjs node|web` runs the suite inside a real extension host and exits with its result. The workbench
 * runs extension tests as VS Code's own do: the page receives the paths of extension and tests, and calls back two
 * functions with the output and the exit code.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { extensionId, outputDir, root } from './paths.mjs';
import { startServer } from './server.mjs';

const kind = process.argv[2] === 'web' ? 'web' : 'node';
const locale = process.env.TCPFLOW_LOCALE || undefined;
/** The time after which a hanging run is stopped, milliseconds. */
const deadline = Number(process.env.TEST_DEADLINE_MS ?? 300_000);

const server = await startServer({
  workspace: join(root, 'test/fixtures/workspace'),
  locale,
  // This workbench ignores the payload's extensionDevelopmentKind, but not the setting.
  settings: kind === 'web' ? { 'remote.extensionKind': { [extensionId]: ['web'] } } : {},
});
let browser;
let code;
let ran = 0;
try {
  browser = await openBrowser();
  const page = await browser.newPage();
  let finish;
  const result = new Promise((resolve) => {
    finish = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (exitCode) => finish(exitCode));
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const text = args.join(' ');
    const mark = text.indexOf('[mocha]');
    if (mark >= 0) {
      const line = text.slice(mark + '[mocha]'.length);
      ran = Number(/^(\d+) passed, \d+ failed/.exec(line)?.[1] ?? ran);
      console.log(line);
    } else if (process.env.VERBOSE) {
      console.error(`[${type}]`, text);
    }
  });
  page.on('pageerror', (error) => console.error('[page error]', error.message));
  const payload = [
    ['extensionDevelopmentPath', server.remote(root)],
    ['extensionTestsPath', server.remote(`${root}/dist/test/${kind}/index`)],
    ['skipWelcome', 'true'],
  ];
  await page.goto(server.url({}, payload), { waitUntil: 'commit', timeout: deadline });
  code = await Promise.race([result, new Promise((resolve) => setTimeout(resolve, deadline, 'late').unref())]);
  if (browser.external.size > 0) {
    console.error('asked of other machines:', [...browser.external]);
    code = 1;
  }
  if (code === 'late') {
    mkdirSync(outputDir, { recursive: true });
    await page.screenshot({ path: join(outputDir, `suite-${kind}-late.png`) });
    console.error(`the suite did not end within ${deadline / 1000} s`);
    code = 124;
  } else if (code === 0 && ran === 0) {
    console.error('no test ran');
    code = 1;
  }
} finally {
  await browser?.close();
  await server.stop();
}
process.exit(code);
