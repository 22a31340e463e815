/** A part of `npm run fuzz` in every test run, with a fixed seed: in a worker, so that a hanging flow can be stopped. */
import assert from 'node:assert/strict';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { flowOf, projectFlows } from '../../fuzz/flows';
import { STATEMENT_MAKERS } from '../../fuzz/grammar';
import { parsed } from '../../fuzz/laws';
import { minimised } from '../../fuzz/minimise';
import { Random } from '../../fuzz/random';
import { tryFlow } from '../../fuzz/trial';
import { share } from '../share';

const SEED = 9293;
const FLOWS = share(60);
/** Mutants of the library only, so that a new fixture changes none of these flows. */
const KNOWN = ['media/scenarios'];
/** The time after which a hanging law is stopped, milliseconds; Mocha's timeout is a little longer. */
const PATIENCE = 50_000;

interface Report {
  readonly number: number;
  readonly law: string;
  readonly failed?: string;
}

function work(port: NonNullable<typeof parentPort>): void {
  const known = projectFlows(KNOWN);
  for (let number = 0; number < FLOWS; number++) {
    const text = flowOf(new Random(SEED, number), known);
    const entered = (law: string): void => port.postMessage({ number, law } satisfies Report);
    for (const { law, message } of tryFlow(text, [SEED, number], known, entered)) {
      port.postMessage({ number, law, failed: `${message}\n${text}` } satisfies Report);
    }
  }
  port.postMessage({ number: FLOWS, law: 'all' } satisfies Report);
  port.close();
}

if (isMainThread) {
  describe('fuzz', () => {
    let worker: Worker | undefined;
    let timer: NodeJS.Timeout | undefined;
    afterEach(() => {
      clearTimeout(timer);
      return worker?.terminate();
    });

    it('holds every law on flows at random', async () => {
      let last: Report | undefined;
      const failed: string[] = [];
      worker = new Worker(new URL(import.meta.url));
      const thread = worker;
      await new Promise<void>((done, fail) => {
        thread.on('message', (report: Report) => {
          last = report;
          timer?.refresh();
          if (report.failed !== undefined)
            failed.push(`seed ${SEED}, flow ${report.number}, ${report.law}: ${report.failed}`);
        });
        const hangs = (): void =>
          fail(new Error(`flow ${last?.number ?? 0} of seed ${SEED} hangs in ${last?.law ?? 'start'}`));
        timer = setTimeout(hangs, PATIENCE);
        thread.once('error', fail);
        thread.once('exit', () => done());
      });
      assert.deepEqual(failed, []);
      assert.equal(last?.number, FLOWS);
    });

    it('makes the same flow from the same seed, and another from another', () => {
      const known = projectFlows();
      const flows = (seed: number): string[] =>
        Array.from({ length: 20 }, (_, i) => flowOf(new Random(seed, i), known));
      assert.deepEqual(flows(7), flows(7));
      assert.ok(flows(7).every((text, i) => text !== flows(8)[i]));
    });

    it('makes lines of every statement, most of which can be read', () => {
      for (const [name, make] of Object.entries(STATEMENT_MAKERS)) {
        const r = new Random(SEED);
        const lines = Array.from({ length: 100 }, () => make(r));
        const read = parsed(lines.join('\n')).lines.filter((l) => !l.broken);
        assert.ok(read.length >= 50, `${name}: ${read.length} of 100\n${lines.join('\n')}`);
      }
    });

    it('makes what fails small', async () => {
      const text = 'client -> server SYN\nwait 10s\nserver -> client SYN,ACK ack=7\nrun';
      const fails = (candidate: string): Promise<boolean> =>
        Promise.resolve(/wait/.test(candidate) && /ack=7/.test(candidate));
      assert.equal(await minimised(text, fails, 1000), 'wait\nack=7');
    });
  });
} else if (parentPort !== null) work(parentPort);
