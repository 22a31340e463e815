import { ACK, SYN, has } from '../../wire';
import type { Event, Fate, Host, Micros } from './explanation';
import { type ByHost, type Draft, NOWHERE, type Sending, other } from './sending';

const OPEN: Fate = { kind: 'open', sure: 'presumed', because: [] };

/** The acts of one host, in its order: it sends, or takes a sending of its peer. */
interface Steps {
  readonly count: number;
  readonly sendings: readonly Sending[];
  readonly at: Float64Array;
  /** 1 for an arrival. */
  readonly arrives: Uint8Array;
}

/**
 * All events in one order that keeps the order at each host.
 *
 * @param sent each host's sendings in their order
 * @param arriving the same sendings, in the order in which they arrive where nothing says otherwise
 * @param away the time from the tap to each host
 */
export function eventsOf(sent: ByHost, arriving: ByHost, away: ByHost<Micros>): readonly Event[] {
  const steps = [stepsOf(sent[0], arriving[1], away[0]), stepsOf(sent[1], arriving[0], away[1])] as const;
  return new Merging(steps).run();
}

/** A host's own sendings, with each arrival before the sending that it is placed before. */
function stepsOf(own: readonly Sending[], arriving: readonly Sending[], away: Micros): Steps {
  // Arrivals are sorted by counting: how many are before each of the host's sendings, then where those begin.
  const starts = new Uint32Array(own.length + 2);
  const bucketOf = (before: number): number => Math.min(before, own.length);
  const each = (take: (bucket: number, sending: Sending, at: Micros) => void): void => {
    for (const sending of arriving) {
      const { before, at, comes, doubles, fate } = sending;
      if (fate?.kind !== 'arrived' || before === NOWHERE) continue;
      const isSeen = !Number.isNaN(comes);
      take(bucketOf(before), sending, isSeen ? comes : at + away);
      for (const double of doubles ?? [])
        take(bucketOf(Math.max(before, double.before)), sending, isSeen ? double.at : double.at - away);
    }
  };
  each((bucket) => {
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
  });
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sorted: Sending[] = new Array<Sending>(starts[own.length + 1] ?? 0);
  const times = new Float64Array(sorted.length);
  const next = starts.slice();
  each((bucket, sending, at) => {
    const index = next[bucket] ?? 0;
    next[bucket] = index + 1;
    sorted[index] = sending;
    times[index] = at;
  });

  const count = own.length + sorted.length;
  const sendings: Sending[] = [];
  const at = new Float64Array(count);
  const arrives = new Uint8Array(count);
  let now = -Infinity;
  for (let i = 0; i <= own.length; i++) {
    for (let k = starts[i] ?? 0; k < (starts[i + 1] ?? 0); k++) {
      const one = sorted[k];
      if (one === undefined) continue;
      now = Math.max(now, times[k] ?? 0);
      at[sendings.length] = now;
      arrives[sendings.length] = 1;
      sendings.push(one);
    }
    const sending = own[i];
    if (sending === undefined) continue;
    now = Math.max(now, (Number.isNaN(sending.stamped) ? sending.due : sending.stamped) - away);
    at[sendings.length] = now;
    sendings.push(sending);
  }
  return { count, sendings, at, arrives };
}

/** Merges the steps of both hosts by time; an arrival waits until its segment has been sent. */
class Merging {
  private readonly events: Event[] = [];
  private readonly next: [number, number] = [0, 0];
  /** Arrivals that wait for their sending, and how many of those have gone. */
  private readonly waiting: ByHost<number[]> = [[], []];
  private readonly gone: [number, number] = [0, 0];
  private now = -Infinity;
  /** The indexes of events in which a host forgets, by the sending that shows it. */
  private readonly forgotten = new Map<Sending, number>();

  constructor(private readonly steps: ByHost<Steps>) {}

  run(): readonly Event[] {
    const [client, server] = this.steps;
    const { next } = this;
    while (next[0] < client.count || next[1] < server.count) {
      const host = this.hostOfNext();
      const step = next[host]++;
      if (this.isReady(host, step)) this.emit(host, step);
      else this.waiting[host].push(step);
      this.release(0);
      this.release(1);
    }
    return this.events;
  }

  /** The host whose step is the earlier one; the other one, if that is an arrival of what has not been sent. */
  private hostOfNext(): Host {
    const [client, server] = this.steps;
    const [c, s] = this.next;
    if (c >= client.count) return 1;
    if (s >= server.count) return 0;
    const first = (client.at[c] ?? 0) <= (server.at[s] ?? 0) ? 0 : 1;
    return this.canGo(first) || !this.canGo(other(first)) ? first : other(first);
  }

  private canGo(host: Host): boolean {
    return this.isReady(host, this.next[host]);
  }

  private isReady(host: Host, step: number): boolean {
    const { arrives, sendings } = this.steps[host];
    return arrives[step] !== 1 || sendings[step]?.passage !== undefined;
  }

  /** Arrivals whose segment has been sent by now. */
  private release(host: Host): void {
    const waiting = this.waiting[host];
    for (; this.gone[host] < waiting.length; this.gone[host]++) {
      const step = waiting[this.gone[host]] ?? 0;
      if (!this.isReady(host, step)) return;
      this.emit(host, step);
    }
  }

  private emit(host: Host, step: number): void {
    const { sendings, at, arrives } = this.steps[host];
    const sending = sendings[step];
    if (sending === undefined) return;
    this.now = Math.max(this.now, at[step] ?? 0);
    const passage = (sending.passage ??= passageOf(sending, this.now));
    const isArrival = arrives[step] === 1;
    if (isArrival) {
      this.forgetBefore(host, step, passage);
      passage.arrivals.push(this.now);
    } else if (sending.forgets) this.forget(sending, passage);
    this.events.push({ kind: isArrival ? 'arrive' : 'send', passage, at: this.now });
  }

  /** A listener that has forgotten a half-open connection had done so when the SYN came that it answers next. */
  private forgetBefore(host: Host, step: number, arrival: Draft): void {
    const { sendings, arrives } = this.steps[host];
    const answer = sendings[step + 1];
    if (answer?.forgets !== true || arrives[step + 1] === 1) return;
    if (!has(arrival.segment, SYN) || !has(answer.segment, ACK)) return;
    this.forgotten.set(answer, this.events.length);
    // The passage is that of the answer, which does not exist yet.
    this.events.push({ kind: 'forget', passage: arrival, at: this.now });
  }

  private forget(sending: Sending, passage: Draft): void {
    const index = this.forgotten.get(sending) ?? this.events.length;
    this.events[index] = { kind: 'forget', passage, at: this.events[index]?.at ?? this.now };
  }
}

function passageOf({ from, segment, frames, supposed, fate = OPEN, inBoth }: Sending, sent: Micros): Draft {
  if (inBoth === undefined) return { from, segment, frames, supposed, sent, arrivals: [], fate };
  return { from, segment, ...inBoth, supposed, sent, arrivals: [], fate };
}
