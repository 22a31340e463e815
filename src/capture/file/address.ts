import { u16 } from './octets';

/** Where the addresses are in an IP header, and how long they are, octets (RFC 791 §3.1, RFC 8200 §3). */
export const SOURCE = { 4: 12, 6: 8 } as const;
export const DESTINATION = { 4: 16, 6: 24 } as const;
export const ADDRESS_LENGTH = { 4: 4, 6: 16 } as const;

/** The text of the address at `at`: dotted, or as RFC 5952 writes it. */
export function addressText(bytes: Uint8Array, at: number, version: 4 | 6): string {
  if (version === 4) return bytes.subarray(at, at + 4).join('.');
  return shortened(Array.from({ length: 8 }, (_, i) => u16(bytes, at + 2 * i).toString(16)));
}

/** RFC 5952 §4.2: the first of the longest runs of zero groups, two at least, becomes `::`. */
function shortened(groups: readonly string[]): string {
  let start = 0;
  let length = 1;
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === '0') end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** An address with a port: `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function socketText({ address, port }: Socket): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export interface Socket {
  readonly address: string;
  readonly port: number;
}
