import type { Seq } from './seq';

/** A block of sequence numbers, modulo 2^32: from `left` up to but not including `right` (RFC 2018 §3). */
export interface Block {
  readonly left: Seq;
  readonly right: Seq;
}

/** True for the same blocks in the same order. */
export function sameBlocks(a: readonly Block[], b: readonly Block[]): boolean {
  return (
    a === b || (a.length === b.length && a.every(({ left, right }, i) => left === b[i]?.left && right === b[i].right))
  );
}

/** TSval and TSecr of RFC 7323 §3.2, each modulo 2^32. */
export interface Timestamps {
  readonly val: Seq;
  readonly ecr: Seq;
}

/** The options of a segment, decoded. An absent field means that the segment does not carry the option. */
export interface Options {
  /** Maximum segment size (RFC 9293 §3.7.1, kind 2), bytes, 0..65535. */
  readonly mss?: number;
  /** Window scale shift count (RFC 7323 §2.2, kind 3), 0..255 as carried. A count above 14 is used as 14 (§2.3). */
  readonly wscale?: number;
  /** SACK-Permitted (RFC 2018 §2, kind 4). */
  readonly sackOk?: boolean;
  /** SACK blocks in the order carried (RFC 2018 §3, kind 5). */
  readonly sack?: readonly Block[];
  /** Timestamps (RFC 7323 §3.2, kind 8). */
  readonly ts?: Timestamps;
  /** Fast Open cookie as hexadecimal digits (RFC 7413 §4.1.1, kind 34); empty for a cookie request. */
  readonly fastopen?: string;
}

export const NO_OPTIONS: Options = {};

/** The least number of bytes that the options take in a header, rounded up to a multiple of four. */
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

/** The options in the notation of scripts: `<mss 1460, wscale 7>`. */
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
