/** IP addresses as bytes in network order: 4 of them for IPv4, 16 for IPv6. */

/** An IPv4 address in dotted decimal: four numbers from 0 to 255. Undefined for any other text. */
export function parseIPv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((p) => /^[0-9]{1,3}$/.test(p) && Number(p) <= 255)) return undefined;
  return Uint8Array.from(parts, Number);
}

/**
 * An IPv6 address in the forms of RFC 4291 §2.2: eight groups, one run of zeros as `::`, the last two groups as an IPv4
 * address. Undefined for any other text.
 */
export function parseIPv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 45 || text === '') return undefined;
  const lists = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  const [head, tail] = lists;
  if (head === undefined || lists.some((l) => l === undefined)) return undefined;
  const bytes = new Uint8Array(16);
  if (halves.length === 1) {
    if (head.length !== 16) return undefined;
    bytes.set(head);
    return bytes;
  }
  // `::` stands for one group of zeros at least.
  const end = tail ?? [];
  if (head.length + end.length > 14) return undefined;
  bytes.set(head);
  bytes.set(end, 16 - end.length);
  return bytes;
}

/**
 * The bytes of the groups of 16 bits between colons, for the text on one side of `::`. Only the last half of an address
 * may end in an IPv4 address.
 */
function groupsOf(half: string, last: boolean): number[] | undefined {
  if (half === '') return [];
  const bytes: number[] = [];
  const parts = half.split(':');
  for (const [i, part] of parts.entries()) {
    const embedded = last && i === parts.length - 1 ? parseIPv4(part) : undefined;
    if (embedded !== undefined) {
      bytes.push(...embedded);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const group = parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    } else {
      return undefined;
    }
  }
  return bytes;
}

/** An IPv4 or IPv6 address as 4 or 16 bytes; undefined for any other text. */
export function parseAddress(text: string): Uint8Array | undefined {
  return parseIPv4(text) ?? parseIPv6(text);
}

/** The text of an address of 4 or 16 bytes: dotted, or as RFC 5952 writes it. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  return shortened(
    Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)),
  );
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

/**
 * True for a multicast address (224.0.0.0/4, RFC 1112 §4; ff00::/8, RFC 4291 §2.7) and for the limited broadcast
 * address 255.255.255.255 (RFC 919 §7). Such an address names no single host, so no TCP connection can use it (RFC 9293
 * §3.9.2.3, MUST-57). A subnet's directed broadcast address is not recognized, as its prefix is not known.
 */
export function isMulticastOrBroadcast(text: string): boolean {
  // Few addresses begin like one: the others need not be read.
  const address = /^(?:2[235]|ff)/i.test(text) ? parseAddress(text) : undefined;
  if (address === undefined) return false;
  if (address.length === 16) return address[0] === 0xff;
  return (address[0] ?? 0) >> 4 === 0xe || address.every((byte) => byte === 255);
}
