import {
  ACK,
  END,
  MAX_OPTION_BYTES,
  MSS,
  type Path,
  RST,
  type RawOption,
  SACK,
  SACK_PERMITTED,
  SYN,
  TIMESTAMPS,
  WINDOW_SCALE,
  checksumHolds,
  decodeOptions,
  encodeSegment,
  has,
  headerWords,
  isMulticastOrBroadcast,
  parseAddress,
  rawOptions,
  rightChecksum,
} from '../../wire';
import { AE, AE_RESERVED, agreesToAccEcn, asksForAccEcn, flagsWithAe, usesAccEcn } from '../accecn';
import { RAW, type Breach, type Case, type Rule } from './rule';

/** The addresses and ports of the segment; undefined if its two addresses are not of one IP version. */
function pathOf(c: Case): Path | undefined {
  const source = parseAddress(c.ownAddress);
  const destination = parseAddress(c.peerAddress);
  return source === undefined || destination?.length !== source.length
    ? undefined
    : { source, destination, sourcePort: c.ownPort, destinationPort: c.peerPort };
}

const hex = (n: number): string => `0x${n.toString(16).toUpperCase().padStart(4, '0')}`;

/** The reserved bits that the segment may set: AE in AccECN negotiation or with AccECN in use. */
function mayReserve(c: Case): number {
  const flags = flagsWithAe(c.seg);
  if (!has(c.seg, SYN)) return usesAccEcn(c.x) ? AE_RESERVED : 0;
  const agrees = asksForAccEcn(c.x.opening.peerSynFlags) && agreesToAccEcn(flags);
  return (flags & AE) !== 0 && (asksForAccEcn(flags) || agrees) ? AE_RESERVED : 0;
}

/** Rules about header fields that the script sets explicitly and that the implementation would compute (RFC 9293 §3.1). */
export const headerRules: readonly Rule[] = [
  {
    id: 'tcp/data-offset',
    level: 'error',
    source: 'RFC 9293 §3.1',
    aspect: 'doff',
    on: RAW,
    check(c) {
      const written = c.seg.raw?.doff;
      if (written === undefined) return undefined;
      const right = headerWords(c.seg);
      // More than 40 bytes of options do not fit into a header; another rule reports that.
      if (written === right || right > 15) return undefined;
      // A data offset below 5, or beyond the end of the segment: no receiver can find the data.
      const isUnreadable = written < 5 || 4 * written > 4 * right + c.seg.len;
      return {
        args: { written, right },
        ...(isUnreadable ? { drops: true, says: 'tcp/data-offset/dropped' } : {}),
        right: { raw: { ...c.seg.raw, doff: right } },
        arithmetic: `(20 + ${4 * right - 20}) / 4 = ${right}`,
      };
    },
  },
  {
    id: 'tcp/reserved-bits',
    level: 'warning',
    source: 'RFC 9293 §3.1; RFC 9768 §3.1',
    aspect: 'reserved',
    on: RAW,
    check(c) {
      const written = c.seg.raw?.reserved ?? 0;
      if (written === 0) return undefined;
      const right = written & mayReserve(c);
      return right === written
        ? undefined
        : { args: { written, right }, right: { raw: { ...c.seg.raw, reserved: right } } };
    },
  },
  {
    id: 'tcp/checksum',
    level: 'error',
    source: 'RFC 9293 §3.1 (MUST-2, MUST-3)',
    aspect: 'checksum',
    on: RAW,
    check(c) {
      const written = c.seg.raw?.checksum;
      const known = c.seg.len === 0 || c.seg.data !== undefined;
      const path = written === undefined || !known ? undefined : pathOf(c);
      if (written === undefined || path === undefined || checksumHolds(encodeSegment(c.seg, path), path))
        return undefined;
      const right = rightChecksum(c.seg, path);
      return {
        args: { written: hex(written), right: hex(right) },
        drops: true,
        right: { raw: { ...c.seg.raw, checksum: right } },
        arithmetic: `0xFFFF - ${hex(0xffff - right)} = ${hex(right)}`,
      };
    },
  },
];

