/** Bits that a step of `modPow` takes from the exponent. */
const WINDOW = 4;

/** `base`^`exponent` mod `modulus`, window by window from the left. `modulus` is above 0, the others 0 or more. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const digits = exponent.toString(2 ** WINDOW);
  const powers = [1n % modulus, base % modulus];
  // A short exponent (65537 in RSA) needs few powers: squares and products alone are cheaper than a table.
  const top = digits.length < 8 ? Math.max(...[...digits].map(digitOf)) : 2 ** WINDOW - 1;
  for (let i = 2; i <= top; i++) powers.push(((powers[i - 1] ?? 0n) * (powers[1] ?? 0n)) % modulus);
  let result = powers[digitOf(digits[0] ?? '0')] ?? 0n;
  for (let at = 1; at < digits.length; at++) {
    for (let bit = 0; bit < WINDOW; bit++) result = (result * result) % modulus;
    const digit = digitOf(digits[at] ?? '0');
    if (digit > 0) result = (result * (powers[digit] ?? 0n)) % modulus;
  }
  return result;
}

function digitOf(char: string): number {
  return parseInt(char, 2 ** WINDOW);
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
