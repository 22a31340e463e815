/**
 * Bundles all programs: `node build.mjs [TARGET…] [--dev] [--watch]`. Without a target all are built. If all packaged targets
 * are built, ThirdPartyNotices.txt is written, too. `unit=PART` builds only the unit tests whose path contains PART.
 *
 *   extension  dist/extension.js        the extension, for the Node and the web worker host: it loads the parts that follow
 *              dist/{engine,words.LANGUAGE,first,words.LANGUAGE.more,drawing,features,tls,h2,captures,agents}.js (test/host/parts.mjs)
 *              dist/markdown.css: the sheet of pictures in Markdown previews
 *              dist/library.json: media/scenarios in one file
 *              dist/page.{js,css}: the host of the panel in a flow's own page (src/page)
 *   webview    dist/webview/            the pages: the panel's, that on initial sequence numbers, the connections of a capture
 *              dist/notebook.js         flows in notebooks' Markdown cells, beside dist/fences.js and the extension's parts
 *   cli        dist/{cli,commands,mcp}.js   the command line with the table of connections, its other commands and its server of
 *              tools, beside the parts that they share with the extension;
 *              dist/markdown-it.js, the plug-in of markdown-it; dist/npm, the npm package
 *   bench      dist/bench.js            the benchmark
 *   fuzz       dist/fuzz.js             random flows, checked against general laws
 *   unit       dist/test/unit/          tests of the core, for plain Node
 *   commands   dist/test/cli/           tests that start the command line
 *   suite      dist/test/{node,web}/    tests that run inside the extension hosts
 */
import { build, context, transform } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { NOTICES, noticesOf, packagesOf, readNotices } from './test/host/notices.mjs';
import { writeNpm } from './test/host/npm.mjs';
import { besideParts, languages, vscodeOnce, withCopies } from './test/host/parts.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const flags = new Set(process.argv.slice(2).filter((a) => a.startsWith('--')));
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const watch = flags.has('--watch');
const dev = watch || flags.has('--dev');

const common = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  charset: 'utf8',
  loader: { '.tcpflow': 'text', '.md': 'text' },
  logLevel: 'warning',
  metafile: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
};
const forNode = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const forWeb = { ...common, platform: 'browser', format: 'cjs', define: { global: 'globalThis' } };
const forTests = { minify: false, sourcemap: 'inline', metafile: false };

/** The paths under `folder` (relative to the root, with `/`) that end in `ending`, in a stable order. */
function filesUnder(folder, ending) {
  const top = join(root, folder);
  if (!existsSync(top)) {
    return [];
  }
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith(ending))
    .map((e) => relative(root, join(e.parentPath, e.name)).replaceAll('\\', '/'))
    .sort();
}

/** Provides the virtual entry `suite`, which imports every test file: a web worker can load nothing at run time. */
const suitePlugin = {
  name: 'suite',
  setup(b) {
    b.onResolve({ filter: /^suite:all$/ }, (a) => ({ path: a.path, namespace: 'suite' }));
    b.onLoad({ filter: /.*/, namespace: 'suite' }, () => ({
      contents: filesUnder('test/suite', '.test.ts')
        .map((f) => `import './${f}';`)
        .join('\n'),
      resolveDir: root,
    }));
  },
};

function cliOptions(name) {
  const file = join(root, `src/cli/${name}.ts`);
  // esbuild keeps a `#!` line of the source and would put a banner after it.
  const has = existsSync(file) && readFileSync(file, 'utf8').startsWith('#!');
  const banner = has || name !== 'main' ? {} : { banner: { js: '#!/usr/bin/env node' } };
  // A language's texts are loaded by `require` on demand: an ES import in Node does not see the named exports of a
  // CommonJS module.
  const supported = { 'dynamic-import': false };
  // A package asks where it is; in the bundle it is the bundle.
  const define = { 'import.meta.url': '__filename' };
  return { ...forNode, ...banner, supported, define, plugins: [besideParts()] };
}

const external = ['vscode'];
const mochaOutside = [...external, 'mocha'];

/**
 * The test files of a folder. The code under test is in shared chunks, which are loaded and optimized once for all of
 * them.
 */
const mochaFiles = (folder, part) => ({
  entries: filesUnder(folder, '.test.ts').filter((f) => f.includes(part)),
  options: {
    ...forNode,
    ...forTests,
    packages: 'external',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[hash]',
    outExtension: { '.js': '.mjs' },
    outbase: folder,
    outdir: `dist/${folder}`,
  },
});

