/** Kinds of {@link Found}: a frame without TCP or ICMP, or with a TCP segment. */
export const OTHER = 0;
export const TCP = 1;
/** A fragment of a TCP segment: not the whole of it, so that it is counted and not read. */
export const FRAGMENT = 2;
/** An ICMP message, of either version. */
export const ICMP = 3;
/** The frame ends, or a length in it does, within the headers below TCP. */
export const CUT = 4;
/** The link type is none that is read. */
export const UNKNOWN_LINK = 5;

/** Headers between a frame and its IP packet, or between two IP packets: bits of `Found.through`. */
export const THROUGH = ['vlan', 'pppoe', 'mpls', 'gre', 'ip-in-ip', 'vxlan'] as const;
export type Through = (typeof THROUGH)[number];

/** The bit of a name of `THROUGH`. */
export function bitOf(name: Through): number {
  return 1 << THROUGH.indexOf(name);
}

/** The place of a TCP segment (or an ICMP message) in a frame. The same object is filled for each frame. */
export interface Found {
  kind: number;
  /** The version of the innermost IP header. */
  version: 4 | 6;
  /** The offset of the innermost IP header in the frame's octets. */
  ip: number;
  /** The offset of the segment, and the end of its captured octets: padding of the frame is left out. */
  start: number;
  end: number;
  /** The segment's length by the IP header, octets: more than `end - start` if the frame was cut short. */
  length: number;
  through: number;
  /** True if the packet is still to be routed by a routing header, so that its destination is not the last one. */
  isRouted: boolean;
  /** The packet type of a cooked frame: 4 was sent by the host; undefined in frames of other links. */
  cooked: number | undefined;
}

export function newFound(): Found {
  return {
    kind: OTHER,
    version: 4,
    ip: 0,
    start: 0,
    end: 0,
    length: 0,
    through: 0,
    isRouted: false,
    cooked: undefined,
  };
}
