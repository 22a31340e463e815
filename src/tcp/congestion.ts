import { type Block, type Seq, add, distance, ge, gt, le, lt, max } from '../wire';
import type { Congestion } from './congestion-state';
import type { Config } from './config';
import { insert } from './sack';
import { mayReportSack, peerMss, usesTimestamps, type Tcb } from './tcb';

/**
 * Eff.snd.MSS, bytes (RFC 9293 §3.7.1): the least of the peer's MSS and the path MTU less headers, less options that
 * every segment carries.
 */
export function effectiveMss(tcb: Tcb, config: Config): number {
  const path = Math.min(config.mtu ?? Infinity, tcb.congestion.pathMtu ?? Infinity) - 40;
  const mss = Math.max(1, Math.min(peerMss(tcb), path) - (usesTimestamps(tcb) ? 12 : 0));
  // Linux `tcp_bound_to_half_wnd`: at most half the window, so that two segments fit and the second need not wait for
  // an ACK.
  return config.halfWindow && tcb.maxSndWnd > 536 ? Math.min(mss, tcb.maxSndWnd >> 1) : mss;
}

/** The initial window IW, bytes: RFC 5681 §3.1, or the profile's number of segments (RFC 6928: ten). */
export function initialWindow(mss: number, config: Config): number {
  if (config.initialSegments !== undefined) return config.initialSegments * mss;
  return (mss > 2190 ? 2 : mss > 1095 ? 3 : 4) * mss;
}

/** cwnd, bytes. */
export function congestionWindow(tcb: Tcb, config: Config): number {
  return tcb.congestion.cwnd === 0 ? initialWindow(effectiveMss(tcb, config), config) : tcb.congestion.cwnd;
}

/** FlightSize (RFC 5681 §2): octets sent and not acknowledged. */
export function flightSize(tcb: Tcb): number {
  return distance(tcb.sndUna, tcb.sndNxt);
}

/** ssthresh after a loss, bytes: half of FlightSize, two segments at least (RFC 5681 §3.1, equation 4). */
function halved(tcb: Tcb, mss: number): number {
  return Math.max(Math.floor(flightSize(tcb) / 2), 2 * mss);
}

/** An acceptable ACK, as far as congestion control needs it. */
export interface AckNews {
  /** SND.UNA before the ACK. */
  readonly una: Seq;
  /** The SACK blocks that the ACK carries. */
  readonly sack: readonly Block[];
  /** True if the ACK carries ECE and cwnd has not yet been reduced for it (RFC 3168 §6.1.2). */
  readonly marked: boolean;
  /** True if SACK is negotiated. */
  readonly usesSack: boolean;
}

/** Congestion control after an ACK. `tcb` is the TCB after the ACK, except for `tcb.congestion`. */
export function onAckArrived(tcb: Tcb, news: AckNews, config: Config): Congestion {
  const { congestion: c, sndUna, sndNxt } = tcb;
  const advanced = lt(news.una, sndUna);
  if (!advanced && tcb.duplicateAcks === 0 && news.sack.length === 0 && !news.marked) return c;
  // The common case: no loss, no ECE, and cwnd does not grow.
  const isWhole = c.phase === 'open' && c.recover === undefined && c.board.length === 0;
  if (advanced && isWhole && news.sack.length === 0 && !news.marked && isUnused(tcb, news.una, config)) return c;
  const mss = effectiveMss(tcb, config);
  const next: Draft = { ...c };
  if (news.usesSack) next.board = updated(c.board, news.sack, sndUna, sndNxt);
  if (advanced) {
    next.probed = false;
    if (c.highRxt !== undefined) next.highRxt = max(c.highRxt, sndUna);
    onNewAck(tcb, next, distance(news.una, sndUna), mss, news.usesSack, config);
  } else if (news.usesSack ? tcb.duplicateAcks > 0 || news.sack.length > 0 : tcb.duplicateAcks > 0) {
    onDuplicate(tcb, next, mss, news.usesSack, config);
  }
  // cwnd is reduced once a window of data, however many ACKs carry ECE (RFC 3168 §6.1.2).
  if (news.marked && next.phase === 'open' && isRecovered(c, sndUna)) {
    next.recover = sndNxt;
    next.ssthresh = halved(tcb, mss);
    next.cwnd = next.ssthresh;
  }
  return next;
}

/** True if everything that was outstanding when recovery began (or when cwnd was reduced for ECE) is acknowledged. */
function isRecovered(c: Congestion, una: Seq): boolean {
  return c.recover === undefined || ge(una, c.recover);
}

/** The end of the data retransmitted in this recovery: HighRxt (RFC 6675 §2), SND.UNA at least. */
export function resentTo({ congestion: { highRxt }, sndUna }: Tcb): Seq {
  return highRxt === undefined ? sndUna : max(highRxt, sndUna);
}

