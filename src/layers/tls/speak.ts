/** A side of TLS that speaks and hears octets: reading, judging and knowing in one. */
import type { Breach } from '../breach';
import { sizeOf } from '../octets';
import { type Role, otherRole } from '../role';
import { after, asHeard } from './after';
import { joined, sameOctets } from '../../wire';
import { type TlsEnd, formOf } from './end';
import { judge } from './judge';
import { type TlsMessage, insideOf } from './message';
import { type TlsReading, readTls } from './read';
import type { TlsWish } from './wish';
import { type TlsWritten, writeTls } from './write';

/** A message, and what the side that has it finds in it. */
export interface Judged {
  readonly message: TlsMessage;
  readonly breaches: readonly Breach[];
}

/** A side behind some octets, and their messages. */
export interface Progress {
  readonly end: TlsEnd;
  readonly reading: TlsReading;
  /** Messages that became whole. */
  readonly messages: readonly Judged[];
  /** The direction can't be read on. */
  readonly opaque: boolean;
}

/**
 * Octets of one direction: those that the side says, or those that reach it.
 *
 * @param whose `own`: it says them, sealed with its keys
 * @param step what the secrets that come by them are dated with
 */
export function progress(
  end: TlsEnd,
  reading: TlsReading,
  part: Uint8Array | number,
  whose: 'own' | 'peer',
  step?: number,
): Progress {
  const by = whose === 'own' ? end.role : otherRole(end.role);
  const messages: Judged[] = [];
  let [s, r] = [end, reading];
  let rest = part;
  for (;;) {
    const one = oneMessage(s, r, rest, by, step);
    ({ end: s, reading: r } = one);
    rest = typeof rest === 'number' ? rest - one.taken : rest.subarray(one.taken);
    if (one.judged !== undefined) messages.push(one.judged);
    if (one.opaque) return { end: s, reading: r, messages, opaque: true };
    if (one.judged === undefined && sizeOf(rest) === 0) return { end: s, reading: r, messages, opaque: false };
  }
}

/** A side behind one message at most. */
interface Progressed {
  readonly end: TlsEnd;
  readonly reading: TlsReading;
  readonly taken: number;
  readonly judged: Judged | undefined;
  readonly opaque: boolean;
}

/** A message in one piece that a side has said, and the side behind it. */
interface Repeatable {
  readonly reading: TlsReading;
  readonly octets: Uint8Array;
  readonly step: number | undefined;
  readonly result: Progressed;
}

/**
 * The next message. A flight is said twice, first to complete the message behind each, then in its segments: what the side itself
 * says is kept with the side before it.
 */
function oneMessage(
  s: TlsEnd,
  r: TlsReading,
  rest: Uint8Array | number,
  by: Role,
  step: number | undefined,
): Progressed {
  const behind = by === s.role ? s.setup.recall?.behind : undefined;
  if (behind === undefined || typeof rest === 'number' || rest.length === 0) return readAndJudged(s, r, rest, by, step);
  const kept = behind.get(s) as Repeatable | undefined;
  if (kept?.reading === r && kept.step === step && sameOctets(kept.octets, rest.subarray(0, kept.octets.length)))
    return kept.result;
  const result = readAndJudged(s, r, rest, by, step);
  const { judged, taken } = result;
  if (judged !== undefined && taken > 0)
    behind.set(s, { reading: r, octets: rest.slice(0, taken), step, result } satisfies Repeatable);
  return result;
}

function readAndJudged(
  s: TlsEnd,
  r: TlsReading,
  rest: Uint8Array | number,
  by: Role,
  step: number | undefined,
): Progressed {
  const protection = by === s.role ? s.out : s.in;
  const { reading, taken, found, opaque } = readTls(r, rest, { protection, form: formOf(s), recall: s.setup.recall });
  if (found === undefined) return { end: s, reading, taken, judged: undefined, opaque };
  const message = by === s.role ? found : verified(found);
  const breaches = judge(s, message, by);
  return { end: after(s, message, by, breaches, step), reading, taken, judged: { message, breaches }, opaque };
}

/** A receiver opens application data before it takes it (RFC 5246 §6.2.3): it may have been changed on the way. */
function verified(m: TlsMessage): TlsMessage {
  if (m.inside === undefined || m.closed !== undefined || insideOf(m) !== undefined) return m;
  return { ...m, inside: undefined, closed: 'bad-mac', breaches: [...m.breaches, { rule: 'tls/bad-mac' }] };
}

/** The peer's message, as it was read when it was said, reaches the side. */
export function heardTls(s: TlsEnd, said: TlsMessage, step?: number): { readonly end: TlsEnd } & Judged {
  const message = asHeard(s, said);
  const by = otherRole(s.role);
  const breaches = judge(s, message, by);
  return { end: after(s, message, by, breaches, step), message, breaches };
}

/** Wishes as octets, in the order in which the side would say them in one go: each by what it knows behind the one before. */
export function spokenTls(end: TlsEnd, reading: TlsReading, wishes: readonly TlsWish[]): readonly TlsWritten[] {
  let [s, r] = [end, reading];
  return wishes.map((wish, i) => {
    const seq = r.epoch === s.out.epoch ? r.seq : 0;
    const written = writeTls(s, seq, wish);
    if (i + 1 < wishes.length) ({ end: s, reading: r } = progress(s, r, written.octets, 'own'));
    return written;
  });
}

export function octetsOfWritten(written: readonly TlsWritten[]): Uint8Array {
  return joined(...written.map((w) => w.octets));
}
