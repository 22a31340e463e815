/** Measures what-ifs: another fate of a segment in the middle of a flow, and all that follows from it. */
import { check } from '../../src/check/check';
import { branch, type WhatIf } from '../../src/compose/branch';
import { createParser } from '../../src/script/parser';
import { medianTime } from './measure';

export interface WhatIfFigures {
  readonly what: string;
  /** The steps of the flow, of which the segment is the middle one. */
  readonly steps: number;
  /** Time to the text of the other flow, milliseconds; the other flow is checked several times within it. */
  readonly ms: number;
}

const WHAT_IFS: readonly (readonly [string, WhatIf])[] = [
  ['lost', { kind: 'lose' }],
  ['duplicated', { kind: 'duplicate' }],
  ['300 ms late', { kind: 'delay', by: 300_000 }],
  ['an octet changed', { kind: 'alter', octet: 1 }],
  ['another forged behind it', { kind: 'forge', line: 'mallory -> client RST spoofing server' }],
  ['without keep-alive', { kind: 'no-keep-alive' }],
];

/** Each what-if of a segment that a run sends, in a flow of this many HTTP exchanges over one connection. */
export function whatIfTimes(exchanges: number, runs: number): WhatIfFigures[] {
  const lines = Array.from({ length: exchanges }, (_, i) => [
    `client => server http GET /${i}`,
    'server => client http 200 len=2000',
  ]);
  const hosts = ['host client 10.0.0.1', 'host server 10.0.0.2', 'link client server delay=50ms'];
  const trace = check(createParser().parse([...hosts, ...lines.flat()].join('\n')));
  const isData = trace.steps.map((s) => s.kind === 'segment' && s.sent.segment.len > 1000);
  const at = isData.indexOf(true, trace.steps.length >> 1);
  return WHAT_IFS.map(([what, whatIf]) => {
    if (branch(trace, at, whatIf) === undefined) throw new Error(`nothing would change: ${what}`);
    return { what, steps: trace.steps.length, ms: medianTime(runs, () => void branch(trace, at, whatIf)) };
  });
}
