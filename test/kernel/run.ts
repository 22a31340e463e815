import type { IcmpError, Packet } from '../../src/capture';

export type Side = 'client' | 'server';

/** A segment in a capture. */
export interface Seen {
  /** The frame's number in the capture, from 1. */
  readonly frame: number;
  /** Microseconds since 1970; all captures and kernel events of a run share one clock. */
  readonly time: number;
  readonly packet: Packet;
}

/** The arrival of an ICMP error in a capture: a segment was too big for the path. */
export interface Refused {
  readonly time: number;
  readonly side: Side;
  readonly about: IcmpError;
}

/** The relay's treatment of a frame, with the frame's number in each capture. */
export interface PathRow {
  readonly time: number;
  readonly sender: Side;
  /** `pass`, `DROPPED`, `delayed +3ms`, `pass; DUPLICATED +1ms`, `EDITED in flight`, … */
  readonly fate: string;
  readonly client: number | undefined;
  readonly server: number | undefined;
}

/** An event of a kernel: a change of state, a retransmission, a reset. */
export interface KernelEvent {
  readonly time: number;
  /** `client`, `server`, or `?`. */
  readonly side: string;
  readonly local: number;
  readonly remote: number;
  /** The name of the trace event, such as `inet_sock_set_state`. */
  readonly event: string;
  /** The details; `CLOSE -> SYN_SENT` for a change of state. */
  readonly detail: string;
}

/** A run of two hosts: the segments between them, and their kernels' events. */
export interface Run {
  readonly name: string;
  readonly scenario: string;
  readonly kind: string;
  readonly client: readonly Seen[];
  readonly server: readonly Seen[];
  /** The only capture, if both ends are on one host. */
  readonly loopback: readonly Seen[];
  readonly refused: readonly Refused[];
  readonly path: readonly PathRow[];
  readonly events: readonly KernelEvent[];
}