const NO_BLOCKS: readonly Block[] = [];

type Draft = { -readonly [K in keyof Congestion]: Congestion[K] };

/**
 * True if the sender uses less than half of cwnd: cwnd then does not grow, as the path was not tested at that rate (RFC
 * 7661 §4).
 */
function isUnused(tcb: Tcb, una: Seq, config: Config): boolean {
  return distance(una, tcb.sndNxt) < congestionWindow(tcb, config) / 2;
}

function onNewAck(tcb: Tcb, c: Draft, bytes: number, mss: number, usesSack: boolean, config: Config): void {
  const { sndUna } = tcb;
  const cwnd = congestionWindow(tcb, config);
  if (isRecovered(c, sndUna)) {
    c.recover = undefined;
    c.highRxt = undefined;
  }
  if (c.phase !== 'open' && c.recover === undefined) {
    // RFC 6582 §3.2 step 3, full acknowledgment: cwnd is set to ssthresh at most, without a burst.
    if (c.phase === 'fast') c.cwnd = usesSack ? c.ssthresh : Math.min(c.ssthresh, Math.max(flightSize(tcb), mss) + mss);
    c.phase = 'open';
    c.credit = 0;
    return;
  }
  if (c.phase === 'fast') {
    // Partial acknowledgment: the next hole is retransmitted at once, and cwnd is reduced by the bytes acknowledged.
    if (!usesSack) {
      c.highRxt = sndUna;
      c.cwnd = Math.max(mss, cwnd - bytes + (bytes >= mss ? mss : 0));
    }
    return;
  }
  if (isUnused(tcb, add(sndUna, -bytes), config)) return;
  if (cwnd < c.ssthresh) {
    c.cwnd = cwnd + Math.min(bytes, config.initialSegments === undefined ? mss : bytes);
    return;
  }
  c.cwnd = cwnd;
  c.credit += bytes;
  if (c.credit >= cwnd) {
    c.credit -= cwnd;
    c.cwnd = cwnd + mss;
  }
}

function onDuplicate(tcb: Tcb, c: Draft, mss: number, usesSack: boolean, config: Config): void {
  if (c.phase === 'fast') {
    // RFC 5681 §3.2 step 4: each further duplicate ACK means that one more segment has left the network.
    if (!usesSack) c.cwnd = congestionWindow(tcb, config) + mss;
    return;
  }
  if (c.phase === 'timeout' || tellsByTime(tcb, config)) return;
  const lost = tcb.duplicateAcks >= 3 || (usesSack && lostEdge(c.board, mss) !== undefined);
  // RFC 6582 §3.2 step 2: duplicate ACKs of segments from the last recovery start no new one.
  if (!lost || !isRecovered(c, tcb.sndUna)) return;
  if (config.variants.has('tahoe')) {
    // 4.3BSD-Tahoe: the third duplicate ACK counts as a timeout, so that slow start begins at the hole.
    Object.assign(c, onTimedOut(tcb, config), { phase: 'timeout' });
    return;
  }
  c.phase = 'fast';
  c.ssthresh = halved(tcb, mss);
  c.cwnd = usesSack ? c.ssthresh : c.ssthresh + 3 * mss;
  c.recover = tcb.sndNxt;
  c.highRxt = tcb.sndUna;
}

/**
 * Congestion control after a retransmission timeout (RFC 5681 §3.1): cwnd is one segment, and all outstanding data
 * counts as lost.
 */
export function onTimedOut(tcb: Tcb, config: Config): Congestion {
  const { congestion: c } = tcb;
  // A timeout while SND.WND is 0 is no sign of congestion.
  if (tcb.sndWnd === 0 || !tcb.synchronised) return c;
  const mss = effectiveMss(tcb, config);
  const again = c.phase === 'timeout';
  return {
    ...c,
    // The peer reneged: it discarded data that it had reported, so the scoreboard is cleared (RFC 2018 §8).
    board: c.board[0]?.left === tcb.sndUna ? NO_BLOCKS : c.board,
    ssthresh: again ? c.ssthresh : halved(tcb, mss),
    cwnd: mss,
    phase: 'timeout',
    recover: tcb.sndNxt,
    highRxt: tcb.sndUna,
    credit: 0,
  };
}

/** True if this side detects losses by RACK: the profile uses it and SACK is negotiated (RFC 8985 §6). */
export function tellsByTime(tcb: Tcb, config: Config): boolean {
  return config.rackTlp && mayReportSack(tcb);
}

/**
 * Begins recovery when the first segment that RACK marks lost is retransmitted. cwnd is reduced once a window of data
 * (RFC 6675 §5).
 */
