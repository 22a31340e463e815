/** A side of TLS that speaks and hears octets: reading, judging and knowing in one. */
import type { Breach } from '../breach';
import { sizeOf } from '../octets';
import { otherRole } from '../role';
import { after, asHeard } from './after';
import { joined } from '../../wire';
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
    const protection = whose === 'own' ? s.out : s.in;
    const read = readTls(r, rest, { protection, form: formOf(s), recall: s.setup.recall });
    r = read.reading;
    rest = typeof rest === 'number' ? rest - read.taken : rest.subarray(read.taken);
    if (read.found !== undefined) {
      const message = whose === 'own' ? read.found : verified(read.found);
      const breaches = judge(s, message, by);
      messages.push({ message, breaches });
      s = after(s, message, by, breaches, step);
    }
    if (read.opaque) return { end: s, reading: r, messages, opaque: true };
    if (read.found === undefined && sizeOf(rest) === 0) return { end: s, reading: r, messages, opaque: false };
  }
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
