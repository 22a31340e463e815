/** The frames of a flow that a tap sees, in order. */
import { type FlightStep, type SegmentStep, type Step, type Trace, before } from '../../trace';
import { ACK, SYN, type Segment, has } from '../../wire';
import { type EndId, type Endpoint, type Sent, asAltered, clamped } from '../../sim';
import type { IcmpErrorName } from '../../script';

/** The place of a tap: beside the clients of a flow's connections, or beside their servers. */
export const TAPS = ['client', 'server'] as const;
export type TapSide = (typeof TAPS)[number];

/** A frame at the tap. */
export interface Seen {
  /** The index of its step. */
  readonly step: number;
  /** The ends whose addresses and ports the segment has; those of the segment that an ICMP error quotes. */
  readonly from: EndId;
  readonly to: EndId;
  /** The segment, or the one that an ICMP error quotes, as it passes the tap. */
  readonly segment: Segment;
  /** The number of the segment in the flow: the same packet has the same one at both taps. */
  readonly id: number;
  readonly direction: 'sent' | 'received';
  readonly fate: (SegmentStep | FlightStep)['fate'];
  readonly icmp?: { readonly error: IcmpErrorName; readonly mtu: number };
}

/**
 * The client of each end's connection: the side that sent its first SYN, or to which the first SYN,ACK went. Where none was
 * sent, the side with the higher port.
 */
function clientsOf(trace: Trace): (end: EndId) => EndId {
  const { ends } = trace.cast;
  const clients = new Map<EndId, EndId>();
  const key = (end: EndId): EndId => Math.min(end, ends[end]?.peer ?? end);
  for (const step of trace.steps) {
    if (step.kind !== 'segment') continue;
    const { from, to } = sidesOf(trace, step.sent);
    const { segment } = step.sent;
    if (has(segment, SYN) && !clients.has(key(from))) clients.set(key(from), has(segment, ACK) ? to : from);
  }
  return (end) => {
    const peer = ends[end]?.peer ?? end;
    const higher = (ends[end]?.port ?? 0) >= (ends[peer]?.port ?? 0) ? end : peer;
    return clients.get(key(end)) ?? higher;
  };
}

/** The ends whose addresses a segment has: a forged one has those of the end that it claims to come from. */
function sidesOf({ cast }: Trace, { from, to, spoofed }: Sent): { readonly from: EndId; readonly to: EndId } {
  return spoofed === undefined ? { from, to } : { from: spoofed, to: cast.ends[spoofed]?.peer ?? to };
}

/** The fates that were open (`?>`) and that a later line shows, by the segment's number; one that came late is in flight. */
function shownIn(trace: Trace): ReadonlyMap<number, Seen['fate']> {
  const shown = new Map<number, Seen['fate']>();
  for (const { shows = [] } of trace.steps)
    for (const { sent, fate } of shows) shown.set(sent.id, fate === 'late' ? 'in-flight' : fate);
  return shown;
}

/**
 * The frames at a tap. A segment that is `supposed` was not captured: no tap sees it. One whose fate is open is seen beside its
 * receiver unless a line shows that it was lost; if it came late, just before the line that shows it.
 */
export function* seenAt(trace: Trace, tap: TapSide): Iterable<Seen> {
  const clientOf = clientsOf(trace);
  const isHere = (end: EndId): boolean => (clientOf(end) === end) === (tap === 'client');
  const shown = shownIn(trace);
  for (const [at, step] of trace.steps.entries()) {
    for (const { sent, fate } of step.shows ?? []) {
      const { from, to } = sidesOf(trace, sent);
      if (fate !== 'late' || !isHere(to)) continue;
      const segment = behindPath(trace, at, sent);
      yield { step: at, from, to, id: sent.id, segment, direction: 'received', fate: 'arrived' };
    }
    if (step.kind === 'icmp') {
      const frame = isHere(step.end) ? icmpAt(trace, at, step) : undefined;
      if (frame !== undefined) yield frame;
    } else if (isAboutSegment(step) && step.fate !== 'not-sent' && step.sent.supposed === undefined) {
      const { from, to } = sidesOf(trace, step.sent);
      const { id } = step.sent.copyOf ?? step.sent;
      const fate = step.fate === 'open' ? (shown.get(step.sent.id) ?? 'open') : step.fate;
      const base = { step: at, from, to, id, fate };
      // The tap beside the end that a forged segment claims to come from does not see it leave.
      const leaves = step.kind === 'segment' && step.sent.spoofed === undefined && isHere(from);
      const arrives = (fate === 'arrived' || fate === 'dropped' || fate === 'open') && isHere(to);
      if (leaves) yield { ...base, segment: step.sent.segment, direction: 'sent' };
      else if (arrives) yield { ...base, segment: behindPath(trace, at, step.sent), direction: 'received' };
    }
  }
}

function isAboutSegment(step: Step): step is SegmentStep | FlightStep {
  return step.kind === 'segment' || step.kind === 'deliver' || step.kind === 'drop' || step.kind === 'duplicate';
}

/** The segment as the path hands it over: an octet may have been changed, and the MSS lowered. */
function behindPath(trace: Trace, at: number, sent: Sent): Segment {
  const { segment } = asAltered(sent);
  const host = (end: EndId): number => trace.cast.ends[end]?.host ?? -1;
  const { network } = (trace.steps[at] as Step).after;
  return clamped(network, [host(sent.spoofed ?? sent.from), host(sent.to)], segment);
}

/** An ICMP error quotes the last segment of the end that it reaches; without one there is nothing to quote. */
function icmpAt(trace: Trace, at: number, step: Extract<Step, { kind: 'icmp' }>): Seen | undefined {
  const endpoint: Endpoint | undefined = before(trace, at).ends.get(step.end);
  const sent = endpoint?.lastSent;
  if (sent === undefined) return undefined;
  const icmp = { error: step.error, mtu: step.mtu ?? 0 };
  const { from, to, segment, id } = sent;
  return { step: at, from, to, segment, id, direction: 'received', fate: 'arrived', icmp };
}
