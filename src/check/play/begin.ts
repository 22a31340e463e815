/** The TCB of a side in the middle of a connection, from the facts known about it. */
import { type EndId, configOf, endpointOf, infoOf, nextIss, setEndpoint } from '../../sim';
import {
  CLOSED_TCB,
  type Config,
  ECN,
  EVERYTHING,
  IDLE,
  IDLE_TIMERS,
  ISS,
  MOST_WINDOW,
  OWN_MSS,
  type Opening,
  RCV_NXT,
  RCV_SHIFT,
  RCV_WND,
  RTT,
  SACK,
  SND_NXT,
  SND_SHIFT,
  SND_UNA,
  SND_WND,
  type State,
  TIMESTAMPS,
  type Tcb,
  WND_SCALE,
  backToListen,
} from '../../tcp';
import { ACK, CWR, ECE, type Options, SYN, type Seq, add, seq } from '../../wire';
import { addBase, type Player } from './player';

/**
 * The known facts of a side; absent ones are unknown. Numbers are absolute, windows and MSS in bytes, times in
 * microseconds.
 */
export interface Known {
  readonly una?: Seq | undefined;
  readonly nxt?: Seq | undefined;
  readonly rcvNxt?: Seq | undefined;
  readonly sndWnd?: number | undefined;
  readonly rcvWnd?: number | undefined;
  readonly iss?: Seq | undefined;
  readonly irs?: Seq | undefined;
  readonly mss?: number | undefined;
  readonly wscale?: number | 'off' | undefined;
  readonly sack?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  readonly ecn?: boolean | undefined;
  readonly rto?: number | undefined;
  readonly idle?: number | undefined;
}

/** Puts a side into the middle of a connection. */
export function begin(p: Player, end: EndId, state: State, known: Known): void {
  const endpoint = endpointOf(p.world, end);
  const from = { ...endpoint, ended: state === 'CLOSED' ? ('closed' as const) : ('never' as const) };
  if (state === 'CLOSED') return setEndpoint(p, end, { ...from, tcb: { ...CLOSED_TCB, iss: endpoint.tcb.iss } });
  if (state === 'LISTEN') return setEndpoint(p, end, { ...from, tcb: backToListen(CLOSED_TCB) });
  const { peer } = infoOf(p, end);
  const tcb = middle(state, known, {
    config: configOf(p, end),
    other: configOf(p, peer),
    iss: nextIss(p, end),
    irs: nextIss(p, peer),
    now: p.world.clock,
  });
  setEndpoint(p, end, { ...from, tcb });
  if (known.nxt !== undefined || known.una !== undefined || known.iss !== undefined)
    addBase(p, end, tcb.iss, undefined);
}

interface Ground {
  readonly config: Config;
  readonly other: Config;
  readonly iss: Seq;
  readonly irs: Seq;
  readonly now: number;
}

const SENT_FIN: readonly State[] = ['FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'];
const FIN_ACKED: readonly State[] = ['FIN-WAIT-2', 'TIME-WAIT'];
const HEARD_FIN: readonly State[] = ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'];

