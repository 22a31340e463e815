import { SYN, has } from '../../wire';
import type { Host, Micros, PlacedBy, TapPlace } from './explanation';
import type { Prepared } from './prepare';
import { type ByHost, type Sending, firstWhere, other } from './sending';

/** A host that answers in less than this is beside the tap, if the other one takes this many times as long. */
const BESIDE: Micros = 2000;
const FASTER = 4;
/** A host that answers within this is beside the tap, where no answer of the other one could be timed. */
const AT_ONCE: Micros = 200;

/** The times that a host takes to answer, as the tap sees them. */
export interface Answers {
  /** The least time from a frame of its peer to the frame that answers it; 0 if no answer could be timed. */
  readonly least: Micros;
  /** True if an acknowledgment that was put off (RFC 9293 §3.8.6.3) can't be what makes it so long. */
  readonly isPrompt: boolean;
  /** True if it echoes a timestamp that the tap did not see, and would have to be between others (RFC 7323 §4.3). */
  readonly echoesUnseen: boolean;
}

/** So many answers are not all put off. */
const MANY = 8;

/**
 * Times the answers of both hosts: by an exact acknowledgment number of octets that were sent once, and by the echo of a
 * timestamp (RFC 7323 §4), from the first segment that carries it: no answer came sooner than its time says.
 */
export function answersIn(tap: readonly Sending[]): ByHost<Answers> {
  const timing: ByHost<Timing> = [new Timing(), new Timing()];
  for (const sending of tap) {
    timing[sending.from].answer(sending);
    timing[other(sending.from)].ask(sending);
  }
  return [timing[0].answers, timing[1].answers];
}

/** Segments that a host has been sent, and has not yet answered. */
class Timing {
  private readonly asked: Sending[] = [];
  private head = 0;
  private top = -Infinity;
  private readonly stamped: { readonly val: number; readonly at: Micros }[] = [];
  private next = 0;
  private least = Infinity;
  private samples = 0;
  private isShaken = false;
  private echoesUnseen = false;

  ask(sending: Sending): void {
    const { val, at, seq, end } = sending;
    const last = this.stamped.at(-1)?.val ?? -Infinity;
    if (val > last) this.stamped.push({ val, at });
    if (end === seq) return;
    if (seq >= this.top) this.asked.push(sending);
    else this.head = this.asked.length;
    this.top = Math.max(this.top, end);
  }

  answer({ ack, ecr, at, segment }: Sending): void {
    const { asked, stamped } = this;
    for (; this.head < asked.length && (asked[this.head]?.end ?? 0) <= ack; this.head++) {
      const one = asked[this.head];
      if (one?.end !== ack) continue;
      this.take(at - one.at);
      this.isShaken ||= has(one.segment, SYN);
    }
    while (this.next < stamped.length && (stamped[this.next]?.val ?? 0) < ecr) this.next++;
    const one = stamped[this.next];
    if (one?.val !== ecr) {
      this.echoesUnseen ||= ecr > (stamped[0]?.val ?? Infinity) && !this.hasSeen(ecr);
      return;
    }
    this.next++;
    this.take(at - one.at);
    this.isShaken ||= has(segment, SYN);
  }

  get answers(): Answers {
    const least = Number.isFinite(this.least) ? Math.max(0, this.least) : 0;
    return { least, isPrompt: this.isShaken || this.samples >= MANY, echoesUnseen: this.echoesUnseen };
  }

  private hasSeen(val: number): boolean {
    const { stamped } = this;
    return stamped[firstWhere(stamped, (one) => one.val >= val)]?.val === val;
  }

  private take(time: Micros): void {
    this.samples++;
    if (time < this.least) this.least = time;
  }
}

/** The place of a tap, and what has told it. */
export interface Placed {
  readonly place: TapPlace;
  readonly by: PlacedBy;
}

/** The place of a tap: beside a host by the file's directions, by frames that no network carries, by answer times. */
export function placeOf({ marked, sendings }: Prepared, answers: ByHost<Answers>): Placed {
  const least = [answers[0].least, answers[1].least] as const;
  const [client, server] = marked;
  const [fromClient, fromServer] = [client.sent + server.received, server.sent + client.received];
  if (fromClient > 0 && fromServer === 0) return { place: 'client', by: 'directions' };
  if (fromServer > 0 && fromClient === 0) return { place: 'server', by: 'directions' };
  if (client.partial > 0 !== server.partial > 0)
    return { place: client.partial > 0 ? 'client' : 'server', by: 'offload' };
  if (client.offloaded > 0 !== server.offloaded > 0 && least[0] !== least[1]) {
    const place = least[0] < least[1] ? 'client' : 'server';
    if (Math.min(...least) < BESIDE) return { place, by: 'offload' };
  }
  const hasBoth = ([0, 1] as const).every((host) => sendings.some(({ from }) => from === host));
  if (!hasBoth) return NOWHERE;
  const isFar = (host: Host): boolean =>
    least[host] > 0 ? least[other(host)] * FASTER < least[host] : least[other(host)] < AT_ONCE;
  const isBeside = (host: Host): boolean => least[host] > 0 && least[host] < BESIDE && isFar(other(host));
  if (isBeside(0)) return { place: 'client', by: 'answers' };
  return isBeside(1) ? { place: 'server', by: 'answers' } : NOWHERE;
}

const NOWHERE: Placed = { place: 'path', by: 'nothing' };

/** The host that a tap is beside; undefined on the path. */
export function besideOf(place: TapPlace): Host | undefined {
  return place === 'path' ? undefined : place === 'client' ? 0 : 1;
}

/** The sendings of each host, in the order of the tap. */
export function byHost(tap: readonly Sending[]): ByHost {
  return [tap.filter(({ from }) => from === 0), tap.filter(({ from }) => from === 1)];
}
