/** Entry of the suite in the Node extension host: VS Code calls `run`. */
import { format } from 'node:util';
import Mocha from 'mocha';

/** The mark of lines that the test program prints; it drops the workbench's own log lines. */
const mark = '[mocha]';

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'spec', color: false });
  Mocha.reporters.Base.consoleLog = (...args: unknown[]): void => console.log(mark + format(...args));
  // The test files are bundled with this entry and expect mocha's globals.
  mocha.suite.emit('pre-require', globalThis, 'suite', mocha);
  return new Promise((resolve, reject) => {
    import('suite:all').then(() => {
      const runner = mocha.run((failures) => {
        console.log(`${mark}${runner.stats?.passes ?? 0} passed, ${failures} failed`);
        if (failures > 0) {
          reject(new Error(`${failures} tests failed`));
        } else {
          resolve();
        }
      });
    }, reject);
  });
}
