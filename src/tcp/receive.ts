import { FIN } from '../wire/flags';
import type { Block } from '../wire/options';
import { dataStart, has, type Segment } from '../wire/segment';
import { add, distance, ge, gt, le, lt, max, type Seq } from '../wire/seq';
import type { Taken } from './arrival';
import type { Config } from './config';
import { contains, remember } from './sack';
import { OWES_ACK, type Tcb } from './tcb';
import { noteSynTimestamp } from './timestamps';

/** What the peer's SYN tells: IRS, RCV.NXT, its options and window. Its text and FIN are held until ESTABLISHED. */
export function noteSyn(tcb: Tcb, segment: Segment, config: Config): Tcb {
  const rcvNxt = add(segment.seq, 1);
  const end = add(rcvNxt, segment.len);
  const shifts = negotiatedShifts(tcb.ownSyn?.wscale, segment.options.wscale);
  return {
    ...tcb,
    irs: segment.seq,
    synchronised: true,
    rcvNxt,
    rcvWnd: config.window,
    rcvEdge: rcvNxt,
    peerSyn: segment.options,
    peerSynFlags: segment.flags,
    ts: noteSynTimestamp(tcb.ts, segment),
    ...shifts,
    sndWnd: segment.win,
    sndWl1: segment.seq,
    sndWl2: segment.ack,
    maxSndWnd: segment.win,
    synData: segment.len,
    held: segment.len > 0 ? [{ left: rcvNxt, right: end }] : [],
    heldFin: has(segment, FIN) ? end : undefined,
  };
}

/** Scaling is in force only if both SYNs carried the option; a shift above 14 counts as 14 (RFC 7323 §2.3). */
export function negotiatedShifts(
  own: number | undefined,
  peer: number | undefined,
): { readonly sndShift: number; readonly rcvShift: number } {
  if (own === undefined || peer === undefined) return { sndShift: 0, rcvShift: 0 };
  return { sndShift: Math.min(peer, 14), rcvShift: Math.min(own, 14) };
}

/** Step 7, segment text (§3.10.7.4): octets in the window are taken; those beyond a hole are held (SHLD-31). */
export function takeText(tcb: Tcb, segment: Segment): Tcb {
  if (segment.len === 0) return tcb;
  const start = dataStart(segment);
  const edge = add(tcb.rcvNxt, tcb.rcvWnd);
  const left = max(start, tcb.rcvNxt);
  const right = gt(add(start, segment.len), edge) ? edge : add(start, segment.len);
  const owed = tcb.owed | OWES_ACK;
  if (ge(left, right)) return { ...tcb, owed, duplicate: { left: start, right: add(start, segment.len) } };
  const block = { left, right };
  const known = tcb.held.some((b) => contains(b, block));
  const beyondHole = gt(left, tcb.rcvNxt);
  return {
    ...tcb,
    held: insert(tcb.held, block),
    recent: beyondHole ? remember(tcb.recent, left) : tcb.recent,
    duplicate: known ? block : tcb.duplicate,
    owed,
  };
}

/** Step 8, first part: a FIN within the window is noted at its place, behind the segment's text. */
export function noteFin(tcb: Tcb, segment: Segment): Tcb {
  if (!has(segment, FIN)) return tcb;
  const at = add(dataStart(segment), segment.len);
  if (distance(tcb.rcvNxt, at) >= tcb.rcvWnd && at !== tcb.rcvNxt) return tcb;
  return { ...tcb, heldFin: at, owed: tcb.owed | OWES_ACK };
}

/**
 * What has become contiguous moves RCV.NXT, and a FIN that it reaches is processed (step 8): the state changes of rows
 * E80 to E83.
 */
export function absorb(tcb: Tcb, now: number, config: Config, taken: Taken[]): Tcb {
  const first = tcb.held[0];
  let next = tcb;
  if (first !== undefined && le(first.left, tcb.rcvNxt)) {
    const rcvNxt = max(tcb.rcvNxt, first.right);
    const recent = tcb.recent.length === 0 ? tcb.recent : tcb.recent.filter((n) => gt(n, rcvNxt));
    next = { ...tcb, rcvNxt, recent, held: tcb.held.slice(1), owed: tcb.owed | OWES_ACK };
    taken.push({ row: 'E70', from: tcb.state, to: tcb.state });
  }
  if (next.heldFin !== undefined && next.heldFin === next.rcvNxt) return takeFin(next, now, config, taken);
  return next;
}

/** Step 8: the peer has nothing more to send. RCV.NXT moves over the FIN, and an ACK is due. */
function takeFin(tcb: Tcb, now: number, config: Config, taken: Taken[]): Tcb {
  const fin = tcb.rcvNxt;
  const next: Tcb = {
    ...tcb,
    rcvNxt: add(fin, 1),
    finRcvd: fin,
    heldFin: undefined,
    held: [],
    owed: tcb.owed | OWES_ACK,
  };
  switch (tcb.state) {
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
      return move(next, 'E80', 'CLOSE-WAIT', taken);
    case 'FIN-WAIT-1':
      // Had this segment acknowledged our FIN, step 5 would have led to FIN-WAIT-2 already.
      return move(next, 'E81', 'CLOSING', taken);
    case 'FIN-WAIT-2':
      return move({ ...next, timeWaitEnd: now + 2 * config.msl }, 'E83', 'TIME-WAIT', taken);
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return tcb;
  }
}

function move(tcb: Tcb, row: string, to: Tcb['state'], taken: Taken[]): Tcb {
  taken.push({ row, from: tcb.state, to });
  return { ...tcb, state: to };
}

/** `blocks` with `block` added: disjoint, ascending from the left edge, touching ones joined. */
export function insert(blocks: readonly Block[], block: Block): readonly Block[] {
  let { left, right } = block;
  const before: Block[] = [];
  const after: Block[] = [];
  for (const b of blocks) {
    if (lt(b.right, left)) before.push(b);
    else if (gt(b.left, right)) after.push(b);
    else {
      if (lt(b.left, left)) left = b.left;
      right = max(right, b.right);
    }
  }
  return [...before, { left, right }, ...after];
}

/** How far the octets have arrived without a gap, counting what is held behind RCV.NXT; never short of RCV.NXT. */
export function contiguousEnd(tcb: Tcb): Seq {
  const first = tcb.held[0];
  return first !== undefined && le(first.left, tcb.rcvNxt) ? max(tcb.rcvNxt, first.right) : tcb.rcvNxt;
}
