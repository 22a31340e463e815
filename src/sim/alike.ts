import { sameBlocks } from '../wire';
import { same } from './same';
import type { Endpoint, World } from './world';

/**
 * True if two worlds allow the same from here on: they are equal but for the estimates of path and load that a single
 * ACK changes (SRTT, RTO and its timer, cwnd, RACK), and for what was heard last.
 */
export function alike(a: World, b: World): boolean {
  if (a === b) return true;
  if (a.ends.size !== b.ends.size || differs(a, b)) return false;
  const { ends: endsA, ...restA } = a;
  const { ends: endsB, ...restB } = b;
  for (let end = 0; end < endsA.size; end++) {
    const [one, other] = [endsA.get(end), endsB.get(end)];
    if (one !== other && !same(judged(one), judged(other))) return false;
  }
  return same(restA, restB);
}

/** True if RCV.NXT, SND.UNA, RCV.WND or the held octets of an end differ: by these most worlds are told apart at once. */
function differs(a: World, b: World): boolean {
  for (let end = 0; end < a.ends.size; end++) {
    const [one, other] = [a.ends.get(end)?.tcb, b.ends.get(end)?.tcb];
    if (one === other || one === undefined || other === undefined) continue;
    const isSame = one.rcvNxt === other.rcvNxt && one.sndUna === other.sndUna && one.rcvWnd === other.rcvWnd;
    if (!isSame || !sameBlocks(one.reassembly.held, other.reassembly.held)) return true;
  }
  return false;
}

/** An endpoint without its estimates. */
function judged(endpoint: Endpoint | undefined): unknown {
  if (endpoint === undefined) return undefined;
  const {
    tcb,
    lastHeard: _heard,
    heardSince: _since,
    rcvBy: _by,
    lastLost: _lost,
    delivered: _rack,
    ...rest
  } = endpoint;
  const { congestion, timers, quickAck: _quick, ...judgedTcb } = tcb;
  const { cwnd: _cwnd, ssthresh: _ssthresh, credit: _credit, ...recovery } = congestion;
  const { rto: _rto, rtt: _rtt, timed: _timed, retransmitAt, activeAt: _active, ...counters } = timers;
  return { rest, judgedTcb, recovery, counters, isRunning: retransmitAt !== undefined };
}
