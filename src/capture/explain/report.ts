import { RST, SYN } from '../../wire';
import type { Range } from './ranges';
import type { Sending } from './sending';

/** The statement of a host's sending about what the host had taken by then. */
export interface Report {
  readonly by: Sending;
  readonly place: number;
  /** All octets before this one had come. */
  readonly ack: number;
  /** The greatest acknowledgment number that the host sent before; NaN if none. */
  readonly ackBefore: number;
  /** Octets above `ack` that had come (RFC 2018). */
  readonly blocks: readonly Range[];
  /** Octets that had come twice (RFC 2883). */
  readonly twice: Range | undefined;
}

const NONE: readonly Range[] = [];

/**
 * @param ackBefore the greatest acknowledgment number that the host sent before; NaN if none
 * @returns undefined for a sending without an acknowledgment number
 */
export function reportOf(by: Sending, ackBefore: number): Report | undefined {
  if (Number.isNaN(by.ack)) return undefined;
  const { place, ack } = by;
  const { sack } = by.segment.options;
  if (sack === undefined || sack.length === 0) return { by, place, ack, ackBefore, blocks: NONE, twice: undefined };
  const raw = by.segment.ack;
  const all = sack.map(({ left, right }) => ({ left: ack + ((left - raw) | 0), right: ack + ((right - raw) | 0) }));
  const twice = duplicateIn(all, ack);
  const blocks = all.filter((block) => block.left < block.right && block.left > ack && block !== twice);
  return { by, place, ack, ackBefore, blocks, twice };
}

/** A first block below the acknowledgment number, or inside the second block, says what came twice (RFC 2883 §4). */
function duplicateIn([first, second]: readonly Range[], ack: number): Range | undefined {
  if (first === undefined || first.left >= first.right) return undefined;
  const isInside = second !== undefined && first.left >= second.left && first.right <= second.right;
  return first.right <= ack || isInside ? first : undefined;
}

/** True for an acknowledgment number that says exactly what came: those of RST and SYN do not. */
export function isExact({ by }: Report): boolean {
  return (by.segment.flags & (RST | SYN)) === 0;
}

/** True for an acknowledgment that was made because something is missing: with SACK blocks, or a duplicate ACK. */
export function isMissing({ by, ack, ackBefore, blocks }: Report): boolean {
  return blocks.length > 0 || (by.seq === by.end && ack === ackBefore);
}
