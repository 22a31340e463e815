/** Laws of what-ifs: whatever happens to a segment of a run, everything before it is the same. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { branch, type WhatIf } from '../../../src/compose/branch';
import { check } from '../../../src/check/check';
import { final, type Trace } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import { flow, told } from './random-flows';
import { share } from '../share';

const play = (text: string): Trace => check(createParser().parse(text));

/** A what-if compared with the original flow. */
interface Tried {
  readonly was: readonly string[];
  readonly is: readonly string[];
  /** The index at which the step's own happenings begin. */
  readonly from: number;
  /** The index after the step's own happenings. */
  readonly to: number;
  readonly text: string;
  /** The time of the segment's scheduled arrival. */
  readonly arrives: number;
  /** True if nothing is in flight at the end. */
  readonly atRest: boolean;
}

/** A what-if of one of the segments that runs and messages send; undefined if nothing would change. */
function tried(text: string, pick: number, what: WhatIf): Tried | undefined {
  const trace = play(text);
  const sent = trace.steps.flatMap((s, i) => (s.kind === 'segment' && s.generated === true ? [i] : []));
  const at = sent[pick % sent.length];
  const made = at === undefined ? undefined : branch(trace, at, what);
  if (at === undefined || made === undefined) return undefined;
  const step = trace.steps[at];
  const other = play(made);
  const upTo = (count: number): number => told({ ...trace, steps: trace.steps.slice(0, count) }).length;
  return {
    was: told(trace),
    is: told(other),
    from: upTo(at),
    to: upTo(at + 1),
    text: made,
    arrives: (step?.kind === 'segment' ? step.sent.arrives : undefined) ?? 0,
    atRest: final(other).network.transits === 0,
  };
}

const untimed = (said = ''): string => said.replace(/^\S+ /, '');
const arrivalOf = (said = ''): string => untimed(said).replace('sent: ', 'arrives: ');

/** A duration that nothing else has. */
const LATE = 1_234_567;

describe('what if, to a segment of a run:', () => {
  const law = (name: string, what: WhatIf, holds: (t: Tried) => void): void => {
    it(name, () => {
      fc.assert(
        fc.property(flow, fc.nat(200), (text, pick) => {
          const t = tried(text, pick, what);
          if (t === undefined) return;
          try {
            assert.deepEqual(t.is.slice(0, t.from), t.was.slice(0, t.from));
            holds(t);
          } catch (error) {
            throw new Error(`${text}\n---\n${t.text}\n${String(error)}`, { cause: error });
          }
        }),
        { numRuns: share(60) },
      );
    });
  };

  law('lost, it is the first difference', { kind: 'lose' }, ({ was, is, from }) => {
    assert.equal(is[from], was[from]?.replace(' sent: ', ' lost: '));
  });

  law('delayed, it is sent as before, and arrives so much later', { kind: 'delay', by: LATE }, (t) => {
    const { was, is, from } = t;
    assert.equal(is[from], was[from]);
    if (t.atRest) assert.ok(is.includes(`${t.arrives + LATE} ${arrivalOf(was[from])}`));
  });

  law('duplicated, it arrives twice', { kind: 'duplicate' }, (t) => {
    const { was, is, from } = t;
    assert.equal(is[from], was[from]);
    const arrivals = is.slice(from).filter((said) => untimed(said) === arrivalOf(was[from]));
    if (t.atRest) assert.ok(arrivals.length > 1);
  });

  const line = 'mallory -> server  RST  seq=7  spoofing client';
  law('another one is forged behind it', { kind: 'forge', line }, ({ was, is, to }) => {
    assert.deepEqual(is.slice(0, to), was.slice(0, to));
    assert.match(is[to] ?? '', / sent: mallory RST seq=7 /);
  });
});

describe('what if a segment is forged within a message', () => {
  const opened = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';
  const line = 'mallory -> server  RST  seq=7  spoofing client';
  const made = (text: string, nth: number): string | undefined => {
    const trace = play(`host server delayed-ack=off\n${opened}${text}`);
    const sent = trace.steps.flatMap((s, i) => (s.kind === 'segment' && s.generated === true ? [i] : []));
    return branch(trace, sent[nth] ?? -1, { kind: 'forge', line })?.split(opened)[1];
  };

  it('what is not sent yet is the rest of it', () => {
    assert.equal(
      made('client => server len=4000\n', 0),
      `client -> server  ACK  len=1460\n${line}\nclient => server len=2540\n`,
    );
    assert.equal(
      made('client => server "GET /"\n', 0),
      `client -> server  PSH,ACK  "GET /"\n${line}\nrun until client.snd.una = client.snd.nxt\n`,
    );
  });

  it('what SEND has handed over is played', () => {
    assert.equal(
      made('client send 10\nrun\nclient => server len=4000\n', 2)?.split('run\n')[1],
      `client send 4000\nclient -> server  ACK  len=1460\n${line}\n`,
    );
  });
});

describe('what if a segment of one connection of several is lost', () => {
  it('it is counted among those of all, where its host is named alone', () => {
    const trace = play('client:1 connect server\nclient:2 connect server\nrun\n');
    const at = trace.steps.findIndex((s) => s.kind === 'segment' && s.sent.from === 3);
    const made = branch(trace, at, { kind: 'lose' }) ?? '';
    const is = told(play(made));
    assert.equal(is[told({ ...trace, steps: trace.steps.slice(0, at) }).length]?.includes(' lost: server'), true, made);
  });
});
