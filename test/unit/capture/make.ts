/** Capture files made by hand: frames, classic files and blocks of pcapng. */
import { type Path, type Segment, encodeSegment, fromHex, joined, parseAddress, seq } from '../../../src/wire';

export const hex = (text: string): Uint8Array => fromHex(text.replaceAll(/[^0-9a-f]/g, ''));

/** A number as octets. */
export function number(value: number, octets: 2 | 4, little = false): Uint8Array {
  const bytes = new Uint8Array(octets);
  const view = new DataView(bytes.buffer);
  if (octets === 2) view.setUint16(0, value, little);
  else view.setUint32(0, value, little);
  return bytes;
}

const address = (text: string): Uint8Array => parseAddress(text) ?? new Uint8Array(4);

export interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly flags: number;
  readonly data?: string | Uint8Array;
  readonly options?: Segment['options'];
}

export const CLIENT = { from: '10.0.0.1', to: '10.0.0.2', fromPort: 49152, toPort: 80 } as const;
export const SERVER = { from: '10.0.0.2', to: '10.0.0.1', fromPort: 80, toPort: 49152 } as const;

/** An IP packet with a TCP segment, its checksum right. */
export function ip(sent: Sent): Uint8Array {
  const { from, to, fromPort, toPort, flags, data = '', options = {} } = { ...CLIENT, ...sent };
  const path: Path = { source: address(from), destination: address(to), sourcePort: fromPort, destinationPort: toPort };
  const octets = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const segment: Segment = {
    seq: seq(sent.seq ?? 0),
    ack: seq(sent.ack ?? 0),
    flags,
    win: 65535,
    urg: 0,
    len: octets.length,
    ...(octets.length > 0 ? { data: octets } : {}),
    options,
  };
  return packet(path.source, path.destination, 6, encodeSegment(segment, path));
}

/** An IP packet of any protocol. */
export function packet(source: Uint8Array, destination: Uint8Array, protocol: number, payload: Uint8Array): Uint8Array {
  return source.length === 4
    ? joined(
        hex('4500'),
        number(20 + payload.length, 2),
        hex('0000 4000 40'),
        Uint8Array.of(protocol),
        hex('0000'),
        source,
        destination,
        payload,
      )
    : joined(hex('60000000'), number(payload.length, 2), Uint8Array.of(protocol, 64), source, destination, payload);
}

/** An Ethernet frame; `type` may hold tags before the EtherType. */
export function ethernet(payload: Uint8Array, type = (payload[0] ?? 0) >> 4 === 6 ? '86dd' : '0800'): Uint8Array {
  return joined(hex('020000000002 020000000001'), hex(type), payload);
}

export interface Form {
  readonly little?: boolean;
  readonly nano?: boolean;
  readonly link?: number;
  /** The time of each frame, microseconds; without it, they are a millisecond apart. */
  readonly times?: readonly number[];
}

/** A classic file, from 1,000,000 s on. */
export function pcap(
  frames: readonly Uint8Array[],
  { little = true, nano = false, link = 1, times = frames.map((_, i) => i * 1000) }: Form = {},
): Uint8Array {
  const words = (...values: readonly number[]): Uint8Array =>
    joined(...values.map((value) => number(value, 4, little)));
  const records = frames.map((frame, i) => {
    const time = times[i] ?? 0;
    const part = (time % 1_000_000) * (nano ? 1000 : 1);
    return joined(words(1_000_000 + Math.floor(time / 1_000_000), part, frame.length, frame.length), frame);
  });
  return joined(words(nano ? 0xa1b23c4d : 0xa1b2c3d4, 0x0004_0002, 0, 0, 65535, link), ...records);
}

/** An option of a pcapng block. */
export function option(code: number, value: Uint8Array, little = true): Uint8Array {
  return joined(number(code, 2, little), number(value.length, 2, little), value, new Uint8Array(-value.length & 3));
}

export function block(type: number, body: Uint8Array, little = true): Uint8Array {
  const length = number(12 + ((body.length + 3) & ~3), 4, little);
  return joined(number(type, 4, little), length, body, new Uint8Array(-body.length & 3), length);
}

/** A section's header, and interfaces with a link type and options each. */
export function section(
  interfaces: readonly { readonly link: number; readonly options?: Uint8Array }[],
  little = true,
): Uint8Array {
  const header = joined(
    number(0x1a2b3c4d, 4, little),
    number(1, 2, little),
    number(0, 2, little),
    new Uint8Array(8).fill(255),
  );
  return joined(
    block(0x0a0d0d0a, header, little),
    ...interfaces.map(({ link, options = new Uint8Array(0) }) =>
      block(1, joined(number(link, 2, little), number(0, 2, little), number(0, 4, little), options), little),
    ),
  );
}

interface Enhanced {
  /** The number of its interface. */
  readonly from?: number;
  readonly options?: Uint8Array;
  readonly little?: boolean;
}

/** An Enhanced Packet Block, its time in ticks of the interface. */
export function enhanced(
  frame: Uint8Array,
  ticks: bigint,
  { from = 0, options = new Uint8Array(0), little = true }: Enhanced = {},
): Uint8Array {
  const words = [from, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn), frame.length, frame.length];
  const head = joined(...words.map((word) => number(word, 4, little)));
  return block(6, joined(head, frame, new Uint8Array(-frame.length & 3), options), little);
}
