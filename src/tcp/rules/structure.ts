import { ACK, FIN, RST, SYN, ZERO, add, gt, has, segLen } from '../../wire';
import { abortSendsReset } from '../calls';
import { SECOND } from '../config';
import { isSynchronized } from '../state';
import { hasWrongCookie, OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK } from '../tcb';
import { hasSynToSend } from './flags';
import { reopensBy } from '../time-wait';
import { placeArgs, PLACES, refusedFor } from './refused';
import { mayLackAck } from './sequence';
import { DATA, sum, type Breach, type Case, type Rule } from './rule';

/** True if neither side has had a connection in the flow, and the sender has none now. */
const unopened = (c: Case): boolean =>
  (c.x.state === 'CLOSED' || c.x.state === 'LISTEN') && c.ended === 'never' && c.resets.length === 0;
const isSynAck = (c: Case): boolean => has(c.seg, SYN) && has(c.seg, ACK) && !has(c.seg, RST);
/** True for an RST without an `abort` in the script: the TCP itself gives the connection up. */
const impliedAbort = (c: Case): boolean =>
  has(c.seg, RST) && c.resets[0]?.mayAck !== undefined && isSynchronized(c.x.state);
const plain = (c: Case): boolean => !has(c.seg, SYN) && !has(c.seg, RST);

/** The right segment of a side without a connection: the RST that is due, or a SYN. */
function meant(c: Case): Pick<Breach, 'right'> {
  const [due] = c.resets;
  if (due !== undefined)
    return { right: { flags: due.ack === undefined ? RST : RST | ACK, seq: due.seq, ack: due.ack ?? ZERO, len: 0 } };
  if (c.x.state === 'CLOSED' && isSynAck(c) && c.opener === 'sender') return { right: { flags: c.seg.flags & ~ACK } };
  const isSyn = c.x.sndNxt === c.x.iss || c.seg.seq === c.x.iss;
  if (c.x.state === 'SYN-SENT' && isSyn && c.seg.len === 0) return { right: { flags: SYN } };
  return {};
}

/** The message about the segment of the handshake that the sender waits for, or has not sent. */
function awaited({ x, y }: Case): Pick<Breach, 'says'> {
  const text = (id: string): Pick<Breach, 'says'> => ({ says: `tcp/waits/${id}` });
  switch (x.state) {
    case 'SYN-SENT':
      if (x.sndNxt === x.iss) return text('own-syn');
      if (y.synchronised) return text(y.sndNxt === y.iss ? 'syn-ack-unsent' : 'syn-ack-away');
      return text(y.state === 'LISTEN' || y.state === 'SYN-SENT' ? 'syn-away' : 'syn-ack');
    case 'SYN-RECEIVED':
      if (x.sndNxt === x.iss) return text('own-syn-ack');
      if (!y.synchronised) return text('ack-for-synack');
      return text((y.owed & OWES_ACK) !== 0 ? 'ack-unsent' : 'ack-away');
    case 'CLOSED':
    case 'LISTEN':
      return y.state === 'SYN-SENT' ? text(y.sndNxt === y.iss ? 'syn-unsent' : 'syn') : {};
    default:
      return {};
  }
}

/**
 * Rules about segments that the sender's state does not allow at all. If one of them is broken, no other rule is
 * reported.
 */
