import type { Packet, TooBig } from './packet';

export type Side = 'client' | 'server';

/** A segment where a tap saw it. */
export interface Seen {
  /** The frame's number in the tap, from 1. */
  readonly frame: number;
  /** Microseconds since 1970; all taps and the kernels' events of a run share one clock. */
  readonly time: number;
  readonly packet: Packet;
}

/** An ICMP message, where a tap saw it arrive, that the path has no room for a segment. */
export interface Refused {
  readonly time: number;
  readonly side: Side;
  readonly about: TooBig;
}

/** What the relay between the two hosts did to a frame, and where each tap has it. */
export interface PathRow {
  readonly time: number;
  readonly sender: Side;
  /** `pass`, `DROPPED`, `delayed +3ms`, `pass; DUPLICATED +1ms`, `EDITED in flight`, … */
  readonly fate: string;
  readonly client: number | undefined;
  readonly server: number | undefined;
}

/** A kernel's own event: a state change, a retransmission, a reset. */
export interface KernelEvent {
  readonly time: number;
  /** `client`, `server`, or `?`. */
  readonly side: string;
  readonly local: number;
  readonly remote: number;
  /** `inet_sock_set_state` and its like. */
  readonly event: string;
  /** `CLOSE -> SYN_SENT` for a state change. */
  readonly detail: string;
}

/** Two hosts, what passed between them, and what their kernels said of it. */
export interface Run {
  readonly name: string;
  readonly scenario: string;
  readonly kind: string;
  readonly client: readonly Seen[];
  readonly server: readonly Seen[];
  /** Where both ends are on one host, the one tap. */
  readonly loopback: readonly Seen[];
  readonly refused: readonly Refused[];
  readonly path: readonly PathRow[];
  readonly events: readonly KernelEvent[];
}
