import { checkInSlices } from '../../check';
import { type Line, Pieces, type Script, parseLine, piecesOf, scriptOf } from '../../script';
import type { Finding, Trace } from '../../trace';
import { type Event, type Explanation, type Host, LEAD, besideOf } from '../explain';
import type { Widths } from './columns';
import { type FlowSource, type WrittenFlow, scriptIn, writtenFlow } from './flow';

/** The most trials of a connection. */
const MOST_TRIALS = 60;
/** The events behind an error on which an order is tried. */
const AHEAD = 256;
/** The most events that all trials of a connection play again, in each of the worlds that are kept. */
const MOST_PLAYED = 200_000;
/** Of a connection with more open fates than this, that many worlds are kept nearly all the time. */
const MANY_OPEN = 100;
const WORLDS = 8;
/** The most arrivals that a trial moves. */
const MOST_MOVED = 4;

/** An explanation whose order of arrivals has been tried, and the checker's trace of it. */
export interface Searched {
  readonly explanation: Explanation;
  readonly trace: Trace;
  /** The flow that was checked. */
  readonly written: WrittenFlow;
  /** True if that tells what segments carried; else it tells lengths in place of payloads. */
  readonly isTold: boolean;
}

/**
 * An explanation whose order of arrivals has been tried with the checker. Where it finds an error, the last arrivals at
 * either host are put off behind that event, or the first of those that are under way are brought forward; the first
 * order that takes the error further down, or away, stays. An order against an acknowledgment or a SACK block is itself
 * an error where that is sent, so that no trial goes against these; against `E-tap` none is made. Fates are left as they are.
 *
 * @returns a computation in slices of a few milliseconds, which may be abandoned
 */
export function* searchInSlices(explanation: Explanation, source: FlowSource): Generator<undefined, Searched> {
  const reading = new Reading();
  const budget = new Budget(explanation.events);
  let last: Trace | undefined;
  // Trials have the columns of the first order: lines that stay keep what the check has made of them.
  let widths: Widths | undefined;
  function* tryOut(tried: Explanation): Generator<undefined, Tried> {
    const written = writtenFlow(tried, source, { widths });
    widths = written.widths;
    const script = reading.script(written);
    last = yield* checkToError(script, last);
    const first = errorIn(last);
    const error = first === undefined ? Infinity : (written.events[first.line] ?? Infinity);
    return { explanation: tried, trace: last, written, isTold: false, script, error };
  }
  let best = yield* tryOut(explanation);
  while (best.error < best.explanation.events.length) {
    let found: Explanation | undefined;
    for (const { events, place } of ordersAt(best.explanation, best.error)) {
      if (!budget.tries(AHEAD)) return yield* whole(best, last);
      // An order is tried on the events that come next: most are wrong there already.
      const tried = yield* tryOut({ ...best.explanation, events: events.slice(0, place + AHEAD) });
      if (tried.error > place) {
        found = { ...best.explanation, events };
        break;
      }
    }
    if (found === undefined || !budget.plays(found.events.length - best.error)) return yield* whole(best, last);
    best = yield* tryOut(found);
  }
  return best;
}

/** An order, and what the checker finds of it. */
interface Tried extends Searched {
  readonly script: Script;
  /** The index of the event with the first error; Infinity if there is none. Behind it the trace may end. */
  readonly error: number;
}

function* whole(best: Tried, last: Trace | undefined): Generator<undefined, Searched> {
  return { ...best, trace: yield* checkInSlices(best.script, last) };
}

/** The lines that are checked before a look for an error; then four times as many, and so on. */
const FIRST_LINES = 256;

/**
 * The check of a script, or of its beginning with the first error: errors that follow from it are not looked for.
 *
 * @param counts tells which errors count; left out, all do
 * @param begun hears of the first lines, where they have no error
 */
export function* checkToError(
  script: Script,
  last: Trace | undefined,
  counts: (finding: Finding) => boolean = () => true,
  begun?: (beginning: Trace) => void,
): Generator<undefined, Trace> {
  const lines = piecesOf(script);
  let before = last;
  for (let count = FIRST_LINES; count < lines.length; count *= 4) {
    const trace = yield* checkInSlices(scriptOf(lines.replaced(count, lines.length, [])), before);
    if (trace.findings.some((finding) => finding.level === 'error' && counts(finding))) return trace;
    if (count === FIRST_LINES) begun?.(trace);
    before = trace;
  }
  return yield* checkInSlices(script, before);
}

