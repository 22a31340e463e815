import {
  ACK,
  type Block,
  RST,
  SYN,
  type Segment,
  type Seq,
  add,
  dataStart,
  distance,
  ge,
  gt,
  has,
  le,
  lt,
  max,
  segEnd,
} from '../wire';
import { insert } from './sack';
import { NONE_FULL, type Doubt, type Draft, type Reassembly, type Tcb } from './tcb';

/** The reason why a receiver may discard data that has arrived: `held` out of order, on a SYN, or beyond the window. */
export type Cause = Doubt['cause'];

/**
 * The highest acknowledgment number this side has sent, IRS + 1 at least. Data below it can't be discarded any more.
 */
function counted({ ts: { lastAck }, irs, rcvNxt }: Tcb): Seq {
  const first = add(irs, 1);
  return ge(lastAck, first) && le(lastAck, rcvNxt) ? lastAck : first;
}

/** The window that a segment of this side offers, bytes: scaled unless the segment carries SYN (RFC 7323 §2.2). */
export function offeredWindow({ opening }: Tcb, segment: Segment): number {
  return has(segment, SYN) ? segment.win : segment.win << opening.rcvShift;
}

/**
 * The number of bytes by which a segment shrinks the window (moves its right edge left); 0 if it does not, or only by
 * rounding to the shift count (RFC 7323 §2.4).
 */
export function takenBack(tcb: Tcb, segment: Segment): number {
  const edge = add(segment.ack, offeredWindow(tcb, segment));
  const back = lt(edge, tcb.rcvEdge) ? distance(edge, tcb.rcvEdge) : 0;
  // A scaled window field counts units of 2^shift bytes.
  return back < 2 ** tcb.opening.rcvShift ? 0 : back;
}

/**
 * The TCB of a sender whose ACK covers less than has arrived in order, if it may have discarded the rest. Undefined if
 * the ACK covers everything, or if nothing may be discarded.
 *
 * @param begins true if one of the peer's segments begins at this sequence number; out-of-order data is kept or
 *   discarded in whole segments
 */
export function notKept(
  tcb: Tcb,
  segment: Segment,
  begins: (n: Seq) => boolean,
): { readonly tcb: Tcb; readonly cause: Cause } | undefined {
  const { ack } = segment;
  if (!has(segment, ACK) || has(segment, RST) || !tcb.synchronised || !lt(ack, tcb.rcvNxt)) return undefined;
  // A FIN that was processed can't be undone: it has changed the state.
  if (lt(ack, counted(tcb)) || (tcb.finRcvd !== undefined && le(ack, tcb.finRcvd))) return undefined;
  // The window ends below RCV.NXT: there was no buffer space for the data above its edge (RFC 9293 §3.8.6, SHLD-14).
  if (takenBack(tcb, segment) > 0 && lt(add(ack, offeredWindow(tcb, segment)), tcb.rcvNxt))
    return { tcb: without(tcb, ack, tcb.rcvNxt, 'window'), cause: 'window' };
  const doubt = tcb.reassembly.doubts.find((d) => le(d.left, ack) && lt(ack, d.right));
  if (doubt === undefined || (doubt.cause === 'held' && !begins(ack))) return undefined;
  return { tcb: without(tcb, ack, doubt.right, doubt.cause), cause: doubt.cause };
}

/** The TCB with RCV.NXT moved back to `from`. Data from `to` on was kept; it is now out of order. */
function without(tcb: Tcb, from: Seq, to: Seq, cause: Cause): Tcb {
  const { rcvNxt, reassembly, opening } = tcb;
  const held = lt(to, rcvNxt) ? insert(reassembly.held, { left: to, right: rcvNxt }) : reassembly.held;
  const offered = cause === 'window' ? { left: from, right: to } : reassembly.offered;
  return {
    ...tcb,
    rcvNxt: from,
    reassembly: { ...reassembly, held, offered, doubts: NO_DOUBTS },
    unread: Math.max(0, tcb.unread - distance(from, rcvNxt)),
    full: NONE_FULL,
    opening: cause === 'syn' ? { ...opening, synData: distance(add(tcb.irs, 1), from) } : opening,
  };
}

export const NO_DOUBTS: readonly Doubt[] = [];

/**
 * Notes data that was out of order and is now in order as data that the receiver may still discard until it
 * acknowledges it. Reasons are lack of buffer space (RFC 2018 §8, RFC 9293 SHLD-31), or data of a SYN (RFC 9293
 * §3.10.7.2).
 *
 * @param held the out-of-order data before the segment arrived
 */
