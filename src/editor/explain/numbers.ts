import { type Trace, nearestBase, showNumber, writeNumber } from '../../trace';
import type { EndId, World } from '../../sim';
import { type Seq, distance } from '../../wire';
import type { Say } from '../../words/words';

/** A sequence number in its three forms: symbolic, relative and absolute. */
export function forms(trace: Trace, end: EndId, value: Seq, say: Say): string {
  const symbol = writeNumber(trace, end, value);
  const relative = `${say('editor/hover/relative')} ${showNumber(trace.bases, end, value, 'relative')}`;
  const absolute = `${say('editor/hover/absolute')} ${value}`;
  return [...(symbol === String(value) ? [] : [`\`${symbol}\``]), relative, absolute].join(' · ');
}

/** The item of `end`'s stream that has a sequence number: SYN, an octet, or FIN (RFC 9293 §3.4). */
export function counts(trace: Trace, world: World, end: EndId, value: Seq, say: Say): string[] {
  const host = trace.cast.ends[end]?.name;
  const base = nearestBase(trace.bases[end] ?? [], value)?.base;
  if (host === undefined || base === undefined) return [];
  const offset = distance(base, value);
  if (offset === 0) return [say('explain/counts/syn', { host })];
  if (world.ends.get(end)?.tcb.finSeq === value) return [say('explain/counts/fin', { host })];
  if (offset >= 0x8000_0000) return [say('explain/counts/before', { host })];
  return [say('explain/counts/byte', { host, n: offset })];
}
