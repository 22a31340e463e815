/**
 * The course of each TLS or HTTP message through a flow: its sender, the segments that carry it, and the step in which
 * its receiver gets the last octet.
 */
import type { App, Message } from '../layers';
import type { EndId } from '../sim';
import type { FlightStep, SegmentStep, Step, Trace } from '../trace';
import { add, dataStart, difference } from '../wire';
import { type Sealing, outerName } from './lock';

/** A segment that carries octets of a message. */
export interface Carrier {
  readonly step: number;
  /** A range of octets, counted from the message's beginning; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly lost: boolean;
  /** True if the segment carries no octet for the first time. */
  readonly again: boolean;
}

/** The octets of a message that its receiver has in order after a step. */
export interface Reach {
  readonly step: number;
  readonly octets: number;
}

export interface Course extends Sealing {
  /** The message's name; empty while the start line is incomplete. */
  readonly name: string;
  /**
   * Names of the encrypted messages inside a record, which only the connection's two ends can read; empty without
   * encryption.
   */
  readonly inside: string;
  readonly from: EndId;
  readonly to: EndId;
  /** Length of the message, octets; undefined if only the end of the connection delimits it. */
  readonly size: number | undefined;
  readonly carriers: readonly Carrier[];
  /** The steps in which the receiver gets further octets of the message in order. */
  readonly reached: readonly Reach[];
}

/**
 * The step in which a message becomes complete at its receiver; for a message that never does, the last step that sends
 * or delivers octets of it.
 */
export function endOf({ whole, carriers, reached: reach }: Course): number {
  return whole >= 0 ? whole : Math.max(carriers.at(-1)?.step ?? -1, reach.at(-1)?.step ?? -1);
}

/**
 * The messages of a flow in the order of their first octets, with an index by step of the messages that the step
 * concerns.
 */
export interface Courses {
  readonly all: readonly Course[];
  /** By step that sends a segment: indices in `all`, parallel to the step's `says`. */
  readonly said: ReadonlyMap<number, readonly number[]>;
  /** By step: indices in `all`, parallel to the step's `hears`. */
  readonly heard: ReadonlyMap<number, readonly number[]>;
}

/** The courses of a flow without messages above TCP. */
export const NO_COURSES: Courses = { all: [], said: new Map(), heard: new Map() };

interface Open {
  readonly id: number;
  readonly begin: number;
  readonly course: { -readonly [K in keyof Course]: Course[K] };
  readonly carriers: Carrier[];
  readonly reached: Reach[];
}

