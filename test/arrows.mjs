/**
 * Checks the dependencies between the rooms of `src`: which room may import which, who may import `vscode` and Node's
 * modules, which files may import each other in a circle, and the length of files and functions. The DOM needs no rule
 * here, since only the page's tsconfig.json knows its types.
 *
 * `node test/arrows.mjs` prints each violation as file:line; the exit code is 1 if there is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * The imports that each room may have. `panel/messages` is a single module of a room; `media` stands for files bundled
 * as text or JSON; `package:NAME` is a bundled package.
 */
const core = ['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'check', 'explore', 'compose'];
const arrows = {
  wire: [],
  tcp: ['wire'],
  layers: ['wire'],
  sim: ['wire', 'tcp', 'layers'],
  script: ['wire', 'layers/names'],
  trace: ['wire', 'layers', 'tcp', 'sim', 'script'],
  check: ['wire', 'layers', 'tcp', 'sim', 'script', 'trace'],
  explore: ['wire', 'tcp', 'sim'],
  compose: ['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'check', 'explore'],
  words: ['wire', 'layers', 'tcp', 'script', 'trace'],
  capture: ['wire', 'script', 'sim', 'trace', 'check'],
  tell: ['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'words'],
  report: [...core, 'words', 'tell'],
  diagram: ['wire', 'layers', 'tcp', 'sim', 'script', 'trace', 'words', 'tell'],
  agent: [...core, 'words', 'tell', 'report'],
  fence: [...core, 'words', 'tell', 'diagram'],
  page: ['trace', 'check', 'diagram', 'words'],
  editor: ['vscode', ...core, 'capture', 'words', 'tell', 'report', 'agent', 'fence'],
  panel: ['vscode', ...core, 'words', 'tell', 'report', 'diagram', 'fence', 'page', 'editor'],
  debug: ['vscode', ...core, 'words', 'editor'],
  webview: [
    'wire',
    ...['words/say', 'words/finding', 'words/languages', 'words/table'],
    ...['check', 'layers', 'script', 'trace', 'page', 'editor/fix/fixes', 'panel/session', 'panel/tabs'],
    'fence',
    'fences',
    'tls',
    'h2',
    'tcp/isn',
    'tell',
    'diagram',
    'panel/messages',
    'panel/checks',
    'panel/envelopes',
    'panel/isnMessages',
    'panel/whatIfTitle',
    'compose',
    'package:gifenc',
    'editor/captures/messages',
  ],
  cli: [
    'node',
    ...core,
    ...['tls', 'h2', 'capture', 'words', 'tell', 'report', 'diagram', 'agent', 'fence', 'page', 'media'],
    ...['../package.json', 'package:tinyglobby'],
    ...['package:@modelcontextprotocol/server', 'package:@modelcontextprotocol/server/stdio'],
  ],
  'tls.ts': ['layers'],
  'h2.ts': ['layers'],
  'captures.ts': ['capture'],
  'agents.ts': ['agent'],
  'fences.ts': ['fence', 'check', 'words'],
  'extension.ts': [
    'vscode',
    'editor/platform',
    'editor/flows',
    'editor/captures/part',
    'editor/tools',
    'editor/markdownPreview',
    'words/table',
    'words/languages',
    'first',
    'features',
  ],
  'first.ts': ['editor', 'words'],
  'features.ts': ['editor', 'panel', 'debug', 'words'],
};
const longest = 500;

/** Rooms with a face: what others import of them is in `index.ts`. The rules of TCP are rows, and are reached into. */
const faces = [...core, 'capture', 'tell', 'report', 'diagram', 'agent', 'fence', 'page', 'editor', 'panel'];
const reachedInto = /^(?:tcp\/rules(?:\/|$)|layers\/names$)/;
/** Folders of a room with a face of their own, and the packages that they alone may import. */
const doors = { 'layers/crypto': '@noble/', 'layers/x509': undefined };

/** True if a file behind a door imports the packages that the door is for. */
function isOwnPackage(file, kind) {
  const door = Object.entries(doors).find(([folder]) => file.startsWith(`${folder}/`));
  return door?.[1] !== undefined && kind.startsWith(`package:${door[1]}`);
}

/** True if a file outside a folder with a door imports something behind it. */
function isPastDoor(file, module) {
  const door = Object.keys(doors).find((folder) => module?.startsWith(`${folder}/`));
  return door !== undefined && module !== `${door}/index` && !file.startsWith(`${door}/`);
}

/** Bundles that stand apart take single modules, so that they stay small. */
const apart = ['webview', 'extension.ts', 'first.ts'];

function isPastFace(room, { kind, module }) {
  if (room === kind || apart.includes(room) || !faces.includes(kind) || reachedInto.test(module)) return false;
  return module !== kind && module !== `${kind}/index`;
}
const longestFunction = 80;

/** The entry of the table above for an import of `file` (both relative to the folder with the rooms). */
function target(file, specifier) {
  if (specifier === 'vscode') {
    return { kind: 'vscode' };
  }
  if (!specifier.startsWith('.')) {
    return { kind: isBuiltin(specifier) ? 'node' : `package:${specifier}` };
  }
  const path = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (path.startsWith('../')) {
    return { kind: path.startsWith('../media/') ? 'media' : path };
  }
  return { kind: path.includes('/') ? path.slice(0, path.indexOf('/')) : path, module: path };
}

/** The groups of files that import each other in a circle, by Tarjan's algorithm; type imports count. */
function circlesOf(graph) {
  const index = new Map();
  const low = new Map();
  const open = [];
  const circles = [];
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    open.push(file);
    for (const next of graph.get(file)) {
      if (!index.has(next)) visit(next);
      if (open.includes(next)) low.set(file, Math.min(low.get(file), low.get(next)));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles;
}

/** The files of the room that a file imports, relative, with `/` and ending. */
function importsOf(file, text, files) {
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const path = posix.normalize(posix.join(posix.dirname(file), fileName));
    return [`${path}.ts`, `${path}/index.ts`].filter((f) => files.has(f));
  });
}

/** The forbidden circles: a circle must stay in one folder and have three files at most. */
function badCircles(texts) {
  const graph = new Map([...texts].map(([file, text]) => [file, importsOf(file, text, texts)]));
  return circlesOf(graph).filter((c) => c.length > 3 || new Set(c.map((f) => posix.dirname(f))).size > 1);
}

/** True if the node contains a function. */
function makesFunction(node) {
  return ts.isFunctionLike(node) || ts.forEachChild(node, makesFunction) === true;
}

/**
 * True if a function is a table: most of its lines are one list, record or template, whose entries contain no
 * functions, and the rest is within the limit for functions.
 */
function isTable(source, body) {
  const linesOf = (node) => lineOf(source, node.end) - lineOf(source, node.getStart(source)) + 1;
  let table = 0;
  const look = (node) => {
    const isLiteral =
      ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isTemplateExpression(node);
    if (isLiteral && !makesFunction(node)) table = Math.max(table, linesOf(node));
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  look(body);
  const rest = linesOf(body) - table;
  return table > rest && rest <= longestFunction;
}

function lineOf(source, position) {
  return source.getLineAndCharacterOfPosition(position).line;
}

/**
 * The functions of a file that are too long: declarations, methods, accessors, constructors, function expressions and
 * arrow functions.
 */
function longFunctions(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = lineOf(source, node.getStart(source));
      const lines = lineOf(source, node.end) - first + 1;
      if (lines > longestFunction && !isTable(source, node.body)) {
        const name = node.name?.getText(source) ?? 'a function';
        const message = `${name} has ${lines} lines, and ${longestFunction} at most are allowed but in tables`;
        found.push({ line: first + 1, message });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {string} file relative, with `/` @param {string} text @returns {{ line: number, message: string }[]} */
function violationsOf(file, text) {
  const found = [];
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > longest) {
    found.push({ line: longest + 1, message: `${lines} lines, and ${longest} at most are allowed` });
  }
  if (!file.endsWith('.ts') || file.endsWith('.d.ts')) {
    return found;
  }
  found.push(...longFunctions(file, text));
  const room = file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
  const allowed = arrows[room];
  if (!allowed) {
    return [...found, { line: 1, message: `no room is called ${room}` }];
  }
  for (const { fileName, pos } of ts.preProcessFile(text, true, true).importedFiles) {
    const wanted = target(file, fileName);
    const { kind, module } = wanted;
    const line = text.slice(0, pos).split('\n').length;
    if (isPastFace(room, wanted)) {
      found.push({ line, message: `${room} may import the face of ${kind}, not ${fileName}` });
    } else if (isPastDoor(file, module)) {
      found.push({ line, message: `only the folder's own files may import ${fileName}; its face is index.ts` });
    } else if (isOwnPackage(file, kind)) {
      continue;
    } else if (kind !== room && !allowed.includes(kind) && !allowed.includes(module ?? kind)) {
      const may = allowed.join(', ') || 'nothing';
      found.push({ line, message: `${room} may not import ${fileName}; it may import ${may}` });
    }
  }
  return found;
}

/**
 * The violations of files by their paths below the source folder: `path:line  message`, then the circles.
 *
 * @param folder a prefix of each path of a line, such as `src/`
 */
export function violations(files, folder = '') {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.flatMap(([file, text]) =>
    violationsOf(file, text).map(({ line, message }) => `${folder}${file}:${line}  ${message}`),
  );
  const sources = new Map(sorted.filter(([file]) => /(?<!\.d)\.ts$/.test(file)));
  const circles = badCircles(sources).map((circle) => `${circle.join(', ')} import each other in a circle`);
  return [...lines, ...circles];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../src', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|css)$/.test(file))
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]);
  const found = violations(new Map(files), 'src/');
  for (const violation of found) console.log(violation);
  if (found.length > 0) {
    console.log(`${found.length} violations of the arrows between folders`);
    process.exitCode = 1;
  }
}
