import { RST, SYN, add, gt, has, le, lt, segEnd, segLen } from '../../wire';
import { isAcceptable } from '../arrival';
import { usesTimestamps } from '../tcb';
import { pawsTicks } from '../time-wait';
import { isOldDuplicate } from '../timestamps';
import type { Case, RuleArgs } from './rule';

/**
 * The reason why a side in a synchronized state refused the last segment that reached it, in the order of checks of RFC
 * 9293 §3.10.7.4.
 */
export type Refusal =
  'old-timestamp' | 'below' | 'beyond' | 'closed' | 'rst' | 'syn' | 'ack-beyond' | 'ack-old' | 'unknown';

export function refusedFor(c: Case): Refusal {
  const { x, lastHeard: heard } = c;
  if (heard === undefined) return 'unknown';
  if (usesTimestamps(x) && isOldDuplicate(x.ts, heard, pawsTicks(x, c.config))) return 'old-timestamp';
  if (!isAcceptable(x, heard)) {
    if (lt(heard.seq, x.rcvNxt) && le(segEnd(heard), x.rcvNxt)) return 'below';
    return x.rcvWnd === 0 && segLen(heard) > 0 && heard.seq === x.rcvNxt ? 'closed' : 'beyond';
  }
  if (has(heard, RST)) return 'rst';
  if (has(heard, SYN)) return 'syn';
  if (gt(heard.ack, x.sndNxt)) return 'ack-beyond';
  return lt(heard.ack, add(x.sndUna, -x.maxSndWnd)) ? 'ack-old' : 'unknown';
}

/** Message ids for an RST sent instead of an ACK, by the reason why the segment was refused. */
export const PLACES: Readonly<Record<Refusal, string>> = {
  'old-timestamp': 'tcp/rst-instead-of-ack-timestamp',
  below: 'tcp/rst-instead-of-ack-below',
  beyond: 'tcp/rst-instead-of-ack-beyond',
  closed: 'tcp/rst-instead-of-ack-closed',
  rst: 'tcp/rst-instead-of-ack-rst',
  syn: 'tcp/rst-instead-of-ack-syn',
  'ack-beyond': 'tcp/rst-instead-of-ack-unsent',
  'ack-old': 'tcp/rst-instead-of-ack-old',
  unknown: 'tcp/rst-instead-of-ack',
};

/** Message arguments: the numbers of the refused segment and the limits that it missed. */
export function placeArgs(c: Case): RuleArgs {
  const { x, lastHeard: heard } = c;
  if (heard === undefined) return {};
  return {
    at: c.peer(heard.seq),
    next: c.peer(x.rcvNxt),
    edge: c.peer(add(x.rcvNxt, x.rcvWnd)),
    acked: c.own(heard.ack),
    sent: c.own(x.sndNxt),
    val: heard.options.ts?.val ?? 0,
    recent: x.ts.recent ?? 0,
  };
}
