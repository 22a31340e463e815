import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check/check';
import { sameWorld } from '../../../src/sim/same';
import { final, type Trace } from '../../../src/trace/trace';
import type { EndId, World } from '../../../src/sim/world';
import { createParser } from '../../../src/script/parser';
import { ACK, FLAG_ORDER } from '../../../src/wire/flags';
import { has } from '../../../src/wire/segment';
import { add, le, lt, seq, type Seq } from '../../../src/wire/seq';
import { RCV_NXT } from '../../../src/tcp/unknown';
import { scenarios } from '../library';
import { isClean, play, problems } from './expecting';
import { spelledOut } from './mutants';
import { flowsIn } from './table';
import { share, some } from '../share';

const texts = scenarios().map(({ text }) => text);
const flows = [
  ...texts,
  ...flowsIn('transitions.tcpflow').map((f) => f.text),
  ...flowsIn('figures.tcpflow').map((f) => f.text),
];

/** Random lines: those of all flows, and generated segments. */
const known = [...new Set(flows.flatMap((f) => f.split('\n')))];
const flag = fc.constantFrom(...FLAG_ORDER.map(([name]) => name));
const numeral = fc.oneof(
  fc.integer({ min: 0, max: 0xffff_ffff }).map(String),
  fc.constantFrom('0', '100', '101', '301', 'x', 'x+1', 'y+1', '4294967296', 'A.snd.nxt', '9007199254740991'),
);
const host = fc.constantFrom('A', 'B', 'client', 'server', 'M', 'A:1', 'B:80');
const madeUp = fc
  .record(
    {
      from: host,
      arrow: fc.constantFrom('->', '-x', '~>'),
      to: host,
      flags: fc.uniqueArray(flag, { minLength: 1, maxLength: 4 }),
      seq: numeral,
      ack: numeral,
      len: fc.constantFrom('0', '1', '10', '1460', '70000'),
      win: fc.constantFrom('0', '1', '100', '65535', '65536'),
      rest: fc.constantFrom('as s', '<mss 10>', '<wscale 20>', 'violates seq-gap', 'spoofing A', 'resend s', '"hi"'),
    },
    { requiredKeys: ['from', 'arrow', 'to'] },
  )
  .map((s) =>
    [
      s.from,
      s.arrow,
      s.to,
      s.flags?.join(','),
      s.seq && `seq=${s.seq}`,
      s.ack && `ack=${s.ack}`,
      s.len && `len=${s.len}`,
      s.win && `win=${s.win}`,
      s.rest,
    ]
      .filter(Boolean)
      .join(' '),
  );
const line = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: madeUp });

type EditText = (lines: readonly string[]) => string[];
const place = fc.nat({ max: 1000 });
/** An edit of a text: lines deleted, duplicated, swapped, replaced, truncated. */
const edit: fc.Arbitrary<EditText> = fc.oneof(
  place.map(
    (at): EditText =>
      (lines) =>
        lines.filter((_, i) => i !== at % lines.length),
  ),
  place.map(
    (at): EditText =>
      (lines) =>
        lines.flatMap((l, i) => (i === at % lines.length ? [l, l] : [l])),
  ),
  fc.tuple(place, place).map(([a, b]): EditText => (lines) => {
    const swapped = [...lines];
    const [i, j] = [a % lines.length, b % lines.length];
    [swapped[i], swapped[j]] = [lines[j] ?? '', lines[i] ?? ''];
    return swapped;
  }),
  fc.tuple(place, line).map(
    ([at, text]): EditText =>
      (lines) =>
        lines.map((l, i) => (i === at % lines.length ? text : l)),
  ),
  fc.tuple(place, line).map(
    ([at, text]): EditText =>
      (lines) =>
        lines.flatMap((l, i) => (i === at % lines.length ? [text, l] : [l])),
  ),
  fc.tuple(place, place).map(
    ([at, to]): EditText =>
      (lines) =>
        lines.map((l, i) => (i === at % lines.length ? l.slice(0, to % (l.length + 1)) : l)),
  ),
);
const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
const start = fc.constantFrom(...flows);

/** The content of a trace without object identities. */
function said(trace: Trace): unknown {
  return {
    findings: trace.findings,
    moves: trace.steps.map((s) => [s.line, s.kind, s.time, s.moves]),
    bases: trace.bases.map((list) => list.map((b) => [b.base, b.name])),
    title: trace.title,
  };
}

