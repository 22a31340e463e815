import { u16 } from './octets';

/** The protocol number of TCP (RFC 9293 §3.1). */
const TCP = 6;

/** The ones'-complement sum of the bytes as 16-bit words in network order; an odd last byte is padded with zeros. */
function wordSum(bytes: Uint8Array, from = 0): number {
  let sum = from;
  for (let i = 0; i < bytes.length; i += 2) sum += u16(bytes, i);
  return sum;
}

function fold(sum: number): number {
  let n = sum;
  while (n > 0xffff) n = (n & 0xffff) + Math.floor(n / 0x10000);
  return n;
}

/**
 * The 16-bit ones'-complement sum over the pseudo-header and the segment (RFC 9293 §3.1; over IPv6, RFC 8200 §8.1). The
 * sum is 0xFFFF if the segment's checksum is right (MUST-3).
 *
 * @param source the sender's address: 4 or 16 bytes, as long as the receiver's
 * @param segment TCP header and payload
 */
export function checksumSum(source: Uint8Array, destination: Uint8Array, segment: Uint8Array): number {
  return fold(wordSum(segment, pseudoSum(source, destination, segment.length)));
}

/**
 * The ones'-complement sum of the pseudo-header alone (RFC 9293 §3.1), 0..0xFFFF: hosts put it into the field where the network card
 * is to complete the checksum.
 *
 * @param length octets of TCP header and payload
 */
export function pseudoChecksum(source: Uint8Array, destination: Uint8Array, length: number): number {
  return fold(pseudoSum(source, destination, length));
}

function pseudoSum(source: Uint8Array, destination: Uint8Array, length: number): number {
  // The IPv6 pseudo-header has a 32-bit length and three bytes of zeros before the protocol; the sum of words is the
  // same.
  return wordSum(source) + wordSum(destination) + TCP + (length >>> 16) + (length & 0xffff);
}

/** The ones'-complement sum of octets that are a multiple of two, 0..0xFFFF: that of an IPv4 header or an ICMP message (RFC 1071). */
export function ones(bytes: Uint8Array): number {
  return fold(wordSum(bytes));
}

/** The checksum for a segment whose checksum field is 0 (RFC 9293 §3.1, MUST-2), 0..0xFFFF. */
export function checksum(source: Uint8Array, destination: Uint8Array, segment: Uint8Array): number {
  return 0xffff - checksumSum(source, destination, segment);
}
