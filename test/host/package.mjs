/**
 * Packages the extension as tcpflow.vsix with the Node of the VS Code host (vsce requires version 22 or later). It
 * fails on any warning of vsce, or if the package or what is loaded before the first findings exceeds its size limit.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from './parts.mjs';
import { nodeForHost, root, vsix } from './paths.mjs';
import { optionsOf } from './release.mjs';
import { repack } from './repack.mjs';

const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { flag } = optionsOf(version);
const args = [vsce, 'package', '--no-dependencies', '-o', vsix, ...(flag === '' ? [] : [flag])];
const { status, stdout, stderr, error } = spawnSync(nodeForHost(), args, { cwd: root, encoding: 'utf8' });
process.stdout.write(stdout ?? '');
process.stderr.write(stderr ?? '');
const warned = /\bWARNING\b/.test(`${stdout}${stderr}`);
if (status !== 0 || warned) {
  console.error(error?.message ?? (warned ? 'vsce had a warning' : 'vsce failed'));
  process.exit(1);
}
await repack(vsix);

/** Fails if some files have more octets than `most` together. */
function holdTo(most, name, ...files) {
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${name}: ${(size / 1000).toFixed(1)} kB`);
  if (size <= most) return;
  console.error(`${name} is larger than ${most / 1000} kB`);
  process.exitCode = 1;
}

const part = (name) => join(root, 'dist', `${name}.js`);
holdTo(1_000_000, vsix, vsix);
holdTo(60_000, 'dist/extension.js', part('extension'));
for (const language of languages()) {
  const first = ['extension', 'engine', `words.${language}`, 'first'];
  holdTo(400_000, `${first.join(', ')} in dist`, ...first.map(part));
  // What the engine loads when it calls it; a web worker fetches its text beside the engine's.
  holdTo(530_000, `the same with more`, ...[...first, 'more'].map(part));
}
