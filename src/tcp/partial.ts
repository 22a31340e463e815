/**
 * Evidence for unknown parts of a TCB (`unknown.ts`): from segments that a side sends, and from segments that reach it.
 * Pure functions; no rule is judged here.
 */
import { ACK, FIN, RST, SYN, type Segment, type Seq, add, distance, ge, gt, has, le, lt, segEnd } from '../wire';
import type { Config } from './config';
import { insert } from './sack';
import { negotiatedShifts } from './scaling';
import type { Draft, Tcb } from './tcb';
import {
  BELOW,
  ECN,
  IDLE,
  ISS,
  MOST_SHIFT,
  MOST_WINDOW,
  OWN_MSS,
  PEER_MSS,
  RCV_NXT,
  RCV_SHIFT,
  RCV_WND,
  SACK,
  SND_NXT,
  SND_SHIFT,
  SND_UNA,
  SND_WND,
  STAMP,
  TIMESTAMPS,
  WND_SCALE,
} from './unknown';

/** The TCB with SND.NXT set to `nxt`. SND.UNA, ISS and the FIN's number follow from it unless they are known. */
export function numbered(tcb: Tcb, nxt: Seq): Tcb {
  const isOpening = tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED';
  const behind = isOpening || (tcb.finSeq !== undefined && tcb.sndUna !== tcb.sndNxt) ? -1 : 0;
  const sndUna = (tcb.unknown & SND_UNA) === 0 ? tcb.sndUna : add(nxt, behind);
  const iss = (tcb.unknown & ISS) === 0 ? tcb.iss : isOpening ? sndUna : add(sndUna, -1);
  const finSeq = tcb.finSeq === undefined ? undefined : add(nxt, -1);
  return { ...tcb, sndNxt: nxt, sndUna, iss, finSeq, opening: { ...tcb.opening, below: nxt } };
}

/** The TCB with RCV.NXT set to `rcvNxt`; IRS, SND.WL1 and the number of the peer's FIN follow from it. */
export function expecting(tcb: Tcb, rcvNxt: Seq): Tcb {
  return {
    ...tcb,
    rcvNxt,
    irs: add(rcvNxt, -1),
    reassembly: tcb.reassembly.held.some((b) => le(b.right, rcvNxt))
      ? { ...tcb.reassembly, held: tcb.reassembly.held.filter((b) => gt(b.right, rcvNxt)) }
      : tcb.reassembly,
    finRcvd: tcb.finRcvd === undefined ? undefined : add(rcvNxt, -1),
    rcvEdge: (tcb.unknown & RCV_WND) === 0 ? add(rcvNxt, tcb.rcvWnd) : rcvNxt,
    sndWl1: add(rcvNxt, -1),
    ts: { ...tcb.ts, lastAck: rcvNxt },
  };
}

/** The numbers of a segment, as far as a line of the script gives them. */
export interface Told {
  readonly flags: number;
  readonly seq: Seq | undefined;
  readonly ack: Seq | undefined;
  readonly len: number;
  /** The end of a TIME-WAIT state that begins now, microseconds. */
  readonly timeWaitEnd: number;
}

/** The sender's TCB with the numbers that its own segment proves. */
export function fixedBySending(x: Tcb, y: Tcb, told: Told, isFirst: boolean): Tcb {
  if (x.unknown === 0) return x;
  let tcb = told.seq === undefined ? x : fixedBySeq(x, y, told, told.seq, isFirst);
  if (told.ack !== undefined && (told.flags & ACK) !== 0) tcb = fixedByOwnAck(tcb, y, told.ack, told.timeWaitEnd);
  return tcb;
}

