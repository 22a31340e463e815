/** The first octets of HTTP/2: they tell a direction's protocol before the part that reads it is loaded (RFC 9113 §3.4). */
import { latin1 } from '../octets';

/** The octets with which a client begins. */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** So many octets of it tell it from a request of HTTP/1: its method. */
const TELLING = 4;

/** Do the first octets of a direction begin as a client's preface does? */
export function beginsPreface(bytes: Uint8Array): boolean {
  if (bytes.length < TELLING) return false;
  const first = latin1(bytes.subarray(0, 24));
  return PREFACE.startsWith(first);
}

/** Do they begin as a frame of SETTINGS does, the first one of a server? It has a head of nine octets, and entries of six. */
export function beginsSettings(bytes: Uint8Array): boolean {
  return /^0,0,.+,4(,0){5}$/.test(bytes.subarray(0, 9).join()) && (bytes[2] ?? 1) % 6 === 0;
}
