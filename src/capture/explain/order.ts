import type { Sending } from './sending';

/** Identifications that count up step by this at most, and most of a host's steps do; a longer step counts no packets of this connection. */
export const LONGEST_STEP = 64;
const MOST = 3 / 4;
/** At least this part of the steps of a host is by 1 where its identifications count the packets of the connection alone. */
const OWN = 1 / 3;

/** The packets that the identifications of a host count (RFC 6864 §4 asks for less). */
export interface Counting {
  /** True if they count up, so that they give the order of sending. */
  readonly isUp: boolean;
  /** True if they count the packets of this connection alone, so that a longer step is of packets that were not seen. */
  readonly isOwn: boolean;
  /** True if there is such a step. */
  readonly hasGap: boolean;
}

/** @param sendings of one host, in the order of the tap */
export function countingOf(sendings: readonly Sending[]): Counting {
  let last = 0;
  let steps = 0;
  let small = 0;
  let ones = 0;
  let gaps = 0;
  for (const { id } of sendings) {
    if (id === 0) continue;
    const step = stepOf(last, id);
    if (last !== 0) {
      steps++;
      if (step !== 0 && Math.abs(step) <= LONGEST_STEP) small++;
      if (step === 1) ones++;
      else if (step > 1 && step <= LONGEST_STEP) gaps++;
    }
    last = id;
  }
  const isUp = steps > 0 && small >= steps * MOST;
  const isOwn = isUp && ones >= steps * OWN;
  return { isUp, isOwn, hasGap: isOwn && gaps > 0 };
}

/** From one identification to another, modulo 2^16: -32768..32767. */
export const stepOf = (from: number, to: number): number => ((to - from) << 16) >> 16;

/** A host's sendings by identification where that counts up, else by TSval (RFC 7323 §4.1), else as the tap saw them. */
export function inOrderOfSending(sendings: readonly Sending[], { isUp }: Counting): readonly Sending[] {
  const keys = new Float64Array(sendings.length);
  let key = 0;
  let id = 0;
  let top = -Infinity;
  let isSorted = true;
  for (const [i, sending] of sendings.entries()) {
    if (isUp && sending.id !== 0) {
      key = id === 0 ? 0 : key + stepOf(id, sending.id);
      id = sending.id;
    } else if (!isUp && !Number.isNaN(sending.val)) key = sending.val;
    else key = Math.max(key, top);
    keys[i] = key;
    if (key < top) isSorted = false;
    top = Math.max(top, key);
  }
  if (isSorted) return sendings;
  const order = [...sendings.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  return order.flatMap((i) => sendings[i] ?? []);
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
