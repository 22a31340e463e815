import {
  ACK,
  FIN,
  PSH,
  RST,
  SYN,
  type Segment,
  type Seq,
  ZERO,
  add,
  dataStart,
  difference,
  distance,
  has,
  lt,
  max,
  optionBytes,
  segEnd,
} from '../wire';
import { hasQueued, writeEnd } from './calls';
import { SECOND, synOptions, type Config } from './config';
import { congestionWindow, effectiveMss, flightSize, nextHole, pipe, tellsByTime } from './congestion';
import type { Given } from './emit';
import { isQuick } from './quick-ack';
import type { Losses } from './rack';
import type { Reset } from './reset';
import {
  hasRightCookie,
  mayReportSack,
  OWES_ACK,
  OWES_AT_ONCE,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  REPLY_IS_SPARED,
  sendEdge,
  type Tcb,
} from './tcb';
import { isProbing } from './timers';

/** The input of {@link decide}: an endpoint's state and its retransmission queue. */
export interface Outlook {
  readonly tcb: Tcb;
  readonly resets: readonly Reset[];
  readonly config: Config;
  readonly now: number;
  /** The segment of the retransmission queue that contains the given sequence number. */
  readonly queued: (at: Seq) => Segment | undefined;
  /** The losses that RACK detects, for a given MSS in bytes; asked for only if RACK is in use (RFC 8985 §6). */
  readonly losses: (mss: number) => Losses;
  /** True if the script gives RECEIVE calls: the window is then the free space in the buffer. */
  readonly receives: boolean;
}

/**
 * The segment to send now. If there is none, `wakeAt` is the time after `now` at which there may be one without a
 * further event; undefined for never.
 */
export type Decision = { readonly send: Given } | { readonly send: undefined; readonly wakeAt?: number };

/** A segment of which nothing is given. */
export const NO_FIELDS: Given = {
  flags: undefined,
  seq: undefined,
  ack: undefined,
  win: undefined,
  urg: undefined,
  len: 0,
  data: undefined,
  options: undefined,
  ecn: undefined,
  ip: undefined,
};

/**
 * The segment that a TCP sends of its own accord (RFC 9293 §3.8, §3.10). The order is: RST, handshake, retransmission
 * after a timeout or in recovery, new data as windows and Nagle's algorithm allow, FIN, probes, ACKs.
 */
export function decide(o: Outlook): Decision {
  const { tcb } = o;
  const send = (given: Partial<Given>): Decision => ({ send: { ...NO_FIELDS, ...windowOf(o), ...given } });
  const reset = o.resets[0];
  if (reset !== undefined) {
    const acks = reset.mayAck !== undefined && o.config.abortAcks;
    return { send: acks ? { ...NO_FIELDS, flags: RST | ACK, ack: reset.mayAck } : NO_FIELDS };
  }
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      return { send: undefined };
    case 'SYN-SENT':
      if (tcb.sndNxt === tcb.iss) return { send: { ...NO_FIELDS, len: dataOnSyn(o) } };
      return tcb.timers.loss.mustResend ? { send: NO_FIELDS } : { send: undefined };
    case 'SYN-RECEIVED':
      if ((tcb.owed & OWES_SYN_ACK) !== 0) return { send: NO_FIELDS };
      if (replyIsDue(tcb)) return send({ flags: ACK });
      return o.config.fastopen && hasRightCookie(tcb) ? beforeHandshake(o) : { send: undefined };
    case 'FIN-WAIT-1':
      // CLOSE was called before the SYN,ACK was sent (row U12), or before it was acknowledged.
      if ((tcb.owed & OWES_SYN_ACK) !== 0) return { send: NO_FIELDS };
      break;
    case 'ESTABLISHED':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      break;
  }
  const losses = lossesNow(o);
  const again = resend(o, losses);
  if (again !== undefined) return send(again);
  const waiting = newData(o, tcb.congestion.waits, losses);
  // A FIN set on the last small segment releases it: Nagle's algorithm delays small segments without FIN only (RFC 9293
  // §3.7.4).
  const fresh = waiting.send === undefined && closesBehindData(tcb) ? newData(o, true, losses) : waiting;
  if (fresh.send !== undefined) return send(fresh.send);
  if (tcb.closing && tcb.finSeq === undefined && !hasQueued(tcb)) return send({ flags: FIN | ACK });
  // The reply to the peer's probe comes before this side's own probe, which acknowledges nothing the peer would accept.
  if (tcb.timers.probing.probeDue !== undefined && !replyIsDue(tcb)) return send(probe(o));
  if (ackIsDue(o)) return send({ flags: ACK });
  const wakeAt = Math.min(fresh.wakeAt ?? Infinity, probeAhead(o), losses?.wakeAt ?? Infinity);
  return wakeAt === Infinity ? { send: undefined } : { send: undefined, wakeAt };
}

