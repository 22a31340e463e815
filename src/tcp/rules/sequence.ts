import { ACK, FIN, RST, SYN, type Seq, add, ge, gt, has, isPureAck, le, lt, segEnd, segLen } from '../../wire';
import { SECOND } from '../config';
import { OWES_ACK, OWES_REPLY_ACK, sendEdge } from '../tcb';
import { IDLE, SND_WND } from '../unknown';
import { sum, type Breach, type Case, type Rule } from './rule';

const right = (c: Case, seq: Seq, arithmetic: string): Breach => ({
  args: { written: c.own(c.seg.seq), right: c.own(seq) },
  right: { seq },
  arithmetic,
});
const sndNxt = (c: Case): string => `SND.NXT = ${sum(c.own(c.x.sndNxt), c.x.sndNxt)}`;
const next = (c: Case): Breach => right(c, c.x.sndNxt, sndNxt(c));

/** Neither SYN nor RST, from a side whose SYN has been sent. */
const plain = (c: Case): boolean => !has(c.seg, SYN) && !has(c.seg, RST) && c.x.sndNxt !== c.x.iss;
const wrong = (c: Case): boolean => plain(c) && c.seg.seq !== c.x.sndNxt;
/** A side that has opened has its ISS; before, any number will do. */
const hasIss = (c: Case): boolean => c.x.state !== 'CLOSED' && c.x.state !== 'LISTEN';
const isEmpty = (c: Case): boolean => c.seg.len === 0 && !has(c.seg, FIN | SYN | RST);
const isFirstFin = (c: Case): boolean => has(c.seg, FIN) && c.x.finSeq === undefined;

/** The segment answers the peer's SYN,ACK: only the SYN has been sent so far. */
export function answersSynAck(c: Case): boolean {
  return (
    c.x.opening.origin === 'active' &&
    c.x.sndNxt === add(c.x.iss, 1) &&
    c.lastHeard !== undefined &&
    (c.lastHeard.flags & (SYN | ACK)) === (SYN | ACK) &&
    (c.lastSent === undefined || has(c.lastSent, SYN))
  );
}

/** A pure ACK that answers an unacceptable segment (RFC 9293 §3.5.2 group 3). */
export function answersUnacceptable(c: Case): boolean {
  return isPureAck(c.seg) && (c.x.owed & OWES_REPLY_ACK) !== 0;
}

/** Nothing has been heard for so long that a probe is meant, not a slip: an ACK whose number forgets the SYN or the FIN. */
const hasBeenIdle = (c: Case): boolean =>
  c.x.owed === 0 && ((c.x.unknown & IDLE) !== 0 || c.now - c.x.timers.activeAt >= 60 * SECOND);

/** The peer's window is closed, or may be as none has been heard of it. */
const mayBeClosed = (c: Case): boolean => c.x.sndWnd === 0 || (c.x.unknown & SND_WND) !== 0;

/** An empty segment at SND.NXT-1 on an idle connection: a keepalive probe (RFC 9293 §3.8.4). */
export function isKeepalive(c: Case): boolean {
  return (
    isEmpty(c) &&
    c.seg.seq === add(c.x.sndNxt, -1) &&
    (c.x.state === 'ESTABLISHED' || c.x.state === 'CLOSE-WAIT' || (c.x.state === 'FIN-WAIT-2' && hasBeenIdle(c))) &&
    c.x.sndUna === c.x.sndNxt &&
    // Into a closed window the same form probes the window (§3.8.6.1).
    c.x.sndWnd > 0 &&
    (c.x.owed & OWES_ACK) === 0
  );
}

/** One octet below SND.NXT on an idle connection: the old form of a keepalive (RFC 9293 §3.8.4, MAY-6). */
export function isGarbageKeepalive(c: Case): boolean {
  return (
    c.x.synchronised &&
    c.seg.len === 1 &&
    !has(c.seg, SYN) &&
    !has(c.seg, FIN) &&
    c.seg.seq === add(c.x.sndNxt, -1) &&
    c.x.sndUna === c.x.sndNxt &&
    (c.x.owed & OWES_ACK) === 0
  );
}

