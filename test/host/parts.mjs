/**
 * The parts that the extension and the command line are made of, each bundled once and shared: `engine` checks flows,
 * `drawing` composes flows of others, tells their steps and draws them, `words.en` and its like hold the texts, a part a language; `first` gives diagnostics and `features` all else that
 * speaks to VS Code. A part asks for another as a CommonJS module beside it, and takes members of it by names that are given
 * out here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

/** The rooms of `src`, and single modules, in each shared part. */
const SHARED = {
  engine: ['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'check', 'words/say', 'words/table'],
  drawing: ['compose', 'tell', 'diagram'],
};

/** The rooms that are bundled against shared parts. Pages contain copies instead, as they run elsewhere. */
const CONSUMERS = [
  ...['first.ts', 'features.ts', 'editor', 'panel', 'debug', 'cli'],
  ...['words', 'compose', 'tell', 'report', 'diagram'],
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
  return Object.keys(SHARED).find((part) => SHARED[part].some((p) => module === p || module.startsWith(`${p}/`)));
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

/** The members that others take from the shared parts, by module: `{ part, module, name, as }`, numbered consecutively. */
function sharedMembers() {
  const taken = new Map();
  for (const file of sourceFiles().filter((f) => CONSUMERS.includes(f.split('/')[0]))) {
    const own = partOf(file.replace(/\.ts$/, ''));
    const text = readFileSync(join(src, file), 'utf8');
    for (const statement of ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const specifier = statement.moduleSpecifier?.text;
      if (!specifier?.startsWith('.')) continue;
      const module = moduleAt(join(src, posix.dirname(file)), specifier);
      const part = partOf(module);
      if (!(part in SHARED) || part === own) continue;
      for (const name of valuesOf(statement, file)) taken.set(`${module} ${name}`, { part, module, name });
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
  b.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
    contents: members()
      .filter(({ part }) => part === path)
      .map(({ module, name, as }) => `import { ${name} as ${as} } from './${module}';`)
      .concat(`module.exports = { ${members().filter(({ part }) => part === path).map(({ as }) => as).join(', ')} };`)
      .join('\n'),
    resolveDir: src,
    loader: 'ts',
  }));
};

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
    b.onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
      if (namespace === 'member') return { path, external: true };
      const module = moduleAt(resolveDir, path);
      const part = partOf(module);
      if (part === undefined || part === own) return undefined;
      return part in SHARED ? { path: module, namespace: 'member' } : { path: `./${part}.js`, external: true };
    });
    b.onLoad({ filter: /.*/, namespace: 'member' }, ({ path }) => ({
      contents: `const part = require('./${partOf(path)}.js');\n${members()
        .filter(({ module }) => module === path)
        .map(({ name, as }) => `export const ${name} = part.${as};`)
        .join('\n')}`,
    }));
  },
});