function errorIn({ findings }: Trace): Finding | undefined {
  return findings.find(({ level }) => level === 'error');
}

/** Reads the orders of a flow. Lines of the first one keep their objects in all others, by which the checker knows them again. */
class Reading {
  private first: Script | undefined;
  private known: Map<string, Line> | undefined;

  script(written: WrittenFlow): Script {
    if (this.first === undefined) return (this.first = scriptIn(written));
    const known = (this.known ??= new Map(this.first.lines.map((line) => [line.text, line])));
    const lines = written.lines.map((text) => {
      const line = known.get(text) ?? parseLine(text);
      known.set(text, line);
      return line;
    });
    return scriptOf(Pieces.of(lines), lines);
  }
}

/** The trials of a connection: how many there may be, and how much they play. */
class Budget {
  private trials = 0;
  private played = 0;
  private readonly worlds: number;

  constructor(events: readonly Event[]) {
    const open = events.filter(({ kind, passage }) => kind === 'send' && passage.fate.kind === 'open').length;
    this.worlds = open > MANY_OPEN ? WORLDS : 1;
  }

  /** True if a further trial may play so many events. */
  tries(count: number): boolean {
    this.trials++;
    return this.trials <= MOST_TRIALS && this.plays(count);
  }

  plays(count: number): boolean {
    this.played += this.worlds * count;
    return this.played <= MOST_PLAYED;
  }
}

const HOSTS: readonly Host[] = [0, 1];

/** Events in another order. */
interface Order {
  readonly events: readonly Event[];
  /** The index up to which an error is no progress: that of the event at which the order was changed. */
  readonly place: number;
  /** The times at which the first and the last of the moved arrivals were. */
  readonly first: number;
  readonly last: number;
}

/** The orders that are tried where the event at an index is an error. Beside a host, the tap has seen when segments came. */
function* ordersAt({ events, tap }: Explanation, at: number): Iterable<Order> {
  const beside = besideOf(tap);
  for (let count = 1; count <= MOST_MOVED; count++) {
    for (const host of HOSTS) {
      for (const order of [...broughtForward(events, at, host, count), ...putOff(events, at, host, count)])
        if (host !== beside || isAsSeen(order, (events[at] as Event).at)) yield order;
    }
  }
}

/** `E-tap`: a host takes nothing before the tap beside it has seen it, and what it takes later has only just been seen. */
const isAsSeen = ({ first, last }: Order, time: number): boolean => time - first <= LEAD && last <= time;

const isArrivalAt = ({ kind, passage }: Event, host: Host): boolean => kind === 'arrive' && passage.from !== host;

/** The first arrivals at a host of what has been sent before the event, moved before it. */
function* broughtForward(events: readonly Event[], at: number, host: Host, count: number): Iterable<Order> {
  const under = new Set<number>();
  const sentLater = new Set(events.slice(at).flatMap((e) => (e.kind === 'send' ? [e.passage] : [])));
  for (let i = at + 1; i < events.length && under.size < count; i++) {
    const event = events[i] as Event;
    if (isArrivalAt(event, host) && !sentLater.has(event.passage)) under.add(i);
  }
  if (under.size < count) return;
  const time = (events[at] as Event).at;
  const moved = [...under].map((i) => ({ ...(events[i] as Event), at: time }));
  const rest = events.slice(at).filter((_, i) => !under.has(at + i));
  const times = [...under].map((i) => (events[i] as Event).at);
  const [first = time, last = time] = [times[0], times.at(-1)];
  yield { events: [...events.slice(0, at), ...moved, ...rest], place: at + count, first, last };
}

/** The last arrivals at a host, moved behind the event. */
function* putOff(events: readonly Event[], at: number, host: Host, count: number): Iterable<Order> {
  const last = new Set<number>();
  for (let i = at - 1; i >= 0 && last.size < count; i--) if (isArrivalAt(events[i] as Event, host)) last.add(i);
  if (last.size < count) return;
  const time = (events[at] as Event).at;
  const moved = [...last].reverse().map((i) => ({ ...(events[i] as Event), at: time }));
  const first = (events[Math.min(...last)] as Event).at;
  const before = events.slice(0, at + 1).filter((_, i) => !last.has(i));
  yield { events: [...before, ...moved, ...events.slice(at + 1)], place: at, first, last: time };
}
