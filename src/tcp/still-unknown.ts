/** The facets of a TCB (`unknown.ts`) that stay unknown after a segment, and the limits that hold meanwhile. */
import { SYN, type Segment, distance, has, le } from '../wire';
import type { Config } from './config';
import { negotiatedShifts } from './scaling';
import type { Tcb } from './tcb';
import {
  BELOW,
  ECN,
  MOST_SHIFT,
  MOST_WINDOW,
  PEER_MSS,
  RCV_NXT,
  RCV_SHIFT,
  SACK,
  SND_SHIFT,
  SND_WND,
  TIMESTAMPS,
  WND_SCALE,
} from './unknown';

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
