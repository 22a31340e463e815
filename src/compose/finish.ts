import { type Trace, final, isGrave, namedFlights } from '../trace';
import { type EndId, MAX_SEGMENTS, type World, asking, isSpent } from '../sim';
import { type Line, parseLine } from '../script';
import { checkInSlices, finished, scopeBefore } from '../check';
import { refsOf } from './go-on';

/** More rounds than any flow needs: deliver, run, receive, close, run. */
const MAX_ROUNDS = 8;

/**
 * What to write behind a flow so that it comes to the nearest quiet end: established and idle, or closed on both sides.
 * Empty where it is there already.
 */
export function finishing(trace: Trace): string {
  return finished(finishingInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* finishingInSlices(trace: Trace): Generator<undefined, string> {
  return addedTo(trace, yield* atRest(trace));
}

/** The flow, brought to rest. */
function* atRest(trace: Trace): Generator<undefined, Trace> {
  let current = trace;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = yield* onward(current);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** What stands behind a flow's text in another that goes on from it. */
function addedTo(trace: Trace, { script }: Trace): string {
  const own = linesOf(trace);
  const added = script.lines.slice(own.length).map((l) => l.text);
  if (script === trace.script) return '';
  const joint = own.length > 0 && own.length === trace.script.lines.length ? '\n' : '';
  return `${joint}${added.join('\n')}`;
}

/** The lines of a flow, without the empty one behind its last line end. */
function linesOf({ script: { lines } }: Trace): readonly Line[] {
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}

/** A flow with more lines at its end: what was checked of it holds, as its lines are the same objects. */
function withLines(trace: Trace, texts: readonly string[]): Generator<undefined, Trace> {
  return checkInSlices({ lines: [...linesOf(trace), ...[...texts, ''].map((text) => parseLine(text))] }, trace);
}

/** The flow with the next thing done: what hangs in flight arrives, the engines play on, users read, open and close. */
function* onward(trace: Trace): Generator<undefined, Trace | undefined> {
  const world = final(trace);
  // Where the flow's budget is used up, the engines do nothing any more.
  if (isSpent(world)) return undefined;
  const flights = namedFlights(world, scopeBefore(trace, trace.script.lines.length))
    .filter(([, sent]) => sent.arrives === undefined)
    .map(([name]) => `deliver ${name}`);
  if (flights.length > 0) return yield* withLines(trace, [...flights, 'run']);
  const lastRuns = trace.steps.at(-1)?.generated === true && world.network.transits === 0;
  if (!lastRuns && trace.cast.ends.length > 0) {
    const ran = yield* withLines(trace, ['run']);
    if (ran.steps.length > trace.steps.length) return ran;
  }
  const doing = usersDoing(trace, world);
  return doing === undefined ? undefined : yield* withLines(trace, [doing, 'run']);
}

/** A user reads what fills its buffer, or closes behind its peer. */
function usersDoing(trace: Trace, world: World): string | undefined {
  const refs = refsOf(trace);
  for (const { id } of trace.cast.ends) {
    const endpoint = world.ends.get(id);
    const ref = refs.get(id);
    if (endpoint === undefined || ref === undefined) continue;
    const { tcb } = endpoint;
    if (tcb.unread > 0 && tcb.rcvWnd < tcb.unread) return `${ref} receive ${tcb.unread}`;
    if (tcb.state === 'CLOSE-WAIT' && !tcb.closing) return `${ref} close`;
  }
  return undefined;
}

/**
 * What to write behind a flow so that all its connections are closed on both sides: it is brought to rest first, then the
 * users close, one after the other. Empty where nothing is open.
 */
export function closing(trace: Trace): string {
  return finished(closingInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* closingInSlices(trace: Trace): Generator<undefined, string> {
  return addedTo(trace, yield* closed(yield* atRest(trace)));
}

/** Connections that are closed at once; more of them are closed when it is asked for again. */
const MOST_CLOSED = 50;

/** Fewer where each run has many ends to ask: two runs a connection take no more than a part of the flow's budget. */
function mostClosed(trace: Trace): number {
  const room = (MAX_SEGMENTS - final(trace).network.spent) / 16;
  return Math.max(1, Math.min(MOST_CLOSED, Math.floor(room / (2 * asking(final(trace)) + 1))));
}

/** As often as is needed where they do not hinder each other: with calls, with segments, and without those that neither closes. */
const MOST_TRIALS = 4;

/** By a call, or by the segment that implies it; the first that breaks no rule. */
type Way = 'call' | 'segment';

/** A connection that is to be closed. */
interface Closing {
  readonly id: EndId;
  readonly peer: EndId;
  readonly way: Way;
}

/** Each side that has not closed yet closes, one connection after the other: all are tried together, and again while one fails. */
function* closed(trace: Trace): Generator<undefined, Trace> {
  if (isSpent(final(trace))) return trace;
  const refs = refsOf(trace);
  let open: readonly Closing[] = trace.cast.ends
    .filter(({ id, peer }) => id < peer && isOpen(trace, id) && isOpen(trace, peer))
    .filter(({ id, peer }) => closeLines(trace, id, peer, 'call', refs).length > 0)
    .slice(0, mostClosed(trace))
    .map(({ id, peer }) => ({ id, peer, way: 'call' }));
  const first = linesOf(trace).length;
  for (let trial = 0; trial < MOST_TRIALS && open.length > 0; trial++) {
    const lines = open.map(({ id, peer, way }) => closeLines(trace, id, peer, way, refs));
    const tried = yield* withLines(trace, lines.flat());
    const grave = tried.findings.filter((f) => isGrave(f) && f.line >= first).map((f) => f.line - first);
    if (grave.length === 0) return tried;
    let at = 0;
    open = open.flatMap((one, i): readonly Closing[] => {
      const from = at;
      at += lines[i]?.length ?? 0;
      if (!grave.some((line) => line >= from && line < at)) return [one];
      return one.way === 'call' ? [{ ...one, way: 'segment' }] : [];
    });
  }
  return trace;
}

function isOpen(trace: Trace, end: EndId): boolean {
  return final(trace).ends.get(end)?.tcb.synchronised === true;
}

/** What closes one connection: nothing where both sides have closed. */
function closeLines(trace: Trace, a: EndId, b: EndId, way: Way, refs: ReadonlyMap<EndId, string>): string[] {
  const world = final(trace);
  const [own, other] = [world.ends.get(a)?.tcb, world.ends.get(b)?.tcb];
  const [x = '', y = ''] = [refs.get(a), refs.get(b)];
  const first = other?.state === 'CLOSE-WAIT' || own?.closing === true ? [] : [[x, y, 'FIN-WAIT-2'] as const];
  const second = other?.closing === true ? [] : [[y, x, undefined] as const];
  return [...first, ...second].flatMap(([who, peer, state]) => [
    way === 'call' ? `${who} close` : `${who} -> ${peer} FIN,ACK`,
    state === undefined ? 'run' : `run until ${who} ${state}`,
  ]);
}
