/**
 * `npm start [-- FOLDER]`: VS Code in the browser with the packaged extension installed, on a copy of the sample flows or
 * on FOLDER. Its data stays in .cache/start. Variables: PORT (8000, or the next that is free), TCPFLOW_LOCALE (say zh-cn),
 * BROWSER=none (do not open one).
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { cacheFolder } from './install.mjs';
import { nodeForHost, root, serverMain, vsix } from './paths.mjs';
import { offline, startServer } from './server.mjs';

const data = cacheFolder('start');
const installing = [serverMain, '--server-data-dir', data, '--accept-server-license-terms', '--force'];
const installed = spawnSync(nodeForHost(), [...installing, '--install-extension', vsix], {
  encoding: 'utf8',
  env: { ...process.env, ...offline },
});
if (installed.status !== 0) {
  console.error(installed.stdout, installed.stderr);
  process.exit(1);
}

/** The folder that is shown: what the user named, or a copy of the samples in which everything may be tried out. */
function folder() {
  const named = process.argv[2];
  if (named) {
    return resolve(named);
  }
  const copy = join(cacheFolder('start'), 'flows');
  const samples = [join(root, 'media/scenarios'), join(root, 'test/fixtures/workspace')].find((f) => existsSync(f));
  mkdirSync(copy, { recursive: true });
  if (samples) {
    cpSync(samples, copy, { recursive: true });
  }
  return copy;
}

function isFree(port) {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

let port = Number(process.env.PORT ?? 8000);
while (!(await isFree(port))) {
  port++;
}
const server = await startServer({
  data,
  port,
  testing: false,
  log: 'error',
  locale: process.env.TCPFLOW_LOCALE || undefined,
});
const url = server.url({ folder: folder() });
console.log(`\n  TCP Flow in VS Code:  ${url}\n  Ctrl+C stops it.\n`);
if (process.env.BROWSER !== 'none' && process.stdout.isTTY) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => server.stop().then(() => process.exit(0)));
}