/**
 * The number of queued octets that a SYN with a Fast Open cookie carries (RFC 7413 §4.2.1), limited by the MSS less its
 * options.
 */
function dataOnSyn({ tcb, config }: Outlook): number {
  const { fastOpen } = tcb.opening;
  if (!config.fastopen || fastOpen === undefined || fastOpen.cookie === '' || tcb.sendEnd === undefined) return 0;
  const options = synOptions(config, undefined, { val: ZERO, ecr: ZERO }, fastOpen.cookie);
  const most = Math.min(fastOpen.mss ?? 536, (config.mtu ?? Infinity) - 40) - optionBytes(options);
  return Math.max(0, Math.min(most, distance(add(tcb.iss, 1), tcb.sendEnd)));
}

/**
 * Data before the end of the handshake: with a valid cookie a server need not wait for the handshake's last ACK (RFC
 * 7413 §4.2.2).
 */
function beforeHandshake(o: Outlook): Decision {
  const { send } = newData(o, o.tcb.congestion.waits);
  return send === undefined ? { send } : { send: { ...NO_FIELDS, ...windowOf(o), ...send } };
}

/**
 * The losses that RACK detects. Undefined if RACK is not in use, or after a timeout, when all outstanding data is
 * retransmitted.
 */
function lossesNow(o: Outlook): Losses | undefined {
  const { tcb, config } = o;
  if (!config.rackTlp || tcb.sndUna === tcb.sndNxt || tcb.sndUna === tcb.iss) return undefined;
  if (tcb.congestion.phase === 'timeout' || !tellsByTime(tcb, config)) return undefined;
  return o.losses(effectiveMss(tcb, config));
}

/** The retransmission that is due after a timeout or in loss recovery: a whole segment, or its unacknowledged part. */
function resend(o: Outlook, losses: Losses | undefined): Partial<Given> | undefined {
  const { tcb, config } = o;
  if (tcb.timers.loss.mustResend) return sentBefore(o, tcb.sndUna);
  const { refused } = tcb.congestion;
  const cut = tooBig(o);
  if (cut !== undefined) return cut;
  if (refused !== undefined && lt(tcb.sndUna, refused.right)) return sentBefore(o, max(refused.left, tcb.sndUna));
  const probeAt = tailProbeAt(tcb, config);
  if (probeAt !== undefined && probeAt <= o.now) return tail(o);
  if (isProbing(tcb) && tcb.sndWnd > 0) return behindProbe(o);
  const usesSack = mayReportSack(tcb);
  const mss = effectiveMss(tcb, config);
  const hole = losses === undefined ? nextHole(tcb, usesSack, mss) : nextLoss(tcb, losses);
  if (hole === undefined) return undefined;
  const free = congestionWindow(tcb, config) - pipe(tcb, usesSack, mss, losses?.edge);
  const segment = sentBefore(o, hole.at);
  return segment === undefined || (!hole.now && free < (segment.len ?? 0)) ? undefined : segment;
}

/** The next segment that RACK marks lost. The first of them begins recovery and is sent at once, regardless of cwnd. */
function nextLoss({ congestion }: Tcb, { hole }: Losses): { readonly at: Seq; readonly now: boolean } | undefined {
  return hole === undefined ? undefined : { at: hole, now: congestion.phase === 'open' };
}

/** The segment after a closed window has opened: the octet of the window probe, with as much new data as fits. */
function behindProbe(o: Outlook): Partial<Given> {
  const { sndUna, sndNxt, sndWnd, sendEnd = sndNxt } = o.tcb;
  const len = Math.max(1, Math.min(distance(sndUna, sendEnd), room(o), sndWnd));
  return { flags: (add(sndUna, len) === sendEnd ? PSH : 0) | ACK, seq: sndUna, len };
}

/**
 * The time of the tail loss probe (RFC 8985 §7), microseconds: a retransmission of the last segment before the RTO, as
 * no later segment can reveal its loss.
 */
function tailProbeAt(tcb: Tcb, config: Config): number | undefined {
  const { retransmitAt, rto, rtt, loss } = tcb.timers;
  const { phase, probed, board } = tcb.congestion;
  if (!config.rackTlp || probed || phase !== 'open' || board.length > 0 || !mayReportSack(tcb)) return undefined;
  // A SYN, with or without data, gets no tail loss probe: SACK is negotiated only once it is acknowledged (RFC 8985
  // §7.2).
  if (tcb.sndUna === tcb.iss) return undefined;
  if (retransmitAt === undefined || rtt === undefined || loss.timeouts > 0 || tcb.sndWnd === 0) return undefined;
  const alone = flightSize(tcb) <= effectiveMss(tcb, config);
  // The ACK of a single segment may be delayed. The probe is always earlier than the timeout.
  const wait = 2 * rtt.srtt + (alone ? ALONE : TICKS);
  return Math.round(retransmitAt - rto + Math.min(wait, rto - 1));
}

