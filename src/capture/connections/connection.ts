import type { Socket, Through } from '../file';

/** How a connection began: with a SYN, with one that an RST answered, or before the first packet that was captured. */
export type Opened = 'syn' | 'syn-refused' | 'mid-stream';
/**
 * How it ended: with FINs of both sides, with an RST, not at all before the capture ended, or in silence after a side had
 * sent the same again and again without an answer.
 */
export type Ended = 'fin' | 'rst' | 'open' | 'timeout';

/** One incarnation of a connection (RFC 9293 §3.4.1). */
export interface Connection {
  /** From 1, in the order of their first packets. */
  readonly id: number;
  /** The side that sent the SYN. Where none was captured, the side with the higher port. */
  readonly client: Socket;
  readonly server: Socket;
  /** TCP packets of both sides; ICMP errors do not count. */
  readonly packets: number;
  /** Payload octets that the client and the server sent; those that were sent again count again. */
  readonly octets: readonly [client: number, server: number];
  /** Times of its first and last packet, microseconds since the first frame of the file. */
  readonly first: number;
  readonly last: number;
  readonly opened: Opened;
  readonly ended: Ended;
  /** Tags, labels and tunnels that its packets came through; empty for most connections. */
  readonly through: readonly Through[];
  /** The number of packets that were not captured up to their flags: only their sockets are known. */
  readonly cut: number;
}
