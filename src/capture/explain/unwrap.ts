import { SYN, type Segment, has } from '../../wire';
import type { Host } from './explanation';
import { other } from './sending';

/** The sequence spaces of two incarnations of a host lie this far apart. */
const APART = 2 ** 36;
/** A number further than this from the newest one of its space is of the incarnation before. */
const FAR = 2 ** 29;

/** The numbers of one host in one incarnation. */
interface Space {
  raw: number;
  /** {@link raw}, unwrapped. */
  number: number;
  isn: number | undefined;
  readonly before: Space | undefined;
}

export interface Unwrapped {
  readonly seq: number;
  readonly ack: number;
  readonly val: number;
  readonly ecr: number;
}

/**
 * Unwraps numbers modulo 2^32 into ones that grow (RFC 9293 §3.4): sequence numbers by host and incarnation, timestamps
 * by host. A SYN with a new initial sequence number begins an incarnation.
 */
export class Unwrapper {
  private readonly spaces: [Space | undefined, Space | undefined] = [undefined, undefined];
  private readonly clocks: [Space | undefined, Space | undefined] = [undefined, undefined];

  unwrap(from: Host, segment: Segment, hasAck: boolean): Unwrapped {
    const seq = this.seqOf(from, segment);
    const ack = hasAck ? near(this.spaces, other(from), segment.ack, false) : NaN;
    const { ts } = segment.options;
    const val = ts === undefined ? NaN : near(this.clocks, from, ts.val, true);
    const ecr = ts === undefined || !hasAck ? NaN : near(this.clocks, other(from), ts.ecr, false);
    return { seq, ack, val, ecr };
  }

  private seqOf(from: Host, segment: Segment): number {
    const known = this.spaces[from];
    const isSyn = has(segment, SYN);
    if (isSyn && known?.isn !== undefined && known.isn !== segment.seq) {
      const number = (Math.floor(known.number / APART) + 1) * APART + segment.seq;
      this.spaces[from] = { raw: segment.seq, number, isn: segment.seq, before: known };
      return number;
    }
    const number = near(this.spaces, from, segment.seq, true);
    const space = this.spaces[from];
    if (isSyn && space !== undefined) space.isn ??= segment.seq;
    return number;
  }
}

/**
 * A number near the newest one of a host's space.
 *
 * @param isOwn true if the host itself sent it: a greater one is then the newest
 */
function near(spaces: [Space | undefined, Space | undefined], host: Host, raw: number, isOwn: boolean): number {
  const space = (spaces[host] ??= { raw, number: raw + APART, isn: undefined, before: undefined });
  const step = (raw - space.raw) | 0;
  if (space.before !== undefined && Math.abs(step) > FAR) {
    return space.before.number + ((raw - space.before.raw) | 0);
  }
  const number = space.number + step;
  if (isOwn && step > 0 && step <= FAR) {
    space.raw = raw;
    space.number = number;
  }
  return number;
}
