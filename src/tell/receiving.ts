/**
 * How an endpoint processed a segment, a call or a timer: one clause for each row of the transition table that was
 * applied.
 */
import { type Move, before, duration } from '../trace';
import { FIN, SYN, type Segment, add, distance, has, le, lt, segEnd, segLen } from '../wire';
import type { EndId } from '../sim';
import { hasQueued, sectionOf, sendEdge } from '../tcp';
import { owesSynAck, type Told } from './sending';
import { bytesText, clause, number, peerOf, tcbAfter, tcbBefore, type Moment } from './moment';

/** The sentence of a row that has no clause of its own: the row's text in the transition table. */
function plain(m: Moment, move: Move): string {
  const names = { host: m.trace.cast.ends[move.end]?.name ?? '', peer: '' };
  const peer = m.trace.cast.ends[peerOf(m.trace, move.end)]?.name ?? '';
  return m.say(`move/${move.row}`, { ...names, peer });
}

/** The clauses about a segment that reached an end. */
export function receivingOf(m: Moment, to: EndId, segment: Segment, moves: readonly Move[]): Told[] {
  const rows = new Set(moves.map((move) => move.row));
  const told: Told[] = [];
  for (const move of moves) {
    const text = arrivalText(m, to, segment, move, rows);
    if (text !== undefined) told.push({ text, source: sectionOf(move.row) });
  }
  return told;
}

/**
 * The clause of a row of the transition table; undefined if another row of the same arrival gives the same information.
 */
function arrivalText(
  m: Moment,
  to: EndId,
  segment: Segment,
  move: Move,
  rows: ReadonlySet<string>,
): string | undefined {
  const x = tcbBefore(m, to);
  const y = tcbAfter(m, to);
  const from = peerOf(m.trace, to);
  const ack = number(m, to, segment.ack);
  const seq = number(m, from, segment.seq);
  const next = number(m, from, x.rcvNxt);
  const tell = (id: string, args = {}): string => clause(m, id, to, { ack, seq, next, ...args });
  switch (move.row) {
    case 'E12':
      if (rows.size > 1) return tell('E12-closed');
      if (has(segment, SYN) && segment.seq === x.irs) return tell(owesSynAck(x) ? 'E12-syn' : 'E12-syn-ack');
      // A SYN with another number, or octets below the peer's SYN, do not belong to this connection.
      if (has(segment, SYN) || !lt(x.irs, segment.seq)) return tell('E12');
      return segLen(segment) > 0 && le(segEnd(segment), x.rcvNxt) ? tell('E12-old') : tell('E12');
    case 'E25':
      return y.state === 'TIME-WAIT' ? tell('E25-stays') : tell('E25');
    case 'E54':
      return ackedText(m, to, tell);
    case 'E55':
      if (y.duplicateAcks > x.duplicateAcks) {
        return tell(y.duplicateAcks === 3 ? 'E55-three' : 'E55-dup', { count: y.duplicateAcks });
      }
      return rows.size > 1 ? undefined : tell('E55');
    case 'E57':
      // For a segment sent in the same step, the sender's clause already mentions the window.
      return m.step.kind === 'segment' ? undefined : windowText(m, to, rows, tell);
    case 'E58':
      return rows.has('E83') ? undefined : tell('E58');
    case 'E83':
      return tell(rows.has('E58') ? 'E82' : 'E83');
    case 'E65':
      return tell('E65', { up: number(m, from, add(segment.seq, segment.urg)) });
    case 'E70':
      return takenText(m, to, segment, tell);
    case 'E61':
      return rows.has('E85') ? undefined : tell('E85');
    case 'U16':
      // A CLOSE that was deferred until the end of the handshake.
      return tell('U16');
    default:
      return known(m, move, tell);
  }
}

type Tell = (id: string, args?: Readonly<Record<string, string | number>>) => string;

function known(m: Moment, move: Move, tell: Tell): string {
  return m.say(`story/${move.row}`) === `story/${move.row}` ? plain(m, move) : tell(move.row);
}

/** The amount of sent data that the ACK covers. Undefined if it covers only a SYN or FIN, which other rows report. */
function ackedText(m: Moment, to: EndId, tell: Tell): string | undefined {
  const x = tcbBefore(m, to);
  const after = tcbAfter(m, to);
  // LAST-ACK ends in CLOSED, whose TCB is empty: everything was acknowledged.
  const una = after.state === 'CLOSED' ? x.sndNxt : after.sndUna;
  const isFin = x.finSeq !== undefined && una === add(x.finSeq, 1);
  const bytes = distance(x.sndUna, una) - (isFin ? 1 : 0);
  if (bytes <= 0) return undefined;
  const left =
    after.state === 'CLOSED' ? 0 : distance(una, after.sndNxt) - (after.finSeq === undefined || isFin ? 0 : 1);
  const args = { bytes: bytesText(m.say, bytes), left: bytesText(m.say, left) };
  return tell(left > 0 ? 'E54-left' : 'E54', args);
}

/**
 * The clause about the send window. A reduction by just the data received is not reported; a window that closes, opens
 * or changes otherwise is.
 */
function windowText(m: Moment, to: EndId, rows: ReadonlySet<string>, tell: Tell): string | undefined {
  const [was, now] = [tcbBefore(m, to).sndWnd, tcbAfter(m, to).sndWnd];
  if (tcbAfter(m, to).state === 'CLOSED') return undefined;
  const window = bytesText(m.say, now);
  if (now === 0) return tell('E57-closed');
  if (was === 0) return tell('E57-open', { window });
  return rows.has('E54') || rows.has('E70') || rows.has('E80') ? undefined : tell('E57', { window });
}

