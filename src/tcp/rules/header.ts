import {
  ACK,
  CWR,
  ECE,
  FIN,
  PSH,
  RST,
  SYN,
  URG,
  add,
  distance,
  gt,
  has,
  inWindow,
  isPureAck,
  le,
  lt,
  segEnd,
} from '../../wire';
import { asksForAccEcn, flagsWithAe, usesAccEcn } from '../accecn';
import { isAcceptable } from '../arrival';
import { isSynchronized } from '../state';
import { usesEcn } from '../tcb';
import { ECT, DATA, sum, type Breach, type Case, type Rule } from './rule';
import { isRetransmission } from './sequence';

const without = (c: Case, flag: number): Breach => ({ right: { flags: c.seg.flags & ~flag } });
const withFlag = (c: Case, flag: number): Breach => ({ right: { flags: c.seg.flags | flag } });
const isSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST);

/** Rules about PSH and urgent data (RFC 9293 §3.8.5, §3.9.1.2). */
export const urgentRules: readonly Rule[] = [
  {
    id: 'tcp/urg-ptr-without-urg',
    level: 'hint',
    source: 'RFC 9293 §3.1',
    aspect: 'urg',
    check: (c) =>
      !has(c.seg, URG) && c.seg.urg !== 0 ? { args: { written: c.seg.urg }, right: { urg: 0 } } : undefined,
  },
  {
    id: 'tcp/urg-zero',
    level: 'warning',
    source: 'RFC 9293 §3.8.5 (MUST-62)',
    aspect: 'urg',
    on: URG,
    check: (c) =>
      has(c.seg, URG) && c.seg.urg === 0 ? { ...(c.seg.len > 0 ? { right: { urg: c.seg.len } } : {}) } : undefined,
  },
  {
    id: 'tcp/urg-receded',
    level: 'warning',
    source: 'RFC 9293 §3.8.5',
    aspect: 'urg',
    on: URG,
    check(c) {
      if (!has(c.seg, URG) || c.x.urgent.sndUp === undefined || c.seg.urg === 0 || isRetransmission(c))
        return undefined;
      const up = add(c.seg.seq, c.seg.urg);
      if (!lt(up, c.x.urgent.sndUp) || gt(c.seg.seq, c.x.urgent.sndUp)) return undefined;
      return {
        args: { written: c.own(up), right: c.own(c.x.urgent.sndUp) },
        right: { urg: distance(c.seg.seq, c.x.urgent.sndUp) },
        arithmetic: `SND.UP = ${sum(c.own(c.x.urgent.sndUp), c.x.urgent.sndUp)}`,
      };
    },
  },
  {
    id: 'tcp/urg-no-data',
    level: 'hint',
    source: 'RFC 9293 §3.8.5',
    aspect: 'urg',
    on: URG,
    check: (c) => (has(c.seg, URG) && c.seg.len === 0 && c.x.sndWnd > 0 ? {} : undefined),
  },
  {
    id: 'tcp/urg-used',
    level: 'hint',
    source: 'RFC 9293 §3.8.5 (SHLD-13)',
    aspect: 'urg',
    on: URG,
    check: (c) => (has(c.seg, URG) ? {} : undefined),
  },
  {
    id: 'tcp/psh-on-empty',
    level: 'hint',
    source: 'RFC 9293 §3.9.1.2',
    aspect: 'urg',
    on: PSH,
    check: (c) =>
      has(c.seg, PSH) && c.seg.len === 0 && (c.seg.flags & (SYN | FIN | RST)) === 0 ? without(c, PSH) : undefined,
  },
  {
    id: 'tcp/psh-missing',
    level: 'hint',
    source: 'RFC 9293 §3.9.1.2 (MUST-61)',
    aspect: 'urg',
    on: DATA,
    check: (c) =>
      c.bound.send &&
      c.seg.len > 0 &&
      (c.seg.flags & (PSH | SYN | FIN | RST)) === 0 &&
      c.x.sendEnd === add(c.seg.seq, c.seg.len)
        ? withFlag(c, PSH)
        : undefined,
  },
];

/**
 * True if ECT marks are allowed on control packets and retransmissions: experiments such as AccECN may set them (RFC
 * 8311 §4.3).
 */
