/** Random flows with runs, for laws about runs. */
import fc from 'fast-check';
import type { Trace } from '../../../src/trace/trace';
import { formatFlags } from '../../../src/wire/flags';

const side = fc.constantFrom('client', 'server');
const delay = fc.constantFrom('0ms', '1ms', '20ms', '150ms');
const what = fc.constantFrom('', 'SYN ', 'ACK ', 'data ', 'FIN ', 'PSH,ACK ');
const which = fc.constantFrom('next', '2nd', '3rd', '5th');
const text = fc.constantFrom('hello', 'good morning\\r\\n');

/** Lines between runs. */
export const line = fc.oneof(
  fc.tuple(side, fc.integer({ min: 1, max: 12_000 })).map(([who, n]) => `${who} send ${n}`),
  fc.tuple(side, text).map(([who, s]) => `${who} send "${s}"`),
  fc.tuple(which, what, side).map(([n, w, who]) => `lose ${n} ${w}from ${who}`),
  fc.tuple(which, what, side, delay).map(([n, w, who, by]) => `delay ${n} ${w}from ${who} by ${by}`),
  fc.tuple(which, what, side).map(([n, w, who]) => `duplicate ${n} ${w}from ${who}`),
  fc
    .tuple(side, fc.integer({ min: 1, max: 6000 }))
    .map(([who, n]) => `${who} => ${who === 'client' ? 'server' : 'client'} len=${n}`),
  fc.constantFrom('run', 'run for 100ms', 'run for 1s', 'run until client ESTABLISHED'),
);

/** Runs that stop in the middle of something. */
const stop = fc.constantFrom(
  'run',
  'run for 3ms',
  'run for 20ms',
  'run for 41ms',
  'run until client owes ACK',
  'run until server owes ACK',
  'run until server ESTABLISHED',
  'run until server CLOSE-WAIT',
);

const settings = fc.constantFrom(
  '',
  ' window=3000',
  ' mss=536 delayed-ack=off',
  ' sack timestamps wscale=3',
  ' rto=300ms',
);

export const flow = fc
  .record({
    profile: fc.constantFrom('rfc9293', 'rfc793', 'linux', 'freebsd'),
    link: fc.constantFrom(
      '',
      'link client server delay=20ms',
      'link client server delay=5ms rate=2Mbit',
      'link client server rate=500kbit loss=7,12',
    ),
    settings: fc.tuple(settings, settings),
    opens: fc.constantFrom('run until client ESTABLISHED, server ESTABLISHED', 'run', ''),
    lines: fc.array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: stop }), { maxLength: 10 }),
    closes: fc.constantFrom(['client close', 'run', 'server close'], ['server close', 'client close'], []),
  })
  .map(({ profile, link, settings: [c, s], opens, lines, closes }) =>
    [
      `profile ${profile}`,
      `host client${c}`,
      `host server${s}`,
      link,
      'client connect',
      opens,
      ...lines,
      ...closes,
      'run',
    ].join('\n'),
  );

/** All happenings in order: transmissions, arrivals and expired timers. */
export function told(trace: Trace): string[] {
  const name = (end: number): string => trace.cast.ends[end]?.name ?? '';
  return trace.steps.flatMap((step) => {
    const at = step.after.clock;
    if (step.kind === 'timer') return [`${at} ${name(step.end)} ${step.timer}`];
    if (!('sent' in step)) return [];
    const { from, segment, time } = step.sent;
    const { flags, seq, ack, win, len } = segment;
    const what = `${name(from)} ${formatFlags(flags)} seq=${seq} ack=${ack} win=${win} len=${len}`;
    if (step.kind !== 'segment') return [`${at} arrives: ${what}`];
    const arrives = step.fate === 'arrived' || step.fate === 'dropped' ? [`${at} arrives: ${what}`] : [];
    return [`${time} ${step.fate === 'lost' ? 'lost' : 'sent'}: ${what}`, ...arrives];
  });
}
