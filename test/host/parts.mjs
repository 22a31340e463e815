/**
 * The parts that the extension and the command line are made of, each bundled once and shared: `engine` checks flows,
 * `drawing` composes flows of others and searches all that can happen to them, tells their steps and draws them, `words.en` and its like hold the texts of findings in a
 * language but those on TLS and HTTP/2, `words.en.more` all others; `first` gives diagnostics and `features` all else that speaks to VS Code. A part asks for another as a CommonJS module beside it, and takes members of it by names that are given
 * out here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

/** Modules of the rooms below that no check needs; `drawing` holds them. */
const LATER = [
  ...['tcp/next', 'tcp/rows'],
  ...['script/format', 'script/rename', 'script/spell', 'script/visible', 'script/width'],
];

/** The rooms of `src`, and single modules, in each shared part; of two entries the longer one holds. */
const SHARED = {
  engine: [
    ...['wire', 'layers', 'layers/tls/names', 'layers/tls/rules', 'tcp', 'sim', 'script', 'trace', 'check'],
    ...['layers/h2/begin', 'layers/h2/names', 'layers/h2/rules'],
    ...['words/say', 'words/table'],
  ],
  drawing: ['explore', 'compose', 'tell', 'diagram', 'fence', ...LATER],
};

/** Modules that are bundles of their own, loaded when they are asked for. */
const ALONE = { tls: './tls.js', h2: './h2.js', 'cli/commands': './commands.js', 'cli/mcp': './mcp.js' };

/** Rooms that a part of their own holds: `tls` has all of TLS but its names and rules, `h2` all of HTTP/2 but these. Others ask for one when they need it. */
const APART = ['layers/tls', 'layers/crypto', 'layers/x509', 'layers/h2'];

/** The rooms outside shared parts that are bundled against them. Pages contain copies instead, as they run elsewhere. */
const CONSUMERS = [
  'first.ts',
  'features.ts',
  'tls.ts',
  'h2.ts',
  'captures.ts',
  'agents.ts',
  'fences.ts',
  'webview/page',
  'page',
  'editor',
  'panel',
  'debug',
  'cli',
  'words',
  'report',
  'agent',
  'capture',
];

const src = join(root, 'src');
const withSlashes = (path) => path.replaceAll('\\', '/');

/** The languages: a folder each. */
export function languages() {
  return readdirSync(join(src, 'words'), { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
}

/** A module of `src` by its path without ending: `check/check`, `tcp/rules` for `tcp/rules/index.ts`. */
function moduleAt(folder, specifier) {
  const path = withSlashes(relative(src, resolve(folder, specifier)));
  return path.replace(/\.ts$/, '').replace(/\/index$/, '');
}

/** The part that contains a module; undefined if each bundle has a copy. */
function partOf(module) {
  const language = languages().find((l) => module === `words/${l}` || module.startsWith(`words/${l}/`));
  if (language !== undefined) return `words.${language}`;
  const lengthIn = (part) =>
    Math.max(0, ...SHARED[part].map((p) => (module === p || module.startsWith(`${p}/`) ? p.length : 0)));
  const [part] = Object.keys(SHARED).sort((a, b) => lengthIn(b) - lengthIn(a));
  const apart = APART.find((p) => module === p || module.startsWith(`${p}/`));
  if (apart !== undefined && lengthIn(part) <= apart.length) return undefined;
  return lengthIn(part) > 0 ? part : undefined;
}

function sourceFiles() {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map(withSlashes)
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.d.ts'));
}

/** The values, not types, that a statement imports or re-exports from a module. */
function valuesOf(statement, file) {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
  if (clause === undefined || clause.isTypeOnly) return [];
  const list = ts.isImportDeclaration(statement) ? clause.namedBindings : clause.exportClause;
  if (!list?.elements) throw new Error(`src/${file}: "${statement.getText()}" does not name what it takes`);
  return list.elements.filter((e) => !e.isTypeOnly).map((e) => (e.propertyName ?? e.name).text);
}

/** The values that a file takes from modules of shared parts: `{ module, name }`; `isExported` if it passes them on. */
function takenBy(file) {
  const text = readFileSync(join(src, file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier?.text;
    if (!specifier?.startsWith('.')) return [];
    const module = moduleAt(join(src, posix.dirname(file)), specifier);
    if (!(partOf(module) in SHARED)) return [];
    const isExported = ts.isExportDeclaration(statement);
    return valuesOf(statement, file).map((name) => ({ module, name, isExported }));
  });
}

/** The module that declares a value: a face passes on what others declare. */
function declaring(module, name) {
  const face = `${module}/index.ts`;
  const passed = existsSync(join(src, face)) && takenBy(face).find((t) => t.isExported && t.name === name);
  return passed ? declaring(passed.module, name) : module;
}

/**
 * The members of shared parts that any file takes, by the module that it names: `{ part, module, from, name, as }`, numbered
 * consecutively. `from` is the module that declares the member.
 */
function sharedMembers() {
  const taken = new Map();
  for (const file of sourceFiles()) {
    const own = partOf(file.replace(/\.ts$/, ''));
    const isApart = APART.some((folder) => file.startsWith(`${folder}/`));
    if (own === undefined && !isApart && !CONSUMERS.some((room) => file === room || file.startsWith(`${room}/`)))
      continue;
    for (const { module, name } of takenBy(file)) {
      const from = declaring(module, name);
      const part = partOf(from);
      const isOther = part !== own || partOf(module) !== own;
      if (part in SHARED && isOther) taken.set(`${module} ${name}`, { part, module, from, name });
    }
  }
  return [...taken.keys()].sort().map((key, i) => ({ ...taken.get(key), as: `$${i}` }));
}

/** The members of VS Code's API that `src` uses. A bundler would copy the whole API for each importing file. */
function membersOfVscode() {
  const names = new Set();
  for (const file of sourceFiles()) {
    const text = readFileSync(join(src, file), 'utf8');
    if (!/from 'vscode'/.test(text)) continue;
    for (const [, name] of text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)) names.add(name);
  }
  return [...names].sort();
}

/** Provides `vscode` as a module with just these members. */
export const vscodeOnce = {
  name: 'vscode-once',
  setup(b) {
    b.onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
      namespace === 'vscode' ? { path, external: true } : { path, namespace: 'vscode' },
    );
    b.onLoad({ filter: /.*/, namespace: 'vscode' }, () => ({
      contents: `const api = require('vscode');\n${membersOfVscode()
        .map((name) => `export const ${name} = api.${name};`)
        .join('\n')}`,
    }));
  },
};