function fixedBySeq(x: Tcb, y: Tcb, { flags, len }: Told, at: Seq, isFirst: boolean): Tcb {
  let tcb = x;
  const fin = (flags & FIN) !== 0 ? 1 : 0;
  if ((x.unknown & SND_NXT) !== 0) {
    const isFree = isFirst && (y.unknown & RCV_NXT) !== 0;
    const opens = x.state === 'SYN-SENT' || x.state === 'SYN-RECEIVED';
    if (opens && (flags & SYN) !== 0) tcb = without(numbered(x, add(at, 1)), SND_NXT | SND_UNA | ISS);
    else if ((flags & SYN) !== 0 || ((x.unknown & SND_UNA) === 0 && lt(at, x.sndUna))) return x;
    else if (fin === 1 && x.finSeq !== undefined && (isFree || lt(x.finSeq, add(at, len))))
      tcb = numbered(x, add(at, len + 1));
    else if ((isFree || lt(x.sndNxt, at)) && (isFirst || (len === 0 && fin === 0))) tcb = numbered(x, at);
    // A segment without octets carries SND.NXT, and nothing follows a FIN. The first segment seen of an idle side may
    // be a keepalive probe with SND.NXT - 1 (RFC 9293 §3.8.4).
    const mayProbe = isFirst && (x.unknown & IDLE) !== 0;
    if (fin === 1 || (len === 0 && at === tcb.sndNxt && (flags & RST) === 0 && !mayProbe)) tcb = without(tcb, SND_NXT);
  }
  const isOld = len + fin > 0 && (flags & (SYN | RST)) === 0 && lt(at, tcb.sndUna);
  return (tcb.unknown & SND_UNA) !== 0 && isOld ? unacknowledged(tcb, at, add(at, len + fin)) : tcb;
}

/** The TCB of a side that retransmits octets, so it has not seen them acknowledged; the same holds for its FIN. */
function unacknowledged(tcb: Tcb, una: Seq, end: Seq): Tcb {
  const isFin = tcb.finSeq !== undefined && gt(end, tcb.finSeq);
  const state = isFin
    ? tcb.state === 'FIN-WAIT-2'
      ? 'FIN-WAIT-1'
      : tcb.state === 'TIME-WAIT'
        ? 'CLOSING'
        : tcb.state
    : tcb.state;
  const timeWaitEnd = state === 'TIME-WAIT' ? tcb.timeWaitEnd : undefined;
  const iss = (tcb.unknown & ISS) === 0 ? tcb.iss : add(una, -1);
  return { ...tcb, state, timeWaitEnd, sndUna: una, iss };
}

/**
 * The TCB of a side whose own ACK proves RCV.NXT. The ACK can't cover more than the peer has sent. Data sent before the
 * flow begins may arrive without a line for it.
 */
function fixedByOwnAck(x: Tcb, y: Tcb, ack: Seq, timeWaitEnd: number): Tcb {
  const { below } = y.opening;
  const { held } = x.reassembly;
  const joins = (from: Seq): boolean => le(ack, from) || held.some((b) => le(b.left, from) && ge(b.right, ack));
  const arrived = (x.unknown & BELOW) !== 0 && below !== undefined && lt(x.rcvNxt, ack) && joins(below);
  if ((x.unknown & RCV_NXT) === 0 && !arrived) return x;
  const isBeyond = (y.unknown & SND_NXT) === 0 && gt(ack, y.sndNxt);
  const isBefore = (y.unknown & SND_UNA) === 0 && lt(ack, y.sndUna);
  // An ACK of exactly the FIN's number does not cover the FIN, so the FIN has not arrived in order.
  const hasItsFin = x.finRcvd !== undefined && (y.unknown & SND_NXT) === 0 && y.finSeq === ack;
  if (isBeyond || isBefore || hasItsFin) return x;
  const tcb = without(expecting(behindHole(x, ack), ack), RCV_NXT);
  const tookFin = y.finSeq !== undefined && gt(ack, y.finSeq) && x.finRcvd === undefined;
  if (!tookFin) return tcb;
  const finRcvd = y.finSeq;
  if (x.state === 'ESTABLISHED') return { ...tcb, finRcvd, state: 'CLOSE-WAIT' };
  if (x.state === 'FIN-WAIT-1') return { ...tcb, finRcvd, state: 'CLOSING' };
  if (x.state === 'FIN-WAIT-2') return { ...tcb, finRcvd, state: 'TIME-WAIT', timeWaitEnd };
  return tcb;
}

