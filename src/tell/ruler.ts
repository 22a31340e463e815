/**
 * The sequence space of one direction on one scale: the sender's view (RFC 9293 §3.3.1, figure 3) and the receiver's
 * (figure 4). Positions are distances from SND.UNA, so that a wrap at 2^32 needs no special case.
 */
import type { ThreeForms } from '../trace';
import { RCV_NXT, RCV_WND, SND_NXT, SND_UNA, SND_WND, type Tcb, WND_SCALE } from '../tcp';
import { type Seq, ZERO, difference, distance } from '../wire';

/**
 * The areas of RFC 9293's figures 3 and 4. `sacked` and `held`, blocks received out of order, lie within other areas.
 */
export const RULER_PARTS = [
  'acknowledged',
  'in-flight',
  'sacked',
  'may-send',
  'not-yet',
  'received',
  'window',
  'held',
  'beyond',
] as const;
export type RulerPart = (typeof RULER_PARTS)[number];

export interface Part {
  readonly part: RulerPart;
  /** Distances from SND.UNA. The first area has no start, the last one no end. */
  readonly from: number;
  readonly to: number;
  readonly open?: 'start' | 'end';
}

export interface Point {
  /** `SND.NXT`, or several names that have the same number. */
  readonly name: string;
  readonly at: number;
  readonly value: ThreeForms;
}

export interface Ruler {
  readonly sender: string;
  readonly receiver: string;
  readonly send: readonly Part[];
  readonly sendPoints: readonly Point[];
  readonly receive: readonly Part[];
  readonly receivePoints: readonly Point[];
  /** The position of the sequence numbers' wrap from 2^32 - 1 to 0; undefined outside the scale. */
  readonly wrap: number | undefined;
}

/** The drawn length of the areas without start or end; the scale is not linear anyway. */
const OUTSIDE = 1;

function isOpen(tcb: Tcb | undefined): tcb is Tcb {
  return tcb !== undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/**
 * The ruler of one direction. Undefined if the sender has no connection or its SND.UNA or SND.NXT is unknown. Other
 * unknown facets (`tcp/unknown.ts`) are left out.
 *
 * @param show formats a sequence number of the sender
 */
export function rulerOf(
  names: { readonly sender: string; readonly receiver: string },
  sender: Tcb | undefined,
  receiver: Tcb | undefined,
  show: (n: Seq) => ThreeForms,
): Ruler | undefined {
  if (!isOpen(sender) || (sender.unknown & (SND_UNA | SND_NXT)) !== 0) return undefined;
  const una = sender.sndUna;
  const at = (n: Seq): number => difference(una, n);
  const nxt = at(sender.sndNxt);
  const isOffered = sender.synchronised && (sender.unknown & (SND_WND | WND_SCALE)) === 0;
  const edge = isOffered ? sender.sndWnd : nxt;
  const hears = isOpen(receiver) && receiver.synchronised && (receiver.unknown & RCV_NXT) === 0;
  const isOffering = hears && (receiver.unknown & RCV_WND) === 0;
  const rcv = hears ? at(receiver.rcvNxt) : 0;
  const rcvEdge = isOffering ? rcv + receiver.rcvWnd : rcv;
  const low = Math.min(0, hears ? rcv : 0) - OUTSIDE;
  const high = Math.max(nxt, edge, rcvEdge) + OUTSIDE;

  const send: Part[] = [{ part: 'acknowledged', from: low, to: 0, open: 'start' }];
  if (nxt > 0) send.push({ part: 'in-flight', from: 0, to: nxt });
  if (edge > nxt) send.push({ part: 'may-send', from: nxt, to: edge });
  send.push({ part: 'not-yet', from: Math.max(nxt, edge), to: high, open: 'end' });
  for (const { left, right } of sender.sacked) send.push({ part: 'sacked', from: at(left), to: at(right) });

  const receive: Part[] = [];
  if (hears) {
    receive.push({ part: 'received', from: low, to: rcv, open: 'start' });
    if (rcvEdge > rcv) receive.push({ part: 'window', from: rcv, to: rcvEdge });
    receive.push({ part: 'beyond', from: rcvEdge, to: high, open: 'end' });
    for (const { left, right } of receiver.reassembly.held)
      receive.push({ part: 'held', from: at(left), to: at(right) });
  }

  const number = (distanceFromUna: number): ThreeForms => show(((una + distanceFromUna) >>> 0) as Seq);
  const points = (list: readonly (readonly [string, number])[]): Point[] => {
    const byPlace = new Map<number, string[]>();
    for (const [name, place] of list) byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
    return [...byPlace]
      .sort(([a], [b]) => a - b)
      .map(([place, shared]) => ({ name: shared.join(' = '), at: place, value: number(place) }));
  };
  const zero = distance(una, ZERO);
  const wrap = zero > 0x8000_0000 ? zero - 0x1_0000_0000 : zero;
  return {
    ...names,
    send: send.filter((p) => p.to > p.from),
    sendPoints: points([['SND.UNA', 0], ['SND.NXT', nxt], ...(isOffered ? [['SND.UNA+SND.WND', edge] as const] : [])]),
    receive: receive.filter((p) => p.to > p.from),
    receivePoints: hears
      ? points([['RCV.NXT', rcv], ...(isOffering ? [['RCV.NXT+RCV.WND', rcvEdge] as const] : [])])
      : [],
    wrap: wrap > low && wrap < high ? wrap : undefined,
  };
}