/** The time of the next tail loss probe; infinite if it has passed. */
function probeAhead({ tcb, config, now }: Outlook): number {
  const at = tailProbeAt(tcb, config) ?? Infinity;
  return at > now ? at : Infinity;
}

const ALONE = 0.2 * SECOND;
const TICKS = 0.002 * SECOND;

/**
 * The last segment in flight for a tail loss probe; if SACK blocks leave too little room, its last octets up to
 * SND.NXT.
 */
function tail(o: Outlook): Partial<Given> | undefined {
  const last = o.queued(add(o.tcb.sndNxt, -1));
  return last && sentBefore(o, add(dataStart(last), Math.max(0, last.len - room(o))));
}

/** The most payload of a segment, bytes, beside the SACK blocks that it carries now. */
function room({ tcb, config }: Outlook): number {
  return effectiveMss(tcb, config) - sackBytes(tcb);
}

function sentBefore(o: Outlook, at: Seq): Partial<Given> | undefined {
  const segment = o.queued(at);
  if (segment === undefined) return undefined;
  const start = dataStart(segment);
  // A SYN is not retransmitted here; data on it is retransmitted without it.
  if (has(segment, SYN) && lt(at, start)) return undefined;
  const skipped = lt(start, at) ? Math.min(segment.len, distance(start, at)) : 0;
  // SACK blocks may leave less room now than at the first transmission.
  const len = Math.min(segment.len - skipped, room(o));
  const whole = skipped + len === segment.len;
  // A SYN carries no PSH; its data retransmitted alone does if nothing is queued after it.
  const pushes = has(segment, SYN) && (o.tcb.sendEnd ?? segEnd(segment)) === segEnd(segment) ? PSH : 0;
  return {
    flags: (whole ? (segment.flags & (FIN | PSH)) | pushes : 0) | ACK,
    seq: add(start, skipped),
    len,
    data: segment.data?.subarray(skipped, skipped + len),
  };
}

/** The next piece of what was too big for the path, once its MTU is known: it goes again at once (RFC 1191 §6.5). */
function tooBig(o: Outlook): Partial<Given> | undefined {
  const { tooBig: range, pathMtu } = o.tcb.congestion;
  if (range === undefined || pathMtu === undefined || !lt(o.tcb.sndUna, range.right)) return undefined;
  const at = max(range.left, o.tcb.sndUna);
  const segment = o.queued(at);
  return segment === undefined || segment.len <= room(o) ? undefined : sentBefore(o, at);
}

interface Fresh {
  readonly send: Partial<Given> | undefined;
  readonly wakeAt?: number;
}

const NONE: Fresh = { send: undefined };

/**
 * The next segment of new data, as allowed by the peer's window, cwnd, Nagle's algorithm (RFC 9293 §3.7.4) and
 * sender-side SWS avoidance (§3.8.6.2.1).
 */
function newData(o: Outlook, finRides: boolean, losses?: Losses): Fresh {
  const { tcb, config, now } = o;
  if (tcb.sendEnd === undefined || !hasQueued(tcb) || tcb.finSeq !== undefined || tcb.state === 'TIME-WAIT')
    return NONE;
  const all = difference(tcb.sndNxt, tcb.sendEnd);
  if (all <= 0) return NONE;
  const waiting = difference(tcb.sndNxt, writeEnd(tcb, config.nagle) ?? tcb.sendEnd);
  const mss = room(o);
  const window = difference(tcb.sndNxt, sendEdge(tcb));
  const len = Math.min(waiting, mss, window);
  if (len <= 0) return NONE;
  // An unacknowledged SYN,ACK is no outstanding data for Nagle's algorithm.
  const idle = tcb.sndUna === tcb.sndNxt || (tcb.sndUna === tcb.iss && tcb.sndNxt === add(tcb.iss, 1));
  const usesSack = mayReportSack(tcb);
  // Limited transmit (RFC 3042): each of the first two duplicate ACKs allows one new segment.
  const limited = tcb.congestion.phase === 'open' && !usesSack ? Math.min(2, tcb.duplicateAcks) * mss : 0;
  const free = congestionWindow(tcb, config) + limited - pipe(tcb, usesSack, mss, losses?.edge);
  if (free < len && !(idle && tcb.congestion.phase === 'open')) return NONE;
  const last = len === waiting;
  const rides = len === all && tcb.closing && finRides;
  if (len < mss) {
    if (last && config.nagle && !idle && !rides && (!config.minshall || smallIsOut(tcb))) return NONE;
    if (!last && !(idle && 2 * len >= tcb.maxSndWnd)) {
      // The usable window is less than half of the largest one. It may grow, so the sender waits, but not beyond the
      // override timeout (RFC 1122 §4.2.3.4, condition 4).
      const wakeAt = tcb.timers.activeAt + OVERRIDE;
      if (!idle) return NONE;
      if (now < wakeAt) return { send: undefined, wakeAt };
    }
  }
  const flags = (last ? PSH : 0) | ACK | (rides ? FIN : 0);
  return { send: { flags, len } };
}

