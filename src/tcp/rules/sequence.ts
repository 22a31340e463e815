import { ACK, FIN, RST, SYN, type Seq, add, ge, gt, has, isPureAck, le, lt, segEnd, segLen } from '../../wire';
import { SECOND } from '../config';
import { OWES_ACK, OWES_REPLY_ACK, sendEdge } from '../tcb';
import { IDLE, SND_WND } from '../unknown';
import { OTHER_SEQ, sum, type Breach, type Case, type Rule } from './rule';

const right = (c: Case, seq: Seq, arithmetic: string): Breach => ({
  args: { written: c.own(c.seg.seq), right: c.own(seq) },
  right: { seq },
  arithmetic,
});
const sndNxt = (c: Case): string => `SND.NXT = ${sum(c.own(c.x.sndNxt), c.x.sndNxt)}`;
const next = (c: Case): Breach => right(c, c.x.sndNxt, sndNxt(c));

/** True for a segment without SYN and RST from a side whose SYN has been sent. */
const plain = (c: Case): boolean => !has(c.seg, SYN) && !has(c.seg, RST) && c.x.sndNxt !== c.x.iss;
const wrong = (c: Case): boolean => plain(c) && c.seg.seq !== c.x.sndNxt;
/** True if the sender has chosen its ISS. */
const hasIss = (c: Case): boolean => c.x.state !== 'CLOSED' && c.x.state !== 'LISTEN';
const isEmpty = (c: Case): boolean => c.seg.len === 0 && !has(c.seg, FIN | SYN | RST);
const isFirstFin = (c: Case): boolean => has(c.seg, FIN) && c.x.finSeq === undefined;

/** True if the segment answers the peer's SYN,ACK: the sender has sent nothing but its SYN. */
export function answersSynAck(c: Case): boolean {
  return (
    c.x.opening.origin === 'active' &&
    c.x.sndNxt === add(c.x.iss, 1) &&
    c.lastHeard !== undefined &&
    (c.lastHeard.flags & (SYN | ACK)) === (SYN | ACK) &&
    (c.lastSent === undefined || has(c.lastSent, SYN))
  );
}

/** True for a pure ACK in reply to an unacceptable segment (RFC 9293 §3.5.2 group 3). */
export function answersUnacceptable(c: Case): boolean {
  return isPureAck(c.seg) && (c.x.owed & OWES_REPLY_ACK) !== 0;
}

/**
 * True if the connection has been idle for 60 seconds. An ACK with SND.NXT - 1 is then a keepalive probe, not one that
 * forgets to count SYN or FIN.
 */
const hasBeenIdle = (c: Case): boolean =>
  c.x.owed === 0 && ((c.x.unknown & IDLE) !== 0 || c.now - c.x.timers.activeAt >= 60 * SECOND);

/** True if SND.WND is 0 or unknown. */
const mayBeClosed = (c: Case): boolean => c.x.sndWnd === 0 || (c.x.unknown & SND_WND) !== 0;

/** True for a keepalive probe: an empty segment with SND.NXT - 1 on an idle connection (RFC 9293 §3.8.4). */
export function isKeepalive(c: Case): boolean {
  return (
    isEmpty(c) &&
    c.seg.seq === add(c.x.sndNxt, -1) &&
    (c.x.state === 'ESTABLISHED' || c.x.state === 'CLOSE-WAIT' || (c.x.state === 'FIN-WAIT-2' && hasBeenIdle(c))) &&
    c.x.sndUna === c.x.sndNxt &&
    // While the peer's window is closed, the same form is a window probe (RFC 9293 §3.8.6.1).
    c.x.sndWnd > 0 &&
    (c.x.owed & OWES_ACK) === 0
  );
}

/**
 * True for the older form of a keepalive probe: one octet with SND.NXT - 1 on an idle connection (RFC 9293 §3.8.4,
 * MAY-6).
 */
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
 * True for an ACK at the right edge of a window that was shrunk below SND.NXT. The peer would refuse an ACK beyond the
 * edge (RFC 9293 §3.10.7.4, first check), so TCP implementations send it there.
 */
function isAtEdge({ x, seg }: Case): boolean {
  const edge = sendEdge(x);
  return seg.seq === edge && lt(edge, x.sndNxt);
}