export function recovering(tcb: Tcb, c: Congestion, end: Seq, config: Config): Congestion {
  const begun: Congestion = { ...c, phase: 'fast', highRxt: end };
  if (!isRecovered(c, tcb.sndUna)) return begun;
  const ssthresh = halved(tcb, effectiveMss(tcb, config));
  return { ...begun, ssthresh, cwnd: ssthresh, recover: tcb.sndNxt };
}

/**
 * True if a segment is a tail loss probe (RFC 8985 §7): a retransmission of the last data in flight without a timeout
 * or a duplicate ACK.
 */
export function isTailProbe(tcb: Tcb, start: Seq, end: Seq, config: Config): boolean {
  return (
    config.rackTlp &&
    end === tcb.sndNxt &&
    lt(start, end) &&
    tcb.congestion.phase === 'open' &&
    tcb.congestion.refused === undefined &&
    !tcb.timers.loss.mustResend &&
    tcb.congestion.board.length === 0 &&
    tcb.synchronised &&
    tcb.timers.rtt !== undefined &&
    tcb.sndWnd > 0
  );
}

/** The scoreboard with the SACK blocks of an ACK added, without blocks at or below SND.UNA or above SND.NXT. */
function updated(board: readonly Block[], sack: readonly Block[], una: Seq, nxt: Seq): readonly Block[] {
  let next = board;
  if (next.some((b) => lt(b.left, una))) {
    next = next.filter((b) => gt(b.right, una)).map((b) => (lt(b.left, una) ? { left: una, right: b.right } : b));
  }
  for (const b of sack) {
    if (le(b.left, una) || gt(b.right, nxt) || !lt(b.left, b.right)) continue;
    if (!next.some((known) => le(known.left, b.left) && ge(known.right, b.right))) next = insert(next, b);
  }
  return next;
}

/**
 * IsLost (RFC 6675 §4): the sequence number below which unreported data counts as lost, because three blocks, or more
 * than two segments' worth of octets, above it are reported.
 */
function lostEdge(board: readonly Block[], mss: number): Seq | undefined {
  let bytes = 0;
  for (let i = board.length - 1; i >= 0; i--) {
    const b = board[i] as Block;
    bytes += distance(b.left, b.right);
    if (board.length - i >= 3 || bytes > 2 * mss) return b.left;
  }
  return undefined;
}

/** True if DupThresh blocks or octets are reported above a hole (RFC 6675 §2). */
export function hasDuplicateThreshold(board: readonly Block[], mss: number): boolean {
  return lostEdge(board, mss) !== undefined;
}

/** The number of octets from `from` to `to` that the scoreboard does not report. */
function unreported(board: readonly Block[], from: Seq, to: Seq): number {
  if (!lt(from, to)) return 0;
  let left = distance(from, to);
  for (const b of board) {
    const l = max(b.left, from);
    const r = lt(b.right, to) ? b.right : to;
    if (lt(l, r)) left -= distance(l, r);
  }
  return left;
}

/**
 * The estimate of octets in the network (`pipe`, RFC 6675 §4).
 *
 * @param lostTo unreported data below this number counts as lost, where RACK decides that
 */
export function pipe(tcb: Tcb, usesSack: boolean, mss: number, lostTo?: Seq): number {
  const { congestion: c, sndUna, sndNxt } = tcb;
  const resent = c.phase === 'open' ? sndUna : resentTo(tcb);
  if (c.phase === 'timeout') {
    return unreported(c.board, sndUna, resent) + unreported(c.board, max(c.recover ?? sndNxt, resent), sndNxt);
  }
  if (!usesSack) return flightSize(tcb);
  const edge = max(lostTo ?? lostEdge(c.board, mss) ?? sndUna, resent);
  return unreported(c.board, sndUna, resent) + unreported(c.board, edge, sndNxt);
}

/** The next octet to retransmit in recovery: the first hole above HighRxt (NextSeg, RFC 6675 §4). */
export function nextHole(
  tcb: Tcb,
  usesSack: boolean,
  mss: number,
): { readonly at: Seq; readonly now: boolean } | undefined {
  const { congestion: c, sndUna } = tcb;
  if (c.phase === 'open' || sndUna === tcb.sndNxt) return undefined;
  const resent = resentTo(tcb);
  const first = resent === sndUna;
  if (c.phase === 'fast' && !usesSack) return first ? { at: sndUna, now: true } : undefined;
  let at = resent;
  for (const b of c.board) if (le(b.left, at) && lt(at, b.right)) at = b.right;
  const edge = lostEdge(c.board, mss);
  const limit = c.phase === 'timeout' ? (c.recover ?? tcb.sndNxt) : (edge ?? add(sndUna, 1));
  return lt(at, limit) ? { at, now: first && c.phase === 'fast' } : undefined;
}