/** True if a segment smaller than the MSS is unacknowledged (Minshall's variant of Nagle's algorithm). */
function smallIsOut({ congestion: { small }, sndUna }: Tcb): boolean {
  return small !== undefined && lt(sndUna, small);
}

/** The override timeout, microseconds: 0.1 to 1 second (RFC 9293 §3.8.6.2.1). */
const OVERRIDE = SECOND / 2;

/** The length of the SACK option that each segment carries while there are blocks to report, bytes. */
function sackBytes(tcb: Tcb): number {
  return tcb.reassembly.held.length === 0 || !mayReportSack(tcb) ? 0 : 4 + 8 * Math.min(3, tcb.reassembly.held.length);
}

/** A keepalive probe, or a window probe: the next octet, or an empty segment with SND.NXT - 1. */
function probe(o: Outlook): Partial<Given> {
  const { tcb, config } = o;
  if (isProbing(tcb)) return { ...sentBefore(o, tcb.sndUna), len: 1 };
  const keepalive = tcb.sndWnd > 0 || !hasQueued(tcb);
  if (keepalive || config.emptyProbes) return { flags: ACK, seq: add(tcb.sndNxt, -1) };
  return { flags: (tcb.sendEnd === add(tcb.sndNxt, 1) ? PSH : 0) | ACK, len: 1 };
}

/** True if a reply to an unacceptable segment is due and not rate-limited (RFC 5961 §7). */
function replyIsDue({ owed }: Tcb): boolean {
  return (owed & (OWES_REPLY_ACK | REPLY_IS_SPARED)) === OWES_REPLY_ACK;
}

/** True if an ACK is due now rather than delayed (RFC 9293 §3.8.6.3, RFC 5681 §4.2), or a window update is. */
function ackIsDue({ tcb, config, receives }: Outlook): boolean {
  if (replyIsDue(tcb)) return true;
  if ((tcb.owed & OWES_ACK) !== 0) {
    const { ackSince, ackAt } = tcb;
    if (config.delayedAck === 0 || ackSince === undefined || ackAt === undefined) return true;
    if (
      tcb.full.count >= 2 ||
      (tcb.owed & OWES_AT_ONCE) !== 0 ||
      tcb.reassembly.held.length > 0 ||
      tcb.reassembly.heldFin !== undefined ||
      tcb.reassembly.duplicate !== undefined
    )
      return true;
    // Linux delays the ACK of a FIN until this side's FIN is sent, which may carry it.
    if (
      tcb.finRcvd !== undefined &&
      (config.quickAcks === 0 || tcb.state !== 'CLOSE-WAIT' || tcb.quickAck.heardAt === undefined)
    )
      return true;
    if (isQuick(tcb.quickAck)) return true;
  }
  return receives && opensWindow(tcb, config);
}

/**
 * True if a window update is due: the free buffer space exceeds the known window by the MSS or half the buffer (RFC
 * 9293 §3.8.6.2.2).
 */
function opensWindow(tcb: Tcb, config: Config): boolean {
  if (!tcb.synchronised || tcb.finRcvd !== undefined) return false;
  const known = distance(tcb.rcvNxt, tcb.rcvEdge);
  const step = Math.min(Math.floor(config.window / 2), tcb.opening.ownSyn?.mss ?? config.mss);
  return tcb.rcvWnd > known && known < step && tcb.rcvWnd - known >= step;
}

/**
 * The window field with receiver-side SWS avoidance: the right edge moves by the MSS or half the buffer at least (RFC
 * 9293 §3.8.6.2.2).
 */
function windowOf({ tcb, config, receives }: Outlook): Partial<Given> {
  if (!receives || !tcb.synchronised) return {};
  const known = Math.max(0, difference(tcb.rcvNxt, tcb.rcvEdge));
  const room = Math.max(0, config.window - tcb.unread);
  const step = Math.min(Math.floor(config.window / 2), tcb.opening.ownSyn?.mss ?? config.mss);
  const window = room - known >= step ? room : Math.min(room, known);
  return { win: Math.min(65535, Math.floor(window / 2 ** tcb.opening.rcvShift)) };
}

/**
 * True if the user has called CLOSE while queued data may not be sent yet. The FIN is then set on the last data
 * segment.
 */
export function isHeldBack(o: Outlook): boolean {
  return closesBehindData(o.tcb) && newData(o, false).send === undefined;
}

function closesBehindData(tcb: Tcb): boolean {
  return tcb.closing && tcb.finSeq === undefined && hasQueued(tcb);
}
