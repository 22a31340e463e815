import { ACK, RST, SYN, type Seq, add, gt, has, hasUnknownOption, isPureAck, le, lt, segLen } from '../../wire';
import { acknowledgesSynData } from '../emit';
import { countsOffered } from '../kept';
import { hasWrongCookie, mayReportSack } from '../tcb';
import { OTHER_ACK, sum, type Breach, type Case, type Rule } from './rule';
import { answersSynAck, answersUnacceptable } from './sequence';

/** RCV.NXT for a message: the sum of the sequence number and length of the segment that last moved it. */
function rcvNxt(c: Case): string {
  const by = c.rcvBy;
  const total = sum(c.peer(c.x.rcvNxt), c.x.rcvNxt);
  if (by === undefined || add(by.seq, segLen(by)) !== c.x.rcvNxt) return `RCV.NXT = ${total}`;
  return `RCV.NXT = SEG.SEQ + SEG.LEN = ${c.peer(by.seq)} + ${segLen(by)} = ${total}`;
}

const right = (c: Case, ack: Seq, arithmetic: string): Breach => ({
  args: { written: c.peer(c.seg.ack), right: c.peer(ack) },
  right: { ack },
  arithmetic,
});
const next = (c: Case): Breach => right(c, c.x.rcvNxt, rcvNxt(c));

/** True if the acknowledgment number is not RCV.NXT, and the peer's SYN has arrived. */
const wrong = (c: Case): boolean =>
  has(c.seg, ACK) &&
  c.x.synchronised &&
  c.seg.ack !== c.x.rcvNxt &&
  // A repeated SYN,ACK acknowledges the SYN alone, however much has arrived since, or data of the SYN that was
  // accepted.
  !(has(c.seg, SYN) && c.seg.ack === add(c.x.irs, 1)) &&
  !acknowledgesSynData(c.x, c.seg) &&
  !countsOffered(c.x, c.seg) &&
  c.resets.every((r) => r.mayAck !== undefined);
const isSynAck = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST);
/** The end of the data received out of order; undefined for none. */
const heldEnd = (c: Case): Seq | undefined => c.x.reassembly.held[c.x.reassembly.held.length - 1]?.right;

