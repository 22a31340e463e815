/** Evidence for unknown facets in a flow that begins in the middle of a connection. */
import { type EndId, configOf, endpointOf, infoOf, nextIss, setEndpoint } from '../../sim';
import type { SegmentStatement } from '../../script';
import {
  ECN,
  type Given,
  MOST_SHIFT,
  MOST_WINDOW,
  OWES_SYN_ACK,
  OWN_MSS,
  type Opening,
  PEER_MSS,
  RCV_NXT,
  RCV_SHIFT,
  SACK,
  SND_NXT,
  SND_SHIFT,
  SND_UNA,
  TIMESTAMPS,
  type Tcb,
  WND_SCALE,
  expecting,
  fixedBySending,
  insert,
  numbered,
} from '../../tcp';
import { ACK, CWR, ECE, type Options, RST, SYN, type Segment, lt, optionBytes, segEnd, seq } from '../../wire';
import { begin, ecnFlags } from './begin';
import type { Verdict } from '../judge/judge';
import { type Player } from './player';

function setTcb(p: Player, end: EndId, tcb: Tcb): void {
  const endpoint = endpointOf(p.world, end);
  if (endpoint.tcb !== tcb) setEndpoint(p, end, { ...endpoint, tcb });
}

/** Exchanges known facets between both sides of a connection whose SYNs are not in the flow. */
export function agree(p: Player, end: EndId): void {
  const { peer } = infoOf(p, end);
  for (const [a, b] of [
    [end, peer],
    [peer, end],
  ] as const) {
    const x = endpointOf(p.world, a).tcb;
    const y = endpointOf(p.world, b).tcb;
    if (y.unknown === 0 || x.unknown === 0) continue;
    setTcb(p, b, numbersFrom(x, optionsFrom(x, y)));
  }
}

/** The TCB `y` with the options that its peer `x` is known to have negotiated. */
function optionsFrom(x: Tcb, y: Tcb): Tcb {
  const known = (bit: number): boolean => (x.unknown & bit) === 0 && (y.unknown & bit) !== 0;
  let { unknown, opening } = y;
  const agreed = (bit: number, options: Partial<Options>): void => {
    if (!known(bit)) return;
    unknown &= ~bit;
    opening = { ...opening, ownSyn: { ...opening.ownSyn, ...options }, peerSyn: { ...opening.peerSyn, ...options } };
  };
  agreed(SACK, x.opening.ownSyn?.sackOk === true ? { sackOk: true } : {});
  agreed(TIMESTAMPS, x.opening.ownSyn?.ts === undefined ? {} : { ts: x.opening.ownSyn.ts });
  if (known(ECN)) {
    unknown &= ~ECN;
    opening = { ...opening, ...ecnFlags(x.opening.ownSynFlags !== 0, opening.origin === 'passive') };
  }
  const isMssTold = (x.unknown & OWN_MSS) === 0 && (unknown & PEER_MSS) !== 0;
  if (isMssTold && x.opening.ownSyn?.mss !== undefined) {
    unknown &= ~PEER_MSS;
    opening = { ...opening, peerSyn: { ...opening.peerSyn, mss: x.opening.ownSyn.mss } };
  }
  if ((x.unknown & RCV_SHIFT) === 0 && (unknown & SND_SHIFT) !== 0) {
    unknown &= ~SND_SHIFT;
    opening = { ...opening, sndShift: x.opening.rcvShift };
    // Window scaling needs the option on both SYNs (RFC 7323 §2.2).
    if ((x.unknown & SND_SHIFT) === 0 && x.opening.ownSyn?.wscale === undefined) unknown &= ~RCV_SHIFT;
  }
  return unknown === y.unknown && opening === y.opening ? y : { ...y, unknown, opening };
}

/** The TCB `y` with unknown sequence numbers taken from its peer `x`. */
function numbersFrom(x: Tcb, y: Tcb): Tcb {
  let tcb = y;
  if ((y.unknown & SND_NXT) !== 0 && (x.unknown & RCV_NXT) === 0 && x.synchronised) tcb = numbered(tcb, x.rcvNxt);
  if ((y.unknown & RCV_NXT) !== 0 && y.synchronised) {
    if ((x.unknown & SND_UNA) === 0) tcb = expecting(tcb, x.sndUna);
    else if ((x.unknown & SND_NXT) === 0) tcb = expecting(tcb, x.sndNxt);
  }
  return tcb;
}

/** Updates the sender's TCB by its own segment, before the line is judged. */
export function learnFromSending(p: Player, from: EndId, to: EndId, s: SegmentStatement, given: Given): void {
  const flags = given.flags ?? (given.len > 0 ? ACK : 0);
  settle(p, from, to, flags, given);
  const sender = endpointOf(p.world, from);
  const peer = endpointOf(p.world, to);
  if (sender.tcb.unknown === 0) return;
  const told = {
    flags: given.flags ?? ACK,
    seq: given.seq,
    ack: given.ack,
    len: given.len,
    timeWaitEnd: p.world.clock + 2 * configOf(p, from).msl,
  };
  setTcb(p, from, fixedBySending(sender.tcb, peer.tcb, told, sender.lastSent === undefined));
  learnOptions(p, from, to, s, given);
}

/**
 * The options of a segment show what was negotiated: a SACK block, a timestamp, ECN flags, or the absence of a
 * timestamp.
 */
