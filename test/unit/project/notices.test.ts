import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { NOTICES, noticesOf, packagesOf, readNotices } from '../../host/notices.mjs';

/** The entry files of the packaged bundles. */
const ENTRIES = ['src/extension.ts', 'src/webview/main.ts', 'src/webview/isn.ts', 'src/cli/main.ts'];

describe('the notices of third parties', () => {
  it('are those of what the bundles contain, each package by its name', async () => {
    const { metafile } = await build({
      entryPoints: ENTRIES,
      bundle: true,
      write: false,
      metafile: true,
      outdir: 'dist',
      platform: 'node',
      external: ['vscode'],
      loader: { '.tcpflow': 'text', '.md': 'text' },
      logLevel: 'silent',
    });
    const folders = packagesOf([metafile]);
    const notices = readNotices('.');
    assert.equal(notices, noticesOf(folders, '.'));
    for (const folder of folders) assert.ok(notices.includes(folder.replace(/^.*node_modules\//, '')), folder);
  });

  it('travel with the package', () => {
    assert.match(readFileSync('.vscodeignore', 'utf8'), new RegExp(`^!${NOTICES}$`, 'm'));
  });

  it('hold the name, the version and the licence of each package', () => {
    const inputs = {
      'src/extension.ts': {},
      'node_modules/esbuild/lib/main.js': {},
      'node_modules/@types/node/index.d.ts': {},
      '../node_modules/a/node_modules/@s/b/c/d.js': {},
    };
    const folders = packagesOf([{ inputs }, { inputs: {} }]);
    assert.deepEqual(folders, [
      '../node_modules/a/node_modules/@s/b',
      'node_modules/@types/node',
      'node_modules/esbuild',
    ]);
    const notices = noticesOf(folders.slice(1), '.');
    assert.match(notices, /^@types\/node [\d.]+ \(MIT\)$/m);
    assert.match(notices, /^esbuild [\d.]+ \(MIT\)\n\nMIT License\n\nCopyright/m);
  });

  it('say so where there is no package, and refuse one without a licence', () => {
    assert.match(noticesOf([], '.'), /no code of third parties/);
    assert.throws(() => noticesOf(['test/host/vscode'], '.'), /no text of its licence/);
  });
});
