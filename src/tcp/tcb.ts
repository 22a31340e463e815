import { ACK, type Block, CWR, ECE, type Options, type Seq, ZERO, add } from '../wire';
import { AE } from './accecn';
import { FRESH, type Congestion } from './congestion-state';
import { NOT_QUICK, type QuickAck } from './quick-ack';
import type { State } from './state';
import { IDLE_TIMERS, type Timers } from './timers';
import { NO_TS, type TsState } from './timestamps';

/** Bits of `Tcb.owed`: segments that an endpoint must send in reply. */
export const OWES_ACK = 1;
export const OWES_SYN_ACK = 2;
/** An ACK in reply to an unacceptable segment (RFC 9293 §3.10.7.4, first check), or a challenge ACK (RFC 5961). */
export const OWES_REPLY_ACK = 4;
/** The ACK must not be delayed: the segment filled a hole, or part of one (RFC 5681 §4.2). */
export const OWES_AT_ONCE = 8;
/** The unacceptable segment carried no data, so the reply counts for the rate limit (RFC 5961 §7). */
export const REPLY_IS_COUNTED = 16;
/** The rate limit allows the reply to be left out, as another has just been sent (RFC 5961 §7). */
export const REPLY_IS_SPARED = 32;

/** The results of the handshake. All TCBs of a connection share this object once the handshake is over. */
export interface Opening {
  /** Active or passive OPEN; it decides the state after a reset in SYN-RECEIVED (RFC 9293 §3.10.7.4, second check). */
  readonly origin: 'active' | 'passive';
  /** The options of this side's SYN; undefined before it is sent. */
  readonly ownSyn: Options | undefined;
  /** The options of the peer's SYN; undefined before it arrives. */
  readonly peerSyn: Options | undefined;
  /**
   * The flags of this side's SYN, with AE; both SYNs' flags negotiate ECN (RFC 3168 §6.1.1) or AccECN (RFC 9768 §3.1).
   */
  readonly ownSynFlags: number;
  /** The flags of the peer's SYN, with AE. */
  readonly peerSynFlags: number;
  /**
   * Snd.Wind.Shift: shift count of the peer's window field, 0..14; 0 unless both SYNs carried the option (RFC 7323
   * §2.2).
   */
  readonly sndShift: number;
  /** Rcv.Wind.Shift: shift count of this side's window field, 0..14; 0 unless both SYNs carried the option. */
  readonly rcvShift: number;
  /** Fast Open state (RFC 7413); undefined if no cookie is known or requested. */
  readonly fastOpen: FastOpen | undefined;
  /** Payload bytes of the peer's SYN. The SYN,ACK may acknowledge none, some or all of them (RFC 9293 §3.10.7.2). */
  readonly synData: number;
  /** True if this side's SYN was retransmitted (RFC 6298 §5.7). */
  readonly synResent: boolean;
  /**
   * The highest sequence number of the previous connection (SND.NXT - 1), if this one replaced it in TIME-WAIT (RFC
   * 9293 §3.6.1).
   */
  readonly lastUsed: Seq | undefined;
  /**
   * The TCB in TIME-WAIT that this connection replaced. TIME-WAIT resumes if the SYN proves to be an old duplicate (RFC
   * 9293 §3.6.1, MAY-2).
   */
  readonly waited: Tcb | undefined;
  /**
   * The lowest sequence number that this side sent within the flow, if the flow begins in the middle of the connection.
   */
  readonly below: Seq | undefined;
}

/** Fast Open state of a side before its SYN is sent (RFC 7413 §4.1). */
export interface FastOpen {
  /**
   * For an active opener, the server's cookie in hexadecimal, empty if it has none. For a listener, the valid cookie.
   */
  readonly cookie: string;
  /** The MSS that the server sent with its cookie, bytes (RFC 7413 §4.1.3). */
  readonly mss: number | undefined;
}

/** Out-of-order data, duplicates, and data that may have been discarded. */
export interface Reassembly {
  /** Data received out of order: blocks above RCV.NXT, disjoint, ascending. */
  readonly held: readonly Block[];
  /** The sequence number of a FIN that arrived out of order. */
  readonly heldFin: Seq | undefined;
  /**
   * One sequence number of each segment that arrived out of order, most recent first: the order of SACK blocks (RFC
   * 2018 §4).
   */
  readonly recent: readonly Seq[];
  /** The most recent duplicate, until an ACK has reported it as a D-SACK block (RFC 2883 §4). */
  readonly duplicate: Block | undefined;
  /**
   * Text beyond the window, typically of a window probe. The next ACK may cover it, as the buffer may have space that
   * was not announced.
   */
  readonly offered: Block | undefined;
  /** Data below RCV.NXT, not yet acknowledged, that the receiver may have discarded. */
  readonly doubts: readonly Doubt[];
  /** The right edge before the window was shrunk; undefined once it is offered again (RFC 9293 §3.8.6). */
  readonly shrunk: Seq | undefined;
}

