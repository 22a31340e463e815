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

/** What an endpoint knows when it decides what to send by itself. */
export interface Outlook {
  readonly tcb: Tcb;
  readonly resets: readonly Reset[];
  readonly config: Config;
  readonly now: number;
  /** The segment in the retransmission queue that holds this number. */
  readonly queued: (at: Seq) => Segment | undefined;
  /** What of the retransmission queue is lost by time; asked for where losses are told so (RFC 8985 §6). */
  readonly losses: (mss: number) => Losses;
  /** The user takes what arrives by RECEIVE only: the window is what the buffer has left. */
  readonly receives: boolean;
}

/** What the endpoint sends now; or nothing, and then when it may without anything else happening: behind `now`. */
export type Decision = { readonly send: Given } | { readonly send: undefined; readonly wakeAt?: number };

const NOTHING: Given = {
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
 * What a TCP sends by itself (RFC 9293 §3.8, §3.10): resets, opening segments, what a timer calls for, what recovery
 * sends again, new data as far as windows and Nagle's algorithm let it, its FIN behind that, and then ACKs that are due.
 */
export function decide(o: Outlook): Decision {
  const { tcb } = o;
  const send = (given: Partial<Given>): Decision => ({ send: { ...NOTHING, ...windowOf(o), ...given } });
  const reset = o.resets[0];
  if (reset !== undefined) {
    const acks = reset.mayAck !== undefined && o.config.abortAcks;
    return { send: acks ? { ...NOTHING, flags: RST | ACK, ack: reset.mayAck } : NOTHING };
  }
  switch (tcb.state) {
    case 'CLOSED':
    case 'LISTEN':
      return { send: undefined };
    case 'SYN-SENT':
      if (tcb.sndNxt === tcb.iss) return { send: { ...NOTHING, len: dataOnSyn(o) } };
      return tcb.timers.loss.mustResend ? { send: NOTHING } : { send: undefined };
    case 'SYN-RECEIVED':
      if ((tcb.owed & OWES_SYN_ACK) !== 0) return { send: NOTHING };
      if (replyIsDue(tcb)) return send({ flags: ACK });
      return o.config.fastopen && hasRightCookie(tcb) ? beforeHandshake(o) : { send: undefined };
    case 'FIN-WAIT-1':
      // CLOSE came before the SYN,ACK had left (row U12), or before it was acknowledged.
      if ((tcb.owed & OWES_SYN_ACK) !== 0) return { send: NOTHING };
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
  // A FIN that rides on what is held back lets it go (§3.7.4 holds back small segments only).
  const fresh = waiting.send === undefined && closesBehindData(tcb) ? newData(o, true, losses) : waiting;
  if (fresh.send !== undefined) return send(fresh.send);
  if (tcb.closing && tcb.finSeq === undefined && !hasQueued(tcb)) return send({ flags: FIN | ACK });
  // The answer to the peer's probe goes first: a probe lies before the peer's window, and answers nothing.
  if (tcb.timers.probing.probeDue !== undefined && !replyIsDue(tcb)) return send(probe(o));
  if (ackIsDue(o)) return send({ flags: ACK });
  const wakeAt = Math.min(fresh.wakeAt ?? Infinity, probeAhead(o), losses?.wakeAt ?? Infinity);
  return wakeAt === Infinity ? { send: undefined } : { send: undefined, wakeAt };
}

/** Octets that a SYN with a cookie takes along (RFC 7413 §4.2.1): what is queued, as much as its options leave room for. */
function dataOnSyn({ tcb, config }: Outlook): number {
  const { fastOpen } = tcb.opening;
  if (!config.fastopen || fastOpen === undefined || fastOpen.cookie === '' || tcb.sendEnd === undefined) return 0;
  const options = synOptions(config, undefined, { val: ZERO, ecr: ZERO }, fastOpen.cookie);
  const most = Math.min(fastOpen.mss ?? 536, (config.mtu ?? Infinity) - 40) - optionBytes(options);
  return Math.max(0, Math.min(most, distance(add(tcb.iss, 1), tcb.sendEnd)));
}

/** The cookie was right: a server need not wait for the handshake's last ACK with its data (RFC 7413 §4.2.2). */
function beforeHandshake(o: Outlook): Decision {
  const { send } = newData(o, o.tcb.congestion.waits);
  return send === undefined ? { send } : { send: { ...NOTHING, ...windowOf(o), ...send } };
}

/** What is lost by time; undefined where that is not how this side tells (after a timeout all that is outstanding goes again). */
function lossesNow(o: Outlook): Losses | undefined {
  const { tcb, config } = o;
  if (!config.rackTlp || tcb.sndUna === tcb.sndNxt || tcb.sndUna === tcb.iss) return undefined;
  if (tcb.congestion.phase === 'timeout' || !tellsByTime(tcb, config)) return undefined;
  return o.losses(effectiveMss(tcb, config));
}

/** What a timeout or loss recovery calls for: the segment as it was, or what of it is still missing. */
function resend(o: Outlook, losses: Losses | undefined): Partial<Given> | undefined {
  const { tcb, config } = o;
  if (tcb.timers.loss.mustResend) return sentBefore(o, tcb.sndUna);
  const { refused } = tcb.congestion;
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

/** The first that is lost by time begins recovery, and goes at once. */
function nextLoss({ congestion }: Tcb, { hole }: Losses): { readonly at: Seq; readonly now: boolean } | undefined {
  return hole === undefined ? undefined : { at: hole, now: congestion.phase === 'open' };
}

/** The window has opened: what the probes could not bring through goes at once, with as much behind it as there is room for. */
function behindProbe(o: Outlook): Partial<Given> {
  const { sndUna, sndNxt, sndWnd, sendEnd = sndNxt } = o.tcb;
  const len = Math.max(1, Math.min(distance(sndUna, sendEnd), room(o), sndWnd));
  return { flags: (add(sndUna, len) === sendEnd ? PSH : 0) | ACK, seq: sndUna, len };
}

/** Nothing tells of the tail of a flight that is lost: some stacks send it again before the timer runs out (RFC 8985 §7). */
function tailProbeAt(tcb: Tcb, config: Config): number | undefined {
  const { retransmitAt, rto, rtt, loss } = tcb.timers;
  const { phase, probed, board } = tcb.congestion;
  if (!config.rackTlp || probed || phase !== 'open' || board.length > 0 || !mayReportSack(tcb)) return undefined;
  // The SYN, with data on it or not, is no tail: SACK is not agreed on before it is acknowledged (RFC 8985 §7.2).
  if (tcb.sndUna === tcb.iss) return undefined;
  if (retransmitAt === undefined || rtt === undefined || loss.timeouts > 0 || tcb.sndWnd === 0) return undefined;
  const alone = flightSize(tcb) <= effectiveMss(tcb, config);
  // A lone segment's ACK may be delayed. In any case the probe comes before the timeout that it is to spare.
  const wait = 2 * rtt.srtt + (alone ? ALONE : TICKS);
  return Math.round(retransmitAt - rto + Math.min(wait, rto - 1));
}

/** When a tail probe falls due; never, where its moment has passed and there was nothing to send again. */
function probeAhead({ tcb, config, now }: Outlook): number {
  const at = tailProbeAt(tcb, config) ?? Infinity;
  return at > now ? at : Infinity;
}

const ALONE = 0.2 * SECOND;
const TICKS = 0.002 * SECOND;

/** The last segment of the flight; of a segment that has no room any more, its end: a probe reaches up to SND.NXT. */
function tail(o: Outlook): Partial<Given> | undefined {
  const last = o.queued(add(o.tcb.sndNxt, -1));
  return last && sentBefore(o, add(dataStart(last), Math.max(0, last.len - room(o))));
}

/** What a segment has room for beside the SACK blocks that go with it now. */
function room({ tcb, config }: Outlook): number {
  return effectiveMss(tcb, config) - sackBytes(tcb);
}

function sentBefore(o: Outlook, at: Seq): Partial<Given> | undefined {
  const segment = o.queued(at);
  if (segment === undefined) return undefined;
  const start = dataStart(segment);
  // A SYN goes again as a whole; its data may go by itself.
  if (has(segment, SYN) && lt(at, start)) return undefined;
  const skipped = lt(start, at) ? Math.min(segment.len, distance(start, at)) : 0;
  // SACK blocks may leave less room now than there was.
  const len = Math.min(segment.len - skipped, room(o));
  const whole = skipped + len === segment.len;
  // A SYN bears no PSH: its data has one by itself if nothing is queued behind it.
  const pushes = has(segment, SYN) && (o.tcb.sendEnd ?? segEnd(segment)) === segEnd(segment) ? PSH : 0;
  return {
    flags: (whole ? (segment.flags & (FIN | PSH)) | pushes : 0) | ACK,
    seq: add(start, skipped),
    len,
    data: segment.data?.subarray(skipped, skipped + len),
  };
}

interface Fresh {
  readonly send: Partial<Given> | undefined;
  readonly wakeAt?: number;
}

const NONE: Fresh = { send: undefined };

/** Data that was passed to SEND: by the peer's window, cwnd, Nagle's algorithm (§3.7.4) and SWS avoidance (§3.8.6.2.1). */
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
  // A SYN,ACK that is on its way is no data to wait for.
  const idle = tcb.sndUna === tcb.sndNxt || (tcb.sndUna === tcb.iss && tcb.sndNxt === add(tcb.iss, 1));
  const usesSack = mayReportSack(tcb);
  // Limited transmit (RFC 3042): the first two duplicate ACKs each let one new segment go.
  const limited = tcb.congestion.phase === 'open' && !usesSack ? Math.min(2, tcb.duplicateAcks) * mss : 0;
  const free = congestionWindow(tcb, config) + limited - pipe(tcb, usesSack, mss, losses?.edge);
  if (free < len && !(idle && tcb.congestion.phase === 'open')) return NONE;
  const last = len === waiting;
  const rides = len === all && tcb.closing && finRides;
  if (len < mss) {
    if (last && config.nagle && !idle && !rides && (!config.minshall || smallIsOut(tcb))) return NONE;
    if (!last && !(idle && 2 * len >= tcb.maxSndWnd)) {
      // Less than half of the largest window: it may yet open further, but not for ever (RFC 1122 §4.2.3.4, (4)).
      const wakeAt = tcb.timers.activeAt + OVERRIDE;
      if (!idle) return NONE;
      if (now < wakeAt) return { send: undefined, wakeAt };
    }
  }
  const flags = (last ? PSH : 0) | ACK | (rides ? FIN : 0);
  return { send: { flags, len } };
}

/** A segment smaller than others is still unacknowledged. */
function smallIsOut({ congestion: { small }, sndUna }: Tcb): boolean {
  return small !== undefined && lt(sndUna, small);
}

/** The override timeout of RFC 1122 §4.2.3.4. */
const OVERRIDE = SECOND / 2;

/** Room that SACK blocks take in each segment while there is something to report. */
function sackBytes(tcb: Tcb): number {
  return tcb.reassembly.held.length === 0 || !mayReportSack(tcb) ? 0 : 4 + 8 * Math.min(3, tcb.reassembly.held.length);
}

/** A probe of an idle connection, or of a closed window: the next octet, or nothing at all below SND.NXT. */
function probe(o: Outlook): Partial<Given> {
  const { tcb, config } = o;
  if (isProbing(tcb)) return { ...sentBefore(o, tcb.sndUna), len: 1 };
  const keepalive = tcb.sndWnd > 0 || !hasQueued(tcb);
  if (keepalive || config.emptyProbes) return { flags: ACK, seq: add(tcb.sndNxt, -1) };
  return { flags: (tcb.sendEnd === add(tcb.sndNxt, 1) ? PSH : 0) | ACK, len: 1 };
}

/** Something unacceptable is to be answered, and the answer is not throttled (RFC 5961 §7). */
function replyIsDue({ owed }: Tcb): boolean {
  return (owed & (OWES_REPLY_ACK | REPLY_IS_SPARED)) === OWES_REPLY_ACK;
}

/** Must an ACK go now, or may it wait for company (RFC 9293 §3.8.6.3, RFC 5681 §4.2)? Or has the window opened? */
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
    // Linux lets the ACK of a FIN wait where its own FIN has not been sent: it may ride on that.
    if (
      tcb.finRcvd !== undefined &&
      (config.quickAcks === 0 || tcb.state !== 'CLOSE-WAIT' || tcb.quickAck.heardAt === undefined)
    )
      return true;
    if (isQuick(tcb.quickAck)) return true;
  }
  return receives && opensWindow(tcb, config);
}

