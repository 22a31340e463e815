/**
 * The parts that the extension and the command line are made of, each bundled once and shared: `engine` checks flows,
 * `more` has what few of them need of it, `drawing` composes flows of others and searches all that can happen to them, tells their steps and draws them, `words.en` and its like hold the texts of findings in a
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

/**
 * Modules that the check of a handshake calls no function of; `more` holds them. The engine takes only functions of them, and
 * loads the part when it calls the first one.
 */
const MORE = [
  ...[
    'check/judge/doubt',
    'check/judge/fate-shown',
    'check/judge/goals',
    'check/judge/overdue',
    'check/judge/presumed',
    'check/judge/recovery',
    'check/judge/violates',
    'check/judge/worlds',
  ],
  ...['check/cast/reuse', 'check/meaning'],
  ...[
    'check/play/answers',
    'check/play/begin',
    'check/play/certificates',
    'check/play/evidence',
    'check/play/expectations',
    'check/play/explored',
    'check/play/flights',
    'check/play/frames',
    'check/play/given',
    'check/play/handshake',
    'check/play/knowing',
    'check/play/layer-state',
    'check/play/near-name',
    'check/play/runs',
    'check/play/say',
    'check/play/untold',
    'check/play/variables',
  ],
  ...[
    'layers/app',
    'layers/day',
    'layers/framed',
    'layers/http1',
    'layers/names',
    'layers/next',
    'layers/octets',
    'layers/said',
    'layers/sealed',
    'layers/voice',
  ],
  ...['layers/h2/begin', 'layers/h2/names', 'layers/h2/rules'],
  ...['layers/tls/names', 'layers/tls/rules'],
  ...[
    'script/capture',
    'script/certificate',
    'script/exercise',
    'script/expectation',
    'script/explore',
    'script/frame',
    'script/given',
    'script/host',
    'script/meaning',
    'script/names',
    'script/near',
    'script/option-list',
    'script/play',
    'script/quote',
    'script/read-state',
    'script/said-parts',
    'script/saying',
    'script/slip',
    'script/string',
  ],
  ...[
    'sim/act',
    'sim/alike',
    'sim/key',
    'sim/replies',
    'sim/run',
    'sim/same',
    'sim/secrets',
    'sim/sessions',
    'sim/text',
  ],
  ...['tcp/congestion', 'tcp/expire', 'tcp/icmp', 'tcp/partial', 'tcp/sender', 'tcp/time-wait'],
  ...['trace/duration', 'trace/rules'],
  ...['wire/checksum', 'wire/header', 'wire/octets'],
];

/** The rooms of `src`, and single modules, in each shared part; of two entries the longer one holds. */
const SHARED = {
  engine: [...['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'check'], ...['words/say', 'words/table']],
  more: MORE,
  drawing: ['explore', 'compose', 'tell', 'diagram', 'fence', ...LATER],
};

/** The parts that run before the first findings: they load `more` when they call the first function of it. */
const FIRST = ['engine', 'first'];

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
 * The members of shared parts that any file takes, by the module that it names: `{ part, module, from, name, as }`. `from` is the module that declares the member.
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
  const members = [...taken.keys()].sort().map((key) => taken.get(key));
  // A member that several modules pass on has one name.
  const declared = [...new Set(members.map(({ from, name }) => `${from} ${name}`))].sort();
  const names = new Map(declared.map((key, i) => [key, `$${i.toString(36)}`]));
  return members.map((member) => ({ ...member, as: names.get(`${member.from} ${member.name}`) }));
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
    const own = [...new Map(members().map((m) => [m.as, m])).values()].filter(({ part }) => part === path);
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
  const others = [...new Set(taken.map(({ part, from }) => `${part}:${from}`))].filter(
    (key) => !key.startsWith(`${own}:`),
  );
  return [
    ...here.map(({ from, name }) => `export { ${name} } from './${from}';`),
    ...others.map((key) => {
      const names = taken.filter(({ part, from }) => `${part}:${from}` === key).map(({ name }) => name);
      return `export { ${names.join(', ')} } from '${key}';`;
    }),
  ].join('\n');
}

/** The parameters of an exported function as a caller lists them; undefined for other values. */
function parametersOf(module, name) {
  const path = [`${module}.ts`, `${module}/index.ts`].map((file) => join(src, file)).find((file) => existsSync(file));
  const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const constants = statements.filter(ts.isVariableStatement).flatMap((s) => [...s.declarationList.declarations]);
  const found =
    statements.find((s) => ts.isFunctionDeclaration(s) && s.name.text === name) ??
    constants.find((d) => d.name.text === name && d.initializer && ts.isArrowFunction(d.initializer))?.initializer;
  return found?.parameters.map(({ dotDotDotToken }, i) => (dotDotDotToken ? `...p${i}` : `p${i}`)).join(', ');
}

/** Functions of a part that is loaded when the first of them is called. */
function referencesLater(part, taken) {
  const functions = taken.map(({ from, name, as }) => {
    const parameters = parametersOf(from, name);
    // An error unless the value is unused (`onEnd`).
    if (parameters === undefined)
      return `export const ${name} = /* @__PURE__ */ (() => require('./${part}.js: ${name}'))();`;
    return `export const ${name} = (${parameters}) => part().${as}(${parameters});`;
  });
  return [`import { later as part } from 'whole:${part}';`, ...functions].join('\n');
}

/** A part as a whole: at once, or with the first call. */
function whole(part, own) {
  const asked = `require('./${part}.js')`;
  return part === 'more' && FIRST.includes(own)
    ? `let part;\nexport const later = () => (part ??= ${asked});`
    : `export const part = ${asked};`;
}

/** The members of a module that one part holds, by reference to that part. */
function references(path, members, own) {
  const [, part, module] = /^(\w+):(.*)$/.exec(path);
  const all = members.filter((m) => m.part === part && m.from === module);
  const taken = [...new Map(all.map((m) => [m.as, m])).values()];
  if (part === 'more' && FIRST.includes(own)) return referencesLater(part, taken);
  const consts = taken.map(({ name, as }) => `export const ${name} = part.${as};`);
  return [`import { part } from 'whole:${part}';`, ...consts].join('\n');
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
    b.onResolve({ filter: /^whole:/ }, ({ path }) => ({
      ...aside,
      namespace: 'whole',
      path: path.slice('whole:'.length),
    }));
    b.onLoad({ filter: /.*/, namespace: 'whole' }, ({ path }) => ({ contents: whole(path, own) }));
    b.onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace, kind }) => {
      if (namespace === 'member' || namespace === 'whole') return { path, external: true };
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
    b.onLoad({ filter: /.*/, namespace: 'member' }, ({ path }) => ({ contents: references(path, members(), own) }));
    b.onEnd(({ metafile }) => {
      const imports = Object.values(metafile?.outputs ?? {}).flatMap((output) => output.imports);
      const asked = imports
        .map((i) => i.path)
        .filter((path) => (own === 'engine' && path !== './more.js') || path.startsWith('./more.js:'));
      if (asked.length === 0) return undefined;
      // The bundler prints no errors of this kind.
      throw new Error(`the engine is loaded first, and takes members of ${asked.join(', ')}`);
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
