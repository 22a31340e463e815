import { ACK, FIN, RST, SYN, add, distance, gt, has, isPureAck, lt, segEnd } from '../../wire';
import { offeredWindow, takenBack } from '../kept';
import { writeEnd } from '../calls';
import { sendEdge } from '../tcb';
import { BELOW, RCV_WND } from '../unknown';
import { OTHER_SEQ, DATA, sendMss, sum, type Case, type Rule } from './rule';
import { isRetransmission } from './sequence';

const isSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST);
const edge = (c: Case) => add(c.seg.ack, offeredWindow(c.x, c.seg));
const sendsNewData = (c: Case): boolean =>
  c.seg.len > 0 && !isSyn(c) && !has(c.seg, RST) && gt(add(c.seg.seq, c.seg.len), c.x.sndNxt);

/** Rules about the window field (RFC 9293 §3.8.6, RFC 7323 §2). */
export const windowFieldRules: readonly Rule[] = [
  {
    id: 'tcp/window-syn-scaled',
    level: 'error',
    source: 'RFC 7323 §2.2',
    aspect: 'win',
    on: SYN,
    check(c) {
      const { wscale } = c.seg.options;
      if (!isSyn(c) || wscale === undefined || wscale === 0) return undefined;
      const right = Math.min(65535, c.config.window);
      if (c.seg.win === right || c.seg.win !== Math.floor(c.config.window / 2 ** wscale)) return undefined;
      return { args: { written: c.seg.win, right }, right: { win: right } };
    },
  },
  {
    id: 'tcp/window-shrunk',
    level: 'warning',
    source: 'RFC 9293 §3.8.6 (SHLD-14); RFC 7323 §2.4',
    aspect: 'win',
    check(c) {
      if (!c.x.synchronised || !has(c.seg, ACK) || isSyn(c) || has(c.seg, RST)) return undefined;
      // An unknown RCV.WND, in a flow that begins in the middle of a connection, can't be judged as shrunk.
      if ((c.x.unknown & RCV_WND) !== 0) return undefined;
      const back = takenBack(c.x, c.seg);
      if (back === 0) return undefined;
      return {
        args: { written: c.seg.win, back },
        arithmetic: `RCV.NXT + RCV.WND = ${sum(c.peer(edge(c)), edge(c))} < ${sum(c.peer(c.x.rcvEdge), c.x.rcvEdge)}`,
      };
    },
  },
  {
    id: 'tcp/window-update-small',
    level: 'hint',
    source: 'RFC 9293 §3.8.6.2.2 (MUST-39)',
    aspect: 'win',
    check(c) {
      if (!isPureAck(c.seg) || c.lastSent === undefined || !c.x.synchronised || c.seg.ack !== c.lastSent.ack)
        return undefined;
      // The window of the preceding SYN was neither scaled nor rounded.
      if (has(c.lastSent, SYN)) return undefined;
      const growth = distance(c.x.rcvEdge, edge(c));
      if (!gt(edge(c), c.x.rcvEdge) || c.x.owed !== 0) return undefined;
      const least = Math.min(Math.floor(c.config.window / 2), c.config.mss);
      return growth < least ? { args: { growth, least } } : undefined;
    },
  },
];

/** Rules about a window shrunk below SND.NXT. They come before the rule on data beyond the window. */
export const shrinkRules: readonly Rule[] = [
  {
    id: 'tcp/new-data-after-shrink',
    level: 'warning',
    source: 'RFC 9293 §3.8.6 (SHLD-15)',
    aspect: 'len',
    on: DATA,
    needs: ['window', 'scale'],
    check(c) {
      const limit = sendEdge(c.x);
      if (!sendsNewData(c) || !lt(limit, c.x.sndNxt)) return undefined;
      if (c.x.sndWnd > 0) return { args: { edge: c.own(limit) } };
      // A window shrunk to zero is probed with new data as well, one octet at least (RFC 9293 §3.8.6.1).
      return c.y.reassembly.shrunk === undefined ? undefined : { args: { edge: c.own(limit) }, level: 'hint' };
    },
  },
];

/** True if the sender's SYN is in the flow, so that the number of acknowledged octets is known. */
const wasOpened = (c: Case): boolean => c.x.opening.ownSynFlags !== 0 && (c.x.unknown & BELOW) === 0;

/** The octets in flight after the segment is sent. */
const flightWith = (c: Case): number => distance(c.x.sndUna, add(c.seg.seq, c.seg.len));

/** The largest initial window that a standard allows, bytes (RFC 6928 §2). */
function largestInitialWindow(c: Case): number {
  const mss = sendMss(c);
  return Math.min(10 * mss, Math.max(2 * mss, 14600));
}

