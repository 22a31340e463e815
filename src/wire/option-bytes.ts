import type { Block, Options } from './options';
import { seq } from './seq';

/** Option kinds (RFC 9293 §3.1, RFC 7323, RFC 2018, RFC 7413). */
export const END = 0;
export const NOP = 1;
export const MSS = 2;
export const WINDOW_SCALE = 3;
export const SACK_PERMITTED = 4;
export const SACK = 5;
export const TIMESTAMPS = 8;
export const FAST_OPEN = 34;
/**
 * The option kind for experiments (RFC 6994), and the experiment identifier of TCP Fast Open (RFC 7413 Appendix A): the
 * first 16 bits of such an option.
 */
const EXPERIMENT = 254;
const FAST_OPEN_MAGIC = [0xf9, 0x89] as const;

const READABLE: ReadonlySet<number> = new Set([
  END,
  NOP,
  MSS,
  WINDOW_SCALE,
  SACK_PERMITTED,
  SACK,
  TIMESTAMPS,
  FAST_OPEN,
]);

/** The cookie of Fast Open's experimental option (RFC 7413 Appendix A); undefined for every other option. */
function experimentalCookie({ kind, body }: RawOption): Uint8Array | undefined {
  const isFastOpen = kind === EXPERIMENT && body[0] === FAST_OPEN_MAGIC[0] && body[1] === FAST_OPEN_MAGIC[1];
  return isFastOpen ? body.subarray(2) : undefined;
}

/** True if the option list holds an option of a kind that this program does not know (MPTCP, say). */
export function hasUnknownOption(bytes: Uint8Array | undefined): boolean {
  return (
    bytes !== undefined && rawOptions(bytes).some((o) => !READABLE.has(o.kind) && experimentalCookie(o) === undefined)
  );
}

/**
 * The longest option list, bytes: the data offset holds 15 words of 4 bytes at most, and 5 of them are the fixed
 * header.
 */
export const MAX_OPTION_BYTES = 40;

/** One option of an option list, undecoded. */
export interface RawOption {
  readonly kind: number;
  /** The offset of its kind byte in the option list. */
  readonly at: number;
  /** The length byte. Undefined for kinds 0 and 1, which have none, and if the list ends before it. */
  readonly length: number | undefined;
  /** The bytes after kind and length; fewer than the length byte requires if the list ends before. */
  readonly body: Uint8Array;
  /** True if the length is 2 or more and the option ends within the list and its first 40 bytes. */
  readonly whole: boolean;
}

/**
 * The options of an option list in order, up to and including End of Option List or the first option with an impossible
 * length.
 */
export function rawOptions(bytes: Uint8Array): RawOption[] {
  const found: RawOption[] = [];
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at] ?? 0;
    if (kind === END || kind === NOP) {
      found.push({ kind, at, length: undefined, body: bytes.subarray(at, at), whole: at < MAX_OPTION_BYTES });
      if (kind === END) break;
      at++;
      continue;
    }
    const length = bytes[at + 1];
    const end = at + (length ?? 0);
    const whole = length !== undefined && length >= 2 && end <= Math.min(bytes.length, MAX_OPTION_BYTES);
    found.push({ kind, at, length, body: bytes.subarray(at + 2, Math.max(at + 2, end)), whole });
    if (!whole) break;
    at = end;
  }
  return found;
}

/**
 * The meaning of an option list to its receiver. Unknown options and options with a wrong length are ignored (RFC 9293
 * §3.1, MUST-6, MUST-7).
 */
export function decodeOptions(bytes: Uint8Array): Options {
  const options: { -readonly [K in keyof Options]: Options[K] } = {};
  for (const option of rawOptions(bytes)) {
    if (!option.whole) continue;
    const { kind, body } = option;
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    if (kind === MSS && body.length === 2) options.mss = view.getUint16(0);
    else if (kind === WINDOW_SCALE && body.length === 1) options.wscale = view.getUint8(0);
    else if (kind === SACK_PERMITTED && body.length === 0) options.sackOk = true;
    else if (kind === SACK && body.length > 0 && body.length % 8 === 0) options.sack = blocksOf(view);
    else if (kind === TIMESTAMPS && body.length === 8)
      options.ts = { val: seq(view.getUint32(0)), ecr: seq(view.getUint32(4)) };
    else if (kind === FAST_OPEN) options.fastopen = toHex(body);
    else {
      const cookie = experimentalCookie(option);
      if (cookie !== undefined) options.fastopen = toHex(cookie);
    }
  }
  return options;
}

function blocksOf(view: DataView): Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i + 8 <= view.byteLength; i += 8)
    blocks.push({ left: seq(view.getUint32(i)), right: seq(view.getUint32(i + 4)) });
  return blocks;
}

/**
 * The option list as bytes, laid out as common stacks do: 16-bit and 32-bit values on even offsets, No-Operation in
 * front of them, and a length that is a multiple of four. The list is not truncated to the 40 bytes that a header can
 * hold.
 */
export function encodeOptions(o: Options): Uint8Array {
  const bytes: number[] = [];
  const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
  const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n)];
  if (o.mss !== undefined) bytes.push(MSS, 4, ...u16(o.mss));
  if (o.ts !== undefined) {
    // SACK-Permitted takes the place of the two No-Operations before Timestamps.
    if (o.sackOk) bytes.push(SACK_PERMITTED, 2);
    else bytes.push(NOP, NOP);
    bytes.push(TIMESTAMPS, 10, ...u32(o.ts.val), ...u32(o.ts.ecr));
  } else if (o.sackOk) bytes.push(NOP, NOP, SACK_PERMITTED, 2);
  if (o.wscale !== undefined) bytes.push(NOP, WINDOW_SCALE, 3, o.wscale & 0xff);
  if (o.sack !== undefined && o.sack.length > 0) {
    bytes.push(NOP, NOP, SACK, (2 + 8 * o.sack.length) & 0xff);
    for (const { left, right } of o.sack) bytes.push(...u32(left), ...u32(right));
  }
  if (o.fastopen !== undefined) {
    const cookie = fromHex(o.fastopen);
    bytes.push(FAST_OPEN, (2 + cookie.length) & 0xff, ...cookie);
  }
  while (bytes.length % 4 !== 0) bytes.push(NOP);
  return Uint8Array.from(bytes);
}

/** Bytes from pairs of hexadecimal digits. A pair that starts with no hexadecimal digit gives 0. */
export function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16) || 0;
  return bytes;
}

/** Bytes as pairs of hexadecimal digits, in lower case. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
