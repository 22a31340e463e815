import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { writeOut } from '../../../src/compose/write-out';
import type { Trace } from '../../../src/trace/trace';
import { scenarios } from '../library';
import { play } from './expecting';
import { told } from './random-flows';
import { flowsIn } from './table';
import { some } from '../share';

const PROFILES = ['rfc9293', 'linux', 'freebsd', 'rfc793'];
/**
 * The errors and warnings without line numbers, which change when a run is written out. Findings about the run itself
 * are left out; an ACK storm is reported for the first run only.
 */
const wrongIn = (trace: Trace, run?: number): string[] =>
  trace.findings
    .filter((f) => f.level !== 'hint' && f.line !== run && f.rule !== 'tcp/ack-storm')
    .map((f) => `${f.level} ${f.rule}`);

/** The flow with another profile; undefined if it names one itself. */
const under = (text: string, profile: string): string => `profile ${profile}\n${text}`;

interface Flow {
  readonly id: string;
  readonly text: string;
}

const flows: readonly Flow[] = [
  ...scenarios().map(({ id, text }) => ({ id, text })),
  ...flowsIn('played.tcpflow'),
  ...readdirSync('test/fixtures/flows/corners').flatMap((file) => flowsIn(`corners/${file}`)),
];

/** The lines with runs and messages, each written out separately. */
function writtenOut(text: string): { readonly line: number; readonly text: string; readonly trace: Trace }[] {
  const trace = play(text);
  const lines = text.split('\n');
  return trace.script.lines.flatMap(({ statement }, line) => {
    if (statement?.kind !== 'run' && statement?.kind !== 'message') return [];
    const written = [...lines.slice(0, line), writeOut(trace, line), ...lines.slice(line + 1)].join('\n');
    return written === text ? [] : [{ line, text: written, trace }];
  });
}

describe('a run written out says what the engines did, and nothing is wrong with it:', () => {
  for (const profile of PROFILES) {
    it(`flows of the library and of the tests, under ${profile}`, function () {
      let count = 0;
      for (const { id, text } of some(flows)) {
        const own = /^\s*profile /m.test(text);
        if (own && profile !== 'rfc9293') continue;
        const whole = own ? text : under(text, profile);
        const { length } = play(whole).steps;
        if (length > 600) continue;
        for (const { line, text: written, trace } of writtenOut(whole)) {
          const again = play(written);
          count++;
          assert.deepEqual(wrongIn(again), wrongIn(trace, line), `${id}, line ${line + 1}\n${written}`);
          assert.deepEqual(told(again), told(trace), `${id}, line ${line + 1}\n${written}`);
        }
      }
      this.runnable().title += `: ${count} runs`;
    });
  }
});