/**
 * An ACK at the edge of a window that has shrunk below SND.NXT: beyond it the peer would not take the ACK (§3.10.7.4 step
 * 1), so that stacks send it here.
 */
function isAtEdge({ x, seg }: Case): boolean {
  const edge = sendEdge(x);
  return seg.seq === edge && lt(edge, x.sndNxt);
}

/** An empty segment at SND.UNA-1 against a closed window: the probe that Linux sends (RFC 9293 §3.8.6.1). */
function isEmptyWindowProbe(c: Case): boolean {
  return isEmpty(c) && mayBeClosed(c) && c.seg.seq === add(c.x.sndUna, -1);
}

/** An empty segment among acknowledged octets, sent for nothing but an answer: an odd probe into a closed window. */
export function isOddWindowProbe(c: Case): boolean {
  const idle = plain(c) && c.x.sndWnd === 0 && c.x.sndUna === c.x.sndNxt && c.x.owed === 0;
  return idle && isEmpty(c) && gt(c.seg.seq, c.x.iss) && lt(c.seg.seq, add(c.x.sndUna, -1));
}

/** Octets or a FIN that this side has sent before, as a whole or with new ones behind them. */
export function isRetransmission(c: Case): boolean {
  return plain(c) && segLen(c.seg) > 0 && lt(c.seg.seq, c.x.sndNxt) && gt(segEnd(c.seg), c.x.sndUna);
}

/** A SYN that was sent before; but for the SYN,ACK by which crossed SYNs are answered (RFC 9293 §3.5 figure 7). */
function repeatsSyn(c: Case): boolean {
  if (!has(c.seg, SYN) || has(c.seg, RST) || c.x.sndNxt === c.x.iss) return false;
  return !has(c.seg, ACK) || c.lastSent === undefined || has(c.lastSent, ACK);
}

/**
 * A SYN,ACK that goes again though its ACK was written: a listener that has no room, or waits for data before it accepts,
 * throws the ACK away, and goes on as if it had been lost. So it may, as long as it has sent nothing else.
 */
export function mayLackAck(c: Case): boolean {
  return (
    (c.seg.flags & (SYN | ACK | RST)) === (SYN | ACK) &&
    c.seg.seq === c.x.iss &&
    c.x.sndNxt === add(c.x.iss, 1) &&
    c.x.opening.origin === 'passive' &&
    c.lastSent !== undefined &&
    has(c.lastSent, SYN)
  );
}

/** The previous segment of this side was a pure ACK, and this one counts it as if it had used a number. */
const countsPureAck = (c: Case): boolean =>
  c.lastSent !== undefined &&
  isPureAck(c.lastSent) &&
  c.lastSent.seq === c.x.sndNxt &&
  c.seg.seq === add(c.x.sndNxt, 1);