function takenText(m: Moment, to: EndId, segment: Segment, tell: Tell): string {
  const x = tcbBefore(m, to);
  const y = tcbAfter(m, to);
  const isFin = y.finRcvd !== undefined && x.finRcvd === undefined;
  // Once rows S05 and E52 of the transition table have processed the SYN, the number of the first octet is known.
  const start = x.synchronised ? x.rcvNxt : add(y.irs, 1);
  const moved = distance(start, y.rcvNxt) - (isFin ? 1 : 0);
  if (moved <= 0) return tell('E70-held');
  const next = number(m, peerOf(m.trace, to), add(start, moved));
  const args = { bytes: bytesText(m.say, moved), next };
  if (x.reassembly.held.length > 0 && moved > segment.len) return tell('E70-filled', args);
  return tell(moved < segment.len && !has(segment, FIN) ? 'E70-part' : 'E70', args);
}

/** The clauses about a user call. */
export function callOf(m: Moment, end: EndId, count: number | undefined, moves: readonly Move[]): Told[] {
  const { say } = m;
  const x = tcbBefore(m, end);
  // A call for all connections of a port gets one clause.
  const once = moves.filter((move, i) => moves.findIndex(({ row }) => row === move.row) === i);
  return once.map((move) => {
    const bytes = bytesText(say, count ?? 0);
    const source = sectionOf(move.row);
    const tell = (id: string, args = {}): Told => ({ text: clause(m, id, end, { bytes, ...args }), source });
    const taken = x.unread - tcbAfter(m, end).unread;
    switch (move.row) {
      case 'U15': {
        const room = distance(x.sndNxt, sendEdge(x));
        const queued = hasQueued(x) && x.sendEnd !== undefined ? distance(x.sndNxt, x.sendEnd) : 0;
        const now = room > 0x8000_0000 ? 0 : Math.max(0, room - queued);
        if (now === 0) return tell('U15-closed');
        return now < (count ?? 0) ? tell('U15-window', { window: bytesText(say, now) }) : tell('U15');
      }
      case 'U18':
      case 'U20':
        return taken > 0 ? tell(move.row, { bytes: bytesText(say, taken) }) : tell(`${move.row}-all`);
      case 'U11':
        return tell('U09');
      default:
        return { text: known(m, move, (id, args) => tell(id, args).text), source };
    }
  });
}

/** Time at which a side entered TIME-WAIT or restarted the 2MSL timer, microseconds. */
function waitedSince(m: Moment, end: EndId, until: number | undefined): number {
  for (let at = m.at - 1; at >= 0; at--) {
    const { ends } = before(m.trace, at);
    if (ends.get(end)?.tcb.timeWaitEnd !== until) return m.trace.steps[at]?.after.clock ?? 0;
  }
  return 0;
}

/** The clauses about an ICMP error, named by its word in the flow language. */
export function icmpOf(
  m: Moment,
  end: EndId,
  { error, mtu }: { readonly error: string; readonly mtu?: number | undefined },
  moves: readonly Move[],
): Told[] {
  return moves.map(({ row }) => {
    const learns = row === 'I01' && mtu !== undefined && tcbBefore(m, end) !== tcbAfter(m, end);
    return learns
      ? { text: clause(m, 'I01-mtu', end, { mtu }), source: 'RFC 1191 §3' }
      : { text: clause(m, row, end, { error }), source: sectionOf(row) };
  });
}

/** The clauses about an expired timer. */
export function timeoutOf(m: Moment, end: EndId, moves: readonly Move[]): Told[] {
  const x = tcbBefore(m, end);
  const now = m.step.time;
  return moves.map((move) => {
    const source = sectionOf(move.row);
    const tell = (id: string, args = {}): Told => ({ text: clause(m, id, end, args), source });
    switch (move.row) {
      case 'T01':
        return tell('T01', { rto: duration(x.timers.rto), what: unacknowledged(m, end) });
      case 'T03':
        return tell('T03', { count: x.timers.loss.timeouts + 1 });
      case 'T05':
        return tell('T05', { duration: duration(now - waitedSince(m, end, x.timeWaitEnd)) });
      case 'T07': {
        const id = move.to === 'CLOSED' ? 'T07-end' : 'T07';
        return tell(id, { duration: duration(now - x.timers.activeAt), count: x.timers.probing.probes });
      }
      case 'T08':
        return tell('T08', { duration: duration(now - x.timers.activeAt) });
      case 'T09':
        return tell('T09', { duration: duration(now - (x.ackSince ?? now)) });
      default:
        return { text: known(m, move, (id, args) => tell(id, args).text), source };
    }
  });
}

/** The oldest unacknowledged segment, to which the retransmission timer belongs. */
function unacknowledged(m: Moment, end: EndId): string {
  const { say } = m;
  const x = tcbBefore(m, end);
  if (x.sndUna === x.iss) return say(owesSynAck(x) ? 'story/what-synack' : 'story/what-syn');
  if (x.finSeq === x.sndUna) return say('story/what-fin');
  const oldest = m.was.ends.get(end)?.unacked.get(0)?.segment;
  const finIsOut = x.finSeq !== undefined && le(x.sndUna, x.finSeq);
  const flight = distance(x.sndUna, x.sndNxt) - (finIsOut ? 1 : 0);
  const len = oldest === undefined ? flight : Math.min(flight, distance(x.sndUna, add(oldest.seq, oldest.len)));
  return say('story/what-bytes', { bytes: bytesText(say, len), first: number(m, end, x.sndUna) });
}
