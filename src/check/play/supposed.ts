/**
 * `supposed`: a segment that was not captured and yet must have been sent. Fields that the line leaves out are not judged,
 * and what was filled in for them is no fact: neither a window nor a timestamp that others are held to.
 */
import { type EndId, endpointOf, setEndpoint } from '../../sim';
import type { SegmentStatement } from '../../script';
import { SND_WND, STAMP, type Tcb } from '../../tcp';
import type { Verdict } from '../judge/judge';
import { type Player } from './player';
import { isWritten } from '../judge/verdicts';

/** Is the verdict about a part that the line writes? When a supposed segment was sent is known only where it says so. */
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

/** What both sides know of the windows before the segment. */
export interface Windows {
  readonly sender: Tcb;
  readonly receiver: Tcb;
}

export function windowsOf(p: Player, from: EndId, to: EndId): Windows {
  return { sender: endpointOf(p.world, from).tcb, receiver: endpointOf(p.world, to).tcb };
}

/** Behind a supposed segment, what was filled in for its window and its options is not known. */
export function keepWindows(p: Player, s: SegmentStatement, from: EndId, to: EndId, before: Windows): void {
  const sender = endpointOf(p.world, from);
  const { rcvWnd, rcvEdge } = before.sender;
  if (s.win === undefined && before.sender.synchronised && sender.tcb.synchronised)
    setEndpoint(p, from, { ...sender, tcb: { ...sender.tcb, rcvWnd, rcvEdge } });
  const receiver = endpointOf(p.world, to);
  if (receiver.tcb === before.receiver || !before.receiver.synchronised || !receiver.tcb.synchronised) return;
  const { sndWnd, maxSndWnd } = before.receiver;
  const bits = (s.win === undefined ? SND_WND : 0) | (s.options === undefined ? STAMP : 0);
  const windows = s.win === undefined ? { sndWnd, maxSndWnd } : {};
  setEndpoint(p, to, { ...receiver, tcb: { ...receiver.tcb, ...windows, unknown: receiver.tcb.unknown | bits } });
}
