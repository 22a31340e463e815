/** Measures a fresh process from loading the extension to its first diagnostics, with a substitute for VS Code. */
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface ActivationFigures {
  /** Time until the host has run the loaded modules, milliseconds. */
  readonly loadMs: number;
  /** Time until `activate` has finished, including the parts that it loads, milliseconds. */
  readonly activateMs: number;
  /** CPU time of the process until an open document has its diagnostics, milliseconds. */
  readonly firstDiagnosticsCpuMs: number;
}

/** A substitute object: any property, call or `new` gives another of its kind; iterating it gives nothing. */
function anything(special: Readonly<Record<string, unknown>> = {}): object {
  const known = new Map<PropertyKey, unknown>([
    ['then', undefined],
    ['language', 'en'],
    ['textDocuments', []],
    ['visibleTextEditors', []],
    ['subscriptions', []],
    [Symbol.iterator, () => [][Symbol.iterator]()],
    [Symbol.toPrimitive, () => ''],
    ...Object.entries(special),
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

const FLOW = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=x\nclient -> server ACK\n';

const DOCUMENT = {
  languageId: 'tcpflow',
  version: 1,
  isClosed: false,
  lineCount: 4,
  uri: { scheme: 'file', path: '/flow.tcpflow', toString: () => 'file:///flow.tcpflow' },
  getText: () => FLOW,
};

/** Events carry a check's result to its diagnostics, so they must work. */
class EventEmitter<T> {
  private readonly listeners: ((event: T) => void)[] = [];
  readonly event = (listener: (event: T) => void): object => {
    this.listeners.push(listener);
    return anything();
  };
  fire(event: T): void {
    for (const listener of this.listeners) listener(event);
  }
}

/** The members of VS Code's API, as declared: a bundler's interoperability code copies all of them. */
function vscodeApi(onDiagnostics: () => void): object {
  const declared = readFileSync(join(__dirname, '../node_modules/@types/vscode/index.d.ts'), 'utf8');
  const names = declared.matchAll(/^\texport (?:class|enum|namespace|function|const|let) (\w+)/gm);
  const collection = anything({ set: onDiagnostics });
  const special: Readonly<Record<string, object>> = {
    workspace: anything({ textDocuments: [DOCUMENT] }),
    languages: anything({ createDiagnosticCollection: () => collection }),
    env: anything({ language: 'en' }),
    EventEmitter,
  };
  return Object.fromEntries([...names].map(([, name = '']) => [name, special[name] ?? anything()]));
}

interface Loader {
  _load(request: string, parent: unknown, isMain: boolean): unknown;
}

/** @param file dist/extension.js */
export async function activationFigures(file: string): Promise<ActivationFigures> {
  const loader = Module as unknown as Loader;
  const load = loader._load.bind(Module);
  let onDiagnostics = (): void => undefined;
  const vscode = vscodeApi(() => onDiagnostics());
  loader._load = (request, parent, isMain) => (request === 'vscode' ? vscode : load(request, parent, isMain));
  const cpu = process.cpuUsage();
  const firstDiagnostics = new Promise<NodeJS.CpuUsage>((resolve) => {
    onDiagnostics = () => resolve(process.cpuUsage(cpu));
  });
  const start = performance.now();
  const extension = load(file, undefined, false) as { activate(context: unknown): unknown };
  const loaded = performance.now();
  await extension.activate(anything());
  const activated = performance.now();
  const { user, system } = await firstDiagnostics;
  return {
    loadMs: loaded - start,
    activateMs: activated - loaded,
    firstDiagnosticsCpuMs: (user + system) / 1000,
  };
}