export function doubtJoined(d: Draft, held: readonly Block[], segment: Segment): void {
  const start = dataStart(segment);
  const end = add(start, segment.len);
  const doubts: Doubt[] = [...d.reassembly.doubts];
  for (const { left, right } of held) {
    if (!lt(left, d.rcvNxt)) break;
    // The octets that the segment itself carries again are certainly kept.
    const from = le(start, left) ? max(left, end) : left;
    const to = lt(left, start) && lt(start, right) ? start : right;
    const cause = lt(left, add(d.irs, 1 + d.opening.synData)) ? 'syn' : 'held';
    if (lt(from, to)) doubts.push({ left: from, right: to, cause });
  }
  if (doubts.length > d.reassembly.doubts.length) d.reassembly = { ...d.reassembly, doubts };
}

/**
 * Notes the octets of a segment that reaches beyond the window: the receiver may accept all of them, those within the
 * window, or none.
 */
export function doubtBeyond(reassembly: Reassembly, left: Seq, right: Seq): Reassembly {
  return { ...reassembly, doubts: [...reassembly.doubts, { left, right, cause: 'window' }] };
}

/**
 * Notes octets beyond the window that continue RCV.NXT, or other such octets: the next ACK may cover them all the same.
 */
export function offer(reassembly: Reassembly, rcvNxt: Seq, left: Seq, right: Seq): Reassembly {
  const { offered } = reassembly;
  const reached = offered !== undefined && le(offered.left, rcvNxt) ? max(offered.right, rcvNxt) : rcvNxt;
  if (gt(left, reached) || le(right, reached)) return reassembly;
  return { ...reassembly, offered: { left: rcvNxt, right } };
}

/**
 * True if this ACK is the first to cover octets beyond the window. Either the user had freed buffer space too small for
 * a window update (RFC 9293 §3.8.6.2.2), or the window was shrunk before they arrived (RFC 7323 §2.4).
 */
export function countsOffered({ reassembly: { offered }, rcvNxt }: Tcb, segment: Segment): boolean {
  return offered !== undefined && le(offered.left, rcvNxt) && gt(segment.ack, rcvNxt) && le(segment.ack, offered.right);
}

/**
 * Notes the window that a segment with ACK offers: RCV.WND, and the right edge that must not move left (RFC 9293
 * §3.8.6).
 */
export function noteWindow(next: Draft, segment: Segment): void {
  const window = offeredWindow(next, segment);
  const edge = add(segment.ack, window);
  const { shrunk } = next.reassembly;
  if (!lt(edge, next.rcvEdge)) {
    next.rcvWnd = window;
    next.rcvEdge = edge;
    if (shrunk !== undefined && ge(edge, shrunk)) next.reassembly = { ...next.reassembly, shrunk: undefined };
  } else if (takenBack(next, segment) === 0 || has(segment, SYN)) {
    // Rounding to the shift count moves no edge: the receiver accepts whatever any of its ACKs has offered (RFC 7323
    // §2.4). A repeated SYN,ACK repeats the first window.
    next.rcvWnd = distance(segment.ack, next.rcvEdge);
  } else shrink(next, segment, window, edge);
}

/**
 * Shrinks the window: out-of-order data beyond its right edge is discarded unless a SACK block of the segment reports
 * it.
 */
function shrink(next: Draft, segment: Segment, window: number, edge: Seq): void {
  const { held, heldFin, offered, shrunk } = next.reassembly;
  const reported = segment.options.sack ?? NO_BLOCKS;
  const isKept = (b: Block): boolean =>
    le(b.right, edge) || reported.some((r) => le(r.left, b.left) && ge(r.right, b.right));
  const lost = held.find((b) => !isKept(b));
  next.reassembly = {
    ...next.reassembly,
    held: lost === undefined ? held : held.filter(isKept),
    heldFin: heldFin === undefined || lt(heldFin, edge) ? heldFin : undefined,
    offered: offered ?? lost,
    shrunk: shrunk !== undefined && gt(shrunk, next.rcvEdge) ? shrunk : next.rcvEdge,
  };
  next.rcvWnd = window;
  next.rcvEdge = edge;
}

/**
 * The TCB without the out-of-order data beyond the right edge that a segment with window field `win` offers. It is
 * discarded, so no SACK block reports it.
 */
export function withinWindow(tcb: Tcb, win: number | undefined, syn: boolean): Tcb {
  const { held } = tcb.reassembly;
  if (win === undefined || syn || held.length === 0) return tcb;
  const edge = add(tcb.rcvNxt, win << tcb.opening.rcvShift);
  if (!lt(edge, tcb.rcvEdge)) return tcb;
  return { ...tcb, reassembly: { ...tcb.reassembly, held: held.filter((b) => le(b.right, edge)) } };
}

const NO_BLOCKS: readonly Block[] = [];

/**
 * True if a segment lies within the window offered before it was shrunk, but beyond the present one (RFC 7323 §2.4).
 */
export function wasInWindow({ rcvNxt, reassembly: { shrunk } }: Tcb, segment: Segment): boolean {
  if (shrunk === undefined || !has(segment, ACK) || has(segment, SYN)) return false;
  return ge(segment.seq, rcvNxt) && le(segEnd(segment), shrunk);
}
