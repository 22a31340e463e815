/** Loading of the extension's parts (bundles beside extension.js), which differs between desktop and web hosts. */
import * as vscode from 'vscode';
import type { Language } from '../words/languages';

/** The parts that build.mjs makes. Each may `require` those before it. */
export type Part =
  | 'engine'
  | 'more'
  | `words.${Language}`
  | `words.${Language}.more`
  | 'first'
  | 'drawing'
  | 'features'
  | 'tls'
  | 'h2'
  | 'captures'
  | 'agents';

type Require = (id: string) => unknown;

/**
 * Loads parts and returns their exports in the given order. Each part is run once; parts that it requires must come
 * before it.
 */
export type Load = (parts: readonly Part[]) => Promise<unknown[]>;

declare const require: Require;

/** True in a web worker, which has no file system for `require`; Node has no `importScripts`. */
function isWebWorker(): boolean {
  return 'importScripts' in globalThis;
}

/** @param root the extension's folder */
export function partLoader(root: vscode.Uri): Load {
  if (!isWebWorker()) return (parts) => Promise.resolve(parts.map((part) => require(fileOf(part))));
  const loaded = new Map<string, unknown>();
  const texts = new Map<string, string>();
  // Parts require each other by file name, as in Node, and `vscode` from this host.
  const known: Require = (id) => {
    const text = texts.get(id);
    if (!loaded.has(id) && text !== undefined) loaded.set(id, run(id, text, known));
    return loaded.has(id) ? loaded.get(id) : require(id);
  };
  const read = async (part: Part): Promise<void> => {
    const id = fileOf(part);
    if (!texts.has(id)) texts.set(id, await textOf(root, part));
  };
  return async (parts) => {
    // The engine requires `more` at any time once it runs.
    await Promise.all(parts.flatMap((part) => (part === 'engine' ? [part, 'more' as const] : [part])).map(read));
    return parts.map((part) => known(fileOf(part)));
  };
}

/** The file name by which parts require each other. */
function fileOf(part: Part): string {
  return `./${part}.js`;
}

async function textOf(root: vscode.Uri, part: Part): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'dist', `${part}.js`));
  return new TextDecoder().decode(bytes);
}

/** Runs a CommonJS module; a debugger shows its source under its name. */
function run(id: string, text: string, require: Require): unknown {
  const module = { exports: {} };
  // A worker's `import()` supports neither this scheme nor CommonJS; the web extension host runs extension.js in this way.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'exports', 'require', `${text}\n//# sourceURL=${id.slice(2)}`)(
    module,
    module.exports,
    require,
  );
  return module.exports;
}