const marksControl = (c: Case): boolean =>
  isSyn(c) ? asksForAccEcn(flagsWithAe(c.seg)) || asksForAccEcn(c.x.opening.peerSynFlags) : usesAccEcn(c.x);

/** Rules about explicit congestion notification (RFC 3168 §6.1). */
export const ecnRules: readonly Rule[] = [
  {
    id: 'tcp/ecn-synack-unsolicited',
    level: 'error',
    source: 'RFC 3168 §6.1.1',
    aspect: 'flags',
    on: SYN,
    check: (c) =>
      isSyn(c) &&
      (c.seg.flags & (ACK | ECE | CWR)) === (ACK | ECE) &&
      c.x.synchronised &&
      (c.x.opening.peerSynFlags & (ECE | CWR)) !== (ECE | CWR)
        ? without(c, ECE)
        : undefined,
  },
  {
    id: 'tcp/ecn-synack-both',
    level: 'hint',
    source: 'RFC 3168 §6.1.1, §6.1.1.2',
    aspect: 'flags',
    on: SYN,
    // In reply to an AccECN-setup SYN, ECE and CWR report that the SYN arrived with ECT(1) (RFC 9768 §3.1.2).
    check: (c) =>
      isSyn(c) && (c.seg.flags & (ACK | ECE | CWR)) === (ACK | ECE | CWR) && !asksForAccEcn(c.x.opening.peerSynFlags)
        ? without(c, CWR)
        : undefined,
  },
  {
    id: 'tcp/ecn-ect-on-syn',
    level: 'error',
    source: 'RFC 3168 §6.1.1',
    aspect: 'ecn',
    on: SYN,
    check: (c) => (isSyn(c) && c.seg.ecn !== undefined && !marksControl(c) ? {} : undefined),
  },
  {
    id: 'tcp/ecn-ect-not-negotiated',
    level: 'error',
    source: 'RFC 3168 §6.1.1',
    aspect: 'ecn',
    on: ECT,
    check: (c) =>
      !isSyn(c) && c.seg.ecn !== undefined && c.x.synchronised && !usesEcn(c.x) && !usesAccEcn(c.x) ? {} : undefined,
  },
  {
    id: 'tcp/ecn-ect-on-rtx',
    level: 'error',
    source: 'RFC 3168 §6.1.5',
    aspect: 'ecn',
    on: ECT,
    check: (c) => (c.seg.ecn !== undefined && isRetransmission(c) && !marksControl(c) ? {} : undefined),
  },
  {
    id: 'tcp/ecn-ect-on-probe',
    level: 'error',
    source: 'RFC 3168 §6.1.6',
    aspect: 'ecn',
    on: ECT,
    check: (c) =>
      c.seg.ecn !== undefined &&
      c.x.sndWnd === 0 &&
      c.seg.len === 1 &&
      gt(segEnd(c.seg), c.x.sndNxt) &&
      !marksControl(c)
        ? {}
        : undefined,
  },
  {
    id: 'tcp/ecn-ect-on-ack',
    level: 'error',
    source: 'RFC 3168 §6.1.4',
    aspect: 'ecn',
    on: ECT,
    check: (c) => (c.seg.ecn !== undefined && isPureAck(c.seg) && !marksControl(c) ? {} : undefined),
  },
  {
    id: 'tcp/ecn-ece-dropped',
    level: 'error',
    source: 'RFC 3168 §6.1.3',
    aspect: 'flags',
    check: (c) =>
      usesEcn(c.x) && c.x.ecn.eceDue && has(c.seg, ACK) && !has(c.seg, ECE) && !has(c.seg, RST)
        ? withFlag(c, ECE)
        : undefined,
  },
  {
    id: 'tcp/ecn-cwr-on-rtx',
    level: 'warning',
    source: 'RFC 3168 §6.1.2',
    aspect: 'flags',
    on: CWR,
    check: (c) =>
      has(c.seg, CWR) && !isSyn(c) && isRetransmission(c) && !usesAccEcn(c.x) ? without(c, CWR) : undefined,
  },
  {
    id: 'tcp/ecn-cwr-missing',
    level: 'warning',
    source: 'RFC 3168 §6.1.2',
    aspect: 'flags',
    on: DATA,
    check: (c) =>
      usesEcn(c.x) && c.x.ecn.cwrDue && c.seg.len > 0 && !has(c.seg, CWR) && !isRetransmission(c)
        ? withFlag(c, CWR)
        : undefined,
  },
  {
    id: 'tcp/ecn-flags-not-negotiated',
    level: 'hint',
    source: 'RFC 3168 §6.1.1',
    aspect: 'flags',
    on: ECE | CWR,
    check: (c) =>
      !isSyn(c) &&
      (c.seg.flags & (ECE | CWR)) !== 0 &&
      isSynchronized(c.x.state) &&
      !usesEcn(c.x) &&
      // With AccECN, ECE and CWR belong to the counter in the ACE field (RFC 9768 §3.2.1).
      !usesAccEcn(c.x)
        ? without(c, ECE | CWR)
        : undefined,
  },
];