/** The TCB in which data above the ACK is out of order: the first octets seen were not the next ones expected. */
function behindHole(x: Tcb, ack: Seq): Tcb {
  const left = add(x.irs, 1);
  if (!lt(ack, left) || !lt(left, x.rcvNxt) || x.finRcvd !== undefined) return x;
  return { ...x, reassembly: { ...x.reassembly, held: insert(x.reassembly.held, { left, right: x.rcvNxt }) } };
}

/** The receiver's TCB after a segment that is supposed: the facets that it tells nothing of (`silent`) were filled in, and are no facts. */
export function unlearned(before: Tcb, after: Tcb, silent: number): Tcb {
  if (after === before || silent === 0) return after;
  const { sndWnd, maxSndWnd } = before;
  const isKept = (silent & SND_WND) !== 0 && before.synchronised && after.synchronised;
  const windows = isKept ? { sndWnd, maxSndWnd } : {};
  const { recent, heard } = before.ts;
  // A SYN brings the first timestamp, if it brings one.
  const stamps = (silent & TIMESTAMPS) === 0 ? {} : { ts: { ...after.ts, recent, heard } };
  return { ...after, ...windows, ...stamps, unknown: after.unknown | silent };
}

/** The receiver's TCB with the numbers that an arriving segment proves, before the segment is processed. */
export function fixedByHearing(x: Tcb, y: Tcb, segment: Segment, isFirst: boolean): Tcb {
  if (x.unknown === 0) return x;
  let tcb = without(x, segment.options.ts === undefined ? IDLE : IDLE | STAMP);
  if ((x.unknown & RCV_NXT) !== 0 && !has(segment, SYN)) tcb = fixedByPeerSeq(tcb, y, segment, isFirst);
  else if ((x.unknown & RCV_NXT) !== 0 && x.state === 'SYN-RECEIVED' && !has(segment, RST))
    tcb = without(expecting(tcb, add(segment.seq, 1)), RCV_NXT);
  if ((x.unknown & SND_WND) !== 0) tcb = { ...tcb, sndWl1: add(segment.seq, -1) };
  // A side that does not know its RCV.NXT sends a provisional one, which proves nothing.
  if (!has(segment, ACK) || (y.unknown & RCV_NXT) !== 0) return tcb;
  const { ack } = segment;
  if ((tcb.unknown & SND_NXT) !== 0 && gt(ack, tcb.sndNxt)) tcb = numbered(tcb, ack);
  if ((tcb.unknown & SND_UNA) === 0 || gt(ack, tcb.sndNxt) || has(segment, RST)) return tcb;
  const isDone = tcb.state === 'FIN-WAIT-2' || tcb.state === 'TIME-WAIT';
  // An ACK above the provisional SND.UNA moves it when the segment is processed.
  return without(lt(ack, tcb.sndUna) && !isDone ? { ...tcb, sndUna: ack } : tcb, SND_UNA);
}

function fixedByPeerSeq(x: Tcb, y: Tcb, segment: Segment, isFirst: boolean): Tcb {
  if (has(segment, RST)) return expecting(x, segment.seq);
  if (x.finRcvd !== undefined) return has(segment, FIN) ? expecting(x, segEnd(segment)) : x;
  if ((y.unknown & SND_UNA) === 0) return x;
  return isFirst || lt(segment.seq, x.rcvNxt) ? expecting(x, segment.seq) : x;
}

function without(tcb: Tcb, bits: number): Tcb {
  return (tcb.unknown & bits) === 0 ? tcb : { ...tcb, unknown: tcb.unknown & ~bits };
}

/**
 * Notes a side's SYN in a flow that begins in the middle of a connection: the options it carries are known from now on.
 */
