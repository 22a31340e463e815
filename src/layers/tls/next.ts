/** Messages that a side of TLS has to say next, and those that it may. */
import { otherRole } from '../role';
import { isOver } from './after';
import { type TlsEnd, is13 } from './end';
import { flightOf } from './machine';
import type { MessageName } from './names';
import { type TlsWish, wishFor } from './wish';

export interface NextTls {
  /** In this order. */
  readonly must: readonly TlsWish[];
  readonly may: readonly TlsWish[];
}

const NOTHING: NextTls = { must: [], may: [] };

/**
 * The flight that is due, as far as it is known: what follows ServerHello depends on what that says, and is due once it is said.
 */
export function nextTls(s: TlsEnd): NextTls {
  if (isOver(s, s.role)) return NOTHING;
  const close = wishFor('Alert', 'close_notify');
  if (s.alert !== undefined) return { must: [wishFor('Alert', s.alert)], may: [] };
  // RFC 5246 §7.2.1: whoever gets close_notify answers with its own, at once; TLS 1.3 lets it go on (RFC 8446 §6.1).
  if (s.ended[otherRole(s.role)] === 'closed' && !is13(s)) return { must: [close], may: [] };
  const flight = flightOf(s).map((name) => wishFor(name));
  const must = isCompatible(s) ? [wishFor('ChangeCipherSpec'), ...flight] : flight;
  return { must, may: s.at === 'CONNECTED' ? [...extras(s).map((name) => wishFor(name)), close] : [close] };
}

/** RFC 8446 §D.4: a server that was sent a session id sends ChangeCipherSpec behind its first message. */
function isCompatible(s: TlsEnd): boolean {
  const isFirst = s.at === 'SERVER_HELLO' && is13(s);
  return isFirst && s.role === 'server' && s.ccs.server === undefined && (s.hello?.sessionId.length ?? 0) > 0;
}

function extras(s: TlsEnd): readonly MessageName[] {
  if (!is13(s)) return ['ApplicationData'];
  return s.role === 'server' ? ['ApplicationData', 'NewSessionTicket', 'KeyUpdate'] : ['ApplicationData', 'KeyUpdate'];
}