const resets = (c: Case): boolean => has(c.seg, RST);

/**
 * True if an RST in reply to a segment is due. Its form and number follow from that segment (RFC 9293 §3.5.2), whatever
 * the peer's state is by now.
 */
const answers = (c: Case): boolean => c.resets.some((due) => due.mayAck === undefined);

/** Rules about an RST that has no effect on its receiver (RFC 9293 §3.5.3, RFC 5961 §3.2). */
export const resetEffectRules: readonly Rule[] = [
  {
    // A hint only: the RST of an ABORT carries no ACK in RFC 9293 §3.10.5.
    id: 'tcp/rst-synsent-useless',
    level: 'hint',
    source: 'RFC 9293 §3.10.7.3',
    aspect: 'segment',
    on: RST,
    check(c) {
      // The RST may carry ACK; in SYN-SENT the peer accepts only an RST that acknowledges its SYN.
      if (!resets(c) || c.y.state !== 'SYN-SENT' || answers(c)) return undefined;
      const refuses = has(c.seg, ACK) && gt(c.seg.ack, c.y.iss) && le(c.seg.ack, c.y.sndNxt);
      if (refuses) return undefined;
      return c.x.synchronised ? { right: { flags: c.seg.flags | ACK, ack: c.x.rcvNxt } } : {};
    },
  },
  {
    // A hint only: the RST of an ABORT has SND.NXT as its number (RFC 9293 §3.10.5), even if that is outside the peer's
    // window.
    id: 'tcp/rst-outside-window',
    level: 'hint',
    source: 'RFC 9293 §3.5.3; RFC 5961 §3.2',
    aspect: 'segment',
    on: RST,
    check(c) {
      if (!resets(c) || !isSynchronized(c.y.state) || answers(c)) return undefined;
      const exact = c.seg.seq === c.y.rcvNxt;
      return exact || inWindow(c.seg.seq, c.y.rcvNxt, c.y.rcvWnd)
        ? undefined
        : { args: { written: c.own(c.seg.seq), right: c.own(c.y.rcvNxt) } };
    },
  },
  {
    id: 'tcp/rst-not-exact',
    level: 'hint',
    source: 'RFC 5961 §3.2',
    aspect: 'segment',
    on: RST,
    check: (c) =>
      resets(c) &&
      isSynchronized(c.y.state) &&
      c.seg.seq !== c.y.rcvNxt &&
      isAcceptable(c.y, c.seg) &&
      c.config.challengeAcks
        ? { args: { written: c.own(c.seg.seq), right: c.own(c.y.rcvNxt) } }
        : undefined,
  },
  {
    id: 'tcp/rst-in-timewait',
    level: 'hint',
    source: 'RFC 1337 §3',
    aspect: 'segment',
    on: RST,
    check: (c) => (resets(c) && c.y.state === 'TIME-WAIT' && !c.peerConfig.rfc1337 ? {} : undefined),
  },
  {
    id: 'tcp/rst-data',
    level: 'hint',
    source: 'RFC 9293 §3.5.3 (SHLD-2)',
    aspect: 'segment',
    on: RST,
    check: (c) => (resets(c) && c.seg.len > 0 ? { args: { len: c.seg.len } } : undefined),
  },
];