function learnOptions(p: Player, from: EndId, to: EndId, s: SegmentStatement, given: Given): void {
  const { unknown } = endpointOf(p.world, from).tcb;
  const flags = given.flags ?? ACK;
  if ((flags & SYN) !== 0) return;
  const { options } = given;
  if ((unknown & TIMESTAMPS) !== 0 && options !== undefined && (flags & RST) === 0) {
    // Negotiated timestamps are on every segment (RFC 7323 §3.2), so an option list without them decides, too.
    const stamp = options.ts === undefined ? {} : { ts: { val: seq(0), ecr: seq(0) } };
    if (options.ts !== undefined || s.options?.items.every((item) => item.kind !== 'raw') === true)
      settleOption(p, [from, to], TIMESTAMPS, stamp);
  }
  if ((unknown & SACK) !== 0 && options?.sack !== undefined) settleOption(p, [from, to], SACK, { sackOk: true });
  if ((unknown & ECN) !== 0 && (given.ecn !== undefined || (flags & (ECE | CWR)) !== 0)) {
    for (const end of [from, to]) {
      const { tcb } = endpointOf(p.world, end);
      if ((tcb.unknown & ECN) === 0) continue;
      const opening = { ...tcb.opening, ...ecnFlags(true, tcb.opening.origin === 'passive') };
      setTcb(p, end, { ...tcb, opening, unknown: tcb.unknown & ~ECN });
    }
  }
}

function settleOption(p: Player, ends: readonly EndId[], bit: number, options: Partial<Options>): void {
  for (const end of ends) {
    const { tcb } = endpointOf(p.world, end);
    if ((tcb.unknown & bit) === 0) continue;
    const { ownSyn, peerSyn } = tcb.opening;
    // A SYN of which only the numbers are known has been filled in.
    const bare = (syn: Options | undefined): Options => (bit === TIMESTAMPS ? withoutStamps(syn ?? {}) : { ...syn });
    const opening: Opening = {
      ...tcb.opening,
      ownSyn: { ...bare(ownSyn), ...options },
      peerSyn: { ...bare(peerSyn), ...options },
    };
    setTcb(p, end, { ...tcb, opening, unknown: tcb.unknown & ~bit });
  }
}

const withoutStamps = ({ ts: _, ...rest }: Options): Options => rest;

/** Determines the state of a side by its first segment if only its peer's state is given. */
function settle(p: Player, from: EndId, to: EndId, flags: number, given: Given): void {
  const sender = endpointOf(p.world, from);
  const { roles } = p.roles;
  if (roles[to]?.given !== true || roles[from]?.given === true) return;
  if (sender.lastSent !== undefined || sender.lastHeard !== undefined) return;
  const peer = endpointOf(p.world, to).tcb;
  const opening = flags & (SYN | ACK | RST);
  if (opening === SYN) {
    if (peer.state === 'SYN-RECEIVED')
      begin(p, from, 'SYN-SENT', { nxt: (peer.unknown & RCV_NXT) === 0 ? peer.rcvNxt : undefined });
    else if (peer.state === 'TIME-WAIT') begin(p, from, 'CLOSED', {});
  } else if (opening === (SYN | ACK)) {
    if (peer.state === 'ESTABLISHED') {
      begin(p, from, 'SYN-RECEIVED', { nxt: (peer.unknown & RCV_NXT) === 0 ? peer.rcvNxt : undefined });
      agree(p, from);
    } else if (peer.state === 'SYN-SENT') answerSyn(p, from, peer, given);
  }
}

/** The peer's SYN arrived before the flow begins, so the SYN,ACK is due. */
function answerSyn(p: Player, from: EndId, peer: Tcb, given: Given): void {
  const isKnown = (peer.unknown & SND_NXT) === 0;
  begin(p, from, 'SYN-RECEIVED', { rcvNxt: isKnown ? peer.sndNxt : undefined });
  const { tcb } = endpointOf(p.world, from);
  const iss = given.seq ?? nextIss(p, from);
  const unknown = tcb.unknown & ~(SND_NXT | SND_UNA);
  setTcb(p, from, { ...tcb, iss, sndUna: iss, sndNxt: iss, owed: OWES_SYN_ACK, unknown });
}

/** After an `open` verdict the flow continues under the assumption that the segment is right. */
export function presume(p: Player, from: EndId, segment: Segment, verdicts: readonly Verdict[]): void {
  for (const { level, rule } of verdicts) {
    if (level !== 'open') continue;
    const { tcb } = endpointOf(p.world, from);
    if (rule.needs?.includes('scale') === true) widened(p, from, segment);
    else if (rule.needs?.includes('mss') === true) {
      const mss = segment.len + optionBytes(segment.options);
      setTcb(p, from, { ...tcb, opening: { ...tcb.opening, peerSyn: { ...tcb.opening.peerSyn, mss } } });
    } else if (rule.aspect === 'options' && segment.options.sack !== undefined) {
      const held = segment.options.sack.filter((b) => lt(tcb.rcvNxt, b.left) && lt(b.left, b.right));
      const all = held.reduce((blocks, b) => insert(blocks, b), tcb.reassembly.held);
      setTcb(p, from, { ...tcb, reassembly: { ...tcb.reassembly, held: all } });
    }
  }
}

/** Widens the send window up to the segment's end; an unknown shift count becomes as large as that requires. */
function widened(p: Player, from: EndId, segment: Segment): void {
  const { tcb } = endpointOf(p.world, from);
  const least = (segEnd(segment) - tcb.sndUna) >>> 0;
  if ((tcb.unknown & WND_SCALE) === 0) {
    setTcb(p, from, { ...tcb, sndWnd: Math.min(MOST_WINDOW, least) });
    return;
  }
  let { sndShift } = tcb.opening;
  const field = Math.floor(tcb.sndWnd / 2 ** sndShift);
  while (sndShift < MOST_SHIFT && field * 2 ** sndShift < least) sndShift++;
  setTcb(p, from, { ...tcb, sndWnd: field * 2 ** sndShift, opening: { ...tcb.opening, sndShift } });
}
