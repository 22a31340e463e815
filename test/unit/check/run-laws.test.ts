import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check/check';
import { final, type Trace } from '../../../src/check/trace';
import { writeOut } from '../../../src/check/write-out';
import { createParser } from '../../../src/script/parser';

const play = (text: string): Trace => check(createParser().parse(text));

const side = fc.constantFrom('client', 'server');
const delay = fc.constantFrom('0ms', '1ms', '20ms', '150ms');
const what = fc.constantFrom('', 'SYN ', 'ACK ', 'data ', 'FIN ', 'PSH,ACK ');
const which = fc.constantFrom('next', '2nd', '3rd', '5th');

/** Lines between which the engines may play. */
const line = fc.oneof(
  fc.tuple(side, fc.integer({ min: 1, max: 12_000 })).map(([who, n]) => `${who} send ${n}`),
  fc.tuple(side, fc.constantFrom('hello', 'GET / HTTP/1.1\\r\\n\\r\\n')).map(([who, s]) => `${who} send "${s}"`),
  fc.tuple(which, what, side).map(([n, w, who]) => `lose ${n} ${w}from ${who}`),
  fc.tuple(which, what, side, delay).map(([n, w, who, by]) => `delay ${n} ${w}from ${who} by ${by}`),
  fc.tuple(which, what, side).map(([n, w, who]) => `duplicate ${n} ${w}from ${who}`),
  fc.constantFrom('run', 'run for 100ms', 'run for 1s', 'run until client ESTABLISHED'),
);

const flow = fc
  .record({
    profile: fc.constantFrom('rfc9293', 'rfc793', 'linux', 'freebsd'),
    link: fc.constantFrom('', 'link client server delay=20ms', 'link client server delay=5ms rate=2Mbit'),
    settings: fc.constantFrom('', ' window=3000', ' mss=536 delayed-ack=off'),
    lines: fc.array(line, { maxLength: 10 }),
    closes: fc.constantFrom(['client close', 'run', 'server close'], ['server close', 'client close'], []),
  })
  .map(({ profile, link, settings, lines, closes }) =>
    [
      `profile ${profile}`,
      `host client${settings}`,
      'host server',
      link,
      'client connect',
      'run until client ESTABLISHED, server ESTABLISHED',
      ...lines,
      ...closes,
      'run',
    ].join('\n'),
  );

const opened = (profile: string, link: string, ...lines: string[]): string =>
  [
    `profile ${profile}`,
    'host client',
    'host server',
    link,
    'client connect',
    'run until client ESTABLISHED, server ESTABLISHED',
    ...lines,
    'run',
  ].join('\n');

/** A tail loss probe goes out while SACK blocks take room: it is the end of the last segment, and just one. */
const PROBE_BESIDE_BLOCKS = opened(
  'linux',
  'link client server delay=5ms rate=2Mbit',
  'server send 5450',
  'server send "GET / HTTP/1.1\\r\\n\\r\\n"',
  'server send 9001',
  'client send 4215',
  'delay next from client by 20ms',
  'client close',
  'run',
  'server close',
);

/** Written out, the server's arrow comes first; timers of one moment run out in the same order all the same. */
const SERVER_SPEAKS_FIRST = opened(
  'freebsd',
  '',
  'server send "hello"',
  'run',
  'client send "hello"',
  'server send "hello"',
);

/** What each side ends with, by name, but for what only runs keep. */
function ends(trace: Trace): unknown {
  const world = final(trace);
  const sides = [...trace.cast.ends].sort((a, b) => a.name.localeCompare(b.name));
  return sides.map(({ id }) => {
    const endpoint = world.ends.get(id);
    if (endpoint === undefined) return undefined;
    const { congestion, ...tcb } = endpoint.tcb;
    return { ...tcb, congestion: { ...congestion, waits: false }, resets: endpoint.resets, ended: endpoint.ended };
  });
}

describe('the law of runs', () => {
  it('the same flow gives the same trace', () => {
    fc.assert(
      fc.property(flow, (text) => {
        assert.deepEqual(play(text).steps, play(text).steps);
      }),
      { numRuns: 30 },
    );
  });

  it('all that was sent arrives once and in order, and both sides come to rest', () => {
    fc.assert(
      fc.property(flow, (text) => {
        const trace = play(text);
        const wrong = trace.findings.filter((f) => f.level !== 'hint');
        assert.deepEqual(wrong, [], text);
        const world = final(trace);
        assert.equal(world.network.transits, 0);
        const [a, b] = [0, 1].map((end) => world.ends.get(end)?.tcb);
        assert.ok(a && b);
        if (a.state === 'CLOSED' || b.state === 'CLOSED') return;
        assert.equal(a.sndUna, a.sendEnd ?? a.sndUna, text);
        assert.equal(b.rcvNxt, a.sndNxt, text);
        assert.equal(a.rcvNxt, b.sndNxt, text);
      }),
      { numRuns: 100, examples: [[PROBE_BESIDE_BLOCKS]] },
    );
  });

  it('a run written out gives the same worlds, and nothing to find', () => {
    fc.assert(
      fc.property(flow, fc.nat(20), (text, pick) => {
        const trace = play(text);
        const runs = trace.script.lines.flatMap(({ statement }, i) => (statement?.kind === 'run' ? [i] : []));
        const at = runs[pick % runs.length] ?? 0;
        const lines = text.split('\n');
        const written = [...lines.slice(0, at), writeOut(trace, at), ...lines.slice(at + 1)].join('\n');
        const again = play(written);
        const wrong = again.findings.filter((f) => f.level !== 'hint');
        assert.deepEqual(wrong, [], `${text}\n---\n${written}`);
        assert.deepEqual(ends(again), ends(trace), `${text}\n---\n${written}`);
      }),
      {
        numRuns: 100,
        examples: [
          [SERVER_SPEAKS_FIRST, 0],
          [SERVER_SPEAKS_FIRST, 1],
          [SERVER_SPEAKS_FIRST, 2],
        ],
      },
    );
  });

  it('a changed line gives the trace that a whole check gives', () => {
    fc.assert(
      fc.property(flow, fc.nat(30), line, (text, pick, other) => {
        const parser = createParser();
        const before = check(parser.parse(text));
        const lines = text.split('\n');
        lines[4 + (pick % (lines.length - 4))] = other;
        const changed = lines.join('\n');
        const after = check(parser.parse(changed), before);
        const whole = play(changed);
        assert.deepEqual(after.findings, whole.findings);
        assert.deepEqual(ends(after), ends(whole));
        assert.equal(after.steps.length, whole.steps.length);
      }),
      { numRuns: 60 },
    );
  });
});
