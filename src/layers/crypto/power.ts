/** Bits that a step of `modPow` takes from the exponent at most. */
const WINDOW = 5;

/**
 * `base`^`exponent` mod `modulus`, by windows that slide over the exponent's bits from the left: each ends in a one, so that only
 * odd powers are needed. `modulus` is above 0, the others 0 or more.
 */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const bits = exponent.toString(2);
  // A short exponent (65537 in RSA) needs no table of powers.
  const window = bits.length < 64 ? 1 : WINDOW;
  const odd = [base % modulus];
  const square = ((odd[0] ?? 0n) * (odd[0] ?? 0n)) % modulus;
  for (let i = 1; i < 2 ** (window - 1); i++) odd.push(((odd[i - 1] ?? 0n) * square) % modulus);
  let result = 1n % modulus;
  for (let at = 0; at < bits.length;) {
    let end = at + 1;
    if (bits[at] === '1') {
      end = Math.min(at + window, bits.length);
      while (bits[end - 1] === '0') end--;
    }
    for (let i = at; i < end; i++) result = (result * result) % modulus;
    if (bits[at] === '1') result = (result * (odd[parseInt(bits.slice(at, end), 2) >> 1] ?? 0n)) % modulus;
    at = end;
  }
  return result;
}

/** The inverse of `value` modulo `modulus` (extended Euclid); 0 where there is none. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [r, rest] = [modulus, value % modulus];
  let [t, next] = [0n, 1n];
  while (rest > 0n) {
    const quotient = r / rest;
    [r, rest] = [rest, r - quotient * rest];
    [t, next] = [next, t - quotient * next];
  }
  if (r !== 1n) return 0n;
  return t < 0n ? t + modulus : t;
}

/** OS2IP (RFC 8017 §4.2): octets as a number, the first most significant. */
export function numberOf(octets: Uint8Array): bigint {
  if (octets.length === 0) return 0n;
  let hex = '0x';
  for (const octet of octets) hex += HEX[octet] ?? '';
  return BigInt(hex);
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** I2OSP (RFC 8017 §4.1): a number of at most `length` octets; the low ones where it is longer. */
export function octetsOfNumber(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(2 * length, '0');
  const octets = new Uint8Array(length);
  const start = hex.length - 2 * length;
  for (let at = 0; at < length; at++) octets[at] = parseInt(hex.slice(start + 2 * at, start + 2 * at + 2), 16);
  return octets;
}
