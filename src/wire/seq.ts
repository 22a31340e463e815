/**
 * A sequence number: an integer in [0, 2^32), modulo 2^32 (RFC 9293 §3.4). A plain number becomes a `Seq` only through
 * the functions of this file, so that the result of an ordinary `+` or `-` is not taken for a sequence number by
 * mistake.
 */
declare const brand: unique symbol;
export type Seq = number & { readonly [brand]: 'Seq' };

export const MODULUS = 0x1_0000_0000;
const HALF = 0x8000_0000;

/** The integer `n` modulo 2^32. Fractions are cut off; NaN and infinities become 0. */
export function seq(n: number): Seq {
  // `>>> 0` is exact for |n| < 2^53. The parser accepts no larger integers.
  return (n >>> 0) as Seq;
}

export const ZERO = seq(0);

/** `a + n` modulo 2^32; `n` may be negative. */
export function add(a: Seq, n: number): Seq {
  return ((a + n) >>> 0) as Seq;
}

/** `to - from` modulo 2^32, in [0, 2^32). */
export function distance(from: Seq, to: Seq): number {
  return (to - from) >>> 0;
}

/** `b - a` as a signed number in [-2^31, 2^31). At distance 2^31 exactly it is -2^31 in both directions. */
export function difference(a: Seq, b: Seq): number {
  return (b - a) | 0;
}

/**
 * `a < b`: 0 < (b - a) mod 2^32 < 2^31 (RFC 9293 §3.4). Two numbers exactly 2^31 apart are unordered: neither is less
 * than the other.
 */
export function lt(a: Seq, b: Seq): boolean {
  const d = (b - a) >>> 0;
  return d !== 0 && d < HALF;
}

/** `a =< b`: 0 <= (b - a) mod 2^32 < 2^31. */
export function le(a: Seq, b: Seq): boolean {
  return (b - a) >>> 0 < HALF;
}

/** `a > b`: `lt(b, a)`. */
export function gt(a: Seq, b: Seq): boolean {
  return lt(b, a);
}

/** `a >= b`: `le(b, a)`. */
export function ge(a: Seq, b: Seq): boolean {
  return le(b, a);
}

/** The later of two numbers; `a` where they are unordered. */
export function max(a: Seq, b: Seq): Seq {
  return lt(a, b) ? b : a;
}

/** `start =< x < start + length`, modulo 2^32; `length` in [0, 2^32). A window of length 0 contains nothing. */
export function inWindow(x: Seq, start: Seq, length: number): boolean {
  return (x - start) >>> 0 < length;
}
