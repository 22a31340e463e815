import type { Call, IcmpError, TimerKind } from '../tcp';
import type { EndId, Sent } from './world';

/**
 * The fate of a segment that reached its receiver. `dropped`: discarded without a reply and without any change (RFC
 * 9293 §3.1 MUST-3; "drop the segment and return", §3.10.7). An unacceptable segment that is answered by ACK or RST has
 * arrived.
 */
export type Landing = 'arrived' | 'dropped';

/** A change of a world. */
export type Happening =
  /** A segment was sent; `in-flight` if its arrival is a happening of its own. */
  | { readonly kind: 'segment'; readonly sent: Sent; readonly fate: Landing | 'lost' | 'in-flight' }
  /** A segment in flight arrived, was lost, or arrived as a copy. */
  | { readonly kind: 'deliver' | 'drop' | 'duplicate'; readonly sent: Sent; readonly fate: Landing | 'lost' }
  | { readonly kind: 'timer'; readonly end: EndId; readonly timer: TimerKind }
  /** A user call; `count` is the number of bytes of SEND or RECEIVE. */
  | { readonly kind: 'call'; readonly end: EndId; readonly call: Call; readonly count: number | undefined }
  /** An ICMP error reached an end; `mtu` is that of "fragmentation needed". */
  | { readonly kind: 'icmp'; readonly end: EndId; readonly error: IcmpError; readonly mtu?: number | undefined }
  | { readonly kind: 'forget'; readonly end: EndId };
