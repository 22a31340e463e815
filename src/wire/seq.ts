/**
 * Sequence numbers: 32-bit, modulo 2^32 (RFC 9293 §3.4). A `Seq` is always an integer in [0, 2^32); plain numbers
 * become one through {@link seq} only, so that ordinary `<` and `+` on them do not compile unnoticed into wire fields.
 */
declare const brand: unique symbol;
export type Seq = number & { readonly [brand]: 'Seq' };

export const MODULUS = 0x1_0000_0000;
const HALF = 0x8000_0000;

/** Any integer reduced modulo 2^32. Fractions are cut off; NaN and infinities become 0. */
export function seq(n: number): Seq {
  // `>>> 0` is exact for |n| < 2^53, which is the widest integer that the parser lets through.
  return (n >>> 0) as Seq;
}

export const ZERO = seq(0);

/** `a + n` modulo 2^32; `n` may be negative. */
export function add(a: Seq, n: number): Seq {
  return ((a + n) >>> 0) as Seq;
}

/** How far `to` lies ahead of `from`, in [0, 2^32). */
export function distance(from: Seq, to: Seq): number {
  return (to - from) >>> 0;
}

/** `b - a` as a signed number in [-2^31, 2^31). At distance 2^31 exactly it is -2^31 in both directions. */
export function difference(a: Seq, b: Seq): number {
  return (b - a) | 0;
}

/**
 * `a < b`: 0 < (b - a) mod 2^32 < 2^31 (RFC 9293 §3.4). Two numbers exactly 2^31 apart are unordered: neither is less
 * than the other, so that no pair is ever less in both directions.
 */
export function lt(a: Seq, b: Seq): boolean {
  const d = (b - a) >>> 0;
  return d !== 0 && d < HALF;
}

/** `a =< b`. */
export function le(a: Seq, b: Seq): boolean {
  return (b - a) >>> 0 < HALF;
}

/** `a > b`. */
export function gt(a: Seq, b: Seq): boolean {
  return lt(b, a);
}

/** `a >= b`. */
export function ge(a: Seq, b: Seq): boolean {
  return le(b, a);
}

/** The later of two numbers; `a` where they are unordered. */
export function max(a: Seq, b: Seq): Seq {
  return lt(a, b) ? b : a;
}

/** `start =< x < start + length` on the circle; `length` in [0, 2^32). An empty window holds nothing. */
export function inWindow(x: Seq, start: Seq, length: number): boolean {
  return (x - start) >>> 0 < length;
}
