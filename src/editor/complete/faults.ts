import { FLAGS } from '../../script';
import type { Item } from './item';

const keyword = (label: string, id: string, snippet = `${label} $0`): Item => ({
  kind: 'keyword',
  label,
  snippet,
  why: { id },
});

/** Items after `run`. */
export const RUN_ITEMS: readonly Item[] = [
  keyword('until', 'complete/run/until'),
  keyword('for', 'complete/run/for', 'for ${1:1s}'),
];

/** Items after `lose`, `delay` and `duplicate`: the choice of a segment. */
export const WHICH_ITEMS: readonly Item[] = [
  keyword('next', 'complete/which/next'),
  keyword('2nd', 'complete/which/nth'),
  keyword('3rd', 'complete/which/nth'),
  keyword('every', 'complete/which/every', 'every ${1:10th} $0'),
];

/** Items after `lose next`: properties of the segment, or its sender. */
export const SENT_ITEMS: readonly Item[] = [
  keyword('from', 'complete/which/from'),
  keyword('data', 'complete/which/data'),
  ...['SYN', 'SYN,ACK', 'ACK', 'FIN'].map((label): Item => ({ kind: 'flag', label })),
  ...FLAGS.filter((f) => !['SYN', 'ACK', 'FIN'].includes(f)).map((f): Item => ({
    kind: 'flag',
    label: f,
    why: { id: `flag/${f}` },
  })),
];

/** Items after the host of a `delay`: the delay. */
export const BY_ITEMS: readonly Item[] = [keyword('by', 'complete/which/by', 'by ${1:200ms}')];

/** Items after the hosts of a `link`. */
export function linkItems(written: string): Item[] {
  return [
    { kind: 'setting' as const, label: 'delay=20ms', why: { id: 'complete/link/delay' } },
    { kind: 'setting' as const, label: 'rate=10Mbit', why: { id: 'complete/link/rate' } },
    { kind: 'setting' as const, label: 'loss=3', why: { id: 'complete/link/loss' } },
    { kind: 'setting' as const, label: 'mtu=1400', why: { id: 'complete/link/mtu' } },
    { kind: 'setting' as const, label: 'icmp=off', why: { id: 'complete/link/icmp' } },
    { kind: 'setting' as const, label: 'clamp=1360', why: { id: 'complete/link/clamp' } },
  ].filter((item) => !written.includes(item.label.replace(/=.*/, '=')));
}