/** The octets of a message that the segment of a step carries. */
export function carrierAt({ carriers }: Course, step: number): Carrier | undefined {
  let [low, high] = [0, carriers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((carriers[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return carriers[low]?.step === step ? carriers[low] : undefined;
}

/** Messages of both directions, collected while `coursesOf` goes through the steps. */
interface Reader {
  readonly all: Open[];
  readonly said: Map<number, number[]>;
  readonly heard: Map<number, number[]>;
  /** The messages by sender, connection and first octet. */
  readonly known: Map<string, Open>;
  /** By sender: messages of which the receiver does not have all octets yet. */
  readonly waiting: Map<EndId, Open[]>;
}

export function coursesOf({ steps }: Pick<Trace, 'steps'>): Courses {
  const first = steps.findIndex((s) => s.says !== undefined);
  if (first < 0) return NO_COURSES;
  const r: Reader = { all: [], said: new Map(), heard: new Map(), known: new Map(), waiting: new Map() };
  for (let at = first; at < steps.length; at++) {
    const step = steps[at];
    if (step?.kind === 'segment') {
      if (step.says !== undefined && step.fate !== 'not-sent') said(r, steps, step, at);
      reached(r, step, at);
    } else if (step?.kind === 'deliver' || step?.kind === 'duplicate') reached(r, step, at);
  }
  return { all: r.all.map(({ course }) => course), said: r.said, heard: r.heard };
}

/** The sequence number of the first octet distinguishes a connection from earlier ones of the same end. */
function keyOf(app: App | undefined, end: EndId, begin: number): string {
  return `${end} ${app?.start ?? ''} ${begin}`;
}

function said(r: Reader, steps: readonly Step[], { sent, says = [], fate, after }: SegmentStep, at: number): void {
  const { from: end, to } = sent;
  const app = after.ends.get(end)?.app;
  const ids: number[] = [];
  for (const { name, kind, begin, from, to: behind, size, message } of says) {
    const sealing = sealingOf(message);
    const key = keyOf(app, end, begin);
    let open = r.known.get(key);
    if (open === undefined) {
      const [carriers, reach]: [Carrier[], Reach[]] = [[], []];
      const course = {
        ...{ name, kind, ...sealing, refused: false },
        ...{ from: end, to, size, carriers, reached: reach, whole: -1 },
      };
      open = { id: r.all.length, begin, course, carriers, reached: reach };
      r.known.set(key, open);
      r.all.push(open);
      r.waiting.set(end, [...(r.waiting.get(end) ?? []), open]);
      if (from > 0) beginning(r, steps, open, app, at, from);
    }
    if (name !== '') Object.assign(open.course, { name, kind, ...sealing });
    open.course.size = size ?? open.course.size;
    const again = sent.repeats !== undefined || open.carriers.some((c) => c.from <= from && c.to >= behind);
    open.carriers.push({ step: at, from, to: behind, lost: fate === 'lost', again });
    ids.push(open.id);
  }
  r.said.set(at, ids);
}

function sealingOf(message: Message | undefined): Pick<Course, 'inside' | 'outer' | 'lacksKeys'> {
  return {
    inside: (message?.inside ?? []).map((one) => one.name).join(' + '),
    outer: message === undefined ? '' : outerName(message),
    lacksKeys: message?.sealed?.message.closed === 'no-keys',
  };
}

/** The most steps that the search for a message's first segment goes back. */
const MOST_BACK = 1000;

/**
 * Adds segments that carried the beginning of a message before the message was recognised, which needs a complete start
 * line.
 */
function beginning(
  r: Reader,
  steps: readonly Step[],
  { id, begin, course, carriers }: Open,
  app: App | undefined,
  at: number,
  upTo: number,
): void {
  if (app?.start === undefined) return;
  const start = add(app.start, begin % 0x1_0000_0000);
  const found: Carrier[] = [];
  let left = upTo;
  for (let i = at - 1; i >= Math.max(0, at - MOST_BACK) && left > 0; i--) {
    const step = steps[i];
    if (step?.kind !== 'segment' || step.sent.from !== course.from || step.sent.segment.len === 0) continue;
    const from = difference(start, dataStart(step.sent.segment));
    if (step.says !== undefined || from < 0 || from >= upTo) break;
    const to = Math.min(upTo, from + step.sent.segment.len);
    found.push({ step: i, from, to, lost: step.fate === 'lost', again: step.sent.repeats !== undefined });
    r.said.set(i, [id]);
    left = Math.min(left, from);
  }
  carriers.unshift(...found.reverse());
}

function reached(r: Reader, { sent, hears, after }: SegmentStep | FlightStep, at: number): void {
  const waiting = r.waiting.get(sent.from);
  if (waiting === undefined) return;
  for (const message of hears ?? []) {
    const open = waiting.find(({ begin }) => begin === message.from);
    if (open === undefined) continue;
    const size = message.to - message.from;
    const refused = message.sealed?.message.closed === 'bad-mac';
    const name = message.name === '' || refused ? open.course.name : message.name;
    Object.assign(open.course, { size, whole: at, name, refused });
    open.reached.push({ step: at, octets: size });
    r.heard.set(at, [...(r.heard.get(at) ?? []), open.id]);
  }
  const left = hears === undefined ? waiting : waiting.filter(({ course }) => course.whole < 0);
  const octets = after.ends.get(sent.to)?.app?.heard.octets ?? 0;
  for (const { begin, course, reached: reach } of left) {
    const now = Math.min(octets - begin, course.size ?? Infinity);
    if (now > (reach.at(-1)?.octets ?? 0)) reach.push({ step: at, octets: now });
  }
  r.waiting.set(sent.from, left);
}