/** The parts that the extension and the command line share. */
const parts = () => [
  ...['engine', 'drawing'].map((part) => ({
    entries: [`part:${part}`],
    options: { ...forWeb, plugins: [besideParts(part)], outfile: `dist/${part}.js` },
  })),
  { entries: ['src/tls.ts'], options: { ...forWeb, plugins: [besideParts('tls')], outfile: 'dist/tls.js' } },
  { entries: ['src/h2.ts'], options: { ...forWeb, plugins: [besideParts('h2')], outfile: 'dist/h2.js' } },
  { entries: ['src/captures.ts'], options: { ...forWeb, plugins: [besideParts()], outfile: 'dist/captures.js' } },
  { entries: ['src/agents.ts'], options: { ...forWeb, plugins: [besideParts()], outfile: 'dist/agents.js' } },
  ...languages().flatMap((language) => [
    { entries: [`src/words/${language}/index.ts`], options: { ...forWeb, outfile: `dist/words.${language}.js` } },
    { entries: [`src/words/${language}/more.ts`], options: { ...forWeb, outfile: `dist/words.${language}.more.js` } },
  ]),
];

/** The panel's page. */
const PANEL = [
  {
    entries: ['src/webview/main.ts'],
    options: { ...common, format: 'iife', external: ['./gif.js'], outfile: 'dist/webview/panel.js' },
  },
  { entries: ['src/webview/panel.css'], options: { ...common, outfile: 'dist/webview/panel.css' } },
];

/** What a flow's own page has besides the parts of the extension and the panel. */
const pageParts = () => [
  { entries: ['src/webview/page/page.ts'], options: { ...forWeb, plugins: [besideParts()], outfile: 'dist/page.js' } },
  { entries: ['src/webview/page/page.css'], options: { ...common, outfile: 'dist/page.css' } },
];

/** @type {Record<string, () => {entries: string[], options: import('esbuild').BuildOptions}[]>} */
const targets = {
  // None of it needs Node, so one bundle runs in both hosts.
  extension: () => [
    ...parts(),
    {
      entries: ['src/extension.ts'],
      options: { ...forWeb, plugins: [vscodeOnce], outfile: 'dist/extension.js' },
    },
    { entries: ['src/fences.ts'], options: { ...forWeb, plugins: [besideParts()], outfile: 'dist/fences.js' } },
    ...pageParts(),
    ...['first', 'features'].map((part) => ({
      entries: [`src/${part}.ts`],
      options: { ...forWeb, plugins: [vscodeOnce, besideParts()], outfile: `dist/${part}.js` },
    })),
  ],
  webview: () => [
    ...PANEL,
    {
      entries: ['src/webview/notebook.ts'],
      options: { ...common, format: 'esm', outfile: 'dist/notebook.js' },
    },
    { entries: ['src/webview/gif.ts'], options: { ...common, format: 'esm', outfile: 'dist/webview/gif.js' } },
    { entries: ['src/webview/isn.ts'], options: { ...common, format: 'iife', outfile: 'dist/webview/isn.js' } },
    {
      entries: ['src/webview/captures/table.ts'],
      options: { ...common, format: 'iife', outfile: 'dist/webview/captures.js' },
    },
    { entries: ['src/webview/captures/table.css'], options: { ...common, outfile: 'dist/webview/captures.css' } },
    { entries: ['src/webview/isn.css'], options: { ...common, outfile: 'dist/webview/isn.css' } },
  ],
  cli: () => [
    ...parts(),
    ...pageParts(),
    ...PANEL,
    ...languages().map((language) => ({
      entries: [`src/words/${language}/cli.ts`],
      options: { ...forNode, outfile: `dist/cli.words.${language}.js` },
    })),
    { entries: ['src/cli/main.ts'], options: { ...cliOptions('main'), plugins: [withCopies], outfile: 'dist/cli.js' } },
    { entries: ['src/cli/commands.ts'], options: { ...cliOptions('commands'), outfile: 'dist/commands.js' } },
    { entries: ['src/cli/mcp.ts'], options: { ...cliOptions('mcp'), outfile: 'dist/mcp.js' } },
    {
      entries: ['src/cli/markdown-it.ts'],
      // The plug-in itself is what is required.
      options: {
        ...cliOptions('markdown-it'),
        footer: { js: 'module.exports=Object.assign(module.exports.default,{default:module.exports.default});' },
        outfile: 'dist/markdown-it.js',
      },
    },
  ],
  bench: () => [
    {
      entries: ['test/bench/main.ts'],
      options: {
        ...forNode,
        packages: 'external',
        // Providers are measured without an editor.
        alias: { vscode: './test/bench/vscode.ts' },
        logOverride: { 'import-is-undefined': 'silent' },
        outfile: 'dist/bench.js',
      },
    },
  ],
  fuzz: () => [
    {
      entries: ['test/fuzz/main.ts'],
      options: { ...forNode, ...forTests, packages: 'external', outfile: 'dist/fuzz.js' },
    },
  ],
  unit: (part = '') => [mochaFiles('test/unit', part)],
  commands: (part = '') => [mochaFiles('test/cli', part)],
  suite: () => [
    {
      entries: ['test/suite/index.node.ts'],
      options: {
        ...forNode,
        ...forTests,
        external: mochaOutside,
        plugins: [suitePlugin],
        outfile: 'dist/test/node/index.js',
      },
    },
    {
      entries: ['test/suite/index.web.ts'],
      options: { ...forWeb, ...forTests, external, plugins: [suitePlugin], outfile: 'dist/test/web/index.js' },
    },
  ],
};

