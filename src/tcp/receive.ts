import { type Block, FIN, type Segment, type Seq, add, dataStart, distance, ge, gt, has, le, lt, max } from '../wire';
import { flagsWithAe } from './accecn';
import type { Taken } from './arrival';
import type { Config } from './config';
import { afterPeerSyn } from './still-unknown';
import { doubtBeyond, offer } from './kept';
import { insert, remember } from './sack';
import type { State } from './state';
import { IN_ORDER, OWES_ACK, type Draft, type Tcb } from './tcb';
import { noteSynTimestamp } from './timestamps';
import type { RowId } from './rows';

/**
 * The TCB after the peer's SYN: IRS, RCV.NXT, options and window. Text and FIN of the SYN are queued until ESTABLISHED.
 */
export function noteSyn(tcb: Tcb, segment: Segment, config: Config): Tcb {
  const rcvNxt = add(segment.seq, 1);
  // This side's SYN has already offered a window, of 65535 bytes at most.
  const hasTold = tcb.state === 'SYN-SENT' && tcb.sndNxt !== tcb.iss;
  const told = hasTold ? tcb.rcvWnd : 0;
  const isWhole = !hasTold || told === Math.min(65535, config.window);
  const end = add(rcvNxt, segment.len);
  const { unknown, shifts } = afterPeerSyn(tcb, segment);
  return {
    ...tcb,
    irs: segment.seq,
    synchronised: true,
    rcvNxt,
    rcvWnd: isWhole ? config.window : told,
    rcvEdge: add(rcvNxt, told),
    opening: {
      ...tcb.opening,
      peerSyn: segment.options,
      peerSynFlags: flagsWithAe(segment),
      ...shifts,
      synData: segment.len,
    },
    ts: noteSynTimestamp(tcb.ts, segment),
    sndWnd: segment.win,
    sndWl1: segment.seq,
    sndWl2: segment.ack,
    maxSndWnd: segment.win,
    unknown,
    reassembly: {
      ...IN_ORDER,
      held: segment.len > 0 ? [{ left: rcvNxt, right: end }] : IN_ORDER.held,
      heldFin: has(segment, FIN) ? end : undefined,
    },
  };
}

/**
 * Seventh check, the segment text (RFC 9293 §3.10.7.4): octets in the window are accepted. Those beyond a hole are
 * queued (SHLD-31).
 */
export function takeText(d: Draft, segment: Segment, taken: Taken[]): void {
  if (segment.len === 0) return;
  const start = dataStart(segment);
  const end = add(start, segment.len);
  const edge = add(d.rcvNxt, d.rcvWnd);
  const block = { left: max(start, d.rcvNxt), right: gt(end, edge) ? edge : end };
  d.owed |= OWES_ACK;
  if (ge(block.left, block.right)) {
    d.reassembly = { ...d.reassembly, duplicate: { left: start, right: end } };
    return;
  }
  const { held, recent } = d.reassembly;
  if (held.length === 0 && start === d.rcvNxt && !has(segment, FIN)) {
    // The common case: the segment is in order, and no out-of-order data is queued.
    d.rcvNxt = block.right;
    taken.push({ row: 'E70', from: d.state, to: d.state });
    if (block.right !== end) beyondWindow(d, block, end);
    return;
  }
  if (block.right !== end) beyondWindow(d, block, end);
  d.reassembly = {
    ...d.reassembly,
    held: insert(held, block),
    recent: gt(block.left, d.rcvNxt) ? remember(recent, block.left) : recent,
    duplicate: cameBefore(d, start, block) ?? d.reassembly.duplicate,
  };
}

/**
 * Notes that a part of the segment lies beyond the window: the receiver may accept it or not, together with the part
 * within.
 */
function beyondWindow(d: Draft, { left, right }: Block, end: Seq): void {
  d.reassembly = offer(doubtBeyond(d.reassembly, left, right), right, right, end);
}

/**
 * The part of a segment that has arrived before, as one block: below RCV.NXT, or queued out of order (RFC 2883 §4.2).
 */
function cameBefore(d: Draft, start: Seq, { left, right }: Block): Block | undefined {
  if (lt(start, d.rcvNxt)) return { left: start, right: d.rcvNxt };
  const held = d.reassembly.held.find((b) => lt(b.left, right) && lt(left, b.right));
  return held && { left: max(held.left, left), right: lt(held.right, right) ? held.right : right };
}

/** Eighth check, first part: a FIN within the window is noted by its sequence number, after the segment text. */
export function noteFin(d: Draft, segment: Segment): void {
  if (!has(segment, FIN)) return;
  const at = add(dataStart(segment), segment.len);
  if (distance(d.rcvNxt, at) >= d.rcvWnd && at !== d.rcvNxt) return;
  d.reassembly = { ...d.reassembly, heldFin: at };
  d.owed |= OWES_ACK;
}

/**
 * Moves RCV.NXT over queued data that is now in order, and processes a FIN that it reaches (eighth check, rows E80 to
 * E83).
 */
export function absorb(d: Draft, now: number, config: Config, taken: Taken[]): void {
  const { held, recent } = d.reassembly;
  const [first] = held;
  if (first !== undefined && le(first.left, d.rcvNxt)) {
    const rcvNxt = max(d.rcvNxt, first.right);
    d.rcvNxt = rcvNxt;
    d.reassembly = {
      ...d.reassembly,
      held: held.length === 1 ? IN_ORDER.held : held.slice(1),
      recent: recent.length === 0 ? recent : recent.filter((n) => gt(n, rcvNxt)),
    };
    d.owed |= OWES_ACK;
    taken.push({ row: 'E70', from: d.state, to: d.state });
  }
  if (d.reassembly.heldFin !== undefined && d.reassembly.heldFin === d.rcvNxt) takeFin(d, now, config, taken);
}

/** Eighth check: processes the peer's FIN. RCV.NXT moves over it, and an ACK is due. */
function takeFin(d: Draft, now: number, config: Config, taken: Taken[]): void {
  const next = afterFin(d.state);
  if (next === undefined) return;
  d.finRcvd = d.rcvNxt;
  d.rcvNxt = add(d.rcvNxt, 1);
  d.reassembly = { ...d.reassembly, held: IN_ORDER.held, heldFin: undefined };
  d.owed |= OWES_ACK;
  taken.push({ row: next.row, from: d.state, to: next.state });
  d.state = next.state;
  if (next.state === 'CLOSE-WAIT' && config.variants.has('three-way-close')) {
    taken.push({ row: 'V03', from: 'CLOSE-WAIT', to: 'CLOSE-WAIT' });
    d.closing = true;
  }
  if (next.state === 'TIME-WAIT') d.timeWaitEnd = now + 2 * config.msl;
}

/**
 * The state after the peer's FIN, with the row. In FIN-WAIT-1 this side's FIN is unacknowledged; otherwise the fifth
 * check would have left that state.
 */
function afterFin(state: State): { readonly row: RowId; readonly state: State } | undefined {
  switch (state) {
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
      return { row: 'E80', state: 'CLOSE-WAIT' };
    case 'FIN-WAIT-1':
      return { row: 'E81', state: 'CLOSING' };
    case 'FIN-WAIT-2':
      return { row: 'E83', state: 'TIME-WAIT' };
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return undefined;
  }
}
