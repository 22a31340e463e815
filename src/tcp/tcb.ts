import { ACK, type Block, CWR, ECE, type Options, type Seq, ZERO, add } from '../wire';
import { AE } from './accecn';
import { FRESH, type Congestion } from './congestion-state';
import { NOT_QUICK, type QuickAck } from './quick-ack';
import type { State } from './state';
import { IDLE_TIMERS, type Timers } from './timers';
import { NO_TS, type TsState } from './timestamps';

/** What an endpoint has yet to answer, as bits of `Tcb.owed`. */
export const OWES_ACK = 1;
export const OWES_SYN_ACK = 2;
/** The ACK answers something unacceptable (RFC 9293 §3.10.7.4 step 1, or a challenge ACK of RFC 5961). */
export const OWES_REPLY_ACK = 4;
/** The ACK must not wait: what arrived filled a gap, or a part of one (RFC 5681 §4.2). */
export const OWES_AT_ONCE = 8;
/** The ACK that answers something unacceptable answers no data: such ACKs may be throttled (RFC 5961 §7). */
export const REPLY_IS_COUNTED = 16;
/** … and this one may stay away: another has just been sent. */
export const REPLY_IS_SPARED = 32;

/** What the two SYNs settled. A connection's TCBs share it from the handshake on. */
export interface Opening {
  /** How this side opened; decides where a reset leads from SYN-RECEIVED (§3.10.7.4 step 2). */
  readonly origin: 'active' | 'passive';
  /** The options that this side's SYN carried, once sent, and the peer's, once arrived: what was negotiated. */
  readonly ownSyn: Options | undefined;
  readonly peerSyn: Options | undefined;
  /** The flags of both SYNs, with AE: they negotiate ECN (RFC 3168 §6.1.1) or AccECN (RFC 9768 §3.1). */
  readonly ownSynFlags: number;
  readonly peerSynFlags: number;
  /** Window shift counts in force, 0 unless both SYNs carried the option (RFC 7323 §2.2). */
  readonly sndShift: number;
  readonly rcvShift: number;
  /** Fast Open (RFC 7413), where a cookie is known or asked for. */
  readonly fastOpen: FastOpen | undefined;
  /** Payload bytes that the peer's SYN carried: its SYN may be acknowledged without or with them (§3.10.7.2). */
  readonly synData: number;
  /** This side's SYN had to be sent again (RFC 6298 §5.7). */
  readonly synResent: boolean;
  /** The largest number that the connection before used, SND.NXT - 1, where this one took its place in TIME-WAIT (§3.6.1). */
  readonly lastUsed: Seq | undefined;
  /** The TCB in TIME-WAIT that an accepted SYN has replaced: TIME-WAIT goes on if that SYN was an old duplicate (§3.6.1, MAY-2). */
  readonly waited: Tcb | undefined;
  /** The lowest number that this side sent within the flow, where that begins in the middle of the connection. */
  readonly below: Seq | undefined;
}

/** What a side knows of Fast Open before its own SYN leaves (RFC 7413 §4.1). */
export interface FastOpen {
  /** Of an active opener: the cookie that the server gave it, empty where it has none. Of a listener: the one that is right. */
  readonly cookie: string;
  /** The MSS that the server told with its cookie (§4.1.3). */
  readonly mss: number | undefined;
}

/** What has arrived out of order, and what has arrived twice. */
export interface Reassembly {
  /** Received out of order and held: ranges beyond RCV.NXT, disjoint, ascending. */
  readonly held: readonly Block[];
  /** A FIN that arrived before its data: the number it occupies. */
  readonly heldFin: Seq | undefined;
  /** A number within each segment that arrived out of order, latest first: the order of SACK blocks (RFC 2018 §4). */
  readonly recent: readonly Seq[];
  /** What last arrived a second time, until an ACK has reported it (RFC 2883 §4). */
  readonly duplicate: Block | undefined;
  /**
   * Text that the window has no room for, a probe of the closed window above all: the next ACK may take it, as the buffer may
   * have room of which the peer has not been told.
   */
  readonly offered: Block | undefined;
  /** What lies below RCV.NXT, is not acknowledged yet, and need not have been kept. */
  readonly doubts: readonly Doubt[];
  /** The right edge before the window was taken back, until it is offered again (§3.8.6). */
  readonly shrunk: Seq | undefined;
}

