import { NO_OPTIONS, type Segment, type Seq } from '../../wire';
import type { Config } from '../config';
import type { Lack } from '../incomplete';
import type { Sending } from '../rack';
import type { Reset } from '../reset';
import type { Cause } from '../kept';
import { peerMss, type Tcb } from '../tcb';
import type { Facet } from '../unknown';

/** The user calls that the script gives explicitly for a side; others are implied by its segments. */
export interface Bound {
  readonly send: boolean;
  readonly close: boolean;
  readonly receive: boolean;
}

/** A segment about to be sent, with the state of its sender and of the peer: the whole input of a rule. */
export interface Case {
  /** The sender's TCB before the segment, after the calls that the segment implies. */
  readonly x: Tcb;
  /** The peer's TCB before the segment. */
  readonly y: Tcb;
  readonly config: Config;
  /** The configuration of the peer. */
  readonly peerConfig: Config;
  readonly seg: Segment;
  /** True for a segment that was not captured: the options that it has here may not be its own. */
  readonly isSupposed: boolean;
  /** Simulated time, microseconds. */
  readonly now: number;
  /** True if the script gives times; rules about time apply only then. */
  readonly timed: boolean;
  /**
   * For a retransmission: the last transmission of the same octets, its time in microseconds, and their number of
   * transmissions.
   */
  readonly before:
    { readonly segment: Segment; readonly time: number; readonly repeats: number | undefined } | undefined;
  /**
   * The most recently sent segment among those acknowledged or reported by SACK, and when that was learnt (RFC 8985
   * §5.2).
   */
  readonly delivered: (Sending & { readonly at: number }) | undefined;
  /**
   * The first payload octet that differs from the one sent before under the same sequence number; undefined if none is
   * known.
   */
  readonly differs: Seq | undefined;
  /** Time of the sender's previous segment, microseconds. */
  readonly lastSentAt: number;
  /**
   * True if the script gives the times of this segment and of the sender's previous one. The time of any other line is
   * that of the line before.
   */
  readonly isInstantKnown: boolean;
  /** True if the sender's previous segment was lost. */
  readonly lastLost: boolean;
  /**
   * The reason why the sender may discard data that has arrived in order and that this ACK does not cover; undefined if
   * it covers all. RCV.NXT of `x` is then the ACK's number.
   */
  readonly notKept: Cause | undefined;
  /** The number of segments that have reached the sender since it last sent one. */
  readonly heardSince: number;
  /** The side at which the previous connection of the same four-tuple is still in TIME-WAIT, if any. */
  readonly reuses: 'own' | 'peer' | undefined;
  /** The sender's previous segment. */
  readonly lastSent: Segment | undefined;
  /** The last segment that reached the sender. */
  readonly lastHeard: Segment | undefined;
  /** True if no tap has the last segment that reached the sender: others may have come besides. */
  readonly isPeerMissed: boolean;
  /** Frames that the capture behind the flow lacks, or parts of them: not all that either side sent and took is known. */
  readonly lacks: Lack;
  /** The segment that last moved the sender's RCV.NXT. */
  readonly rcvBy: Segment | undefined;
  /** The segment for which the sender's ACK is due. */
  readonly calledBy: Segment | undefined;
  /** The RSTs that the sender must send. */
  readonly resets: readonly Reset[];
  /** How the sender's last connection ended; of interest in CLOSED only. */
  readonly ended: 'never' | 'closed' | 'aborted' | 'reset';
  /** The side that opens the first connection of the flow; undefined once there has been one. */
  readonly opener: 'sender' | 'peer' | undefined;
  /** True if the peer's first segment in the flow is a SYN,ACK. */
  readonly answered: boolean;
  readonly bound: Bound;
  /** The sender's IP address as text. */
  readonly ownAddress: string;
  readonly ownPort: number;
  readonly peerAddress: string;
  readonly peerPort: number;
  /** The same case with a corrected segment. */
  mended(right: Partial<Segment>): Case;
  /** A sequence number of the sender (SEG.SEQ) for a message, relative to its ISN if the script writes it so. */
  own(n: Seq): string;
  /** A sequence number of the peer (SEG.ACK) for a message, relative to its ISN if the script writes it so. */
  peer(n: Seq): string;
}

