/**
 * `npm start [-- FOLDER]`: VS Code in the browser with the packaged extension installed, on a copy of the sample flows
 * or on FOLDER. Its data is kept in .cache/start. Variables: PORT (8000, or the next free one), TCPFLOW_LOCALE (such as
 * zh-cn), BROWSER=none (open no browser). The page opens with the handshake beside its diagram.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { during, ended } from './during.mjs';
import { cacheFolder } from './install.mjs';
import { languages } from './parts.mjs';
import { nodeForHost, root, serverMain, vsix } from './paths.mjs';
import { offline, startServer } from './server.mjs';

async function install(data) {
  const args = [serverMain, '--server-data-dir', data, '--accept-server-license-terms', '--force'];
  const env = { ...process.env, ...offline };
  const work = ended(nodeForHost(), [...args, '--install-extension', vsix], { env });
  const done = await during('installing the extension', work);
  if (done.status !== 0) {
    throw new Error(`the extension could not be installed:\n${done.stdout}${done.stderr}`);
  }
}

/** A copy of the sample flows for trying things out; changes in it are kept. */
function samplesCopy() {
  const copy = join(cacheFolder('start'), 'flows');
  const samples = [join(root, 'media/scenarios'), join(root, 'test/fixtures/workspace')].find((f) => existsSync(f));
  mkdirSync(copy, { recursive: true });
  if (samples) {
    const isFlow = (path) => !path.endsWith('.json') && !languages().includes(basename(path));
    cpSync(samples, copy, { recursive: true, force: false, filter: isFlow });
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

/** @param {string} [folder] the folder to open; the samples if absent */
export async function start(folder) {
  const data = cacheFolder('start');
  await install(data);
  let port = Number(process.env.PORT ?? 8000);
  while (!(await isFree(port))) {
    port++;
  }
  const locale = process.env.TCPFLOW_LOCALE || undefined;
  // A new user is shown a first flow (src/editor/library/begin.ts).
  const settings = { 'workbench.startupEditor': 'welcomePage' };
  const starting = startServer({ data, port, testing: false, log: 'error', locale, settings });
  const server = await during('starting VS Code', starting);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => server.stop().then(() => process.exit(0)));
  }
  // The flow that is shown first is that of the library, in the reader's language.
  const first = folder ? [] : [['openFile', 'tcpflow-library:/handshake.tcpflow']];
  const url = server.url({ folder: folder ? resolve(folder) : samplesCopy() }, first);
  console.log(`\n  TCP Flow in VS Code:  ${url}\n  Ctrl+C stops it.\n`);
  if (process.env.BROWSER !== 'none' && process.stdout.isTTY) {
    const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
    spawn(opener, [url], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
  }
}
