import type { Seq } from './seq';

/** A block of sequence space: from `left` up to but not including `right`, modulo 2^32. */
export interface Block {
  readonly left: Seq;
  readonly right: Seq;
}

/** TSval and TSecr of RFC 7323 §3.2, each modulo 2^32. */
export interface Timestamps {
  readonly val: Seq;
  readonly ecr: Seq;
}

/** The options of a segment, by meaning. Absent means not carried. */
export interface Options {
  /** Maximum segment size, bytes, 0..65535 (RFC 9293 §3.2, kind 2). */
  readonly mss?: number;
  /** Window scale shift count, 0..255 as carried; 14 is the most that has meaning (RFC 7323 §2.2, kind 3). */
  readonly wscale?: number;
  /** SACK-Permitted (RFC 2018 §2, kind 4). */
  readonly sackOk?: boolean;
  /** SACK blocks in the order carried (RFC 2018 §3, kind 5). */
  readonly sack?: readonly Block[];
  /** Timestamps (RFC 7323 §3.2, kind 8). */
  readonly ts?: Timestamps;
  /** Fast Open cookie, hexadecimal; empty for a cookie request (RFC 7413 §2, kind 34). */
  readonly fastopen?: string;
}

export const NO_OPTIONS: Options = {};

/** The least number of bytes that the options take in a header, padded to a multiple of four. */
export function optionBytes(o: Options): number {
  let n = 0;
  if (o.mss !== undefined) n += 4;
  if (o.wscale !== undefined) n += 3;
  if (o.sackOk) n += 2;
  if (o.ts) n += 10;
  if (o.sack && o.sack.length > 0) n += 2 + 8 * o.sack.length;
  if (o.fastopen !== undefined) n += 2 + o.fastopen.length / 2;
  return Math.ceil(n / 4) * 4;
}

/** `<mss 1460, wscale 7>`, as options are written. */
export function formatOptions(o: Options): string {
  const parts: string[] = [];
  if (o.mss !== undefined) parts.push(`mss ${o.mss}`);
  if (o.wscale !== undefined) parts.push(`wscale ${o.wscale}`);
  if (o.sackOk) parts.push('sackok');
  if (o.ts) parts.push(`ts ${o.ts.val} ${o.ts.ecr}`);
  if (o.sack && o.sack.length > 0) parts.push(`sack ${o.sack.map((b) => `${b.left}..${b.right}`).join(' ')}`);
  if (o.fastopen !== undefined) parts.push(`fastopen ${o.fastopen}`.trimEnd());
  return `<${parts.join(', ')}>`;
}
