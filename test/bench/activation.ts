/** Loading the extension and the body of `activate`, with a stand-in for VS Code. Runs in a process of its own. */
import Module from 'node:module';
import { performance } from 'node:perf_hooks';

export interface ActivationFigures {
  readonly loadMs: number;
  readonly activateMs: number;
}

/** Answers to everything: any property, call or `new` gives another of its kind; it is empty as a list. */
function anything(): object {
  const known = new Map<PropertyKey, unknown>([
    ['then', undefined],
    ['language', 'en'],
    ['textDocuments', []],
    ['visibleTextEditors', []],
    ['subscriptions', []],
    [Symbol.iterator, () => [][Symbol.iterator]()],
    [Symbol.toPrimitive, () => ''],
  ]);
  return new Proxy(function stub() {}, {
    get(_target, key) {
      if (!known.has(key)) known.set(key, anything());
      return known.get(key);
    },
    set(_target, key, value) {
      known.set(key, value);
      return true;
    },
    apply: () => anything(),
    construct: () => anything(),
  });
}

interface Loader {
  _load(request: string, parent: unknown, isMain: boolean): unknown;
}

export function activationFigures(file: string): ActivationFigures {
  const loader = Module as unknown as Loader;
  const load = loader._load.bind(Module);
  // What bundlers put between a module and its users reads own properties and the prototype's.
  const vscode: unknown = Object.create(anything());
  loader._load = (request, parent, isMain) => (request === 'vscode' ? vscode : load(request, parent, isMain));
  const start = performance.now();
  const extension = load(file, undefined, false) as { activate(context: unknown): unknown };
  const loaded = performance.now();
  extension.activate(anything());
  return { loadMs: loaded - start, activateMs: performance.now() - loaded };
}