export function noteOwnSyn(d: Draft, segment: Segment, isAnswer: boolean): void {
  const { wscale, sackOk, ts } = segment.options;
  d.unknown &= ~(OWN_MSS | SND_NXT | SND_UNA | ISS);
  // A SYN,ACK carries only options that the peer's SYN carried too (RFC 7323 §2.2, §3.2), so it shows what was
  // negotiated.
  if (!isAnswer) {
    d.unknown &= ~(wscale === undefined ? RCV_SHIFT | SND_SHIFT : RCV_SHIFT);
    return;
  }
  d.unknown &= ~(RCV_SHIFT | SACK | TIMESTAMPS | ECN);
  if (wscale === undefined) d.unknown &= ~SND_SHIFT;
  const { peerSyn } = d.opening;
  d.opening = {
    ...d.opening,
    rcvShift: wscale ?? 0,
    peerSyn: {
      ...peerSyn,
      ...(wscale === undefined ? {} : { wscale: peerSyn?.wscale ?? 0 }),
      ...(sackOk === true ? { sackOk } : {}),
      ...(ts === undefined ? {} : { ts }),
    },
  };
}

/** The facets that stay unknown after the peer's SYN, and the negotiated shift counts. */
export function afterPeerSyn(
  tcb: Tcb,
  segment: Segment,
): { readonly unknown: number; readonly shifts: ReturnType<typeof negotiatedShifts> } {
  const { wscale } = segment.options;
  const own = tcb.opening.ownSyn?.wscale;
  if (tcb.unknown === 0) return { unknown: 0, shifts: negotiatedShifts(own, wscale) };
  let unknown = tcb.unknown & ~(RCV_NXT | PEER_MSS | SND_SHIFT | SND_WND | WND_SCALE | SACK | TIMESTAMPS | ECN | BELOW);
  if (wscale === undefined) unknown &= ~RCV_SHIFT;
  // This side's SYN must have offered every option that the SYN,ACK carries.
  const offered = (unknown & RCV_SHIFT) === 0 ? own : (own ?? 0);
  return { unknown, shifts: negotiatedShifts(offered, wscale) };
}

/** The facets that stay unknown after a window field of the peer. */
export function afterWindow(unknown: number, segment: Segment): number {
  const known = unknown & ~(SND_WND | WND_SCALE);
  return (unknown & SND_SHIFT) !== 0 && segment.win !== 0 && !has(segment, SYN) ? known | WND_SCALE : known;
}

/** The upper limit of SND.WND, bytes: with an unknown shift count, the window at the largest one. */
export function largestWindow(tcb: Tcb): number {
  if ((tcb.unknown & SND_WND) !== 0) return MOST_WINDOW;
  return (tcb.unknown & WND_SCALE) === 0
    ? tcb.sndWnd
    : Math.floor(tcb.sndWnd / 2 ** tcb.opening.sndShift) * 2 ** MOST_SHIFT;
}

/** True if no ACK from before the beginning of the flow can still arrive: everything sent before is acknowledged. */
export function hasHeardAllAcks({ unknown, opening, sndUna }: Tcb): boolean {
  return (unknown & BELOW) === 0 || (opening.below !== undefined && le(opening.below, sndUna));
}

/**
 * The window that a side's own window field offers, bytes; with an unknown shift count, the window at the largest one.
 */
export function ownWindow(tcb: Tcb, segment: Segment): number {
  if (has(segment, SYN)) return segment.win;
  return segment.win << ((tcb.unknown & RCV_SHIFT) === 0 ? tcb.opening.rcvShift : MOST_SHIFT);
}

/** The window, bytes, of a side whose RCV.WND is unknown: the one it offered last, else its receive buffer. */
export function untoldWindow(tcb: Tcb, config: Config): number {
  const told = le(tcb.ts.lastAck, tcb.rcvEdge) ? distance(tcb.ts.lastAck, tcb.rcvEdge) : 0;
  return told > 0 ? told : config.window;
}