/** No SENDs are told apart. */
export const NO_WRITES: readonly Seq[] = [];

/** A part of what has arrived that its receiver need not have kept: held behind a hole, on a SYN, or beyond the window. */
export interface Doubt extends Block {
  readonly cause: 'held' | 'syn' | 'window';
}

/** Full-sized segments that have arrived since the last ACK was sent: every second calls for one (§3.8.6.3). */
export interface FullSegments {
  readonly count: number;
  /** When the second arrived, microseconds. */
  readonly secondAt: number;
  /** Another arrived so long behind the second that it was not in one queue with it (MUST-58, MUST-59). */
  readonly isLate: boolean;
}

export const NONE_FULL: FullSegments = { count: 0, secondAt: 0, isLate: false };

/** Congestion marks, where both SYNs agreed on ECN (RFC 3168 §6.1). */
export interface Ecn {
  /** A CE mark arrived: every ACK carries ECE until CWR comes; and ECE arrived: the next new data carries CWR. */
  readonly eceDue: boolean;
  readonly cwrDue: boolean;
  /** Where the segment with the last CWR ended: ECE on an ACK up to there is about congestion already answered. */
  readonly cwrEnd: Seq | undefined;
}

/** SND.UP and RCV.UP: one past the last urgent octet, where there is urgent data (§3.8.5). */
export interface Urgent {
  readonly sndUp: Seq | undefined;
  readonly rcvUp: Seq | undefined;
}

/**
 * The transmission control block of one side of one connection (RFC 9293 §3.3.1). Immutable: the engine's functions
 * return a new one where something changed. A flow keeps two a step, so what seldom changes stands in parts of its own.
 */
export interface Tcb {
  readonly state: State;
  /** ISS: the number of this side's SYN. */
  readonly iss: Seq;
  /** IRS: the number of the peer's SYN; meaningful once `synchronised`. */
  readonly irs: Seq;
  /** The peer's SYN has arrived: IRS, RCV.NXT are known. */
  readonly synchronised: boolean;
  readonly opening: Opening;
  /** SND.UNA: the oldest unacknowledged number. */
  readonly sndUna: Seq;
  /** SND.NXT: one past the highest number ever sent (SND.MAX of stacks that step back to resend). */
  readonly sndNxt: Seq;
  /** SND.WND: bytes, scaled. */
  readonly sndWnd: number;
  readonly sndWl1: Seq;
  readonly sndWl2: Seq;
  /** MAX.SND.WND of RFC 5961 §5.2: the largest window the peer has offered, bytes. */
  readonly maxSndWnd: number;
  /** End of the data that the user has passed to SEND; undefined where sends are implied by segments. */
  readonly sendEnd: Seq | undefined;
  /** Where SENDs end of which each went by itself if it could: the first found the side idle, or ends at what was sent already. */
  readonly writes: readonly Seq[];
  /** What the peer's last acknowledgment reported as received beyond SND.UNA (RFC 2018). */
  readonly sacked: readonly Block[];
  /** ACKs in a row that repeat SND.UNA while data is outstanding (RFC 5681 §2). */
  readonly duplicateAcks: number;
  /** RCV.NXT: the next number expected. */
  readonly rcvNxt: Seq;
  /** RCV.WND: bytes. */
  readonly rcvWnd: number;
  /** RCV.NXT + RCV.WND as last told to the peer: the right edge that must not move left (§3.8.6). */
  readonly rcvEdge: Seq;
  readonly reassembly: Reassembly;
  /** Bytes that have arrived in order and that the user has not received yet; counted where the flow writes RECEIVE. */
  readonly unread: number;
  readonly full: FullSegments;
  /** When the first data that is not acknowledged yet arrived. */
  readonly ackSince: number | undefined;
  /** When the delayed ACK must go; undefined once it was due or sent. */
  readonly ackAt: number | undefined;
  /** OWES_… bits. */
  readonly owed: number;
  /** CLOSE was called: a FIN is due behind the queued data. */
  readonly closing: boolean;
  /** The number that this side's FIN occupies, once sent. */
  readonly finSeq: Seq | undefined;
  /** The number that the peer's FIN occupies, once it has arrived in order. */
  readonly finRcvd: Seq | undefined;
  /** When the 2MSL timer runs out, microseconds of simulated time; undefined while it does not run. */
  readonly timeWaitEnd: number | undefined;
  readonly congestion: Congestion;
  readonly quickAck: QuickAck;
  readonly timers: Timers;
  readonly ts: TsState;
  readonly ecn: Ecn;
  readonly urgent: Urgent;
  /** Facets that are not known, as bits of unknown.ts; 0 where the connection's SYNs are in the flow. */
  readonly unknown: number;
}