/** True for the window probe that Linux sends: an empty segment with SND.UNA - 1 to a closed window (RFC 9293 §3.8.6.1). */
function isEmptyWindowProbe(c: Case): boolean {
  return isEmpty(c) && mayBeClosed(c) && c.seg.seq === add(c.x.sndUna, -1);
}

/** True for an unusual window probe: an empty segment with a sequence number below SND.UNA - 1, with no reply due. */
export function isOddWindowProbe(c: Case): boolean {
  const idle = plain(c) && c.x.sndWnd === 0 && c.x.sndUna === c.x.sndNxt && c.x.owed === 0;
  return idle && isEmpty(c) && gt(c.seg.seq, c.x.iss) && lt(c.seg.seq, add(c.x.sndUna, -1));
}

/** True for a retransmission of octets or a FIN, alone or followed by new octets. */
export function isRetransmission(c: Case): boolean {
  return plain(c) && segLen(c.seg) > 0 && lt(c.seg.seq, c.x.sndNxt) && gt(segEnd(c.seg), c.x.sndUna);
}

/** True for a repeated SYN or SYN,ACK, except the SYN,ACK of a simultaneous open (RFC 9293 §3.5 figure 7). */
function repeatsSyn(c: Case): boolean {
  if (!has(c.seg, SYN) || has(c.seg, RST) || c.x.sndNxt === c.x.iss) return false;
  return !has(c.seg, ACK) || c.lastSent === undefined || has(c.lastSent, ACK);
}

/**
 * True for a repeated SYN,ACK whose ACK has arrived in the flow. A listener without room, or one that waits for data
 * before it accepts, discards that ACK and continues as if it had been lost. It may do so as long as it has sent
 * nothing but the SYN,ACK.
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

/** True if the sender counts its previous pure ACK as one sequence number. */
const countsPureAck = (c: Case): boolean =>
  c.lastSent !== undefined &&
  isPureAck(c.lastSent) &&
  c.lastSent.seq === c.x.sndNxt &&
  c.seg.seq === add(c.x.sndNxt, 1);

