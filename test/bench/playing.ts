/** The engines play on by themselves: a large transfer over a link that loses some of it. */
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { medianTime } from './measure';

export interface RunFigures {
  readonly bytes: number;
  readonly segments: number;
  readonly ms: number;
  readonly segmentsPerSecond: number;
}

/** One segment with data in a hundred is lost, and recovery goes by SACK. */
export function runThroughput(bytes: number, runs: number): RunFigures {
  const host = 'wscale=7 sack timestamps window=4000000';
  const script = createParser().parse(
    `host client ${host}\nhost server ${host}\nlink client server delay=10ms rate=100Mbit\n` +
      `lose every 100th data from client\nclient => server len=${bytes}\n`,
  );
  const trace = check(script);
  if (trace.findings.some((f) => f.level !== 'hint')) throw new Error('the transfer does not come to its end');
  const segments = trace.steps.filter((s) => s.kind === 'segment').length;
  const ms = medianTime(runs, () => void check(script));
  return { bytes, segments, ms, segmentsPerSecond: (segments / ms) * 1000 };
}