/** A copy of a TCB while one event is being processed: the phases of the standard change it in place, then it is final. */
export type Draft = { -readonly [K in keyof Tcb]: Tcb[K] };

/** A copy to be changed. Written out, as every step makes two: a literal keeps its fields in one piece of memory. */
export function draftOf(tcb: Tcb): Draft {
  return {
    state: tcb.state,
    iss: tcb.iss,
    irs: tcb.irs,
    synchronised: tcb.synchronised,
    opening: tcb.opening,
    sndUna: tcb.sndUna,
    sndNxt: tcb.sndNxt,
    sndWnd: tcb.sndWnd,
    sndWl1: tcb.sndWl1,
    sndWl2: tcb.sndWl2,
    maxSndWnd: tcb.maxSndWnd,
    sendEnd: tcb.sendEnd,
    writes: tcb.writes,
    sacked: tcb.sacked,
    duplicateAcks: tcb.duplicateAcks,
    rcvNxt: tcb.rcvNxt,
    rcvWnd: tcb.rcvWnd,
    rcvEdge: tcb.rcvEdge,
    reassembly: tcb.reassembly,
    unread: tcb.unread,
    full: tcb.full,
    ackSince: tcb.ackSince,
    ackAt: tcb.ackAt,
    owed: tcb.owed,
    closing: tcb.closing,
    finSeq: tcb.finSeq,
    finRcvd: tcb.finRcvd,
    timeWaitEnd: tcb.timeWaitEnd,
    congestion: tcb.congestion,
    quickAck: tcb.quickAck,
    timers: tcb.timers,
    ts: tcb.ts,
    ecn: tcb.ecn,
    urgent: tcb.urgent,
    unknown: tcb.unknown,
  };
}

const UNOPENED: Opening = {
  origin: 'active',
  ownSyn: undefined,
  peerSyn: undefined,
  ownSynFlags: 0,
  peerSynFlags: 0,
  fastOpen: undefined,
  sndShift: 0,
  rcvShift: 0,
  synData: 0,
  synResent: false,
  lastUsed: undefined,
  waited: undefined,
  below: undefined,
};

/** Everything has arrived in order. */
export const IN_ORDER: Reassembly = {
  held: [],
  heldFin: undefined,
  recent: [],
  duplicate: undefined,
  offered: undefined,
  doubts: [],
  shrunk: undefined,
};

