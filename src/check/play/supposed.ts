/**
 * `supposed`: a segment that is not in the capture but must have been sent. Fields that the line leaves out are not
 * judged. Their filled-in values are no facts, so no later window or timestamp is compared with them.
 */
import { type EndId, endpointOf, setEndpoint } from '../../sim';
import type { SegmentStatement } from '../../script';
import {
  OWN_MSS,
  PEER_MSS,
  RCV_SHIFT,
  SACK,
  SND_SHIFT,
  SND_WND,
  STAMP,
  TIMESTAMPS,
  type Tcb,
  WND_SCALE,
} from '../../tcp';
import { SYN } from '../../wire';
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

/** Facets of a connection that stay unknown where its SYN is supposed without options. */
const OPTIONS = WND_SCALE | SND_SHIFT | RCV_SHIFT | PEER_MSS | OWN_MSS | SACK | TIMESTAMPS;
/** Those of them that are facets of the SYN's sender. */
const OWN_OPTIONS = RCV_SHIFT | OWN_MSS | SACK | TIMESTAMPS;

/** The facets that a supposed segment tells nothing of. */
export function silentOf({ win, options, flags }: SegmentStatement): number {
  const isSyn = ((flags?.bits ?? 0) & SYN) !== 0;
  return (win === undefined ? SND_WND : 0) | (options === undefined ? STAMP | (isSyn ? OPTIONS : 0) : 0);
}

/** The sender's knowledge of its windows, options and timestamps is what it was before a supposed segment's were filled in. */
export function keepFacts(p: Player, s: SegmentStatement, from: EndId, before: Tcb): void {
  const sender = endpointOf(p.world, from);
  const { tcb } = sender;
  const silent = silentOf(s) & OWN_OPTIONS;
  const isSynchronized = before.synchronised && tcb.synchronised;
  if (silent === 0 && !isSynchronized) return;
  const { rcvWnd, rcvEdge } = before;
  const windows = isSynchronized && s.win === undefined ? { rcvWnd, rcvEdge } : {};
  const { first, latest, latestAt } = before.ts;
  const stamps = s.options === undefined ? { ts: { ...tcb.ts, first, latest, latestAt } } : {};
  setEndpoint(p, from, { ...sender, tcb: { ...tcb, ...windows, ...stamps, unknown: tcb.unknown | silent } });
}
