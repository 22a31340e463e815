/**
 * Packages the extension as tcpflow.vsix with the Node of the VS Code host (vsce requires version 22 or later). It
 * fails on any warning of vsce, or if the package exceeds its size limit.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeForHost, root, vsix } from './paths.mjs';

const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
const args = [vsce, 'package', '--no-dependencies', '-o', vsix];
const { status, stdout, stderr, error } = spawnSync(nodeForHost(), args, { cwd: root, encoding: 'utf8' });
process.stdout.write(stdout ?? '');
process.stderr.write(stderr ?? '');
const warned = /\bWARNING\b/.test(`${stdout}${stderr}`);
if (status !== 0 || warned) {
  console.error(error?.message ?? (warned ? 'vsce had a warning' : 'vsce failed'));
  process.exit(1);
}
const MOST = 1_000_000;
const { size } = statSync(vsix);
console.log(`${vsix}: ${(size / 1000).toFixed(1)} kB`);
if (size > MOST) {
  console.error(`the package is larger than ${MOST / 1000} kB`);
  process.exit(1);
}
