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

/** Why a receiver need not have kept what has arrived. */
export type Cause = Doubt['cause'];

/** The number behind all that this side has acknowledged: what it has counted once it cannot take back. */
function counted({ ts: { lastAck }, irs, rcvNxt }: Tcb): Seq {
  const first = add(irs, 1);
  return ge(lastAck, first) && le(lastAck, rcvNxt) ? lastAck : first;
}

/** The window that a segment offers, bytes: scaled, but on a SYN (RFC 7323 §2.2). */
export function offeredWindow({ opening }: Tcb, segment: Segment): number {
  return has(segment, SYN) ? segment.win : segment.win << opening.rcvShift;
}

/** By how many bytes a segment takes the window back, bytes; 0 where it does not, or by no more than rounding (RFC 7323 §2.4). */
export function takenBack(tcb: Tcb, segment: Segment): number {
  const edge = add(segment.ack, offeredWindow(tcb, segment));
  const back = lt(edge, tcb.rcvEdge) ? distance(edge, tcb.rcvEdge) : 0;
  // With scaling the field cannot say it finer than one unit of the shift.
  return back < 2 ** tcb.opening.rcvShift ? 0 : back;
}

/**
 * An ACK that counts less than has arrived in order, where its sender need not have kept that: the TCB that says so.
 * Undefined where the ACK counts all, or has to.
 *
 * @param begins does one of the peer's segments begin at this number? A receiver keeps segments, or does not.
 */
export function notKept(
  tcb: Tcb,
  segment: Segment,
  begins: (n: Seq) => boolean,
): { readonly tcb: Tcb; readonly cause: Cause } | undefined {
  const { ack } = segment;
  if (!has(segment, ACK) || has(segment, RST) || !tcb.synchronised || !lt(ack, tcb.rcvNxt)) return undefined;
  // A FIN that was processed has changed the state for good.
  if (lt(ack, counted(tcb)) || (tcb.finRcvd !== undefined && le(ack, tcb.finRcvd))) return undefined;
  // The window ends before what has arrived: there was no room for it (RFC 9293 §3.8.6, SHLD-14).
  if (takenBack(tcb, segment) > 0 && lt(add(ack, offeredWindow(tcb, segment)), tcb.rcvNxt))
    return { tcb: without(tcb, ack, tcb.rcvNxt, 'window'), cause: 'window' };
  const doubt = tcb.reassembly.doubts.find((d) => le(d.left, ack) && lt(ack, d.right));
  if (doubt === undefined || (doubt.cause === 'held' && !begins(ack))) return undefined;
  return { tcb: without(tcb, ack, doubt.right, doubt.cause), cause: doubt.cause };
}

/** RCV.NXT goes back to `from`; what lies behind `to` was kept, and is held behind the hole. */
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
 * What was held behind a hole now lies in order. Until it is acknowledged, its receiver may still have thrown it away: a
 * TCP without room (RFC 2018 §8, SHLD-31), or one that does not keep the data of a SYN (RFC 9293 §3.10.7.2).
 *
 * @param held what was held before the segment arrived
 */
export function doubtJoined(d: Draft, held: readonly Block[], segment: Segment): void {
  const start = dataStart(segment);
  const end = add(start, segment.len);
  const doubts: Doubt[] = [...d.reassembly.doubts];
  for (const { left, right } of held) {
    if (!lt(left, d.rcvNxt)) break;
    // What of it the segment itself brings once more is here for certain.
    const from = le(start, left) ? max(left, end) : left;
    const to = lt(left, start) && lt(start, right) ? start : right;
    const cause = lt(left, add(d.irs, 1 + d.opening.synData)) ? 'syn' : 'held';
    if (lt(from, to)) doubts.push({ left: from, right: to, cause });
  }
  if (doubts.length > d.reassembly.doubts.length) d.reassembly = { ...d.reassembly, doubts };
}

/** A segment reaches beyond the window: its receiver may take all of it, what fits, or nothing. */
export function doubtBeyond(reassembly: Reassembly, left: Seq, right: Seq): Reassembly {
  return { ...reassembly, doubts: [...reassembly.doubts, { left, right, cause: 'window' }] };
}

/** Text that the window has no room for lies at RCV.NXT, or behind other such text: the next ACK may count it after all. */
export function offer(reassembly: Reassembly, rcvNxt: Seq, left: Seq, right: Seq): Reassembly {
  const { offered } = reassembly;
  const reached = offered !== undefined && le(offered.left, rcvNxt) ? max(offered.right, rcvNxt) : rcvNxt;
  if (gt(left, reached) || le(right, reached)) return reassembly;
  return { ...reassembly, offered: { left: rcvNxt, right } };
}

/**
 * Text beyond the window was taken after all: the user had made room, and an update was not worth sending (RFC 9293
 * §3.8.6.2.2), or the window had been taken back before it arrived (RFC 7323 §2.4). This ACK is the first to tell.
 */
export function countsOffered({ reassembly: { offered }, rcvNxt }: Tcb, segment: Segment): boolean {
  return offered !== undefined && le(offered.left, rcvNxt) && gt(segment.ack, rcvNxt) && le(segment.ack, offered.right);
}

/** The window that a segment with ACK offers: RCV.WND, and the edge that must not move left (RFC 9293 §3.8.6). */
export function noteWindow(next: Draft, segment: Segment): void {
  const window = offeredWindow(next, segment);
  const edge = add(segment.ack, window);
  const { shrunk } = next.reassembly;
  if (!lt(edge, next.rcvEdge)) {
    next.rcvWnd = window;
    next.rcvEdge = edge;
    if (shrunk !== undefined && ge(edge, shrunk)) next.reassembly = { ...next.reassembly, shrunk: undefined };
  } else if (takenBack(next, segment) === 0 || has(segment, SYN)) {
    // Rounding moves no edge: the receiver honours what any of its ACKs has offered (RFC 7323 §2.4). A SYN,ACK that goes again
    // repeats the first window.
    next.rcvWnd = distance(segment.ack, next.rcvEdge);
  } else shrink(next, segment, window, edge);
}

/** The window is taken back: what is held beyond its edge is not kept, unless the segment itself reports it. */
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

/** The TCB as a segment reports it that takes the window back: what is held beyond its edge is not kept, so no block tells of it. */
export function withinWindow(tcb: Tcb, win: number | undefined, syn: boolean): Tcb {
  const { held } = tcb.reassembly;
  if (win === undefined || syn || held.length === 0) return tcb;
  const edge = add(tcb.rcvNxt, win << tcb.opening.rcvShift);
  if (!lt(edge, tcb.rcvEdge)) return tcb;
  return { ...tcb, reassembly: { ...tcb.reassembly, held: held.filter((b) => le(b.right, edge)) } };
}

const NO_BLOCKS: readonly Block[] = [];

/** A segment that a window offered earlier would have let in, and the one that took it back does not (RFC 7323 §2.4). */
export function wasInWindow({ rcvNxt, reassembly: { shrunk } }: Tcb, segment: Segment): boolean {
  if (shrunk === undefined || !has(segment, ACK) || has(segment, SYN)) return false;
  return ge(segment.seq, rcvNxt) && le(segEnd(segment), shrunk);
}
