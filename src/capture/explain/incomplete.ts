/**
 * Frames that the tap should have and the capture lacks. A segment that arrived has passed the tap, wherever that is;
 * the tap beside a host has all that this host sends. A segment lost before the tap is none of them.
 */
import { ACK, RST, SYN, has } from '../../wire';
import type { Explanation, Host, Micros, Note } from './explanation';
import { type Counting, LONGEST_STEP, stepOf } from './order';
import { type ByHost, type Sending, firstWhere, other } from './sending';
import { uncaused } from './uncaused';

/** The ticks of a timestamp clock, of 1 ms at least (RFC 7323 §5.4), in which a SYN is sent again. */
const LONGEST_OPENING = 64_000;
/** The shortest tick of a timestamp clock (RFC 7323 §5.4). */
const LEAST_TICK: Micros = 1000;

/**
 * The note on missing frames, by the frames that show it; none if nothing does. Octets that were supposed show it where they
 * lie in two places, or in one of a connection whose beginning was not captured: else a number of one frame may be wrong.
 *
 * @param sent each host's sendings, with those that are supposed, in the order of sending
 * @param beside the host beside the tap; undefined for a tap on the path
 * @param least the shortest time from the tap to each host and back, microseconds; 0 if it was not measured
 */
export function incompleteNotes(
  sent: ByHost,
  counting: ByHost<Counting>,
  beside: Host | undefined,
  least: ByHost<Micros>,
  begins: Explanation['begins'],
): readonly Note[] {
  const signs: Sending[] = [];
  const gone: (readonly number[])[] = [];
  for (const host of [0, 1] as const) {
    const [own, peer] = [sent[host], sent[other(host)]];
    gone.push(...goneIn(own, host === beside));
    if (host === beside && counting[host].isOwn) signs.push(...skipped(own));
    signs.push(...unopened(own, peer), ...echoing(own, peer), ...uncaused(own, peer, host === beside, least[host]));
  }
  if (signs.length === 0 && gone.length < (begins === 'syn' ? 2 : 1)) return [];
  const frames = new Set([...signs.flatMap((sending) => sending.frames), ...gone.flat()]);
  return [{ id: 'incomplete', frames: [...frames].sort((a, b) => a - b) }];
}

/**
 * The places of octets that were supposed and have passed the tap, each by the frames that show it: those that prove the
 * arrival, or the next one of its host.
 */
function goneIn(sendings: readonly Sending[], isBeside: boolean): readonly (readonly number[])[] {
  const places: (readonly number[])[] = [];
  let first = NaN;
  let later: readonly number[] = [];
  // Backward, so that the next one that was captured is at hand.
  for (const { supposed, fate, seq, end, frames } of [...sendings].reverse()) {
    if (!supposed) later = frames;
    if (!supposed || (fate?.kind !== 'arrived' && !isBeside)) continue;
    const proving = fate?.because.flatMap((evidence) => evidence.frames) ?? [];
    if (end !== first) places.push(proving.length > 0 ? proving : later);
    first = seq;
  }
  return places;
}

/** The sendings before which identifications of this connection's packets alone (RFC 6864 §4.1) leave some out. */
function skipped(sendings: readonly Sending[]): readonly Sending[] {
  let last = 0;
  return sendings.filter(({ id }) => {
    if (id === 0) return false;
    const step = last === 0 ? 1 : stepOf(last, id);
    last = id;
    return step > 1 && step < LONGEST_STEP;
  });
}

/** The first segment with ACK of a host that opens, if no SYN of its peer is before it (RFC 9293 §3.5). */
function unopened(sendings: readonly Sending[], peer: readonly Sending[]): readonly Sending[] {
  const syn = sendings.find(({ supposed, segment }) => !supposed && has(segment, SYN));
  const first = sendings.find(({ supposed, segment }) => !supposed && has(segment, ACK) && !has(segment, RST));
  if (syn === undefined || first === undefined || first.at < syn.at) return [];
  const isAnswered = peer.some(({ supposed, segment, at }) => !supposed && at <= first.at && has(segment, SYN));
  return isAnswered ? [] : [first];
}

/**
 * The sendings that echo a timestamp (RFC 7323 §4.3) which no frame has: between two of the peer's, or behind its last one and no
 * later than its clock can have come since.
 */
function echoing(sendings: readonly Sending[], peer: readonly Sending[]): readonly Sending[] {
  const vals = Float64Array.from(peer, ({ val }) => val).sort();
  // Segments without a timestamp are sorted behind all others.
  const count = firstWhere(vals, Number.isNaN);
  if (count === 0) return [];
  const [first, last] = [vals[0] ?? 0, vals[count - 1] ?? 0];
  const latest = peer.find(({ val }) => val === last)?.at ?? 0;
  let known = NaN;
  return sendings.filter(({ ecr, segment, at }) => {
    if (ecr === known) return false;
    // A SYN,ACK may answer a SYN that was sent before the first one of the capture.
    const from = has(segment, SYN) ? first - LONGEST_OPENING : first;
    const most = last + Math.max(0, (at - latest) / LEAST_TICK);
    if (!(ecr > from) || !(ecr < most)) return false;
    if (vals[firstWhere(vals, (val) => !(val < ecr))] !== ecr) return true;
    known = ecr;
    return false;
  });
}
