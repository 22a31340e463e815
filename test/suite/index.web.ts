/** Entry of the suite in the web worker extension host, which can load nothing at run time, so mocha is bundled. */
import 'mocha/mocha';

/** The mark of lines that the test program prints; it drops the workbench's own log lines. */
const mark = '[mocha]';

interface BrowserMocha {
  setup(options: Mocha.MochaOptions): void;
  run(done: (failures: number) => void): Mocha.Runner;
}

const worker = globalThis as unknown as { mocha: BrowserMocha; Mocha: typeof Mocha };

/** The format of `console.log`, as far as mocha's reporter uses it. */
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
