/**
 * Writes generated files: the table of profiles, the coverage of RFC 9293 Appendix B and the pictures of the guides in
 * media/docs; the index of media/scenarios; the rules in the settings of package.json. Run `node
 * test/host/generate.mjs` after changes of src/words, rules, flows or drawing; a unit test fails if it is needed.
 */
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

// The tests read flows by paths relative to the root.
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