/** Rules about the sequence number (RFC 9293 §3.4); the most specific comes first. */
export const sequenceRules: readonly Rule[] = [
  {
    id: 'flow/isn-differs',
    level: 'error',
    source: '',
    aspect: 'seq',
    on: SYN,
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
    on: SYN,
    check(c) {
      if (!hasIss(c) || !has(c.seg, SYN) || has(c.seg, RST)) return undefined;
      if (c.x.sndNxt === c.x.iss || c.seg.seq === c.x.iss) return undefined;
      const breach = right(c, c.x.iss, `ISS = ${sum(c.own(c.x.iss), c.x.iss)}`);
      // A server with SYN cookies keeps no state and may compute another ISN for a repeated SYN,ACK, so this is a
      // warning.
      return has(c.seg, ACK) && c.x.opening.origin === 'passive' ? { ...breach, level: 'warning' } : breach;
    },
  },
  {
    id: 'tcp/rst-form-noack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 1, §3.10.7.1',
    aspect: 'seq',
    on: RST,
    check: (c) => resetSeq(c, (due) => due.ack !== undefined, 'SEG.SEQ = 0'),
  },
  {
    id: 'tcp/rst-form-ack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 groups 1 and 2',
    aspect: 'seq',
    on: RST,
    check: (c) => resetSeq(c, (due) => due.ack === undefined && due.mayAck === undefined, 'SEG.SEQ = SEG.ACK'),
  },
  {
    id: 'tcp/rst-abort-seq',
    level: 'error',
    source: 'RFC 9293 §3.10.5',
    aspect: 'seq',
    on: RST,
    check: (c) => resetSeq(c, (due) => due.mayAck !== undefined, 'SEG.SEQ = SND.NXT'),
  },
  {
    id: 'tcp/fin-moved',
    level: 'error',
    source: 'RFC 9293 §3.10.4',
    aspect: 'seq',
    on: FIN,
    check(c) {
      const fin = c.x.finSeq;
      if (!plain(c) || !has(c.seg, FIN) || fin === undefined || add(c.seg.seq, c.seg.len) === fin) return undefined;
      const breach = right(c, add(fin, -c.seg.len), `FIN = ${sum(c.own(fin), fin)}`);
      // After an acknowledged FIN, or while an ACK is due, only an ACK can be meant.
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
    on: OTHER_SEQ,
    check: (c) => (wrong(c) && isEmpty(c) && answersUnacceptable(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/handshake-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.7.3',
    aspect: 'seq',
    on: OTHER_SEQ,
    check: (c) => (wrong(c) && isEmpty(c) && answersSynAck(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/seq-before-isn',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'seq',
    on: OTHER_SEQ,
    needs: ['iss'],
    check: (c) => (wrong(c) && lt(c.seg.seq, c.x.iss) ? next(c) : undefined),
  },
  {
    id: 'tcp/syn-consumes-one',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.4',
    aspect: 'seq',
    on: OTHER_SEQ,
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
    on: OTHER_SEQ,
    check: (c) => (wrong(c) && isEmpty(c) && c.x.state === 'TIME-WAIT' ? next(c) : undefined),
  },
  {
    id: 'tcp/simclose-numbers',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 13',
    aspect: 'seq',
    on: OTHER_SEQ,
    check: (c) => (wrong(c) && isEmpty(c) && c.x.state === 'CLOSING' ? next(c) : undefined),
  },
  {
    id: 'tcp/fin-consumes-one',
    level: 'error',
    source: 'RFC 9293 §3.4',
    aspect: 'seq',
    on: OTHER_SEQ,
    check: (c) =>
      wrong(c) && isEmpty(c) && c.seg.seq === c.x.finSeq && !isKeepalive(c)
        ? {
            ...right(c, c.x.sndNxt, `FIN + 1 = ${sum(c.own(c.x.sndNxt), c.x.sndNxt)}`),
            // If no ACK is due, a retransmission of the FIN was meant.
            ...(c.x.owed === 0 && le(c.x.sndUna, c.seg.seq) ? { right: { flags: c.seg.flags | FIN } } : {}),
          }
        : undefined,
  },
  {
    id: 'tcp/middle-two-same-seq',
    level: 'error',
    source: 'RFC 9293 §3.6 figure 12',
    aspect: 'seq',
    on: FIN,
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
    on: OTHER_SEQ,
    check: (c) => (wrong(c) && countsPureAck(c) ? next(c) : undefined),
  },
  {
    id: 'tcp/fin-seq',
    level: 'error',
    source: 'RFC 9293 §3.10.4',
    aspect: 'seq',
    on: FIN,
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
    on: OTHER_SEQ,
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
    on: OTHER_SEQ,
    needs: ['numbers'],
    check: (c) => (wrong(c) && segLen(c.seg) > 0 && gt(c.seg.seq, c.x.sndNxt) ? next(c) : undefined),
  },
  {
    // New octets with sequence numbers that are already acknowledged: the acknowledged octets can't be changed (RFC
    // 9293 §3.4).
    id: 'tcp/rtx-bytes-differ',
    level: 'error',
    source: 'RFC 9293 §3.4.3',
    aspect: 'seq',
    on: OTHER_SEQ,
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
    on: OTHER_SEQ,
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
    on: OTHER_SEQ | SYN,
    check: (c) => (isRetransmission(c) || repeatsSyn(c) ? { args: { written: c.own(c.seg.seq) } } : undefined),
  },
  {
    id: 'tcp/isn-predictable',
    level: 'hint',
    source: 'RFC 9293 §3.4.1 (MUST-8, SHLD-1)',
    aspect: 'seq',
    on: SYN,
    check: (c) =>
      has(c.seg, SYN) && !has(c.seg, RST) && c.seg.seq <= 1 ? { args: { written: String(c.seg.seq) } } : undefined,
  },
  {
    id: 'flow/keepalive-probe',
    level: 'hint',
    source: 'RFC 9293 §3.8.4',
    aspect: 'seq',
    on: OTHER_SEQ,
    check: (c) => (plain(c) && has(c.seg, ACK) && isKeepalive(c) ? { args: { written: c.own(c.seg.seq) } } : undefined),
  },
];

/** A breach if the RST that is due, of the given kind, has another sequence number than the segment. */
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
