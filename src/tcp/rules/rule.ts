import type { Segment, Seq } from '../../wire';
import type { Config } from '../config';
import type { Sending } from '../rack';
import type { Reset } from '../reset';
import type { Cause } from '../kept';
import { peerMss, type Tcb } from '../tcb';
import type { Facet } from '../unknown';

/** Which user calls the flow writes out for a side; what it does not write, segments imply. */
export interface Bound {
  readonly send: boolean;
  readonly close: boolean;
  readonly receive: boolean;
}

/** A segment that is about to be sent, and what its sender knows: all that a rule may look at. */
export interface Case {
  /** The sender, behind the calls that the segment implies, and its peer, both before the segment. */
  readonly x: Tcb;
  readonly y: Tcb;
  readonly config: Config;
  readonly seg: Segment;
  /** Simulated time, microseconds, and whether the flow writes times: only then do rules on time speak. */
  readonly now: number;
  readonly timed: boolean;
  /** When the same octets were last sent, where this is a retransmission, and how often they have been sent. */
  readonly before:
    { readonly segment: Segment; readonly time: number; readonly repeats: number | undefined } | undefined;
  /** Of all that the peer has acknowledged or reported, what was sent last, and when that was learnt (RFC 8985 §5.2). */
  readonly delivered: (Sending & { readonly at: number }) | undefined;
  /** The first octet of the payload that differs from what this side sent under its number before, where both are known. */
  readonly differs: Seq | undefined;
  readonly lastSentAt: number;
  /** The flow says when the segment is sent, and when the sender's last was: a line without a time only follows the one before. */
  readonly isInstantKnown: boolean;
  /** What the sender sent last was lost on the way. */
  readonly lastLost: boolean;
  /** The ACK counts less than has arrived in order, and why its sender need not have kept the rest; RCV.NXT of `x` is its number. */
  readonly notKept: Cause | undefined;
  /** How many segments have reached the sender since it last sent. */
  readonly heardSince: number;
  /** The four-tuple's last connection is still in TIME-WAIT: at the sender itself, or at the peer. */
  readonly reuses: 'own' | 'peer' | undefined;
  /** The segment that the sender sent last, the one that reached it last, and the one that last moved RCV.NXT. */
  readonly lastSent: Segment | undefined;
  readonly lastHeard: Segment | undefined;
  readonly rcvBy: Segment | undefined;
  /** The segment that calls for the ACK which the sender owes. */
  readonly calledBy: Segment | undefined;
  /** RSTs that the sender has to send. */
  readonly resets: readonly Reset[];
  /** How the sender's connection ended, while it has none. */
  readonly ended: 'never' | 'closed' | 'aborted' | 'reset';
  /** Neither side has had a connection yet; who the flow lets open it. */
  readonly opener: 'sender' | 'peer' | undefined;
  /** The peer's first segment in the flow is a SYN,ACK. */
  readonly answered: boolean;
  readonly bound: Bound;
  /** The addresses and ports of the sender and of its peer; addresses as text. */
  readonly ownAddress: string;
  readonly ownPort: number;
  readonly peerAddress: string;
  readonly peerPort: number;
  /** The same with a segment that is mended. */
  mended(right: Partial<Segment>): Case;
  /** A number in the sender's own numbering (SEG.SEQ), or in its peer's (SEG.ACK), ready to show. */
  own(n: Seq): string;
  peer(n: Seq): string;
}

export type RuleArgs = Readonly<Record<string, string | number>>;

export interface Breach {
  readonly args?: RuleArgs;
  /** The fields as they would be right, where one value is. */
  readonly right?: Partial<Segment>;
  /** The sum behind the verdict, in field terms: `SND.NXT = x + 19 = 1019`. */
  readonly arithmetic?: string;
  /** The flow goes on with `right` even where this is no error: nothing else can have been meant. */
  readonly mends?: true;
  /** The id of the message, where the rule has several. */
  readonly says?: string;
  /** The receiver throws the segment away unread: the flow goes on without it. */
  readonly drops?: true;
  /** Where the strength differs from the rule's own. */
  readonly level?: RuleLevel;
  /** It is a breach whatever the facets that the rule needs turn out to be. */
  readonly sure?: boolean;
}

export type RuleLevel = 'error' | 'warning' | 'hint';

/** The part of a line that a rule speaks about; at most one rule speaks about each. */
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
  /** `tcp/…`, of the rule catalogue; `flow/…` for what only concerns the text. */
  readonly id: string;
  readonly level: RuleLevel;
  /** Document and section; with the requirement's identifier where RFC 9293 Appendix B has one. */
  readonly source: string;
  readonly aspect: Aspect;
  /** Facets of the sender's TCB that the verdict rests on: where one is not known, a breach is `open`. */
  readonly needs?: readonly Facet[] | undefined;
  /** It goes by the option list: of one that cannot be read it says nothing. */
  readonly reads?: 'options' | undefined;
  /** Undefined where the rule does not apply or holds. */
  check(c: Case): Breach | undefined;
}

/** `x+19 = 1019`, or just the number where both forms are the same. */
export function sum(shown: string, n: Seq): string {
  return shown === String(n) ? shown : `${shown} = ${n}`;
}

const overIPv6 = (c: Case): boolean => c.ownAddress.includes(':');

/** Bytes of the IP and TCP headers without options: what an MTU leaves to an MSS (RFC 9293 §3.7.1, MUST-67). */
export function headerBytes(c: Case): number {
  return overIPv6(c) ? 60 : 40;
}

/** The most payload that the peer takes in one segment (RFC 9293 §3.7.1). */
export function sendMss(c: Case): number {
  return peerMss(c.x, overIPv6(c));
}