/** An empty `Tcb.writes`. */
export const NO_WRITES: readonly Seq[] = [];

/** Data that has arrived and that its receiver may have discarded: out of order, on a SYN, or beyond the window. */
export interface Doubt extends Block {
  readonly cause: 'held' | 'syn' | 'window';
}

/** Full-sized segments received since the last ACK was sent: an ACK is due for every second one (RFC 9293 §3.8.6.3). */
export interface FullSegments {
  readonly count: number;
  /** Time at which the second one arrived, microseconds. */
  readonly secondAt: number;
  /** True if a further one arrived too late to be processed together with the second (RFC 9293, MUST-58, MUST-59). */
  readonly isLate: boolean;
}

export const NONE_FULL: FullSegments = { count: 0, secondAt: 0, isLate: false };

/** ECN state (RFC 3168 §6.1). */
export interface Ecn {
  /** True if ACKs must carry ECE: a CE mark has arrived, and no CWR since. */
  readonly eceDue: boolean;
  /** True if the next new data must carry CWR: ECE has arrived. */
  readonly cwrDue: boolean;
  /**
   * The end of the last segment sent with CWR. ECE on an ACK up to it concerns congestion that was already answered.
   */
  readonly cwrEnd: Seq | undefined;
}

/** SND.UP and RCV.UP: one past the last urgent octet; undefined without urgent data (RFC 9293 §3.8.5). */
export interface Urgent {
  readonly sndUp: Seq | undefined;
  readonly rcvUp: Seq | undefined;
}

/**
 * The transmission control block of one side of one connection (RFC 9293 §3.3.1). It is immutable: functions return a
 * new one if something changes. Fields that rarely change are grouped in objects, so that TCBs share them.
 */
export interface Tcb {
  readonly state: State;
  /** ISS: the sequence number of this side's SYN. */
  readonly iss: Seq;
  /** IRS: the sequence number of the peer's SYN; valid if `synchronised`. */
  readonly irs: Seq;
  /** True if the peer's SYN has arrived: IRS and RCV.NXT are known. */
  readonly synchronised: boolean;
  readonly opening: Opening;
  /** SND.UNA: the oldest unacknowledged sequence number. */
  readonly sndUna: Seq;
  /**
   * SND.NXT: one past the highest sequence number sent. It never moves back for a retransmission (SND.MAX of some
   * TCPs).
   */
  readonly sndNxt: Seq;
  /** SND.WND: the peer's window, bytes, after scaling. */
  readonly sndWnd: number;
  readonly sndWl1: Seq;
  readonly sndWl2: Seq;
  /** MAX.SND.WND (RFC 5961 §5.2): the largest window that the peer has offered, bytes. */
  readonly maxSndWnd: number;
  /** The end of the data passed to SEND; undefined if the script gives no SEND calls. */
  readonly sendEnd: Seq | undefined;
  /**
   * Ends of SEND calls whose data may be sent without that of later calls, ascending. The list begins with a SEND on an
   * idle connection, or with the end of the data sent before.
   */
  readonly writes: readonly Seq[];
  /** The SACK blocks of the peer's last ACK (RFC 2018). */
  readonly sacked: readonly Block[];
  /** The number of consecutive duplicate ACKs (RFC 5681 §2). */
  readonly duplicateAcks: number;
  /** RCV.NXT: the next sequence number expected. */
  readonly rcvNxt: Seq;
  /** RCV.WND: this side's window, bytes. */
  readonly rcvWnd: number;
  /** The right edge last announced to the peer, RCV.NXT + RCV.WND; it must not move left (RFC 9293 §3.8.6). */
  readonly rcvEdge: Seq;
  readonly reassembly: Reassembly;
  /** Bytes received in order and not yet passed to the user; counted if the script gives RECEIVE calls. */
  readonly unread: number;
  readonly full: FullSegments;
  /** Time at which the oldest unacknowledged data arrived, microseconds; undefined if all is acknowledged. */
  readonly ackSince: number | undefined;
  /** Expiry of the delayed ACK timer, microseconds; undefined if it is not running. */
  readonly ackAt: number | undefined;
  /** Replies that are due: the OWES_… and REPLY_… bits. */
  readonly owed: number;
  /** True if CLOSE was called: a FIN follows the queued data. */
  readonly closing: boolean;
  /** The sequence number of this side's FIN; undefined before it is sent. */
  readonly finSeq: Seq | undefined;
  /** The sequence number of the peer's FIN; undefined before it has arrived in order. */
  readonly finRcvd: Seq | undefined;
  /** Expiry of the 2MSL timer, simulated time in microseconds; undefined if it is not running. */
  readonly timeWaitEnd: number | undefined;
  readonly congestion: Congestion;
  readonly quickAck: QuickAck;
  readonly timers: Timers;
  readonly ts: TsState;
  readonly ecn: Ecn;
  readonly urgent: Urgent;
  /** Unknown facets, as bits of `unknown.ts`; 0 if the flow contains the connection's SYNs. */
  readonly unknown: number;
}

