import type { Instant, ReaderState } from './frame';

/** The clock of an interface in a pcapng file: ticks of 64 bits since 1970, or since an offset from that. */
export interface Clock {
  /** A tick is `up / down` microseconds; one of them is 1 for powers of 10, so that no rounding comes in. */
  readonly up: number;
  readonly down: number;
  /** Ticks a second: a power of 10 or of 2. */
  readonly perSecond: bigint;
  /** `if_tsoffset`: seconds added to each time. */
  readonly offset: bigint;
  /**
   * The first time read: its ticks as two words, and the microseconds from the first frame to it. Differences are taken
   * in ticks, as 64 bits do not fit a number.
   */
  first: { readonly high: number; readonly low: number; readonly at: number } | undefined;
}

/** @param resolution `if_tsresol`: the negative exponent of 10, or of 2 if the highest bit is set */
export function clockOf(resolution: number, offset: bigint): Clock {
  const exponent = resolution & 0x7f;
  const base = resolution > 0x7f ? 2 : 10;
  const [up, down] =
    base === 2 ? [1e6, 2 ** exponent] : exponent < 6 ? [10 ** (6 - exponent), 1] : [1, 10 ** (exponent - 6)];
  return { up, down, perSecond: BigInt(base) ** BigInt(exponent), offset, first: undefined };
}

/** The time of a frame, microseconds since the first frame of the file; the first frame of all sets the zero. */
export function microsOf(clock: Clock, high: number, low: number, state: ReaderState): number {
  if (clock.first === undefined) {
    const instant = instantOf(clock, high, low);
    const began = (state.began ??= instant);
    const at = (instant.seconds - began.seconds) * 1e6 + (instant.nanoseconds - began.nanoseconds) / 1000;
    clock.first = { high, low, at };
    return at;
  }
  const { first, up, down } = clock;
  return first.at + (((high - first.high) * 0x1_0000_0000 + (low - first.low)) * up) / down;
}

function instantOf({ perSecond, offset }: Clock, high: number, low: number): Instant {
  const ticks = (BigInt(high) << 32n) | BigInt(low);
  const seconds = Number(ticks / perSecond + offset);
  return { seconds, nanoseconds: Number(((ticks % perSecond) * 1_000_000_000n) / perSecond) };
}