/** Provides the entry `part:NAME` of a shared part, which exports the members that others take. */
const entryOf = (b, members) => {
  b.onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice('part:'.length), namespace: 'part' }));
  b.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => {
    const own = members().filter(({ part }) => part === path);
    const imports = own.map(({ from, name, as }) => `import { ${name} as ${as} } from './${from}';`);
    // One object of values: the getters of ES exports take longer to make and to read.
    const contents = [...imports, `module.exports = { ${own.map(({ as }) => as).join(', ')} };`].join('\n');
    return { contents, resolveDir: src, loader: 'ts' };
  });
};

/** A module of which other parts hold members: an export for each, from the part that holds it or, within `own`, from its file. */
function stub(path, members, own) {
  const taken = members.filter(({ module }) => module === path);
  const here = taken.filter(({ part }) => part === own);
  const parts = [...new Set(taken.map(({ part }) => part))].filter((part) => part !== own);
  return [
    ...here.map(({ from, name }) => `export { ${name} } from './${from}';`),
    ...parts.map((part) => {
      const names = taken.filter((t) => t.part === part).map(({ name }) => name);
      return `export { ${names.join(', ')} } from '${part}:${path}';`;
    }),
  ].join('\n');
}

/** The members of a module that one part holds, by reference to that part. */
function references(path, members) {
  const [, part, module] = /^(\w+):(.*)$/.exec(path);
  const taken = members.filter((m) => m.part === part && m.module === module);
  const consts = taken.map(({ name, as }) => `export const ${name} = part.${as};`);
  return [`const part = require('./${part}.js');`, ...consts].join('\n');
}

/** Replaces modules of other parts by references to them. `own` is the part being built, if it is a shared one. */
export const besideParts = (own) => ({
  name: 'beside-parts',
  setup(b) {
    let all;
    const members = () => (all ??= sharedMembers());
    b.onStart(() => {
      all = undefined;
    });
    entryOf(b, members);
    // Without effects: a part that no member is taken of is not loaded.
    const aside = { namespace: 'member', sideEffects: false };
    b.onResolve({ filter: /^\w+:/, namespace: 'stub' }, ({ path }) => ({ ...aside, path }));
    b.onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace, kind }) => {
      if (namespace === 'member') return { path, external: true };
      const module = moduleAt(resolveDir, path);
      const alone = ALONE[module];
      if (alone !== undefined && kind !== 'entry-point') return { path: alone, external: true };
      const part = partOf(module);
      if (part === undefined || part === own) return undefined;
      if (!(part in SHARED)) return { path: `./${part}.js`, external: true };
      return { path: module, namespace: 'stub', sideEffects: false };
    });
    b.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({
      contents: stub(path, members(), own),
      resolveDir: src,
      loader: 'ts',
    }));
    b.onLoad({ filter: /.*/, namespace: 'member' }, ({ path }) => ({ contents: references(path, members()) }));
    b.onEnd(({ metafile }) => {
      const asked = Object.values(metafile?.outputs ?? {}).flatMap(({ imports }) => imports.map((i) => i.path));
      if (own !== 'engine' || asked.length === 0) return undefined;
      return { errors: [{ text: `the engine is loaded first, and takes members of ${asked.join(', ')}` }] };
    });
  },
});

/**
 * For a bundle with copies of the few modules that it takes, and none of the shared parts: modules have no effects, so those of
 * which nothing is taken are left out.
 */
export const withCopies = {
  name: 'with-copies',
  setup(b) {
    b.onResolve({ filter: /^\./ }, async ({ path, resolveDir, importer, kind, pluginData }) => {
      if (pluginData === withCopies || kind === 'entry-point') return undefined;
      const alone = ALONE[moduleAt(resolveDir, path)];
      if (alone !== undefined) return { path: alone, external: true };
      const found = await b.resolve(path, { resolveDir, importer, kind, pluginData: withCopies });
      return { ...found, sideEffects: false };
    });
  },
};
