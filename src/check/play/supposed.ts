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

/** The windows of both sides before the segment. */
export interface Windows {
  readonly sender: Tcb;
  readonly receiver: Tcb;
}

export function windowsOf(p: Player, from: EndId, to: EndId): Windows {
  return { sender: endpointOf(p.world, from).tcb, receiver: endpointOf(p.world, to).tcb };
}

/** Restores, after a supposed segment, the knowledge of windows and options that its filled-in values have changed. */
export function keepWindows(p: Player, s: SegmentStatement, from: EndId, to: EndId, before: Windows): void {
  const sender = endpointOf(p.world, from);
  const { rcvWnd, rcvEdge } = before.sender;
  if (before.sender.synchronised && sender.tcb.synchronised) {
    const windows = s.win === undefined ? { rcvWnd, rcvEdge } : {};
    const { first, latest, latestAt } = before.sender.ts;
    const stamps = s.options === undefined ? { ts: { ...sender.tcb.ts, first, latest, latestAt } } : {};
    setEndpoint(p, from, { ...sender, tcb: { ...sender.tcb, ...windows, ...stamps } });
  }
  const receiver = endpointOf(p.world, to);
  if (receiver.tcb === before.receiver || !before.receiver.synchronised || !receiver.tcb.synchronised) return;
  const { sndWnd, maxSndWnd } = before.receiver;
  const bits = (s.win === undefined ? SND_WND : 0) | (s.options === undefined ? STAMP : 0);
  const windows = s.win === undefined ? { sndWnd, maxSndWnd } : {};
  setEndpoint(p, to, { ...receiver, tcb: { ...receiver.tcb, ...windows, unknown: receiver.tcb.unknown | bits } });
}