/** Rules about the acknowledgment number (RFC 9293 §3.4, §3.10.7.4); the most specific comes first. */
export const acknowledgmentRules: readonly Rule[] = [
  {
    // Reneging is discouraged but allowed (RFC 2018 §8): the data sender keeps reported data until it is acknowledged.
    id: 'tcp/sack-reneging',
    level: 'warning',
    source: 'RFC 2018 §8',
    aspect: 'ack',
    check: (c) => (c.notKept === 'held' && mayReportSack(c.x) ? { args: { written: c.peer(c.seg.ack) } } : undefined),
  },
  {
    id: 'tcp/out-of-order-dropped',
    level: 'warning',
    source: 'RFC 9293 §3.10.7.4 (SHLD-31)',
    aspect: 'ack',
    check: (c) => (c.notKept === 'held' && !mayReportSack(c.x) ? { args: { written: c.peer(c.seg.ack) } } : undefined),
  },
  {
    // Queueing the text of a SYN is no requirement (RFC 9293 §3.10.7.2: "should"). Without a cookie Fast Open discards
    // it.
    id: 'tcp/syn-data-dropped',
    level: 'hint',
    source: 'RFC 9293 §3.10.7.2; RFC 7413 §4.2.2',
    aspect: 'ack',
    check: (c) => (c.notKept === 'syn' ? { args: { written: c.peer(c.seg.ack) } } : undefined),
  },
  {
    id: 'tcp/rst-form-noack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 1, §3.10.7.1',
    aspect: 'ack',
    on: RST,
    check(c) {
      const due = c.resets[0]?.ack;
      if (!has(c.seg, RST) || !has(c.seg, ACK) || due === undefined || c.seg.ack === due) return undefined;
      return right(c, due, `SEG.SEQ + SEG.LEN = ${sum(c.peer(due), due)}`);
    },
  },
  {
    id: 'tcp/paws-accepted-old',
    level: 'error',
    source: 'RFC 7323 §5.3 R1',
    aspect: 'ack',
    on: OTHER_ACK,
    check(c) {
      const heard = c.lastHeard;
      const val = heard?.options.ts?.val;
      const { recent } = c.x.ts;
      if (!wrong(c) || heard === undefined || val === undefined || recent === undefined || !lt(val, recent))
        return undefined;
      return c.seg.ack === add(heard.seq, segLen(heard))
        ? { ...next(c), args: { ...next(c).args, val, recent }, arithmetic: `TSval ${val} < TS.Recent ${recent}` }
        : undefined;
    },
  },
  {
    id: 'tcp/reply-unacceptable-form',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 3, §3.10.7.4 step 1',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) => (wrong(c) && answersUnacceptable(c) ? next(c) : undefined),
  },
  {
    // RFC 7413 §4.2.2: a server acknowledges only the SYN if the cookie is invalid.
    id: 'tcp/tfo-cookie-accepted',
    level: 'error',
    source: 'RFC 7413 §4.2.2',
    aspect: 'ack',
    on: SYN,
    check(c) {
      if (!isSynAck(c) || !hasWrongCookie(c.x) || !acknowledgesSynData(c.x, c.seg)) return undefined;
      const iss = add(c.x.irs, 1);
      return right(c, iss, `IRS + 1 = ${sum(c.peer(iss), iss)}`);
    },
  },
  {
    id: 'tcp/synack-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.7.2, §3.10.7.3',
    aspect: 'ack',
    on: SYN,
    check(c) {
      if (!wrong(c) || !isSynAck(c)) return undefined;
      const iss = add(c.x.irs, 1);
      return right(c, iss, `IRS + 1 = ${sum(c.peer(iss), iss)}`);
    },
  },
  {
    id: 'tcp/handshake-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.7.3',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) =>
      wrong(c) && !isSynAck(c) && answersSynAck(c) && c.x.rcvNxt === add(c.x.irs, 1)
        ? right(c, c.x.rcvNxt, `IRS + 1 = ${sum(c.peer(c.x.rcvNxt), c.x.rcvNxt)}`)
        : undefined,
  },
  {
    id: 'tcp/last-ack-numbers',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 12',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) => (wrong(c) && c.x.state === 'TIME-WAIT' ? next(c) : undefined),
  },
  {
    id: 'tcp/simclose-numbers',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 13',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) => (wrong(c) && c.x.state === 'CLOSING' ? next(c) : undefined),
  },
  {
    id: 'tcp/fin-consumes-one',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) =>
      wrong(c) && c.seg.ack === c.x.finRcvd
        ? right(c, c.x.rcvNxt, `FIN + 1 = ${sum(c.peer(c.x.rcvNxt), c.x.rcvNxt)}`)
        : undefined,
  },
  {
    id: 'tcp/ack-plus-one',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) =>
      wrong(c) && c.rcvBy !== undefined && c.rcvBy.len > 1 && !has(c.rcvBy, SYN) && c.seg.ack === add(c.rcvBy.seq, 1)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/ack-of-hole',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'ack',
    on: OTHER_ACK,
    check(c) {
      if (!wrong(c)) return undefined;
      const end = heldEnd(c);
      return end !== undefined && gt(c.seg.ack, c.x.rcvNxt) && le(c.seg.ack, end) ? next(c) : undefined;
    },
  },
  {
    id: 'tcp/ack-beyond-sent',
    level: 'error',
    source: 'RFC 9293 §3.4, §3.10.7.4 step 5',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) => (wrong(c) && gt(c.seg.ack, c.y.sndNxt) && c.y.synchronised ? next(c) : undefined),
  },
  {
    id: 'tcp/ack-went-back',
    level: 'error',
    source: 'RFC 9293 §3.10.7.4',
    aspect: 'ack',
    on: OTHER_ACK,
    check: (c) =>
      wrong(c) && c.lastSent !== undefined && has(c.lastSent, ACK) && lt(c.seg.ack, c.lastSent.ack)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/ack-not-rcvnxt',
    level: 'error',
    source: 'RFC 9293 §3.10.2, §3.10.7.4',
    aspect: 'ack',
    check: (c) => (wrong(c) && !isSynAck(c) ? next(c) : undefined),
  },
  {
    // The RST of an ABORT need not carry ACK. If it does, the acknowledgment number is RCV.NXT.
    id: 'tcp/ack-not-rcvnxt',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.10.5',
    aspect: 'ack',
    check(c) {
      const due = c.resets[0]?.mayAck;
      if (!has(c.seg, RST) || !has(c.seg, ACK) || due === undefined || c.x.synchronised || c.seg.ack === due)
        return undefined;
      return right(c, due, `RCV.NXT = ${sum(c.peer(due), due)}`);
    },
  },
  {
    id: 'tcp/ack-field-without-bit',
    level: 'hint',
    source: 'RFC 9293 §3.1',
    aspect: 'ack',
    check: (c) => (!has(c.seg, ACK) && c.seg.ack !== 0 ? { args: { written: c.peer(c.seg.ack) } } : undefined),
  },
  {
    id: 'tcp/ack-of-pure-ack',
    level: 'hint',
    source: 'RFC 9293 §3.5',
    aspect: 'ack',
    check(c) {
      if (!isPureAck(c.seg) || c.x.owed !== 0 || c.lastHeard === undefined || c.lastSent === undefined)
        return undefined;
      if (hasUnknownOption(c.seg.raw?.options)) return undefined;
      const nothingNew = isPureAck(c.lastSent) && c.lastSent.ack === c.seg.ack && c.lastSent.win === c.seg.win;
      const afterAck = isPureAck(c.lastHeard) && c.seg.seq === c.x.sndNxt;
      return nothingNew && afterAck ? {} : undefined;
    },
  },
];
