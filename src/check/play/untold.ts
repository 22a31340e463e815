/** Expectations about facets that are unknown in a flow that begins in the middle of a connection. */
import { type EndId, endpointOf, infoOf } from '../../sim';
import type { Expectation, Expr } from '../../script';
import {
  BELOW,
  ISS,
  RCV_NXT,
  RCV_WND,
  RTT,
  type Reason,
  SND_NXT,
  SND_UNA,
  SND_WND,
  type Tcb,
  WND_SCALE,
  hasHeardAllAcks,
  isSynchronized,
} from '../../tcp';
import { gt, le, seq } from '../../wire';
import { endMeant } from './ends';
import { type Player } from './player';

/** The facets on which a variable depends. */
const NEEDS: Readonly<Record<string, number>> = {
  'snd.una': SND_UNA,
  'snd.nxt': SND_NXT,
  'snd.wnd': SND_WND | WND_SCALE,
  'snd.up': BELOW,
  'snd.wl1': BELOW,
  'snd.wl2': BELOW,
  'rcv.nxt': RCV_NXT,
  'rcv.wnd': RCV_WND,
  'rcv.up': BELOW,
  iss: ISS,
  irs: BELOW,
  cwnd: BELOW,
  ssthresh: BELOW,
  flight: SND_UNA | SND_NXT,
  rto: RTT,
  srtt: RTT,
  rttvar: RTT,
};

/** The reason why an expectation that does not hold can't be decided; undefined if it can. */
export function whyUntold(p: Player, item: Expectation, end: EndId, value?: number): Reason | undefined {
  const { tcb } = endpointOf(p.world, end);
  const written = item.kind === 'variable' ? missingIn(p, item.expr) : 0;
  if (tcb.unknown === 0 && written === 0) return undefined;
  switch (item.kind) {
    case 'variable':
    case 'duration': {
      const missing = ((NEEDS[item.variable.text] ?? 0) & tcb.unknown) | written;
      if (missing !== 0) return missing === WND_SCALE || missing === ISS ? 'syn-not-captured' : 'not-captured';
      const joins = item.variable.text === 'rcv.nxt' && value !== undefined && mayReach(p, end, tcb, value);
      return joins ? 'not-captured' : undefined;
    }
    case 'owes':
      return (tcb.unknown & RCV_NXT) !== 0 ? 'not-captured' : undefined;
    case 'layer':
    case 'knows':
    case 'owes-message':
      return (tcb.unknown & BELOW) !== 0 ? 'not-captured' : undefined;
    case 'state':
      return mayHaveEnded(p, tcb, item.state.text) ? 'not-captured' : undefined;
  }
}

/** The unknown facets on which the variables of an expression depend: `client.iss + 1`. */
function missingIn(p: Player, expr: Expr): number {
  if (expr.kind === 'sum') return missingIn(p, expr.left) | missingIn(p, expr.right);
  if (expr.kind !== 'variable') return 0;
  const end = endMeant(p, expr.who);
  return typeof end === 'number' ? (NEEDS[expr.variable.text] ?? 0) & endpointOf(p.world, end).tcb.unknown : 0;
}

/** Octets from before the flow may have arrived out of order; when a hole is filled they extend RCV.NXT. */
function mayReach(p: Player, end: EndId, { unknown, rcvNxt }: Tcb, value: number): boolean {
  const { below } = endpointOf(p.world, infoOf(p, end).peer).tcb.opening;
  return (unknown & BELOW) !== 0 && below !== undefined && gt(seq(value), rcvNxt) && le(seq(value), below);
}

/** Timers that were running before the flow begins (retransmission, keepalive, TIME-WAIT) may have ended the connection. */
function mayHaveEnded(p: Player, { unknown, state }: Tcb, written: string): boolean {
  return (unknown & BELOW) !== 0 && p.world.clock > 0 && written === 'CLOSED' && isSynchronized(state);
}

/**
 * The reason why it can't be decided that a condition is never met: segments in flight when the flow begins may still
 * arrive.
 */
export function whyNotNever(p: Player, item: Expectation, end: EndId): Reason | undefined {
  const untold = whyUntold(p, item, end);
  if (untold !== undefined) return untold;
  return [end, infoOf(p, end).peer].some((e) => !hasHeardAllAcks(endpointOf(p.world, e).tcb)) ? 'fate-open' : undefined;
}