/** The length bytes of options of fixed size; MSS has a rule of its own. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [WINDOW_SCALE, 3],
  [SACK_PERMITTED, 2],
  [TIMESTAMPS, 10],
]);

const list = (c: Case): readonly RawOption[] => (c.seg.raw?.options === undefined ? [] : rawOptions(c.seg.raw.options));

const mends = (c: Case, options: Uint8Array): Breach => ({
  right: { raw: { ...c.seg.raw, options }, options: decodeOptions(options) },
});

/** A breach whose right value is the option list with the option's length byte corrected, if the list is readable then. */
function withLength(c: Case, option: RawOption, length: number | undefined): Breach {
  const bytes = c.seg.raw?.options?.slice();
  if (bytes === undefined || length === undefined || option.at + length > bytes.length) return {};
  bytes[option.at + 1] = length;
  const sound = rawOptions(bytes).every((o) => o.whole && (LENGTHS.get(o.kind) ?? o.length) === o.length);
  return sound ? mends(c, bytes) : {};
}

/** Rules about the bytes of the option list. */
export const rawOptionRules: readonly Rule[] = [
  {
    id: 'tcp/opt-mss-length',
    level: 'error',
    source: 'RFC 9293 §3.2',
    aspect: 'options',
    on: RAW,
    check(c) {
      const mss = list(c).find((o) => o.kind === MSS && o.length !== undefined && o.length !== 4);
      return mss && { args: { written: mss.length ?? 0 }, ...withLength(c, mss, 4) };
    },
  },
  {
    id: 'tcp/opt-sack-length',
    level: 'error',
    source: 'RFC 2018 §3',
    aspect: 'options',
    on: RAW,
    check(c) {
      const sack = list(c).find(
        (o) => o.kind === SACK && o.whole && (o.body.length === 0 || o.body.length % 8 !== 0 || o.body.length > 32),
      );
      return sack && { args: { written: sack.length ?? 0, most: 34 } };
    },
  },
  {
    id: 'tcp/opt-length',
    level: 'error',
    source: 'RFC 9293 §3.1 (MUST-68, MUST-7)',
    aspect: 'options',
    on: RAW,
    check(c) {
      const bad = list(c).find((o) => !o.whole || (LENGTHS.get(o.kind) ?? o.length) !== o.length);
      if (bad === undefined) return undefined;
      const end = Math.min(c.seg.raw?.options?.length ?? 0, MAX_OPTION_BYTES);
      return {
        args: { kind: bad.kind, written: bad.length ?? '–', room: Math.max(0, end - bad.at) },
        ...withLength(c, bad, LENGTHS.get(bad.kind)),
      };
    },
  },
  {
    id: 'tcp/opt-padding',
    level: 'error',
    source: 'RFC 9293 §3.1 (MUST-69)',
    aspect: 'options',
    on: RAW,
    check(c) {
      const end = list(c).find((o) => o.kind === END);
      const bytes = c.seg.raw?.options;
      if (end === undefined || bytes === undefined || bytes.subarray(end.at).every((byte) => byte === 0))
        return undefined;
      return mends(c, bytes.slice().fill(0, end.at));
    },
  },
];

/** True if the option list can't be read by its receiver as intended. */
export function hasBrokenOptions(c: Case): boolean {
  return c.seg.raw?.options !== undefined && rawOptionRules.some((rule) => rule.check(c) !== undefined);
}

/** Rules about addresses and ports. */
export const addressRules: readonly Rule[] = [
  {
    id: 'tcp/syn-to-multicast',
    level: 'error',
    source: 'RFC 9293 §3.9.1.1 (MUST-46), §3.9.2.3 (MUST-57, MUST-63)',
    aspect: 'call',
    on: SYN,
    check(c) {
      if (!has(c.seg, SYN) || has(c.seg, ACK) || has(c.seg, RST)) return undefined;
      const address = [c.peerAddress, c.ownAddress].find(isMulticastOrBroadcast);
      return address === undefined ? undefined : { args: { address }, drops: true };
    },
  },
];
