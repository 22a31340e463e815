/** What differs between the hosts: how a part of the extension, a bundle beside extension.js, comes in. */
import * as vscode from 'vscode';
import type { Language } from '../words/languages';

/** The parts that build.mjs makes. Each may `require` those before it. */
export type Part = 'engine' | `words.${Language}` | 'first' | 'drawing' | 'features';

type Require = (id: string) => unknown;

/** Gives the exports of parts, in the order asked for: each is run once, and those that it stands on must come before it. */
export type Load = (parts: readonly Part[]) => Promise<unknown[]>;

declare const require: Require;

/** A web worker has no file system to require from; Node has no `importScripts`. */
function isWebWorker(): boolean {
  return 'importScripts' in globalThis;
}

/** @param root the folder that the extension lies in */
export function partLoader(root: vscode.Uri): Load {
  if (!isWebWorker()) return (parts) => Promise.resolve(parts.map((part) => require(fileOf(part))));
  const loaded = new Map<string, unknown>();
  // Parts ask for each other as files beside them, as in Node, and for the `vscode` of this host.
  const known: Require = (id) => (loaded.has(id) ? loaded.get(id) : require(id));
  return async (parts) => {
    const texts = await Promise.all(parts.map((part) => textOf(root, part)));
    return parts.map((part, i) => {
      const id = fileOf(part);
      if (!loaded.has(id)) loaded.set(id, run(id, texts[i] ?? '', known));
      return loaded.get(id);
    });
  };
}

/** The name that parts know each other by. */
function fileOf(part: Part): string {
  return `./${part}.js`;
}

async function textOf(root: vscode.Uri, part: Part): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'dist', `${part}.js`));
  return new TextDecoder().decode(bytes);
}

/** Runs a CommonJS module; its source shows up under its name in a debugger. */
function run(id: string, text: string, require: Require): unknown {
  const module = { exports: {} };
  // A worker's `import()` takes neither this scheme nor CommonJS: the host itself runs extension.js like this.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function('module', 'exports', 'require', `${text}\n//# sourceURL=${id.slice(2)}`)(
    module,
    module.exports,
    require,
  );
  return module.exports;
}
