/** Values of TLS that the wire knows at a step, by the segments that have passed. */
import type { Knowledge, SecretName } from '../layers';
import type { Trace } from '../trace';
import { type Course, coursesOf } from './courses';
import type { Secured } from './secured';

/** The messages that carry a value in clear; of TLS 1.2 the third carries what the pre-master secret is encrypted in. */
const CARRIERS: Readonly<Partial<Record<SecretName, readonly string[]>>> = {
  'client-random': ['ClientHello'],
  'server-random': ['ServerHello'],
  'server-public-key': ['Certificate'],
  'client-key-share': ['ClientHello', 'ClientKeyExchange'],
  'server-key-share': ['ServerHello', 'ServerKeyExchange'],
};

/**
 * Values that the wire knows at a step, by the segments that have passed: a side makes a value as it hands its message to TCP, and the
 * wire has it once all octets of that have passed.
 *
 * @param known of the wire, with the dates of those who made it
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
    // A session that is taken up again has no key exchange.
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
