/** The IP packet in a frame, by the capture's link type. */

/** The bytes of the IP packet, as far as they were captured; undefined if the frame carries none. */
export function ipOf(linkType: number, frame: Uint8Array): Uint8Array | undefined {
  const start = ipStart(linkType, frame);
  return start === undefined || start >= frame.length ? undefined : frame.subarray(start);
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** IEEE 802.1Q and 802.1ad tags: four bytes each before the EtherType. */
const TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);

function ipStart(linkType: number, frame: Uint8Array): number | undefined {
  switch (linkType) {
    case 0: // BSD loopback: an address family in the byte order of the host
    case 108: // the same in network byte order
      return 4;
    case 1:
      return ethernet(frame);
    case 12: // raw IP (two numbers)
    case 101:
    case 228: // IPv4 and IPv6 only
    case 229:
      return 0;
    case 113: // Linux cooked capture: protocol in the last two of 16 bytes
      return isIp(u16(frame, 14)) ? 16 : undefined;
    case 276: // its second version: protocol in the first two of 20 bytes
      return isIp(u16(frame, 0)) ? 20 : undefined;
    default:
      return undefined;
  }
}

function ethernet(frame: Uint8Array): number | undefined {
  let at = 12;
  while (TAGS.has(u16(frame, at))) at += 4;
  return isIp(u16(frame, at)) ? at + 2 : undefined;
}

function isIp(etherType: number): boolean {
  return etherType === IPV4 || etherType === IPV6;
}

/** Two bytes in network order; zeros after the end. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Four bytes in network order, unsigned; zeros after the end. */
export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}
