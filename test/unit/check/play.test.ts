/** Laws of any state that two endpoints reach by calls, filled-in segments, losses, delays and waits. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check/check';
import { before, type Trace } from '../../../src/trace/trace';
import type { World } from '../../../src/sim/world';
import { sameWorld } from '../../../src/sim/same';
import { createParser } from '../../../src/script/parser';
import { owes } from '../../../src/tcp/owes';
import { formatFlags } from '../../../src/wire/flags';
import { add, distance, le, type Seq } from '../../../src/wire/seq';
import { named, play } from './expecting';
import { share } from '../share';

/** Writes the next line of a flow in the given state. */
type Move = (state: State) => string;
interface State {
  readonly flights: readonly string[];
  readonly sent: number;
}

const side = fc.constantFrom<readonly ['A' | 'B', 'A' | 'B']>(['A', 'B'], ['B', 'A']);
const payload = fc.constantFrom('', '', ' len=1', ' len=10', ' len=536', ' len=1460', ' "hello"');
const nth = fc.nat({ max: 7 });

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(side, payload).map(
      ([[a, b], p]): Move =>
        () =>
          `${a} -> ${b}${p}`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(side, payload).map(
      ([[a, b], p]): Move =>
        () =>
          `${a} -x ${b}${p}`,
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(side, payload).map(
      ([[a, b], p]): Move =>
        (s) =>
          `${a} ~> ${b}${p} as s${s.sent}`,
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('deliver', 'deliver', 'drop'), nth).map(
      ([verb, n]): Move =>
        (s) =>
          s.flights.length === 0 ? '' : `${verb} ${s.flights[n % s.flights.length] ?? ''}`,
    ),
  },
  {
    weight: 1,
    arbitrary: side.map(
      ([a]): Move =>
        () =>
          `${a} close`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('wait 200ms', 'wait 1s', 'wait 5s').map(
      (w): Move =>
        () =>
          w,
    ),
  },
);

/** An open connection, and the lines after it. */
const opening = ['A -> B SYN', 'B -> A SYN,ACK', 'A -> B ACK'];
const hosts = (a: number, b: number): string[] => [`host A isn=${a}`, `host B isn=${b} sack timestamps wscale=4`];
const games = fc.array(move, { minLength: 1, maxLength: 24 }).map((moves) => {
  const lines: string[] = [];
  let flights: string[] = [];
  moves.forEach((m, sent) => {
    const line = m({ flights, sent });
    const [verb = '', name = ''] = line.split(' ');
    if (verb === 'deliver' || verb === 'drop') flights = flights.filter((f) => f !== name);
    const label = / as (\w+)$/.exec(line)?.[1];
    if (label !== undefined) flights = [...flights, label];
    if (line !== '') lines.push(line);
  });
  return lines;
});
const game = fc.tuple(fc.boolean(), games).map(([open, lines]) => [...(open ? opening : []), ...lines]);

const flow = (lines: readonly string[], a = 100, b = 300): string => [...hosts(a, b), ...lines].join('\n');

/** Mistakes of the script: a forbidden call, or data without room or connection. */
const USER =
  /^(tcp\/(user-call|data-.*|zero-window-data|mss-exceeded|segment-not-allowed|fin-.*|rtx-pure-ack|segment-after-rst)|flow\/.*)$/;

/** The ACK is right but late: other things have happened since. */
const LATE = /^tcp\/(ack-every-second|ack-late|dupack-delayed)$/;

describe('from wherever two endpoints have got to', () => {
  it('a segment that the engine owes and fills in has no error and no warning', () => {
    let tried = 0;
    fc.assert(
      fc.property(game, (lines) => {
        const trace = play(flow(lines));
        const world = before(trace, trace.steps.length);
        for (const { id, name, peer } of trace.cast.ends) {
          const end = world.ends.get(id);
          const to = trace.cast.ends[peer]?.name ?? '';
          const [due] = end === undefined ? [] : owes(end.tcb, end.resets);
          // Calls and data are the user's. A retransmission or probe has its place in the queue, not at SND.NXT.
          if (due === undefined || due.why === 'resend' || due.why === 'probe') continue;
          tried++;
          const text = flow([...lines, `${name} -> ${to} ${formatFlags(due.flags)}`]);
          const last = text.split('\n').length - 1;
          const found = play(text).findings.filter((f) => f.line === last && f.level !== 'hint' && !LATE.test(f.rule));
          assert.deepEqual(found.map(named), [], text);
        }
      }),
      {
        numRuns: share(400),
        // The RST answers a SYN from long before; the peer has a connection by then.
        examples: [[['A ~> B as s0', 'A close', 'B -> A', 'deliver s0', 'B close', 'wait 200ms']]],
      },
    );
    assert.ok(tried > share(100));
  });

  it('what the engine fills in has no mistake of its own', () => {
    fc.assert(
      fc.property(game, (lines) => {
        const wrong = play(flow(lines)).findings.filter((f) => f.level === 'error' && !USER.test(f.rule));
        assert.deepEqual(wrong.map(named), [], flow(lines));
      }),
      { numRuns: share(400) },
    );
  });

  it('data arrives in order and once: RCV.NXT moves on over just the octets that were sent', () => {
    fc.assert(
      fc.property(game, (lines) => {
        const trace = play(flow(lines));
        eachStep(trace, (was, is, peer) => {
          const w = was.tcb;
          const t = is.tcb;
          if (!sameConnection(was, is)) return;
          assert.ok(le(w.rcvNxt, t.rcvNxt), 'RCV.NXT went back');
          assert.ok(le(t.sndUna, t.sndNxt), 'SND.UNA beyond SND.NXT');
          assert.ok(le(w.sndUna, t.sndUna), 'SND.UNA went back');
          // Nothing arrives that the peer has not sent, and nothing is acknowledged that has not arrived.
          if (peer.tcb.synchronised && peer.tcb.irs === t.iss && t.irs === peer.tcb.iss) {
            assert.ok(le(t.rcvNxt, peer.tcb.sndNxt), 'RCV.NXT beyond what was sent');
            assert.ok(le(peer.tcb.sndUna, t.rcvNxt), 'acknowledged before it arrived');
          }
        });
      }),
      { numRuns: share(300) },
    );
  });

  it('all that was sent and delivered is received: without losses both sides end even', () => {
    const send = fc.tuple(side, fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(fc.array(send, { maxLength: 20 }), (sends) => {
        const lines = [...opening, ...sends.map(([[a, b], n]) => `${a} -> ${b} PSH,ACK len=${n}`)];
        const trace = play(flow(lines));
        const world = before(trace, trace.steps.length);
        const total = (from: string): number => sends.reduce((n, [[a], len]) => n + (a === from ? len : 0), 0);
        const [a, b] = [world.ends.get(0)?.tcb, world.ends.get(1)?.tcb];
        assert.ok(a && b);
        assert.equal(distance(add(a.iss, 1), b.rcvNxt), total('A'));
        assert.equal(distance(add(b.iss, 1), a.rcvNxt), total('B'));
      }),
      { numRuns: share(200) },
    );
  });

  it('a constant that is added to all numbers of one direction changes nothing but the numbers', () => {
    const isn = fc.oneof(fc.constantFrom(0xffff_ffff, 0xffff_ff00, 0x7fff_ffff, 0x8000_0000, 2), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(game, isn, isn, (lines, a, b) => {
        // The ISNs 0 and 1 have a hint of their own.
        const [x, y] = [Math.max(2, a), Math.max(2, b)];
        const plain = play(flow(lines));
        // An RST in reply to a segment without ACK has SEG.SEQ = 0 (RFC 9293 §3.5.2), which does not change with the
        // ISN.
        fc.pre(!plain.steps.some((s) => s.kind === 'segment' && s.sent.segment.seq === 0));
        assert.deepEqual(shape(play(flow(lines, x, y))), shape(plain), flow(lines, x, y));
      }),
      { numRuns: share(300) },
    );
  });

  it('the rest of a flow is the same, from whichever step it is played again', () => {
    fc.assert(
      fc.property(game, nth, (lines, n) => {
        const text = flow(lines);
        const whole = play(text);
        const all = text.split('\n');
        const parser = createParser();
        const start = check(parser.parse(all.slice(0, 2 + (n % lines.length)).join('\n')));
        const resumed = check(parser.parse(text), start);
        assert.equal(resumed.steps.length, whole.steps.length);
        resumed.steps.forEach((s, i) => assert.ok(sameWorld(s.after, whole.steps[i]?.after as World), `step ${i + 1}`));
        assert.deepEqual(resumed.findings, whole.findings);
      }),
      { numRuns: share(300) },
    );
  });
});

type End = NonNullable<ReturnType<World['ends']['get']>>;

/** Visits each end before and after each step, with its peer after it. */
function eachStep(trace: Trace, see: (was: End, is: End, peer: End) => void): void {
  trace.steps.forEach((step, i) => {
    const world = before(trace, i);
    for (const { id, peer } of trace.cast.ends) {
      const [was, is, other] = [world.ends.get(id), step.after.ends.get(id), step.after.ends.get(peer)];
      if (was && is && other) see(was, is, other);
    }
  });
}

function sameConnection(was: End, is: End): boolean {
  const open = was.tcb.synchronised && is.tcb.synchronised;
  return open && is.attempts === was.attempts && is.tcb.irs === was.tcb.irs && is.tcb.iss === was.tcb.iss;
}

/** Findings and states, with numbers relative to their own side's ISN. */
function shape(trace: Trace): unknown {
  return [
    trace.findings.map((f) => [f.line, f.level, f.rule]),
    trace.steps.map((s) => [
      s.line,
      s.kind,
      s.moves,
      trace.cast.ends.map((e) => {
        const tcb = s.after.ends.get(e.id)?.tcb;
        if (tcb === undefined || tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return tcb?.state;
        const peer = (n: Seq): number => (tcb.synchronised ? distance(tcb.irs, n) : 0);
        return [tcb.state, distance(tcb.iss, tcb.sndUna), distance(tcb.iss, tcb.sndNxt), peer(tcb.rcvNxt), tcb.owed];
      }),
    ]),
  ];
}