describe('the checker', () => {
  it('throws on no edit of a flow, and checks an edit as it checks the whole', () => {
    fc.assert(
      fc.property(start, edits, (text, all) => {
        const parser = createParser();
        let lines = text.split('\n');
        let trace = check(parser.parse(text));
        for (const change of all) {
          lines = change(lines.length > 0 ? lines : ['']);
          const script = parser.parse(lines.join('\n'));
          trace = check(script, trace);
          const whole = check(createParser().parse(lines.join('\n')));
          assert.deepEqual(said(trace), said(whole));
          assert.equal(trace.steps.length, whole.steps.length);
          trace.steps.forEach((s, i) => {
            assert.ok(sameWorld(s.after, whole.steps[i]?.after as World), `step ${i + 1}`);
          });
          assert.ok(sameWorld(final(trace), final(whole)));
        }
      }),
      { numRuns: share(300) },
    );
  });

  it('keeps the time that passes on a line that makes no step of its own', () => {
    const parser = createParser();
    const flow = 'host A keepalive=1min\nA -> B SYN\nB -> A SYN,ACK\nA -> B ACK\n+80s deliver nothing\nwait 1s\n';
    const before = check(parser.parse(`${flow}# one`));
    const changed = `${flow.replace('wait 1s', 'wait 2s')}# two`;
    const whole = check(createParser().parse(changed));
    assert.ok(sameWorld(final(check(parser.parse(changed), before)), final(whole)));
    assert.equal(final(whole).clock, 82_000_000);
  });

  it('throws at no prefix of any line', () => {
    for (const text of some(texts, 60)) {
      const parser = createParser();
      const lines = text.split('\n');
      let trace = check(parser.parse(text));
      lines.forEach((l, i) => {
        for (let to = 0; to < l.length; to += 13) {
          const cut = lines.map((other, j) => (i === j ? l.slice(0, to) : other)).join('\n');
          trace = check(parser.parse(cut), trace);
        }
      });
    }
  });

  it('says at most one thing about each aspect of a line, at a place on that line', () => {
    fc.assert(
      fc.property(start, edits, (text, all) => {
        const lines = all.reduce<string[]>((l, change) => change(l.length > 0 ? l : ['']), text.split('\n'));
        const { findings, steps } = play(lines.join('\n'));
        for (const f of findings) {
          const length = lines[f.line]?.length ?? -1;
          assert.ok(f.start >= 0 && f.start <= f.end && f.end <= length, `${f.rule} at ${f.line}:${f.start}-${f.end}`);
          for (const e of f.fix?.edits ?? []) assert.ok(e.start <= e.end && e.end <= (lines[e.line]?.length ?? -1));
          for (const r of f.related ?? []) assert.ok(r.line >= 0 && r.line < lines.length);
        }
        steps.forEach((s, i) => assert.ok(i === 0 || (steps[i - 1]?.line ?? 0) <= s.line));
      }),
      { numRuns: share(200) },
    );
  });
});

/**
 * Shows that at each endpoint SND.UNA is at or before SND.NXT, and that RCV.NXT moves back only where the endpoint itself
 * sends an ACK for less than has arrived, never to below what it has acknowledged. Returns how often that was.
 */
function inOrder(text: string): number {
  const trace = play(text);
  const acknowledged = new Map<EndId, Seq>();
  let before = trace.initial;
  let fallen = 0;
  for (const step of trace.steps) {
    const by = step.kind === 'segment' && has(step.sent.segment, ACK) ? step.sent : undefined;
    for (const { id, name } of trace.cast.ends) {
      const was = before.ends.get(id);
      const is = step.after.ends.get(id);
      if (was === undefined || is === undefined) continue;
      const where = `${name}, line ${step.line + 1}\n${text}`;
      assert.ok(le(is.tcb.sndUna, is.tcb.sndNxt), where);
      // Behind a mistake a side may have opened anew, with the numbers of the connection before.
      const isNew = step.moves.some(({ end, from }) => end === id && (from === 'SYN-SENT' || from === 'LISTEN'));
      const isOpen = is.tcb.synchronised && was.tcb.synchronised && !isNew;
      const same = isOpen && is.attempts === was.attempts && is.tcb.irs === was.tcb.irs;
      if (!same) acknowledged.delete(id);
      // A provisional number may move back when evidence arrives.
      else if ((was.tcb.unknown & RCV_NXT) === 0 && lt(is.tcb.rcvNxt, was.tcb.rcvNxt)) {
        fallen++;
        assert.ok(by?.from === id && le(acknowledged.get(id) ?? add(is.tcb.irs, 1), is.tcb.rcvNxt), where);
      }
      if (by?.from === id) acknowledged.set(id, by.segment.ack);
    }
    before = step.after;
  }
  return fallen;
}