export type RuleArgs = Readonly<Record<string, string | number>>;

export interface Breach {
  readonly args?: RuleArgs;
  /** The fields of the segment with their right values, if there is exactly one right value. */
  readonly right?: Partial<Segment>;
  /** The calculation behind the verdict, in field terms: `SND.NXT = x + 19 = 1019`. */
  readonly arithmetic?: string;
  /** If true, the flow continues with `right` even if the breach is no error, as nothing else can be meant. */
  readonly mends?: true;
  /** The message's id, for a rule with several messages. */
  readonly says?: string;
  /** If true, the receiver discards the segment unread, and the flow continues without it. */
  readonly drops?: true;
  /** The level of this breach, if it differs from the rule's. */
  readonly level?: RuleLevel;
  /** If true, this is a breach whatever the values of the unknown facets are. */
  readonly sure?: boolean;
}

/**
 * Traits of a segment, as bits above its flags (RFC 9293 §3.1): payload, options, header fields that the script sets
 * itself, an ECT mark, SEG.SEQ other than SND.NXT, SEG.ACK other than RCV.NXT, a time that the script gives; and one that
 * each segment has.
 */
export const DATA = 1 << 16;
export const OPTIONS = 1 << 17;
export const RAW = 1 << 18;
export const ECT = 1 << 19;
export const OTHER_SEQ = 1 << 20;
export const OTHER_ACK = 1 << 21;
export const TIMED = 1 << 22;
export const ANY = 1 << 23;

/** The flags and traits of a segment about to be sent. */
export function traitsOf({ seg, x, timed }: Case): number {
  let traits = seg.flags | ANY;
  if (seg.len > 0) traits |= DATA;
  if (seg.options !== NO_OPTIONS) traits |= OPTIONS;
  if (seg.raw !== undefined) traits |= RAW;
  if (seg.ecn !== undefined) traits |= ECT;
  if (seg.seq !== x.sndNxt) traits |= OTHER_SEQ;
  if (seg.ack !== x.rcvNxt) traits |= OTHER_ACK;
  if (timed) traits |= TIMED;
  return traits;
}

export type RuleLevel = 'error' | 'warning' | 'hint';

/** The part of a line that a rule is about. For each part at most one rule is reported. */
export type Aspect =
  | 'segment'
  | 'flags'
  | 'seq'
  | 'ack'
  | 'win'
  | 'urg'
  | 'len'
  | 'checksum'
  | 'doff'
  | 'reserved'
  | 'options'
  | 'dscp'
  | 'id'
  | 'security'
  | 'ecn'
  | 'time'
  | 'call';

export interface Rule {
  /** `tcp/…` for rules of the standards, `flow/…` for rules about the script only. */
  readonly id: string;
  readonly level: RuleLevel;
  /** Document and section, with the requirement's identifier of RFC 9293 Appendix B if there is one. */
  readonly source: string;
  readonly aspect: Aspect;
  /** The rule says nothing of a segment without any of these flags and traits; left out: it is about all. */
  readonly on?: number;
  /** The facets of the sender's TCB that the verdict depends on. If one of them is unknown, a breach is `open`. */
  readonly needs?: readonly Facet[] | undefined;
  /** The rule is about options, and is silent where the option list can't be read. */
  readonly reads?: 'options' | undefined;
  /** Returns the breach; undefined if the rule does not apply or is kept. */
  check(c: Case): Breach | undefined;
}

/** A number for a message, `x+19 = 1019`, or the number alone if both forms are equal. */
export function sum(shown: string, n: Seq): string {
  return shown === String(n) ? shown : `${shown} = ${n}`;
}

const overIPv6 = (c: Case): boolean => c.ownAddress.includes(':');

/** Length of IP and TCP headers without options, bytes: the difference between MTU and MSS (RFC 9293 §3.7.1, MUST-67). */
export function headerBytes(c: Case): number {
  return overIPv6(c) ? 60 : 40;
}

/** The most payload that the peer accepts in one segment, bytes (RFC 9293 §3.7.1). */
export function sendMss(c: Case): number {
  return peerMss(c.x, overIPv6(c));
}
