/**
 * The parts that the extension and the command line are made of, each bundled once and shared: `engine` checks flows,
 * `drawing` tells their steps and draws them, `words.en` and its like hold the texts, a part a language; `first` gives diagnostics and `features` all else that
 * speaks to VS Code. A part asks for another as a CommonJS module beside it, and takes members of it by names that are given
 * out here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

/** The rooms of `src`, and single modules, that are a shared part. */
const SHARED = {
  engine: ['wire', 'tcp', 'sim', 'script', 'trace', 'check', 'compose', 'words/say', 'words/table'],
  drawing: ['tell', 'diagram'],
};

/** The rooms whose files are bundled against shared parts; pages have a copy of what they need, as they run elsewhere. */
const CONSUMERS = ['first.ts', 'features.ts', 'editor', 'panel', 'debug', 'cli', 'words', 'tell', 'report', 'diagram'];

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

/** The part that a module is in; undefined where each bundle has a copy of its own. */
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

/** The values that a statement imports from a module beside it, or passes on: types are none. */
function valuesOf(statement, file) {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
  if (clause === undefined || clause.isTypeOnly) return [];
  const list = ts.isImportDeclaration(statement) ? clause.namedBindings : clause.exportClause;
  if (!list?.elements) throw new Error(`src/${file}: "${statement.getText()}" does not name what it takes`);
  return list.elements.filter((e) => !e.isTypeOnly).map((e) => (e.propertyName ?? e.name).text);
}

/** What others take from the shared parts, by module: `{ part, module, name, as }`, numbered through in one build. */
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

/** The members of VS Code's API that `src` names: a bundler would copy the whole API for each file that imports it. */
function membersOfVscode() {
  const names = new Set();
  for (const file of sourceFiles()) {
    const text = readFileSync(join(src, file), 'utf8');
    if (!/from 'vscode'/.test(text)) continue;
    for (const [, name] of text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)) names.add(name);
  }
  return [...names].sort();
}

/** `vscode` as one module that names what is used. */
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

/** The entry `part:NAME` of a shared part, which exports what others take. */
const entryOf = (b, members) => {
  b.onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice('part:'.length), namespace: 'part' }));
  b.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
    contents: members()
      .filter(({ part }) => part === path)
      .map(({ module, name, as }) => `export { ${name} as ${as} } from './${module}';`)
      .join('\n'),
    resolveDir: src,
    loader: 'ts',
  }));
};

/** Modules of other parts are members of these; `own` is the part that is being made, if it is a shared one. */
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