/** The targets that are packaged; the licences of their dependencies go into ThirdPartyNotices.txt. */
const SHIPPED = ['extension', 'webview', 'cli'];

/** The texts of a flow that are translated, by the extension's own reader. */
async function readerOfTexts() {
  const contents = `import { createParser } from './src/script';
    import { textsOf } from './src/editor/library/story';
    export const read = (flow) => textsOf(createParser().parse(flow));`;
  const options = { stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, format: 'esm', write: false };
  const { outputFiles } = await build({ ...options, loader: { '.md': 'text' }, logLevel: 'error' });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)).read;
}

/**
 * Writes the library into one file: of each flow its entry in the index, its text, and by language the translations of its
 * texts in their order, null for a text without one. Beside each other they say much the same, and take little room in a package.
 */
async function writeLibrary() {
  const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { entries, ...index } = json('media/scenarios/index.json');
  const textsIn = await readerOfTexts();
  const tables = languages().filter((language) => existsSync(join(root, 'media/scenarios', language)));
  const flows = entries.map((entry) => {
    const text = readFileSync(join(root, `media/scenarios/${entry.theme}/${entry.id}.tcpflow`), 'utf8');
    const translated = tables.map((language) => {
      const table = json(`media/scenarios/${language}/${entry.id}.json`);
      return [language, textsIn(text).map((one) => table[one] ?? null)];
    });
    return { ...entry, text, translated: Object.fromEntries(translated) };
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/library.json'), `${JSON.stringify({ ...index, flows })}\n`);
}

/** The style sheet of pictures in Markdown previews: colours of the panel, rules of drawings. */
async function writePreviewSheet() {
  const options = { bundle: true, format: 'esm', write: false, logLevel: 'error' };
  const contents = "export { previewSheet } from './src/fence';";
  const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' } });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { previewSheet } = await import(`data:text/javascript;base64,${code}`);
  const sheet = previewSheet(readFileSync(join(root, 'src/webview/colours.css'), 'utf8'));
  const { code: small } = await transform(sheet, { loader: 'css', minify: !dev });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/markdown.css'), small);
}

const jobs = [];
for (const name of wanted.length ? wanted : Object.keys(targets)) {
  const [key, part] = name.split('=');
  if (!(key in targets)) {
    console.error(`build: no target "${key}"; there are ${Object.keys(targets).join(', ')}`);
    process.exit(2);
  }
  if (key === 'extension') await Promise.all([writeLibrary(), writePreviewSheet()]);
  for (const { entries, options } of targets[key](part)) {
    // Removes bundles of deleted tests, which must not run again, and old chunks.
    if (options.splitting) rmSync(join(root, options.outdir), { recursive: true, force: true });
    const present = entries.filter((f) => f.includes(':') || existsSync(join(root, f)));
    if (present.length === 0) {
      console.log(`build: ${key} left out, no ${entries.join(', ') || 'entry'}`);
    } else {
      // Two targets may share a part, which is built once.
      if (jobs.some((job) => options.outfile !== undefined && job.options.outfile === options.outfile)) continue;
      jobs.push({ key, options: { ...options, entryPoints: present } });
    }
  }
}

if (watch) {
  await Promise.all(jobs.map(async ({ options }) => (await context({ ...options, logLevel: 'info' })).watch()));
} else {
  const failures = [];
  const sizes = [];
  const shipped = [];
  await Promise.all(
    jobs.map(async ({ key, options }) => {
      try {
        const { metafile } = await build(options);
        if (SHIPPED.includes(key)) shipped.push(metafile);
        for (const [file, { bytes }] of Object.entries(metafile?.outputs ?? {})) {
          if (!file.endsWith('.map')) {
            sizes.push({ file, bytes, gzip: gzipSync(readFileSync(join(root, file))).length });
          }
        }
      } catch (error) {
        // esbuild has printed the error; the other bundles are still built.
        failures.push(error.errors ? key : `${key}: ${error.message}`);
      }
    }),
  );
  const kB = (n) => `${(n / 1000).toFixed(1)} kB`.padStart(10);
  for (const { file, bytes, gzip } of sizes.sort((a, b) => a.file.localeCompare(b.file))) {
    console.log(`${file.padEnd(26)}${kB(bytes)}${kB(gzip)} gzip`);
  }
  const jobsShipped = jobs.filter(({ key }) => SHIPPED.includes(key));
  if (shipped.length === jobsShipped.length && SHIPPED.every((key) => jobsShipped.some((j) => j.key === key))) {
    const notices = noticesOf(packagesOf(shipped), root);
    if (notices !== readNotices(root)) writeFileSync(join(root, NOTICES), notices);
  }
  if (jobs.some(({ key }) => key === 'cli') && failures.length === 0) writeNpm();
  if (failures.length) {
    console.error(`build: failed: ${failures.join(', ')}`);
    process.exit(1);
  }
}
