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
  let at: Place = { end, reading };
  let rest = part;
  for (;;) {
    const one = nextMessage(at, rest, by, step);
    at = one;
    rest = typeof rest === 'number' ? rest - one.taken : rest.subarray(one.taken);
    if (one.judged !== undefined) messages.push(one.judged);
    const isDone = one.judged === undefined && sizeOf(rest) === 0;
    if (one.opaque || isDone) return { end: at.end, reading: at.reading, messages, opaque: one.opaque };
  }
}

/** A side, and its reading of the direction. */
interface Place {
  readonly end: TlsEnd;
  readonly reading: TlsReading;
}

/** A side behind one message at most. */
interface Progressed extends Place {
  readonly taken: number;
  readonly judged: Judged | undefined;
  readonly opaque: boolean;
}

/** A message that the side has said, by the reading and the octets that it was said with. */
interface Repeatable {
  readonly reading: TlsReading;
  readonly octets: Uint8Array;
  readonly step: number | undefined;
  readonly result: Progressed;
}

/**
 * The next message. A flight is said twice, first to complete the message behind each, then in its segments: the latest message that
 * the side itself has said is kept with the side before it.
 */
function nextMessage(at: Place, rest: Uint8Array | number, by: Role, step: number | undefined): Progressed {
  const { end, reading } = at;
  const behind = by === end.role ? end.setup.recall?.behind : undefined;
  if (behind === undefined || typeof rest === 'number' || rest.length === 0) return readOn(at, rest, by, step);
  const kept = behind.get(end) as Repeatable | undefined;
  if (kept?.reading === reading && kept.step === step && beginsWith(rest, kept.octets)) return kept.result;
  const result = readOn(at, rest, by, step);
  if (result.judged !== undefined && result.taken > 0)
    behind.set(end, { reading, octets: rest.slice(0, result.taken), step, result } satisfies Repeatable);
  return result;
}

function beginsWith(octets: Uint8Array, first: Uint8Array): boolean {
  return sameOctets(octets.subarray(0, first.length), first);
}

/** Reads, judges, and goes on behind one message. */
function readOn({ end, reading: r }: Place, rest: Uint8Array | number, by: Role, step: number | undefined): Progressed {
  const protection = by === end.role ? end.out : end.in;
  const opening = { protection, form: formOf(end), recall: end.setup.recall, captured: end.setup.captured };
  const { reading, taken, found, opaque } = readTls(r, rest, opening);
  if (found === undefined) return { end, reading, taken, judged: undefined, opaque };
  const message = by === end.role ? found : verified(found);
  const breaches = judge(end, message, by);
  return { end: after(end, message, by, breaches, step), reading, taken, judged: { message, breaches }, opaque };
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