/** A TCB for a side that has not opened: CLOSED, all numbers zero. */
export const CLOSED_TCB: Tcb = {
  state: 'CLOSED',
  iss: ZERO,
  irs: ZERO,
  synchronised: false,
  opening: UNOPENED,
  sndUna: ZERO,
  sndNxt: ZERO,
  sndWnd: 0,
  sndWl1: ZERO,
  sndWl2: ZERO,
  maxSndWnd: 0,
  sendEnd: undefined,
  writes: NO_WRITES,
  sacked: [],
  duplicateAcks: 0,
  rcvNxt: ZERO,
  rcvWnd: 0,
  rcvEdge: ZERO,
  reassembly: IN_ORDER,
  unread: 0,
  full: NONE_FULL,
  ackSince: undefined,
  ackAt: undefined,
  owed: 0,
  closing: false,
  finSeq: undefined,
  finRcvd: undefined,
  timeWaitEnd: undefined,
  congestion: FRESH,
  quickAck: NOT_QUICK,
  timers: IDLE_TIMERS,
  ts: NO_TS,
  ecn: { eceDue: false, cwrDue: false, cwrEnd: undefined },
  urgent: { sndUp: undefined, rcvUp: undefined },
  unknown: 0,
};

/**
 * SND.UNA + SND.WND, the edge of the peer's window. The window of a SYN counts from the octet behind this side's SYN, as the
 * peer's RCV.NXT is ISS + 1 then (RFC 9293 §3.10.7.4 step 1).
 */
export function sendEdge({ sndUna, iss, sndWnd }: Pick<Tcb, 'sndUna' | 'iss' | 'sndWnd'>): Seq {
  return add(sndUna === iss ? add(iss, 1) : sndUna, sndWnd);
}

/** Timestamps are in force: both SYNs carried them (RFC 7323 §3.2). */
export function usesTimestamps(tcb: Tcb): boolean {
  return tcb.opening.ownSyn?.ts !== undefined && tcb.opening.peerSyn?.ts !== undefined;
}

/** This side may report SACK blocks: the peer's SYN permitted them (RFC 2018 §2). */
export function mayReportSack(tcb: Tcb): boolean {
  return tcb.opening.peerSyn?.sackOk === true && tcb.opening.ownSyn?.sackOk === true;
}

/** The peer's SYN brought the cookie that this listener gives it (RFC 7413 §4.2.2). */
export function hasRightCookie({ opening: { fastOpen, peerSyn } }: Tcb): boolean {
  return fastOpen !== undefined && fastOpen.cookie !== '' && peerSyn?.fastopen === fastOpen.cookie;
}

/** … or a cookie that is not the one which the server has given. */
export function hasWrongCookie(tcb: Tcb): boolean {
  const { fastOpen, peerSyn } = tcb.opening;
  return fastOpen !== undefined && (peerSyn?.fastopen ?? '') !== '' && !hasRightCookie(tcb);
}

/** ECN is in force: an ECN-setup SYN was answered by an ECN-setup SYN,ACK (RFC 3168 §6.1.1). */
export function usesEcn(tcb: Tcb): boolean {
  const { ownSynFlags, peerSynFlags } = tcb.opening;
  return isEcnSetup(ownSynFlags) && isEcnSetup(peerSynFlags);
}

/** ECE and CWR on a SYN, ECE alone on a SYN,ACK: where SYNs crossed, each side has sent both, and received either. */
function isEcnSetup(syn: number): boolean {
  return (syn & ACK) === 0 ? (syn & (ECE | CWR)) === (ECE | CWR) : (syn & (AE | ECE | CWR)) === ECE;
}

/**
 * The most payload that the peer takes in one segment: its MSS option, or where its SYN carried none the default over
 * IPv4 or IPv6 (RFC 9293 §3.7.1, MUST-15).
 */
export function peerMss(tcb: Tcb, ipv6 = false): number {
  return tcb.opening.peerSyn?.mss ?? (ipv6 ? 1220 : 536);
}

/** A segment is due in answer to one that has arrived. */
export function owesReply(tcb: Tcb): boolean {
  return (tcb.owed & (OWES_ACK | OWES_REPLY_ACK | OWES_SYN_ACK)) !== 0;
}
