/** Octets in one array, numbers that they encode, and whether two arrays are equal. */

/** The 16-bit number at `at` in network byte order; zeros stand for octets behind the end. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** The 32-bit number at `at` in network byte order; zeros stand for octets behind the end. */
export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}

/** The parts, one behind the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** True if both hold the same octets. Those in the same place of memory are not compared: a body has up to 16 MiB. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true;
  // A callback for each octet would take seconds.
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
