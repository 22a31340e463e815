/** The process that tries flows. It may hang or die; its parent continues. */
import { type CaptureCase, captureBases, captureCase } from './captures';
import { tryCapture } from './capture-trial';
import { flowOf, projectFlows } from './flows';
import { Random } from './random';
import { tryFlow, type Failure } from './trial';

/** A range of flows by seed and number, or a text with the same choices. */
export interface Task {
  readonly seed: number;
  readonly number: number;
  /** The number after the last flow; the task ends earlier if one fails. */
  readonly to: number;
  readonly text?: string;
}

export type Report =
  | { readonly kind: 'entered'; readonly number: number; readonly law: string }
  | { readonly kind: 'failed'; readonly number: number; readonly failure: Failure }
  | { readonly kind: 'done'; readonly heap: number };

const CLOCKS = {
  passed: () => performance.now(),
  /** CPU time of this process, milliseconds. */
  used: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

type Seeds = readonly [seed: number, number: number];

/** What is tried: flows, or captures and analysers' texts. */
export interface Subject<T> {
  readonly caseOf: (seed: number, number: number) => T;
  /** @param isGiven true for a case that was made smaller, or put in: all is done with it */
  readonly tried: (one: T, seeds: Seeds, isGiven: boolean, entered: (law: string) => void) => Failure[];
  /** A case as characters, and back. */
  readonly written: (one: T) => string;
  readonly read: (text: string) => T;
}

export function flowSubject(): Subject<string> {
  const known = projectFlows();
  const same = (text: string): string => text;
  return {
    caseOf: (seed, number) => flowOf(new Random(seed, number), known),
    tried: (flow, seeds, _, entered) => tryFlow(flow, seeds, known, entered, CLOCKS),
    written: same,
    read: same,
  };
}

export function captureSubject(): Subject<CaptureCase> {
  const bases = captureBases();
  return {
    caseOf: (seed, number) => captureCase(new Random(seed, number), bases),
    tried: (one, seeds, isGiven, entered) =>
      tryCapture(one, isGiven ? undefined : new Random(...seeds, 1), entered, CLOCKS),
    written: (one) => (typeof one === 'string' ? one : OCTETS + Buffer.from(one).toString('base64')),
    read: (text) => (text.startsWith(OCTETS) ? Buffer.from(text.slice(OCTETS.length), 'base64') : text),
  };
}

/** Before the octets of a file in base64. */
export const OCTETS = 'octets ';

export function serve<T>(subject: Subject<T>): void {
  const send = (report: Report): void => void process.send?.(report);
  process.on('message', ({ seed, number: from, to, text }: Task) => {
    for (let number = from; number < to; number++) {
      const entered = (law: string): void => send({ kind: 'entered', number, law });
      entered('case');
      const one = text === undefined ? subject.caseOf(seed, number) : subject.read(text);
      for (const failure of subject.tried(one, [seed, number], text !== undefined, entered)) {
        send({ kind: 'failed', number, failure });
      }
    }
    send({ kind: 'done', heap: process.memoryUsage().heapUsed });
  });
  process.on('disconnect', () => process.exit());
}
