/** TLS values that an observer on the wire knows at a step from the segments that have passed. */
import type { Knowledge, SecretName } from '../layers';
import type { Trace } from '../trace';
import { type Course, coursesOf } from './courses';
import type { Secured } from './secured';

/**
 * The message that carries a value in clear: the first of each list in TLS 1.3, the last in TLS 1.2.
 */
const CARRIERS: Readonly<Partial<Record<SecretName, readonly string[]>>> = {
  'client-random': ['ClientHello'],
  'server-random': ['ServerHello'],
  'server-public-key': ['Certificate'],
  'client-key-share': ['ClientHello', 'ClientKeyExchange'],
  'server-key-share': ['ServerHello', 'ServerKeyExchange'],
};

/**
 * Values that an observer on the wire knows at a step. A side makes a value when it hands its message to TCP; the wire
 * knows the value once all octets of that message have passed.
 *
 * @param known the values of the wire, with the steps in which the sides made them
 */
export function passedTo(trace: Trace, at: number, { ends, now }: Secured, known: readonly Knowledge[]): Knowledge[] {
  const { all } = coursesOf(trace);
  const sides = [now.client, now.server].filter((side) => side !== undefined);
  const is13 = sides.some((side) => trace.tls?.door.is13(side) === true);
  const passed = ({ secret, step, reason }: Knowledge): number => {
    if (reason === 'given') return step;
    const names = CARRIERS[secret] ?? ['ClientKeyExchange'];
    const name = (is13 ? names[0] : names.at(-1)) ?? '';
    const from = name.startsWith('Client') ? ends.client : ends.server;
    const made = sides.flatMap((side) => side.known.filter((k) => k.secret === secret).map((k) => k.step));
    const first = Math.min(step, ...made);
    const course = all.find((c) => c.from === from && c.name === name && (c.carriers.at(-1)?.step ?? -1) >= first);
    // A resumed session has no message that exchanges a key.
    return course === undefined ? step : Math.max(step, passedBy(course));
  };
  return known.map((k) => ({ ...k, step: passed(k) })).filter(({ step }) => step <= at);
}

/** The step by which all octets of a message have been sent; Infinity where some have not. */
function passedBy({ carriers, size }: Course): number {
  return carriers.find((_, i) => covers(carriers.slice(0, i + 1), size))?.step ?? Infinity;
}

function covers(carriers: Course['carriers'], size: number | undefined): boolean {
  let to = 0;
  for (const one of [...carriers].sort((a, b) => a.from - b.from)) if (one.from <= to) to = Math.max(to, one.to);
  return to >= (size ?? Infinity);
}
