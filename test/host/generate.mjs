/**
 * Writes what follows from the code: in media/docs the table of profiles, the coverage of RFC 9293 Appendix B and the pictures of the guides; the
 * index of media/scenarios; and the rules that package.json offers in the settings. Run it after a change of
 * src/words, of the rules, of flows or of how they are drawn: `node test/host/generate.mjs`. A unit test says when it is due.
 */
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

// Flows of the tests are read by their paths from the root.
process.chdir(root);
const { outputFiles } = await build({
  absWorkingDir: root,
  stdin: { contents: `export { generatedFiles } from './test/unit/words/generated';`, resolveDir: root, loader: 'ts' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
const { generatedFiles } = await import(code);
const files = generatedFiles();

for (const [file, text] of files) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const kept = ['media/docs/images'].map((folder) => join(root, folder));
for (const entry of kept.flatMap((path) => readdirSync(path, { recursive: true, withFileTypes: true }))) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !files.has(path.slice(root.length).replaceAll('\\', '/').replace(/^\//, ''))) {
    rmSync(path);
  }
}
console.log(`${files.size} files written`);