/** The TCB of a side in SYN-SENT or a later state, with the bits of all unknown facets. */
function middle(state: State, known: Known, ground: Ground): Tcb {
  const opens = state === 'SYN-SENT' || state === 'SYN-RECEIVED';
  const fin = SENT_FIN.includes(state);
  // Before ESTABLISHED, SND.UNA is ISS and SND.NXT is ISS + 1. Once the FIN is acknowledged, SND.UNA is SND.NXT.
  const nxt =
    known.nxt ??
    (opens && known.iss !== undefined ? add(known.iss, 1) : nextOf(known, state)) ??
    add(ground.iss, fin ? 2 : 1);
  const una = opens ? add(nxt, -1) : (known.una ?? (fin && !FIN_ACKED.includes(state) ? add(nxt, -1) : nxt));
  const iss = known.iss ?? (opens ? una : add(una, -1));
  const heard = state !== 'SYN-SENT';
  const rcvNxt = heard
    ? (known.rcvNxt ?? (known.irs === undefined ? ground.irs : add(known.irs, 1)))
    : CLOSED_TCB.rcvNxt;
  const rcvWnd = known.rcvWnd ?? MOST_WINDOW;
  const isNumbered = known.nxt !== undefined || (opens && (known.iss ?? known.una) !== undefined);
  const isUnaKnown = opens ? isNumbered : known.una !== undefined || (isNumbered && FIN_ACKED.includes(state));
  let unknown = EVERYTHING;
  const knows = (bit: number, isKnown: boolean): void => {
    if (isKnown) unknown &= ~bit;
  };
  knows(SND_NXT, isNumbered);
  knows(SND_UNA, isUnaKnown);
  knows(ISS, known.iss !== undefined || (opens && isNumbered));
  knows(RCV_NXT, heard ? known.rcvNxt !== undefined : true);
  knows(SND_WND, known.sndWnd !== undefined || !heard);
  knows(RCV_WND, known.rcvWnd !== undefined);
  knows(RCV_SHIFT, known.wscale !== undefined);
  knows(SND_SHIFT, known.wscale === 'off');
  knows(OWN_MSS, known.mss !== undefined);
  knows(SACK, known.sack !== undefined);
  knows(TIMESTAMPS, known.timestamps !== undefined);
  knows(ECN, known.ecn !== undefined);
  knows(RTT, known.rto !== undefined);
  knows(IDLE, known.idle !== undefined);
  // The given window is in bytes, so no shift count is missing.
  unknown &= ~WND_SCALE;
  const sndWnd = known.sndWnd ?? ground.other.window;
  return {
    ...CLOSED_TCB,
    state,
    iss,
    irs: heard ? (known.irs ?? add(rcvNxt, -1)) : CLOSED_TCB.irs,
    synchronised: heard,
    opening: openingOf(state, known, ground, heard, nxt),
    sndUna: una,
    sndNxt: nxt,
    sndWnd,
    maxSndWnd: MOST_WINDOW,
    sndWl1: add(rcvNxt, -1),
    sndWl2: una,
    rcvNxt,
    rcvWnd,
    rcvEdge: known.rcvWnd === undefined ? rcvNxt : add(rcvNxt, known.rcvWnd),
    closing: fin,
    finSeq: fin ? add(nxt, -1) : undefined,
    finRcvd: HEARD_FIN.includes(state) ? add(rcvNxt, -1) : undefined,
    timeWaitEnd: state === 'TIME-WAIT' ? ground.now + 2 * ground.config.msl : undefined,
    timers: { ...IDLE_TIMERS, rto: known.rto ?? ground.config.initialRto, activeAt: ground.now - (known.idle ?? 0) },
    ts: { ...CLOSED_TCB.ts, lastAck: rcvNxt },
    unknown,
  };
}

/** A lower bound of SND.NXT if only SND.UNA is given. */
function nextOf({ una }: Known, state: State): Seq | undefined {
  if (una === undefined) return undefined;
  return SENT_FIN.includes(state) && !FIN_ACKED.includes(state) ? add(una, 1) : una;
}

function openingOf(state: State, known: Known, { config, other }: Ground, heard: boolean, nxt: Seq): Opening {
  const passive = state === 'SYN-RECEIVED';
  return {
    ...CLOSED_TCB.opening,
    origin: passive ? 'passive' : 'active',
    ownSyn: synOf(known, known.mss ?? config.mss),
    peerSyn: heard ? synOf(known, other.mss) : undefined,
    ...ecnFlags(known.ecn === true, passive),
    rcvShift: typeof known.wscale === 'number' ? known.wscale : 0,
    below: nxt,
  };
}

const STAMP = { val: seq(0), ecr: seq(0) };

/** The options that a SYN must have carried. */
function synOf({ sack, timestamps, wscale }: Known, mss: number): Options {
  return {
    mss,
    ...(sack === true ? { sackOk: true } : {}),
    ...(timestamps === true ? { ts: STAMP } : {}),
    ...(typeof wscale === 'number' ? { wscale } : {}),
  };
}

/** The flags of both SYNs, by whether ECN was negotiated (RFC 3168 §6.1.1). */
export function ecnFlags(agreed: boolean, passive: boolean): Pick<Opening, 'ownSynFlags' | 'peerSynFlags'> {
  if (!agreed) return { ownSynFlags: 0, peerSynFlags: 0 };
  const first = SYN | ECE | CWR;
  const answer = SYN | ACK | ECE;
  return passive ? { ownSynFlags: answer, peerSynFlags: first } : { ownSynFlags: first, peerSynFlags: answer };
}
