/**
 * The reply to a SYN within a connection, for which RFC 9293 allows several. In TIME-WAIT: a new connection (§3.6.1,
 * MAY-2), a challenge ACK, or silence (RFC 6191 §2). In the window: an RST (§3.10.7.4, fourth check). The profile's
 * reply applies until a line gives another one.
 */
import { type EndId, configOf, endpointOf, note, reopened, setEndpoint } from '../../sim';
import { ACK, Queue, RST, SYN, segEnd } from '../../wire';
import {
  type Arrival,
  type Given,
  challenge,
  reachesSynCheck,
  refusalOfSyn,
  reopen,
  reopensBy,
  resetForSyn,
} from '../../tcp';
import { type Player } from './player';

/** A line replies to a SYN within the connection: the TCB becomes that of a side that replies so. */
export function chooseReply(p: Player, end: EndId, flags: number | undefined, written: Given): void {
  const sender = endpointOf(p.world, end);
  const { asked } = sender;
  if (asked === undefined || flags === undefined) return;
  switch (flags & (SYN | ACK | RST)) {
    case SYN | ACK:
      if (asked.end.tcb.state === 'TIME-WAIT') accept(p, end);
      return;
    case RST:
    case RST | ACK:
      return reset(p, end, flags, written);
    case ACK:
      return refuse(p, end);
  }
}

/** An expectation states the result of a SYN in TIME-WAIT: the TCB becomes that of a side with this state. */
export function chooseState(p: Player, end: EndId, written: string): void {
  const { asked, tcb } = endpointOf(p.world, end);
  if (asked?.end.tcb.state !== 'TIME-WAIT' || tcb.state === written) return;
  if (written === 'TIME-WAIT') refuse(p, end);
  else if (written === 'SYN-RECEIVED') accept(p, end);
}

function accept(p: Player, end: EndId): void {
  const { asked, tcb } = endpointOf(p.world, end);
  if (asked === undefined || tcb.state === 'SYN-RECEIVED') return;
  become(p, end, reopen(asked.end.tcb, asked.by.segment, configOf(p, end)));
}

function refuse(p: Player, end: EndId): void {
  const { asked, tcb } = endpointOf(p.world, end);
  if (asked === undefined || (tcb.state === asked.end.tcb.state && tcb.owed !== asked.end.tcb.owed)) return;
  become(p, end, challenge(asked.end.tcb, asked.by.segment, configOf(p, end)));
}

/**
 * An RST is a right reply to a SYN in the window (RFC 9293 §3.10.7.4, fourth check, RFC 793 behaviour). It is also
 * right if no listener accepts a SYN that ends TIME-WAIT in FreeBSD (`tcp_twcheck`). Otherwise the side refuses the
 * SYN, and the RST is a mistake.
 */
function reset(p: Player, end: EndId, flags: number, written: Given): void {
  const { asked, tcb, resets } = endpointOf(p.world, end);
  if (asked === undefined) return;
  const { segment } = asked.by;
  const config = configOf(p, end);
  const inWindow = reachesSynCheck(asked.end.tcb, segment, config);
  const recycles =
    config.timeWaitSyn === 'freebsd' &&
    asked.end.tcb.state === 'TIME-WAIT' &&
    reopensBy(asked.end.tcb, segment, config);
  if (!inWindow && !recycles) return refuse(p, end);
  if (tcb.state !== asked.end.tcb.state && tcb.state !== 'CLOSED') refuse(p, end);
  const refuses = (flags & ACK) !== 0 && (written.seq === 0 || written.ack === segEnd(segment) || !inWindow);
  const due = refuses ? refusalOfSyn(segment) : (resets[0] ?? resetForSyn(asked.end.tcb));
  setEndpoint(p, end, { ...endpointOf(p.world, end), resets: [due] });
}

/** Replaces the end by the result of another arrival of the SYN than the profile's. */
function become(p: Player, end: EndId, arrival: Arrival): void {
  const current = endpointOf(p.world, end);
  const { asked, lastHeard, heardSince } = current;
  if (asked === undefined) return;
  const before = asked.end;
  const tcb = reopened(p, end, before.tcb, arrival.tcb);
  note(p, end, [{ row: arrival.taken[0]?.row ?? 'E45', from: current.tcb.state, to: tcb.state }]);
  const opens = tcb.state === 'SYN-RECEIVED';
  setEndpoint(p, end, {
    ...before,
    ...(opens ? { lastSent: undefined, ended: 'never', attempts: before.attempts + 1, unacked: Queue.empty() } : {}),
    tcb,
    resets: [],
    due: undefined,
    lastHeard,
    heardSince,
    asked,
  });
}