describe('an endpoint', () => {
  it('has SND.UNA at or before SND.NXT, and RCV.NXT that no arrival moves back, nor anything to below what it has acknowledged', () => {
    fc.assert(
      fc.property(start, edits, (text, all) => {
        const lines = all.reduce<string[]>((l, change) => change(l.length > 0 ? l : ['']), text.split('\n'));
        inOrder(lines.join('\n'));
      }),
      { numRuns: share(300) },
    );
  });

  it('moves RCV.NXT back by its own ACK alone, over octets that it need not have kept', () => {
    const notKept = flowsIn('corners/kept.tcpflow').map(({ text }) => inOrder(text));
    assert.ok(Math.max(...notKept) > 0, 'a flow of them does so');
  });

  it('fills in what its peer accepts: segments without clauses have no error', () => {
    const bare = fc.constantFrom(
      'A -> B',
      'B -> A',
      'A -x B',
      'B -x A',
      'A close',
      'B close',
      'A send 10',
      'B send 700',
      'wait 1s',
    );
    fc.assert(
      fc.property(fc.array(bare, { maxLength: 14 }), (lines) => {
        // A forbidden call, and an ACK without a reason, are mistakes of the script, not of the simulation.
        const wrong = problems(['A -> B', 'B -> A', ...lines].join('\n')).filter(
          (f) => !/tcp\/(user-call|rtx-pure-ack)$/.test(f),
        );
        assert.deepEqual(wrong, [], lines.join('\n'));
      }),
      { numRuns: share(500) },
    );
  });
});

/** The same flow with another initial sequence number for a host. */
function withIsn(text: string, name: string, isn: number): string {
  const declared = new RegExp(`^host ${name}\\b.*$`, 'm');
  if (!declared.test(text)) return `host ${name} isn=${isn}\n${text}`;
  return text.replace(declared, (l) => (/isn=/.test(l) ? l.replace(/isn=\d+/, `isn=${isn}`) : `${l} isn=${isn}`));
}

/** The state after each step, with numbers relative to their own side's ISN. */
function shape(trace: Trace): unknown {
  return trace.steps.map((s) => [
    s.line,
    s.kind,
    s.moves,
    trace.cast.ends.map((e) => {
      const tcb = s.after.ends.get(e.id)?.tcb;
      if (tcb === undefined || tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return tcb?.state;
      const own = (n: Seq): number => add(n, -tcb.iss);
      const peer = (n: Seq): number => (tcb.synchronised ? add(n, -tcb.irs) : 0);
      return [
        tcb.state,
        own(tcb.sndUna),
        own(tcb.sndNxt),
        peer(tcb.rcvNxt),
        tcb.sndWnd,
        tcb.rcvWnd,
        tcb.owed,
        tcb.reassembly.held.length,
      ];
    }),
  ]);
}

describe('numbers that pass 2^32', () => {
  // Only flows with symbolic numbers change with the ISN.
  const symbolic = texts.filter((t) => !/^let \w = \d|seq=\d\d/m.test(t) && /^host/m.test(t));
  it('change nothing but the numbers', () => {
    assert.ok(symbolic.length >= 10);
    for (const text of some(symbolic, 15)) {
      const names = [...text.matchAll(/^host (\w+)/gm)].map((m) => m[1] ?? '');
      const plain = shape(play(names.reduce((t, n) => withIsn(t, n, 7), text)));
      for (const isn of [0xffff_ffff, 0xffff_fffe, 0xffff_ff00, 0xffff_fc00, 0x7fff_ffff, 0x8000_0000, 0]) {
        const moved = names.reduce((t, n) => withIsn(t, n, isn), text);
        isClean(moved);
        assert.deepEqual(shape(play(moved)), plain, moved);
      }
    }
  });

  it('are written out as any others', () => {
    for (const text of symbolic.filter(
      // Segments of a run are not in the text.
      (t) => /seq=x/.test(t) && !/\b[A-Za-z]+\.(snd|rcv|iss|irs)/.test(t) && !/^(let|run)/m.test(t),
    )) {
      const moved = [...text.matchAll(/^host (\w+)/gm)].reduce((t, m) => withIsn(t, m[1] ?? '', 0xffff_fff0), text);
      isClean(spelledOut(moved).replace(/^expect .*$/gm, ''));
      assert.ok(seq(0xffff_fff0 + 18) < 0x1_0000);
    }
  });
});
