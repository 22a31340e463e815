import { ACK, FIN, RST, SYN, add, distance, gt, has, isPureAck, lt, segEnd } from '../../wire';
import { offeredWindow, takenBack } from '../kept';
import { writeEnd } from '../calls';
import { sendEdge } from '../tcb';
import { BELOW, RCV_WND } from '../unknown';
import { sendMss, sum, type Case, type Rule } from './rule';
import { isRetransmission } from './sequence';

const isSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST);
const edge = (c: Case) => add(c.seg.ack, offeredWindow(c.x, c.seg));
const sendsNewData = (c: Case): boolean =>
  c.seg.len > 0 && !isSyn(c) && !has(c.seg, RST) && gt(add(c.seg.seq, c.seg.len), c.x.sndNxt);

/** The window field that a segment carries (RFC 9293 §3.8.6, RFC 7323 §2). */
export const windowFieldRules: readonly Rule[] = [
  {
    id: 'tcp/window-syn-scaled',
    level: 'error',
    source: 'RFC 7323 §2.2',
    aspect: 'win',
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
      // A window that the flow does not show, as it begins behind it, cannot be told to be taken back.
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
      // The window of the SYN before was not scaled, and so not rounded.
      if (has(c.lastSent, SYN)) return undefined;
      const growth = distance(c.x.rcvEdge, edge(c));
      if (!gt(edge(c), c.x.rcvEdge) || c.x.owed !== 0) return undefined;
      const least = Math.min(Math.floor(c.config.window / 2), c.config.mss);
      return growth < least ? { args: { growth, least } } : undefined;
    },
  },
];

/** A window that was taken back below what is in flight: more telling than that new data lies beyond it. */
export const shrinkRules: readonly Rule[] = [
  {
    id: 'tcp/new-data-after-shrink',
    level: 'warning',
    source: 'RFC 9293 §3.8.6 (SHLD-15)',
    aspect: 'len',
    needs: ['window', 'scale'],
    check(c) {
      const limit = sendEdge(c.x);
      if (!sendsNewData(c) || !lt(limit, c.x.sndNxt)) return undefined;
      if (c.x.sndWnd > 0) return { args: { edge: c.own(limit) } };
      // Shrunk to zero, the window is to be probed with new data as well, an octet at least (§3.8.6.1).
      return c.y.reassembly.shrunk === undefined ? undefined : { args: { edge: c.own(limit) }, level: 'hint' };
    },
  },
];

/** Its SYN is in the flow, so that all that has been acknowledged since is known. */
const wasOpened = (c: Case): boolean => c.x.opening.ownSynFlags !== 0 && (c.x.unknown & BELOW) === 0;

/** What is in flight once the segment has left. */
const flightWith = (c: Case): number => distance(c.x.sndUna, add(c.seg.seq, c.seg.len));

/** The largest initial window that a standard allows (RFC 6928 §2). */
function largestInitialWindow(c: Case): number {
  const mss = sendMss(c);
  return Math.min(10 * mss, Math.max(2 * mss, 14600));
}

/** How much is sent at once (RFC 9293 §3.7.4, §3.8.6; RFC 5681 §3.1). */
export const flightRules: readonly Rule[] = [
  {
    id: 'tcp/rtx-beyond-window',
    level: 'hint',
    source: 'RFC 9293 §3.8.6 (MAY-7)',
    aspect: 'len',
    check(c) {
      const limit = sendEdge(c.x);
      // The one byte that probes a closed window is to be repeated (§3.8.6.1, MUST-36).
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
    check(c) {
      // Nothing but the SYN has been acknowledged yet: this is the first flight.
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
    check(c) {
      const acked = distance(add(c.x.iss, 1), c.x.sndUna);
      // Once this much has been acknowledged, the sum bounds nothing any more, and it is to stay far from wrapping.
      if (!sendsNewData(c) || !wasOpened(c) || acked === 0 || acked > 2 ** 30) return undefined;
      // What has arrived behind a hole is no longer in flight (RFC 5681 §3.2, RFC 6675 §4).
      if (c.x.duplicateAcks > 0 || c.x.sacked.length > 0 || c.x.congestion.phase !== 'open') return undefined;
      const flight = flightWith(c);
      // Whatever happened meanwhile: cwnd grows by no more than what is acknowledged (stacks count whole segments), and
      // limited transmit lets two segments more go (RFC 3042 §2).
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
    check(c) {
      // After a timeout all that was in flight counts as lost, and until an ACK comes cwnd is one segment.
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
    check(c) {
      if (!c.bound.send || !sendsNewData(c) || c.seg.len >= sendMss(c) || c.x.sendEnd === undefined) return undefined;
      const queued = distance(c.x.sndNxt, writeEnd(c.x, c.config.nagle) ?? c.x.sendEnd);
      const usable = distance(c.x.sndNxt, sendEdge(c.x));
      const could = Math.min(queued, usable, sendMss(c));
      return c.seg.len < could && c.seg.len * 2 < c.x.maxSndWnd ? { args: { len: c.seg.len, could } } : undefined;
    },
  },
];
