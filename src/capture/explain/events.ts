import type { Event, Fate, Host, Micros, Passage } from './explanation';
import { type ByHost, NOWHERE, type Sending, other } from './sending';

const OPEN: Fate = { kind: 'open', sure: 'presumed', because: [] };

/** What one host does: it sends, or takes a sending of its peer. */
interface Step {
  readonly sending: Sending;
  readonly isArrival: boolean;
  at: Micros;
}

/**
 * All events in one order that keeps the order at each host.
 *
 * @param sent each host's sendings in their order
 * @param arriving the same sendings, in the order in which they arrive where nothing says otherwise
 * @param away the time from the tap to each host
 */
export function eventsOf(sent: ByHost, arriving: ByHost, away: ByHost<Micros>): readonly Event[] {
  return merge([stepsOf(sent[0], arriving[1], away[0]), stepsOf(sent[1], arriving[0], away[1])]);
}

function stepsOf(own: readonly Sending[], arriving: readonly Sending[], away: Micros): readonly Step[] {
  const buckets: Step[][] = Array.from({ length: own.length + 1 }, () => []);
  const put = (sending: Sending, before: number, at: Micros): void => {
    buckets[Math.min(before, own.length)]?.push({ sending, isArrival: true, at });
  };
  for (const sending of arriving) {
    const { before, twice, at, fate } = sending;
    if (fate?.kind !== 'arrived' || before === NOWHERE) continue;
    put(sending, before, at + away);
    if (twice !== NOWHERE) put(sending, Math.max(before, twice), at + away);
  }
  const steps: Step[] = [];
  let now = -Infinity;
  const add = (step: Step): void => {
    now = step.at = Math.max(now, step.at);
    steps.push(step);
  };
  for (let i = 0; i <= own.length; i++) {
    for (const step of buckets[i] ?? []) add(step);
    const sending = own[i];
    if (sending !== undefined) add({ sending, isArrival: false, at: sending.due - away });
  }
  return steps;
}

type Draft = Passage & { readonly arrivals: Micros[] };

/** Merges the steps of both hosts by time; an arrival waits until its segment has been sent. */
function merge(steps: ByHost<readonly Step[]>): readonly Event[] {
  const events: Event[] = [];
  const passages = new Map<Sending, Draft>();
  const next: [number, number] = [0, 0];
  const waiting: ByHost<Step[]> = [[], []];
  let now = -Infinity;
  const emit = ({ sending, isArrival, at }: Step): void => {
    now = Math.max(now, at);
    let passage = passages.get(sending);
    if (passage === undefined) {
      const { from, segment, frames, supposed } = sending;
      passage = { from, segment, frames, supposed, sent: now, arrivals: [], fate: sending.fate ?? OPEN };
      passages.set(sending, passage);
    }
    if (isArrival) passage.arrivals.push(now);
    events.push({ kind: isArrival ? 'arrive' : 'send', passage, at: now });
  };
  const isReady = ({ isArrival, sending }: Step): boolean => !isArrival || passages.has(sending);
  const canGo = (host: Host): boolean => {
    const step = steps[host][next[host]];
    return step !== undefined && isReady(step);
  };
  for (;;) {
    const [client, server] = [steps[0][next[0]], steps[1][next[1]]];
    if (client === undefined && server === undefined) return events;
    const first = server === undefined || (client !== undefined && client.at <= server.at) ? 0 : 1;
    const host = canGo(first) || !canGo(other(first)) ? first : other(first);
    const step = steps[host][next[host]++];
    if (step === undefined) continue;
    if (isReady(step)) emit(step);
    else waiting[host].push(step);
    for (const late of waiting) {
      for (let head = late[0]; head !== undefined && isReady(head); head = late[0]) {
        emit(head);
        late.shift();
      }
    }
  }
}
