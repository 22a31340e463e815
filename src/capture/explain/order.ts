import { ACK, RST, type Segment, has, seq } from '../../wire';
import { newSending } from './prepare';
import { type Sending, firstWhere } from './sending';

/** Identifications that count up step by this at most, and most of a host's steps do. */
const STEP = 64;
const MOST = 3 / 4;
/** A wider gap in the numbers of a host is none: its numbers went elsewhere. */
const WIDEST = 1 << 24;
/** The most segments that one gap is filled with. */
const MOST_SUPPOSED = 4096;

/** True if the identifications of a host count up, so that they give the order of sending (RFC 6864 §4 asks for less). */
export function countsUp(sendings: readonly Sending[]): boolean {
  let last = 0;
  let steps = 0;
  let small = 0;
  for (const { id } of sendings) {
    if (id === 0) continue;
    if (last !== 0) {
      const step = stepOf(last, id);
      steps++;
      if (step !== 0 && Math.abs(step) <= STEP) small++;
    }
    last = id;
  }
  return steps > 0 && small >= steps * MOST;
}

/** From one identification to another, modulo 2^16: -32768..32767. */
export const stepOf = (from: number, to: number): number => ((to - from) << 16) >> 16;

/** A host's sendings by identification where that counts up, else by TSval (RFC 7323 §4.1), else as the tap saw them. */
export function inOrderOfSending(sendings: readonly Sending[], isCounting: boolean): readonly Sending[] {
  const keys = new Float64Array(sendings.length);
  let key = 0;
  let id = 0;
  let top = -Infinity;
  let isSorted = true;
  for (const [i, sending] of sendings.entries()) {
    if (isCounting && sending.id !== 0) {
      key = id === 0 ? 0 : key + stepOf(id, sending.id);
      id = sending.id;
    } else if (!isCounting && !Number.isNaN(sending.val)) key = sending.val;
    else key = Math.max(key, top);
    keys[i] = key;
    if (key < top) isSorted = false;
    top = Math.max(top, key);
  }
  if (isSorted) return sendings;
  const order = [...sendings.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  return order.flatMap((i) => sendings[i] ?? []);
}

/** A host's sendings with those that were not captured, and yet must have been: octets that are missing in between. */
export function withSupposed(sendings: readonly Sending[], acks: readonly Sending[]): Sending[] {
  const most = sendings.reduce((longest, { segment }) => Math.max(longest, segment.len), 1);
  const out: Sending[] = [];
  let top = NaN;
  let starts: Float64Array | undefined;
  let ack = 0;
  const suppose = (from: number, to: number, by: Sending): void => {
    const cuts = (starts ??= Float64Array.from(sendings, (one) => one.seq).sort());
    while (ack < acks.length && !((acks[ack]?.ack ?? 0) > from)) ack++;
    const at = Math.min(by.at, acks[ack]?.at ?? Infinity);
    let start = from;
    for (let n = 0; start < to && n < MOST_SUPPOSED; n++) {
      const left = start;
      const cut = cuts[firstWhere(cuts, (one) => one > left)] ?? to;
      const end = Math.min(cut, to, start + most);
      out.push(supposed(by, start, end, at));
      start = end;
    }
  };
  for (const sending of sendings) {
    const gap = sending.seq - top;
    const isReset = has(sending.segment, RST);
    if (gap > 0 && gap < WIDEST && !isReset) suppose(top, sending.seq, sending);
    out.push(sending);
    if (!isReset) top = Number.isNaN(top) || gap >= WIDEST ? sending.end : Math.max(top, sending.end);
  }
  const last = out.at(-1);
  const above = acks.find((one) => one.ack > top && one.ack - top < WIDEST && !has(one.segment, RST));
  if (last !== undefined && above !== undefined) suppose(top, above.ack, { ...last, at: above.at });
  return out;
}

/** A segment that must have been sent before one that was seen. */
function supposed(by: Sending, start: number, end: number, at: number): Sending {
  const segment: Segment = {
    seq: seq(start),
    ack: by.segment.ack,
    flags: ACK,
    win: 0,
    urg: 0,
    len: end - start,
    options: {},
  };
  return newSending(by.from, segment, {
    frames: [],
    at,
    seq: start,
    ack: NaN,
    val: NaN,
    ecr: NaN,
    id: 0,
    isDamaged: false,
  });
}

/** Gives each sending its place, and the latest time at which it can have been sent. */
export function number(sendings: readonly Sending[]): void {
  let due = Infinity;
  for (let i = sendings.length - 1; i >= 0; i--) {
    const sending = sendings[i];
    if (sending === undefined) continue;
    due = Math.min(due, sending.at);
    sending.due = due;
    sending.place = i;
  }
}
