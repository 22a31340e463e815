/** What a frame was found to carry. */
export const OTHER = 0;
export const TCP = 1;
/** A fragment of a TCP segment: not the whole of it, so that it is counted and not read. */
export const FRAGMENT = 2;
export const ICMP = 3;
/** The frame ends, or a length in it does, within the headers below TCP. */
export const CUT = 4;
/** The link type is none that is read. */
export const UNKNOWN_LINK = 5;

/** What lies between a frame and its IP packet, or between two IP packets: bits of `Found.through`. */
export const THROUGH = ['vlan', 'pppoe', 'mpls', 'gre', 'ip-in-ip', 'vxlan'] as const;
export type Through = (typeof THROUGH)[number];

/** The bit of a name of `THROUGH`. */
export function bitOf(name: Through): number {
  return 1 << THROUGH.indexOf(name);
}

/** The place of a TCP segment (or an ICMP message) in a frame. The same object is filled for each frame. */
export interface Found {
  kind: number;
  /** 4 or 6; the innermost IP header, and what follows, is about this version. */
  version: number;
  /** Where the innermost IP header is. */
  ip: number;
  /** Where the segment is, and the end of what was captured of it: padding of the frame is left out. */
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
