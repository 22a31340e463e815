import { type Block, type Seq, add, distance, ge, gt, le, lt, max } from '../wire';
import type { Congestion } from './congestion-state';
import type { Config } from './config';
import { insert } from './sack';
import { mayReportSack, peerMss, usesTimestamps, type Tcb } from './tcb';

/** Eff.snd.MSS (RFC 9293 §3.7.1): what the peer takes, what the path takes, and room for options in every segment. */
export function effectiveMss(tcb: Tcb, config: Config): number {
  const path = config.mtu === undefined ? Infinity : config.mtu - 40;
  const mss = Math.max(1, Math.min(peerMss(tcb), path) - (usesTimestamps(tcb) ? 12 : 0));
  // `tcp_bound_to_half_wnd`: two segments fit into the window, so that the first need not wait for an ACK.
  return config.halfWindow && tcb.maxSndWnd > 536 ? Math.min(mss, tcb.maxSndWnd >> 1) : mss;
}

/** IW: RFC 5681 §3.1, or as many segments as the profile has it (RFC 6928: ten). */
function initialWindow(mss: number, config: Config): number {
  if (config.initialSegments !== undefined) return config.initialSegments * mss;
  return (mss > 2190 ? 2 : mss > 1095 ? 3 : 4) * mss;
}

/** cwnd as it stands, bytes. */
export function congestionWindow(tcb: Tcb, config: Config): number {
  return tcb.congestion.cwnd === 0 ? initialWindow(effectiveMss(tcb, config), config) : tcb.congestion.cwnd;
}

/** Octets sent and not acknowledged: FlightSize (RFC 5681 §2). */
export function flightSize(tcb: Tcb): number {
  return distance(tcb.sndUna, tcb.sndNxt);
}

/** RFC 5681 equation (4): what loss halves the window to. */
function halved(tcb: Tcb, mss: number): number {
  return Math.max(Math.floor(flightSize(tcb) / 2), 2 * mss);
}

/** What an acceptable ACK brought. */
export interface AckNews {
  /** SND.UNA before it. */
  readonly una: Seq;
  /** It was a duplicate in the sense of RFC 5681 §2, or reports new SACK blocks (RFC 6675 §2). */
  readonly sack: readonly Block[];
  /** It echoes a congestion mark that has not been answered yet (RFC 3168 §6.1.2). */
  readonly marked: boolean;
  readonly usesSack: boolean;
}

/** An ACK arrived: `tcb` is the TCB behind it but for its congestion control, which is returned. */
export function onAckArrived(tcb: Tcb, news: AckNews, config: Config): Congestion {
  const { congestion: c, sndUna, sndNxt } = tcb;
  const advanced = lt(news.una, sndUna);
  if (!advanced && tcb.duplicateAcks === 0 && news.sack.length === 0 && !news.marked) return c;
  // Most ACKs: nothing is missing, and the window does not grow.
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
  // The window is cut once for a window of data, however many ACKs echo the mark.
  if (news.marked && next.phase === 'open' && isRecovered(c, sndUna)) {
    next.recover = sndNxt;
    next.ssthresh = halved(tcb, mss);
    next.cwnd = next.ssthresh;
  }
  return next;
}

/** What was outstanding when recovery began, or when a mark was answered, is acknowledged. */
function isRecovered(c: Congestion, una: Seq): boolean {
  return c.recover === undefined || ge(una, c.recover);
}

/** Up to where this recovery has sent again: HighRxt (RFC 6675 §2). */
function resentTo({ congestion: { highRxt }, sndUna }: Tcb): Seq {
  return highRxt === undefined ? sndUna : max(highRxt, sndUna);
}

const NO_BLOCKS: readonly Block[] = [];

type Draft = { -readonly [K in keyof Congestion]: Congestion[K] };

/** A window that is not used says nothing about the path, and does not grow (RFC 7661 §4). */
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
    // RFC 6582 §3.2 step 3, full acknowledgment: the window comes down to ssthresh, and no burst follows.
    if (c.phase === 'fast') c.cwnd = usesSack ? c.ssthresh : Math.min(c.ssthresh, Math.max(flightSize(tcb), mss) + mss);
    c.phase = 'open';
    c.credit = 0;
    return;
  }
  if (c.phase === 'fast') {
    // A partial acknowledgment: the next hole goes again at once, and the window deflates by what was acknowledged.
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
    // RFC 5681 §3.2 step 4: a further segment has left the network.
    if (!usesSack) c.cwnd = congestionWindow(tcb, config) + mss;
    return;
  }
  if (c.phase === 'timeout' || tellsByTime(tcb, config)) return;
  const lost = tcb.duplicateAcks >= 3 || (usesSack && lostEdge(c.board, mss) !== undefined);
  // RFC 6582 §3.2 step 2: duplicates of what the last recovery itself sent do not begin another.
  if (!lost || !isRecovered(c, tcb.sndUna)) return;
  c.phase = 'fast';
  c.ssthresh = halved(tcb, mss);
  c.cwnd = usesSack ? c.ssthresh : c.ssthresh + 3 * mss;
  c.recover = tcb.sndNxt;
  c.highRxt = tcb.sndUna;
}

