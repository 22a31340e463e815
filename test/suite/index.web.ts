/** Entry of the suite in the web worker extension host, where nothing can be loaded at run time: mocha is bundled too. */
import 'mocha/mocha';

/** The harness prints what carries this mark and drops the workbench's own log lines. */
const mark = '[mocha]';

interface BrowserMocha {
  setup(options: Mocha.MochaOptions): void;
  run(done: (failures: number) => void): Mocha.Runner;
}

const worker = globalThis as unknown as { mocha: BrowserMocha; Mocha: typeof Mocha };

/** `console.log`'s format, as far as mocha's reporter uses it. */
function print(template: unknown = '', ...args: unknown[]): void {
  const text = String(template).replace(/%[sdo]/g, (m) => (args.length > 0 ? String(args.shift()) : m));
  console.log([mark + text, ...args.map(String)].join(' '));
}

export function run(): Promise<void> {
  worker.Mocha.reporters.Base.consoleLog = print;
  worker.mocha.setup({ ui: 'bdd', timeout: 30_000, reporter: 'spec', color: false });
  return new Promise((resolve, reject) => {
    import('suite:all').then(() => {
      const runner = worker.mocha.run((failures) => {
        print(`${runner.stats?.passes ?? 0} passed, ${failures} failed`);
        if (failures > 0) {
          reject(new Error(`${failures} tests failed`));
        } else {
          resolve();
        }
      });
    }, reject);
  });
}