/** A mutable copy of a TCB while one event is processed. */
export type Draft = { -readonly [K in keyof Tcb]: Tcb[K] };

/** A mutable copy of a TCB. The object literal is faster than a spread, and each step makes two copies. */
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

/** Reassembly state without out-of-order data and duplicates. */
export const IN_ORDER: Reassembly = {
  held: [],
  heldFin: undefined,
  recent: [],
  duplicate: undefined,
  offered: undefined,
  doubts: [],
  shrunk: undefined,
};

/** The TCB of a side that has not opened a connection: CLOSED, all numbers zero. */
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
 * The right edge of the peer's window, SND.UNA + SND.WND. The window of a SYN counts from ISS + 1, as that is the
 * peer's RCV.NXT (RFC 9293 §3.10.7.4, first check).
 */
export function sendEdge({ sndUna, iss, sndWnd }: Pick<Tcb, 'sndUna' | 'iss' | 'sndWnd'>): Seq {
  return add(sndUna === iss ? add(iss, 1) : sndUna, sndWnd);
}

/** True if timestamps are negotiated: both SYNs carried the option (RFC 7323 §3.2). */
export function usesTimestamps(tcb: Tcb): boolean {
  return tcb.opening.ownSyn?.ts !== undefined && tcb.opening.peerSyn?.ts !== undefined;
}

/** True if this side may send SACK blocks: SACK-Permitted is negotiated (RFC 2018 §2). */
export function mayReportSack(tcb: Tcb): boolean {
  return tcb.opening.peerSyn?.sackOk === true && tcb.opening.ownSyn?.sackOk === true;
}

/** True if the peer's SYN carried the valid Fast Open cookie (RFC 7413 §4.2.2). */
export function hasRightCookie({ opening: { fastOpen, peerSyn } }: Tcb): boolean {
  return fastOpen !== undefined && fastOpen.cookie !== '' && peerSyn?.fastopen === fastOpen.cookie;
}

/** True if the peer's SYN carried an invalid Fast Open cookie. */
export function hasWrongCookie(tcb: Tcb): boolean {
  const { fastOpen, peerSyn } = tcb.opening;
  return fastOpen !== undefined && (peerSyn?.fastopen ?? '') !== '' && !hasRightCookie(tcb);
}

/** True if ECN is negotiated: an ECN-setup SYN was answered by an ECN-setup SYN,ACK (RFC 3168 §6.1.1). */
export function usesEcn(tcb: Tcb): boolean {
  const { ownSynFlags, peerSynFlags } = tcb.opening;
  return isEcnSetup(ownSynFlags) && isEcnSetup(peerSynFlags);
}

/**
 * True for the flags of an ECN-setup SYN (ECE and CWR) or SYN,ACK (ECE alone) (RFC 3168 §6.1.1). In a simultaneous open
 * each side sends both.
 */
function isEcnSetup(syn: number): boolean {
  return (syn & ACK) === 0 ? (syn & (ECE | CWR)) === (ECE | CWR) : (syn & (AE | ECE | CWR)) === ECE;
}

/**
 * The most payload that the peer accepts in one segment, bytes: its MSS option, else the default for IPv4 or IPv6 (RFC
 * 9293 §3.7.1, MUST-15).
 */
export function peerMss(tcb: Tcb, ipv6 = false): number {
  return tcb.opening.peerSyn?.mss ?? (ipv6 ? 1220 : 536);
}

/** True if a segment is due in reply to one that has arrived. */
export function owesReply(tcb: Tcb): boolean {
  return (tcb.owed & (OWES_ACK | OWES_REPLY_ACK | OWES_SYN_ACK)) !== 0;
}
