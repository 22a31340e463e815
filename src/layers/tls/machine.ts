/** The order of messages: rows (position, side, message → position), and the states of RFC 8446 Appendix A by them. */
import type { Role } from '../role';
import { type Position, type TlsEnd, is13 } from './end';
import { ROWS12, STATES12 } from './machine12';
import { ROWS13, STATES13 } from './machine13';
import type { MessageName } from './names';
import { needsRetry } from './negotiate';
import type { TlsState } from './names';
import type { Facts, Row } from './row';

/** Both versions begin alike. */
const OPENING: readonly Row[] = [
  { at: ['START', 'RETRY'], by: 'client', says: 'ClientHello', to: 'HELLO' },
  { at: ['HELLO'], by: 'server', says: 'HelloRetryRequest', to: 'RETRY', due: (f) => f.retry },
  { at: ['HELLO'], by: 'server', says: 'ServerHello', to: 'SERVER_HELLO', due: (f) => !f.retry },
];

export function rowsOf(s: TlsEnd): readonly Row[] {
  if (s.serverHello === undefined) return OPENING;
  return is13(s) ? ROWS13 : ROWS12;
}

export function factsOf(s: TlsEnd): Facts {
  return {
    rsa: s.suite?.kx === 'RSA',
    resumed: s.resumed,
    asks: s.role === 'server' && s.setup.asksCertificate,
    asked: s.asked !== undefined,
    signs: (s.clientChain?.length ?? 0) > 0,
    ticket: s.ticket,
    retry: s.serverHello === undefined && s.retry === undefined && needsRetry(s),
    update: s.updateDue,
  };
}

/** The row of a message that may be said now. */
export function rowFor(s: TlsEnd, by: Role, says: MessageName): Row | undefined {
  const facts = factsOf(s);
  return rowsOf(s).find((r) => r.by === by && r.says === says && r.at.includes(s.at) && (r.when?.(facts) ?? true));
}

/** The position behind a message of this kind, also when it is out of place: both machines go on there. */
export function positionBehind(s: TlsEnd, by: Role, says: MessageName): Position {
  const row = rowFor(s, by, says);
  if (row !== undefined) return row.to ?? s.at;
  const facts = factsOf(s);
  const rows = [...rowsOf(s), ...OPENING].filter((r) => r.by === by && r.says === says);
  return (rows.find((r) => r.when?.(facts) ?? true) ?? rows[0])?.to ?? s.at;
}

/** The flight that a side has to say now: one message behind the other, as long as it is its turn. */
export function flightOf(s: TlsEnd): readonly MessageName[] {
  const flight: MessageName[] = [];
  let facts = factsOf(s);
  let { at } = s;
  const rows = rowsOf(s);
  for (;;) {
    const row = rows.find(
      (r) => r.by === s.role && r.at.includes(at) && (r.when?.(facts) ?? true) && (r.due?.(facts) ?? true),
    );
    if (row === undefined || flight.length > rows.length) return flight;
    flight.push(row.says);
    if (row.says === 'Certificate' && s.role === 'client') facts = { ...facts, signs: s.setup.chain.length > 0 };
    if (row.says === 'CertificateRequest') facts = { ...facts, asked: true };
    // The rest of the flight depends on what this message says.
    if (rows === OPENING || row.to === undefined) return flight;
    at = row.to;
  }
}

export function stateOf(s: TlsEnd): TlsState {
  const states = s.serverHello !== undefined && !is13(s) ? STATES12 : STATES13;
  const state = states[s.role][s.at];
  if (typeof state === 'string') return state;
  return state?.(factsOf(s)) ?? 'CONNECTED';
}
