/**
 * Rules in a capture that lacks frames, or a part of their headers. A rule of TCP compares a segment with what its sender
 * has sent and taken before. Where some of that is missing, a breach is `open`. A rule about a segment by itself needs no
 * other frame.
 */
import type { Reason } from './unknown';

/** The rules that need no frame but the segment's own, or the one whose octets it repeats. */
export const CERTAIN: ReadonlySet<string> = new Set(
  [
    ...['checksum', 'data-offset', 'reserved-bits', 'syn-to-multicast', 'urg-ptr-without-urg'],
    ...['fin-without-ack', 'ack-bit-missing', 'flags-none', 'flags-syn-rst', 'flags-syn-fin', 'flags-rst-fin'],
    ...['opt-length', 'opt-padding', 'opt-mss-length', 'opt-sack-length', 'tfo-cookie-length'],
    ...['opt-mss-nonsyn', 'opt-sackperm-nonsyn', 'opt-ws-nonsyn', 'opt-ws-shift', 'tfo-option-nonsyn'],
    ...['mss-zero', 'mss-above-mtu', 'ts-ecr-without-ack', 'rst-data'],
    ...['rtx-bytes-differ'],
    ...['sack-inverted', 'sack-below-ack', 'sack-touches-ack', 'sack-overlap'],
  ].map((name) => `tcp/${name}`),
);

/** The reason for which a capture is incomplete: it lacks frames, or a part of their headers; undefined for a whole one. */
export type Lack = Extract<Reason, 'not-captured' | 'cut-short'> | undefined;

/** The reason why an error or a warning can't be decided where a capture lacks something; undefined if it can. */
export function whyIncomplete(rule: { readonly id: string }, level: string, lacks: Lack): Lack {
  if (level !== 'error' && level !== 'warning') return undefined;
  const compares = rule.id.startsWith('tcp/') ? !CERTAIN.has(rule.id) : rule.id === 'flow/nothing-to-forget';
  return compares ? lacks : undefined;
}

/** The reason by the word of `capture … frames=`. */
export const lackOf = (word: 'missing' | 'cut' | undefined): Lack =>
  word === undefined ? undefined : word === 'cut' ? 'cut-short' : 'not-captured';