/** The buffer has room for a segment more, or for half of it, than the peer knows of (§3.8.6.2.2). */
function opensWindow(tcb: Tcb, config: Config): boolean {
  if (!tcb.synchronised || tcb.finRcvd !== undefined) return false;
  const known = distance(tcb.rcvNxt, tcb.rcvEdge);
  const step = Math.min(Math.floor(config.window / 2), tcb.opening.ownSyn?.mss ?? config.mss);
  return tcb.rcvWnd > known && known < step && tcb.rcvWnd - known >= step;
}

/** SWS avoidance at the receiver: the right edge moves by a segment, or half the buffer, at least (§3.8.6.2.2). */
function windowOf({ tcb, config, receives }: Outlook): Partial<Given> {
  if (!receives || !tcb.synchronised) return {};
  const known = Math.max(0, difference(tcb.rcvNxt, tcb.rcvEdge));
  const room = Math.max(0, config.window - tcb.unread);
  const step = Math.min(Math.floor(config.window / 2), tcb.opening.ownSyn?.mss ?? config.mss);
  const window = room - known >= step ? room : Math.min(room, known);
  return { win: Math.min(65535, Math.floor(window / 2 ** tcb.opening.rcvShift)) };
}

/** The user has closed, and there is data before the FIN that nothing lets go now: the FIN will ride on the last of it. */
export function isHeldBack(o: Outlook): boolean {
  return closesBehindData(o.tcb) && newData(o, false).send === undefined;
}

function closesBehindData(tcb: Tcb): boolean {
  return tcb.closing && tcb.finSeq === undefined && hasQueued(tcb);
}
