import type { Call, IcmpError, TimerKind } from '../tcp';
import type { EndId, Sent } from './world';

/**
 * What became of a segment that reached its receiver. Dropped: thrown away in silence, before anything of it was taken and
 * without a change of state (RFC 9293 §3.1 MUST-3, "drop the segment and return" of §3.10.7). A segment that is not
 * acceptable and has an ACK or an RST for its answer has arrived.
 */
export type Landing = 'arrived' | 'dropped';

/** Something that has happened to a world. */
export type Happening =
  /** A segment left; `in-flight` where its arrival is a happening of its own. */
  | { readonly kind: 'segment'; readonly sent: Sent; readonly fate: Landing | 'lost' | 'in-flight' }
  /** A segment in flight arrived, was lost, or arrived once more. */
  | { readonly kind: 'deliver' | 'drop' | 'duplicate'; readonly sent: Sent; readonly fate: Landing | 'lost' }
  | { readonly kind: 'timer'; readonly end: EndId; readonly timer: TimerKind }
  /** `count`: bytes of SEND and RECEIVE. */
  | { readonly kind: 'call'; readonly end: EndId; readonly call: Call; readonly count: number | undefined }
  | { readonly kind: 'icmp'; readonly end: EndId; readonly error: IcmpError }
  | { readonly kind: 'forget'; readonly end: EndId };
