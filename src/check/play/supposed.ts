/**
 * `supposed`: a segment that is not in the capture but must have been sent. Fields that the line leaves out are not
 * judged. Their filled-in values are no facts, so no later window or timestamp is compared with them.
 */
import { type EndId, endpointOf, setEndpoint } from '../../sim';
import type { SegmentStatement } from '../../script';
import { SND_WND, STAMP, type Tcb } from '../../tcp';
import type { Verdict } from '../judge/judge';
import { type Player } from './player';
import { isWritten } from '../judge/verdicts';

/**
 * True if the verdict is about a field that the line gives. The time of a supposed segment is known only if the line
 * gives it.
 */
export function isJudged(s: SegmentStatement, { rule }: Verdict): boolean {
  if (s.supposed === undefined) return true;
  switch (rule.aspect) {
    case 'segment':
    case 'flags':
      return s.flags !== undefined;
    case 'time':
      return s.time !== undefined;
    case 'call':
      return false;
    case 'len':
      return s.len !== undefined || s.payload !== undefined || s.saying !== undefined;
    default:
      return isWritten(s, rule.aspect);
  }
}

/** The facets that a supposed segment tells nothing of. */
export function silentOf({ win, options }: SegmentStatement): number {
  return (win === undefined ? SND_WND : 0) | (options === undefined ? STAMP : 0);
}

/** The sender's knowledge of its windows and timestamps is what it was before a supposed segment's were filled in. */
export function keepFacts(p: Player, s: SegmentStatement, from: EndId, before: Tcb): void {
  const sender = endpointOf(p.world, from);
  if (!before.synchronised || !sender.tcb.synchronised) return;
  const { rcvWnd, rcvEdge } = before;
  const windows = s.win === undefined ? { rcvWnd, rcvEdge } : {};
  const { first, latest, latestAt } = before.ts;
  const stamps = s.options === undefined ? { ts: { ...sender.tcb.ts, first, latest, latestAt } } : {};
  setEndpoint(p, from, { ...sender, tcb: { ...sender.tcb, ...windows, ...stamps } });
}
