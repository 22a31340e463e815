import { type Seq, distance, gt, lt, max } from '../wire';
import type { Congestion } from './congestion-state';
import { effectiveMss, initialWindow, isTailProbe, recovering, resentTo, tellsByTime } from './congestion';
import type { Config } from './config';
import type { Tcb } from './tcb';

/**
 * Congestion control after a segment is sent: a retransmission moves HighRxt, and an idle sender restarts with the
 * initial window (RFC 5681 §4.1).
 */
export function onDataSent(tcb: Tcb, start: Seq, end: Seq, config: Config, now: number): Congestion {
  const c = withoutRefused(withoutPiece(tcb.congestion, end), end);
  if (lt(start, tcb.sndNxt)) {
    if (isTailProbe(tcb, start, end, config)) return { ...c, probed: true };
    if (c.phase !== 'open') return { ...c, highRxt: max(resentTo(tcb), end) };
    return tellsByTime(tcb, config) && c.board.length > 0 && !tcb.timers.loss.mustResend
      ? recovering(tcb, c, end, config)
      : c;
  }
  if (config.minshall && distance(start, end) < effectiveMss(tcb, config)) return { ...c, small: end };
  if (c.cwnd === 0 || tcb.sndUna !== tcb.sndNxt || now - tcb.timers.activeAt <= tcb.timers.rto) return c;
  const restart = initialWindow(effectiveMss(tcb, config), config);
  return restart < c.cwnd ? { ...c, cwnd: restart } : c;
}

/** Removes the retransmitted octets, up to `end`, from `tooBig`. */
function withoutPiece(c: Congestion, end: Seq): Congestion {
  if (c.tooBig === undefined || !gt(end, c.tooBig.left)) return c;
  const left = end;
  return { ...c, tooBig: lt(left, c.tooBig.right) ? { left, right: c.tooBig.right } : undefined };
}

/** Removes the retransmitted octets, up to `end`, from `refused`. */
function withoutRefused(c: Congestion, end: Seq): Congestion {
  if (c.refused === undefined || !gt(end, c.refused.left)) return c;
  return { ...c, refused: lt(end, c.refused.right) ? { left: end, right: c.refused.right } : undefined };
}