export const structureRules: readonly Rule[] = [
  {
    id: 'tcp/syn-has-ack',
    level: 'error',
    source: 'RFC 9293 §3.10.1',
    aspect: 'segment',
    on: SYN,
    check: (c) =>
      unopened(c) && isSynAck(c) && c.opener === 'sender' ? { right: { flags: c.seg.flags & ~ACK } } : undefined,
  },
  {
    id: 'tcp/synack-without-syn',
    level: 'error',
    source: 'RFC 9293 §3.10.7.2',
    aspect: 'segment',
    on: SYN,
    check(c) {
      if (!isSynAck(c) || !(unopened(c) || c.x.state === 'SYN-SENT')) return undefined;
      // In SYN-SENT only the SYN can be sent, for the first time or again.
      return c.x.state === 'SYN-SENT' ? { right: { flags: c.seg.flags & ~ACK } } : {};
    },
  },
  {
    id: 'tcp/open-not-syn',
    level: 'error',
    source: 'RFC 9293 §3.5, §3.10.1',
    aspect: 'segment',
    check(c) {
      if (!unopened(c) || !plain(c) || c.y.state === 'SYN-SENT') return undefined;
      // The peer answers with SYN,ACK, so a SYN was meant. Otherwise the flow begins in the middle of a connection.
      return c.opener === 'sender' && c.answered && c.seg.len === 0 ? { right: { flags: SYN } } : {};
    },
  },
  {
    id: 'tcp/rst-to-rst',
    level: 'error',
    source: 'RFC 9293 §3.5.2, §3.10.7.1',
    aspect: 'segment',
    on: RST,
    check: (c) =>
      has(c.seg, RST) && c.resets.length === 0 && c.ended === 'reset' && c.x.state === 'CLOSED' ? {} : undefined,
  },
  {
    id: 'tcp/segment-after-rst',
    level: 'error',
    source: 'RFC 9293 §3.10.5',
    aspect: 'segment',
    check: (c) =>
      c.x.state === 'CLOSED' && c.ended === 'aborted' && c.resets.length === 0 && !has(c.seg, SYN) ? {} : undefined,
  },
  {
    id: 'tcp/rst-not-honoured',
    level: 'error',
    source: 'RFC 9293 §3.5.3, §3.10.7.4',
    aspect: 'segment',
    check: (c) =>
      c.x.state === 'CLOSED' && c.ended === 'reset' && !has(c.seg, SYN) && !has(c.seg, RST) ? {} : undefined,
  },
  {
    id: 'tcp/data-before-synack',
    level: 'error',
    source: 'RFC 9293 §3.10.2',
    aspect: 'segment',
    on: DATA,
    check: (c) => (c.x.state === 'SYN-SENT' && plain(c) && c.seg.len > 0 ? awaited(c) : undefined),
  },
  {
    id: 'tcp/simopen-form',
    level: 'error',
    source: 'RFC 9293 §3.5 figure 7, §3.10.7.3',
    aspect: 'segment',
    check: (c) =>
      c.x.state === 'SYN-RECEIVED' &&
      c.x.opening.origin === 'active' &&
      (c.x.owed & (OWES_SYN_ACK | OWES_REPLY_ACK)) === OWES_SYN_ACK &&
      !has(c.seg, RST) &&
      !isSynAck(c)
        ? { right: { flags: SYN | ACK, seq: c.x.iss, ack: c.x.rcvNxt }, args: { right: 'SYN,ACK' } }
        : undefined,
  },
  {
    id: 'tcp/data-in-syn-received',
    level: 'error',
    source: 'RFC 9293 §3.10.2',
    aspect: 'segment',
    on: DATA,
    // With Fast Open the server need not wait for the handshake's last ACK (RFC 7413 §4.2.2). Either the SYN carried a
    // cookie that is not known to be invalid, or the SYN,ACK acknowledges data of the SYN, which implies acceptance.
    check: (c) =>
      c.x.state === 'SYN-RECEIVED' &&
      plain(c) &&
      c.seg.len > 0 &&
      c.x.sndNxt !== c.x.iss &&
      (!c.x.opening.peerSyn?.fastopen || hasWrongCookie(c.x)) &&
      !(c.x.opening.synData > 0 && gt(c.x.rcvNxt, add(c.x.irs, 1)))
        ? awaited(c)
        : undefined,
  },
  {
    id: 'tcp/keepalive-one-strike',
    level: 'error',
    source: 'RFC 9293 §3.8.4 (MUST-29)',
    aspect: 'segment',
    on: RST,
    needs: ['idle'],
    check: (c) =>
      impliedAbort(c) && c.timed && c.x.sndWnd > 0 && c.x.sndUna === c.x.sndNxt && c.x.timers.probing.probes === 1
        ? {}
        : undefined,
  },
  {
    id: 'tcp/zwp-abort',
    level: 'error',
    source: 'RFC 9293 §3.8.6.1 (MUST-37)',
    aspect: 'segment',
    on: RST,
    check: (c) => (impliedAbort(c) && c.x.sndWnd === 0 && c.x.timers.probing.probesAnswered > 0 ? {} : undefined),
  },
  {
    id: 'tcp/rtx-give-up-data',
    level: 'warning',
    source: 'RFC 9293 §3.8.3 (SHLD-11)',
    aspect: 'segment',
    on: RST,
    check(c) {
      const { stalledSince, timeouts } = c.x.timers.loss;
      if (!c.timed || !impliedAbort(c) || timeouts === 0 || stalledSince === undefined) return undefined;
      // SHLD-11 is about data, so it does not apply to an unanswered SYN,ACK.
      if (c.x.sndUna === c.x.iss) return undefined;
      const waited = c.now - stalledSince;
      return waited < 100 * SECOND ? { args: { waited: `${waited / SECOND} s` } } : undefined;
    },
  },
  {
    id: 'tcp/rst-close-unread',
    level: 'warning',
    source: 'RFC 9293 §3.6.1 (SHLD-3)',
    aspect: 'segment',
    on: FIN,
    check: (c) =>
      has(c.seg, FIN) && !has(c.seg, RST) && c.x.finSeq === undefined && c.bound.receive && c.x.unread > 0
        ? { args: { count: c.x.unread } }
        : undefined,
  },
  {
    id: 'tcp/syn-in-synchronized',
    level: 'error',
    source: 'RFC 9293 §3.10.7.4 step 4',
    aspect: 'segment',
    on: SYN,
    check(c) {
      if (!has(c.seg, SYN) || has(c.seg, RST) || !isSynchronized(c.x.state)) return undefined;
      // A SYN,ACK is due, even after CLOSE, or again for a SYN that was repeated or crossed this side's SYN.
      if (has(c.seg, ACK) && (c.x.owed & OWES_SYN_ACK) !== 0) return undefined;
      if (mayLackAck(c)) return undefined;
      const again = c.seg.seq === c.x.iss && c.x.sndNxt === add(c.x.iss, 1) && c.x.opening.origin === 'passive';
      if (again && has(c.seg, ACK)) return { args: { state: c.x.state }, level: 'warning' };
      // A SYN,ACK after the handshake should not carry SYN. A SYN alone belongs to another connection.
      return { args: { state: c.x.state }, ...(has(c.seg, ACK) ? { right: { flags: c.seg.flags & ~SYN } } : {}) };
    },
  },
  {
    id: 'tcp/rst-instead-of-ack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 3, §3.10.7.4 step 4',
    aspect: 'segment',
    on: RST,
    check(c) {
      if (!has(c.seg, RST) || !isSynchronized(c.x.state)) return undefined;
      const right = { flags: ACK, seq: c.x.sndNxt, ack: c.x.rcvNxt };
      const [due] = c.resets;
      if (due?.row === 'E42') {
        // RFC 9293 §3.10.7.4, fourth check, allows both: the challenge ACK of RFC 5961 and the reset of RFC 793.
        // FreeBSD leaves TIME-WAIT for such a SYN, and sends an RST if it has no listener.
        const { config, x, lastHeard } = c;
        const waits = config.timeWaitSyn === 'freebsd' && x.state === 'TIME-WAIT' && lastHeard !== undefined;
        const recycles = waits && reopensBy(x, lastHeard, config);
        const isUnwanted = c.config.challengeAcks && !recycles;
        return isUnwanted ? { right, args: { right: 'ACK' }, level: 'warning', says: 'tcp/rst-for-syn' } : undefined;
      }
      if ((c.x.owed & OWES_REPLY_ACK) === 0 || due?.mayAck !== undefined || due?.row !== undefined) return undefined;
      return { right, args: { right: 'ACK', ...placeArgs(c) }, says: PLACES[refusedFor(c)] };
    },
  },
  {
    id: 'tcp/segment-not-allowed',
    level: 'error',
    source: 'RFC 9293 §3.10',
    aspect: 'segment',
    check(c) {
      const args = { state: c.x.state };
      if (has(c.seg, RST)) {
        // SYN and RST on a side that has a SYN to send: the rule on flags reports the RST bit.
        const opens = has(c.seg, SYN) && hasSynToSend(c);
        if (c.resets.length > 0 || abortSendsReset(c.x.state) || opens) return undefined;
        return isSynchronized(c.x.state) && has(c.seg, ACK) ? { args, right: { flags: c.seg.flags & ~RST } } : { args };
      }
      if (c.x.state === 'CLOSED' || c.x.state === 'LISTEN' || c.x.state === 'SYN-SENT') {
        const wrong = c.x.state === 'SYN-SENT' ? plain(c) : plain(c) || has(c.seg, ACK);
        if (!wrong) return undefined;
        return { args, ...(c.resets.length === 0 && c.ended === 'never' ? awaited(c) : {}), ...meant(c) };
      }
      if (
        (c.x.state === 'SYN-RECEIVED' || c.x.state === 'FIN-WAIT-1') &&
        c.x.opening.origin === 'passive' &&
        c.x.sndNxt === c.x.iss &&
        !has(c.seg, SYN)
      ) {
        // The first segment of a listener is its SYN,ACK.
        return { args, ...awaited(c), right: { flags: SYN | ACK, seq: c.x.iss, ack: c.x.rcvNxt, len: 0 } };
      }
      return undefined;
    },
  },
  {
    id: 'tcp/data-after-fin',
    level: 'error',
    source: 'RFC 9293 §3.6, §3.10.2',
    aspect: 'segment',
    on: DATA,
    check(c) {
      if (c.x.finSeq === undefined || c.seg.len === 0 || has(c.seg, RST) || has(c.seg, SYN)) return undefined;
      const beyond = ((add(c.seg.seq, c.seg.len) - c.x.finSeq) | 0) > 0;
      if (!beyond || (has(c.seg, FIN) && segLen(c.seg) === 1)) return undefined;
      const room = Math.max(0, (c.x.finSeq - c.seg.seq) | 0);
      const data = c.seg.data?.subarray(0, room);
      return {
        args: { fin: c.own(c.x.finSeq) },
        arithmetic: `FIN = ${sum(c.own(c.x.finSeq), c.x.finSeq)}`,
        right: { len: room, ...(data === undefined ? {} : { data }) },
      };
    },
  },
];