/** Rules about the amount of data in flight (RFC 9293 §3.7.4, §3.8.6; RFC 5681 §3.1). */
export const flightRules: readonly Rule[] = [
  {
    id: 'tcp/rtx-beyond-window',
    level: 'hint',
    source: 'RFC 9293 §3.8.6 (MAY-7)',
    aspect: 'len',
    on: OTHER_SEQ,
    check(c) {
      const limit = sendEdge(c.x);
      // The octet of a window probe is retransmitted into the closed window (RFC 9293 §3.8.6.1, MUST-36).
      const probe = c.x.sndWnd === 0 && c.seg.len === 1;
      return isRetransmission(c) && gt(segEnd(c.seg), limit) && c.seg.len > 0 && !probe
        ? { args: { edge: c.own(limit) } }
        : undefined;
    },
  },
  {
    id: 'tcp/initial-window',
    level: 'hint',
    source: 'RFC 5681 §3.1; RFC 6928 §2',
    aspect: 'len',
    on: DATA,
    check(c) {
      // Only the SYN is acknowledged, so this is the first flight.
      if (!sendsNewData(c) || !wasOpened(c) || c.x.sndUna !== add(c.x.iss, 1)) return undefined;
      const flight = flightWith(c);
      const most = largestInitialWindow(c);
      return flight > most ? { args: { flight, most } } : undefined;
    },
  },
  {
    id: 'flow/slow-start',
    level: 'hint',
    source: 'RFC 5681 §3.1; RFC 9293 §3.8.2 (MUST-19)',
    aspect: 'len',
    on: DATA,
    check(c) {
      const acked = distance(add(c.x.iss, 1), c.x.sndUna);
      // Above 2^30 acknowledged octets the limit has no meaning, and sequence numbers come close to wrapping.
      if (!sendsNewData(c) || !wasOpened(c) || acked === 0 || acked > 2 ** 30) return undefined;
      // Data reported out of order is no longer in flight (RFC 5681 §3.2, RFC 6675 §4).
      if (c.x.duplicateAcks > 0 || c.x.sacked.length > 0 || c.x.congestion.phase !== 'open') return undefined;
      const flight = flightWith(c);
      // An upper limit: cwnd grows by the acknowledged octets at most (rounded up to whole segments), and limited
      // transmit allows two more segments (RFC 3042 §2).
      const mss = sendMss(c);
      const most = largestInitialWindow(c) + (Math.ceil(acked / mss) + 2) * mss;
      return flight > most ? { args: { flight, most, acked } } : undefined;
    },
  },
  {
    id: 'flow/loss-window',
    level: 'hint',
    source: 'RFC 5681 §3.1',
    aspect: 'len',
    on: DATA,
    check(c) {
      // After a timeout all outstanding data counts as lost, and cwnd is one segment until the next ACK (RFC 5681
      // §3.1).
      const { phase, recover, highRxt } = c.x.congestion;
      if (phase !== 'timeout' || recover === undefined || c.x.timers.loss.timeouts === 0) return undefined;
      if (!sendsNewData(c) || c.x.sndWnd === 0) return undefined;
      const flight = distance(c.x.sndUna, highRxt ?? c.x.sndUna) + distance(recover, segEnd(c.seg));
      const most = sendMss(c);
      return flight > most ? { args: { flight, most } } : undefined;
    },
  },
  {
    id: 'tcp/nagle',
    level: 'hint',
    source: 'RFC 9293 §3.7.4 (SHLD-7)',
    aspect: 'len',
    on: DATA,
    check: (c) =>
      c.config.nagle &&
      c.bound.send &&
      sendsNewData(c) &&
      c.x.sndUna !== c.x.sndNxt &&
      c.seg.len < sendMss(c) &&
      !has(c.seg, FIN)
        ? { args: { len: c.seg.len, mss: sendMss(c) } }
        : undefined,
  },
  {
    id: 'tcp/sender-sws',
    level: 'hint',
    source: 'RFC 9293 §3.8.6.2.1 (MUST-38)',
    aspect: 'len',
    on: DATA,
    check(c) {
      if (!c.bound.send || !sendsNewData(c) || c.seg.len >= sendMss(c) || c.x.sendEnd === undefined) return undefined;
      const queued = distance(c.x.sndNxt, writeEnd(c.x, c.config.nagle) ?? c.x.sendEnd);
      const usable = distance(c.x.sndNxt, sendEdge(c.x));
      const could = Math.min(queued, usable, sendMss(c));
      return c.seg.len < could && c.seg.len * 2 < c.x.maxSndWnd ? { args: { len: c.seg.len, could } } : undefined;
    },
  },
];