/** The sender's own numbering (RFC 9293 §3.4); the most telling comes first. */
export const sequenceRules: readonly Rule[] = [
  {
    id: 'flow/isn-differs',
    level: 'error',
    source: '',
    aspect: 'seq',
    check: (c) =>
      hasIss(c) && has(c.seg, SYN) && !has(c.seg, RST) && c.x.sndNxt === c.x.iss && c.seg.seq !== c.x.iss
        ? right(c, c.x.iss, `ISS = ${sum(c.own(c.x.iss), c.x.iss)}`)
        : undefined,
  },
  {
    id: 'tcp/isn-changed',
    level: 'error',
    source: 'RFC 9293 §3.4, §3.10.8',
    aspect: 'seq',
    check(c) {
      if (!hasIss(c) || !has(c.seg, SYN) || has(c.seg, RST)) return undefined;
      if (c.x.sndNxt === c.x.iss || c.seg.seq === c.x.iss) return undefined;
      const breach = right(c, c.x.iss, `ISS = ${sum(c.own(c.x.iss), c.x.iss)}`);
      // A server that keeps no state (SYN cookies) may compute another number for a SYN,ACK that it repeats.
      return has(c.seg, ACK) && c.x.opening.origin === 'passive' ? { ...breach, level: 'warning' } : breach;
    },
  },
  {
    id: 'tcp/rst-form-noack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 1, §3.10.7.1',
    aspect: 'seq',
    check: (c) => resetSeq(c, (due) => due.ack !== undefined, 'SEG.SEQ = 0'),
  },
  {
    id: 'tcp/rst-form-ack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 groups 1 and 2',
    aspect: 'seq',
    check: (c) => resetSeq(c, (due) => due.ack === undefined && due.mayAck === undefined, 'SEG.SEQ = SEG.ACK'),
  },
  {
    id: 'tcp/rst-abort-seq',
    level: 'error',
    source: 'RFC 9293 §3.10.5',
    aspect: 'seq',
    check: (c) => resetSeq(c, (due) => due.mayAck !== undefined, 'SEG.SEQ = SND.NXT'),
  },
  {
    id: 'tcp/fin-moved',
    level: 'error',
    source: 'RFC 9293 §3.10.4',
    aspect: 'seq',
    check(c) {
      const fin = c.x.finSeq;
      if (!plain(c) || !has(c.seg, FIN) || fin === undefined || add(c.seg.seq, c.seg.len) === fin) return undefined;
      const breach = right(c, add(fin, -c.seg.len), `FIN = ${sum(c.own(fin), fin)}`);
      // Behind a FIN that is acknowledged, or where an ACK is due, only an ACK can be meant.
      const answers = gt(c.x.sndUna, fin) || (c.x.owed & OWES_ACK) !== 0;
      const isAck = c.seg.seq === c.x.sndNxt && c.seg.len === 0 && has(c.seg, ACK) && answers;
      return isAck ? { ...breach, right: { flags: c.seg.flags & ~FIN } } : breach;
    },
  },
  {
    id: 'tcp/reply-unacceptable-form',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 3, §3.10.7.4 step 1',
    aspect: 'seq',
    check: (c) => (wrong(c) && isEmpty(c) && answersUnacceptable(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/handshake-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.7.3',
    aspect: 'seq',
    check: (c) => (wrong(c) && isEmpty(c) && answersSynAck(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/seq-before-isn',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'seq',
    needs: ['iss'],
    check: (c) => (wrong(c) && lt(c.seg.seq, c.x.iss) ? next(c) : undefined),
  },
  {
    id: 'tcp/syn-consumes-one',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.4',
    aspect: 'seq',
    needs: ['iss'],
    check: (c) =>
      wrong(c) && !isEmpty(c) && c.seg.seq === c.x.iss && !(isGarbageKeepalive(c) && hasBeenIdle(c))
        ? right(c, add(c.x.iss, 1), `ISS + 1 = ${sum(c.own(add(c.x.iss, 1)), add(c.x.iss, 1))}`)
        : undefined,
  },
  {
    id: 'tcp/last-ack-numbers',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 12',
    aspect: 'seq',
    check: (c) => (wrong(c) && isEmpty(c) && c.x.state === 'TIME-WAIT' ? next(c) : undefined),
  },
  {
    id: 'tcp/simclose-numbers',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 13',
    aspect: 'seq',
    check: (c) => (wrong(c) && isEmpty(c) && c.x.state === 'CLOSING' ? next(c) : undefined),
  },
  {
    id: 'tcp/fin-consumes-one',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'seq',
    check: (c) =>
      wrong(c) && isEmpty(c) && c.seg.seq === c.x.finSeq && !isKeepalive(c)
        ? {
            ...right(c, c.x.sndNxt, `FIN + 1 = ${sum(c.own(c.x.sndNxt), c.x.sndNxt)}`),
            // Where no ACK is due, the FIN itself was to go again.
            ...(c.x.owed === 0 && le(c.x.sndUna, c.seg.seq) ? { right: { flags: c.seg.flags | FIN } } : {}),
          }
        : undefined,
  },
  {
    id: 'tcp/middle-two-same-seq',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 12',
    aspect: 'seq',
    check: (c) =>
      wrong(c) && isFirstFin(c) && c.seg.len === 0 && c.x.finRcvd !== undefined && countsPureAck(c)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/ack-consumed-seq',
    level: 'error',
    source: 'RFC 9293 §3.5 figure 6',
    aspect: 'seq',
    check: (c) => (wrong(c) && countsPureAck(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/fin-seq',
    level: 'error',
    source: 'RFC 9293 §3.10.4',
    aspect: 'seq',
    check: (c) =>
      wrong(c) && isFirstFin(c) && !(lt(c.seg.seq, c.x.sndNxt) && ge(c.seg.seq, c.x.sndUna) && c.seg.len > 0)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/seq-pure-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.7.4',
    aspect: 'seq',
    check: (c) =>
      wrong(c) && isEmpty(c) && !isAtEdge(c) && !isKeepalive(c) && !isEmptyWindowProbe(c) && !isOddWindowProbe(c)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/seq-gap',
    level: 'error',
    source: 'RFC 9293 §3.8, §3.10.2',
    aspect: 'seq',
    needs: ['numbers'],
    check: (c) => (wrong(c) && segLen(c.seg) > 0 && gt(c.seg.seq, c.x.sndNxt) ? next(c) : undefined),
  },
  {
    // New octets under numbers that were acknowledged: the numbers belong to other octets for good.
    id: 'tcp/rtx-bytes-differ',
    level: 'error',
    source: 'RFC 9293 §3.4.3',
    aspect: 'seq',
    check: (c) =>
      wrong(c) && c.seg.len > 0 && lt(c.seg.seq, c.x.sndUna) && gt(add(c.seg.seq, c.seg.len), c.x.sndNxt)
        ? next(c)
        : undefined,
  },
  {
    id: 'tcp/rtx-acked',
    level: 'warning',
    source: 'RFC 9293 §3.4',
    aspect: 'seq',
    check: (c) =>
      plain(c) &&
      segLen(c.seg) > 0 &&
      lt(c.seg.seq, c.x.sndNxt) &&
      le(segEnd(c.seg), c.x.sndUna) &&
      !isGarbageKeepalive(c)
        ? {
            args: { written: c.own(c.seg.seq), una: c.own(c.x.sndUna) },
            arithmetic: `SND.UNA = ${sum(c.own(c.x.sndUna), c.x.sndUna)}`,
          }
        : undefined,
  },
  {
    id: 'flow/retransmission',
    level: 'hint',
    source: 'RFC 9293 §3.8.1',
    aspect: 'seq',
    check: (c) => (isRetransmission(c) || repeatsSyn(c) ? { args: { written: c.own(c.seg.seq) } } : undefined),
  },
  {
    id: 'tcp/isn-predictable',
    level: 'hint',
    source: 'RFC 9293 §3.4.1 (MUST-8, SHLD-1)',
    aspect: 'seq',
    check: (c) =>
      has(c.seg, SYN) && !has(c.seg, RST) && c.seg.seq <= 1 ? { args: { written: String(c.seg.seq) } } : undefined,
  },
  {
    id: 'flow/keepalive-probe',
    level: 'hint',
    source: 'RFC 9293 §3.8.4',
    aspect: 'seq',
    check: (c) => (plain(c) && has(c.seg, ACK) && isKeepalive(c) ? { args: { written: c.own(c.seg.seq) } } : undefined),
  },
];

/** The number of an RST that is due, where it is of the given kind. */
function resetSeq(c: Case, kind: (due: Case['resets'][number]) => boolean, formula: string): Breach | undefined {
  const due = c.resets[0];
  if (!has(c.seg, RST) || due === undefined || !kind(due) || c.seg.seq === due.seq) return undefined;
  const shown = due.seq === 0 ? '0' : c.own(due.seq);
  return {
    args: { written: c.own(c.seg.seq), right: shown },
    right: { seq: due.seq },
    arithmetic: due.seq === 0 ? formula : `${formula} = ${sum(shown, due.seq)}`,
  };
}