/** The retransmission timer ran out (RFC 5681 §3.1): one segment, and all that is outstanding counts as lost. */
export function onTimedOut(tcb: Tcb, config: Config): Congestion {
  const { congestion: c } = tcb;
  // Before a closed window nothing is lost by congestion.
  if (tcb.sndWnd === 0 || !tcb.synchronised) return c;
  const mss = effectiveMss(tcb, config);
  const again = c.phase === 'timeout';
  return {
    ...c,
    // The peer has thrown away what it reported: that says nothing any more (RFC 2018 §8).
    board: c.board[0]?.left === tcb.sndUna ? NO_BLOCKS : c.board,
    ssthresh: again ? c.ssthresh : halved(tcb, mss),
    cwnd: mss,
    phase: 'timeout',
    recover: tcb.sndNxt,
    highRxt: tcb.sndUna,
    credit: 0,
  };
}

/** A segment leaves: what is sent again moves HighRxt, and an idle sender starts slowly anew (RFC 5681 §4.1). */
export function onDataSent(tcb: Tcb, start: Seq, end: Seq, config: Config, now: number): Congestion {
  const c = withoutRefused(withoutPiece(tcb.congestion, end), end);
  if (lt(start, tcb.sndNxt)) {
    if (isTailProbe(tcb, start, end, config)) return { ...c, probed: true };
    if (c.phase !== 'open') return { ...c, highRxt: max(resentTo(tcb), end) };
    return tellsByTime(tcb, config) && c.board.length > 0 && !tcb.timers.loss.mustResend
      ? recovering(tcb, c, end, config)
      : c;
  }
  if (config.minshall && distance(start, end) < effectiveMss(tcb, config)) return { ...c, small: end };
  if (c.cwnd === 0 || tcb.sndUna !== tcb.sndNxt || now - tcb.timers.activeAt <= tcb.timers.rto) return c;
  const restart = initialWindow(effectiveMss(tcb, config), config);
  return restart < c.cwnd ? { ...c, cwnd: restart } : c;
}

/** Losses are told by time, where SACK is agreed (RFC 8985 §6). */
export function tellsByTime(tcb: Tcb, config: Config): boolean {
  return config.rackTlp && mayReportSack(tcb);
}

/** The first of what is lost by time goes again: recovery begins, once for a window of data (RFC 6675 §5). */
function recovering(tcb: Tcb, c: Congestion, end: Seq, config: Config): Congestion {
  const begun: Congestion = { ...c, phase: 'fast', highRxt: end };
  if (!isRecovered(c, tcb.sndUna)) return begun;
  const ssthresh = halved(tcb, effectiveMss(tcb, config));
  return { ...begun, ssthresh, cwnd: ssthresh, recover: tcb.sndNxt };
}

/** What was too big for the path goes again piece by piece. */
function withoutPiece(c: Congestion, end: Seq): Congestion {
  if (c.tooBig === undefined || !gt(end, c.tooBig.left)) return c;
  const left = end;
  return { ...c, tooBig: lt(left, c.tooBig.right) ? { left, right: c.tooBig.right } : undefined };
}

/** What was refused on the SYN goes again. */
function withoutRefused(c: Congestion, end: Seq): Congestion {
  if (c.refused === undefined || !gt(end, c.refused.left)) return c;
  return { ...c, refused: lt(end, c.refused.right) ? { left: end, right: c.refused.right } : undefined };
}

/** The last of what is in flight goes again though no timeout and no duplicate ACK calls for it. */
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

/** The scoreboard with an ACK's blocks; what it acknowledges, or what cannot have been sent, is not kept. */
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

/** IsLost of RFC 6675 §4: what lies below this, and was not reported, is lost: three blocks, or more than two segments, above. */
function lostEdge(board: readonly Block[], mss: number): Seq | undefined {
  let bytes = 0;
  for (let i = board.length - 1; i >= 0; i--) {
    const b = board[i] as Block;
    bytes += distance(b.left, b.right);
    if (board.length - i >= 3 || bytes > 2 * mss) return b.left;
  }
  return undefined;
}

/** As much is reported as DupThresh asks for (RFC 6675 §2). */
export function hasDuplicateThreshold(board: readonly Block[], mss: number): boolean {
  return lostEdge(board, mss) !== undefined;
}

/** Octets within a range that the scoreboard does not have. */
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
 * How much is in the network, as far as can be told (`pipe` of RFC 6675 §4).
 *
 * @param lostTo what lies below this and is not reported is lost, where that is told by time
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

/** The next octet that recovery is to send again: the first hole above HighRxt (NextSeg of RFC 6675 §4). */
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
