import { type Trace, final, isGrave, namedFlights } from '../trace';
import { type EndId, MAX_SEGMENTS, type World, asking, isSpent } from '../sim';
import { type Line, parseLine } from '../script';
import { checkInSlices, finished, scopeBefore } from '../check';
import { refsOf } from './go-on';

/** The most rounds of: deliver, run, receive, close, run. */
const MAX_ROUNDS = 8;

/** The lines that bring a flow to rest: established and idle, or closed on both sides. Empty if it is at rest. */
export function finishing(trace: Trace): string {
  return finished(finishingInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* finishingInSlices(trace: Trace): Generator<undefined, string> {
  return addedTo(trace, yield* atRest(trace));
}

/** The trace of the flow brought to rest. */
function* atRest(trace: Trace): Generator<undefined, Trace> {
  let current = trace;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = yield* onward(current);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** The text that a longer flow has after the text of this one. */
function addedTo(trace: Trace, { script }: Trace): string {
  const own = linesOf(trace);
  const added = script.lines.slice(own.length).map((l) => l.text);
  if (script === trace.script) return '';
  const joint = own.length > 0 && own.length === trace.script.lines.length ? '\n' : '';
  return `${joint}${added.join('\n')}`;
}

/** The lines of a flow without the empty one after its last line break. */
function linesOf({ script: { lines } }: Trace): readonly Line[] {
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}

/** The trace of the flow with lines appended; the check of the existing lines is reused, as they are the same objects. */
function withLines(trace: Trace, texts: readonly string[]): Generator<undefined, Trace> {
  return checkInSlices({ lines: [...linesOf(trace), ...[...texts, ''].map((text) => parseLine(text))] }, trace);
}

/**
 * The trace after one more action: segments in flight arrive, a run, or users who read, open and close. Undefined if
 * there is none.
 */
function* onward(trace: Trace): Generator<undefined, Trace | undefined> {
  const world = final(trace);
  // A flow without budget simulates nothing more.
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

/** A user's action: reading from a full buffer, or closing after the peer has closed. */
function usersDoing(trace: Trace, world: World): string | undefined {
  const refs = refsOf(trace);
  for (const { id } of trace.cast.ends) {
    const endpoint = world.ends.get(id);
    const ref = refs.get(id);
    if (endpoint === undefined || ref === undefined) continue;
    const { tcb } = endpoint;
    // The calls of a host that has the name of a statement (`run`) can't be written.
    if (parseLine(`${ref} close`).broken) continue;
    if (tcb.unread > 0 && tcb.rcvWnd < tcb.unread) return `${ref} receive ${tcb.unread}`;
    if (tcb.state === 'CLOSE-WAIT' && !tcb.closing) return `${ref} close`;
  }
  return undefined;
}

/**
 * The lines that close all connections of a flow on both sides: the flow is brought to rest, then users close one after
 * the other. Empty if nothing is open.
 */
export function closing(trace: Trace): string {
  return finished(closingInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* closingInSlices(trace: Trace): Generator<undefined, string> {
  return addedTo(trace, yield* closed(yield* atRest(trace)));
}

/** The most connections that are closed by one command. */
const MOST_CLOSED = 50;

/** Fewer if there are many ends: the two runs for each connection may use only a part of the flow's budget. */
function mostClosed(trace: Trace): number {
  const room = (MAX_SEGMENTS - final(trace).network.spent) / 16;
  return Math.max(1, Math.min(MOST_CLOSED, Math.floor(room / (2 * asking(final(trace)) + 1))));
}

/**
 * The number of attempts to close several connections together: by calls, by segments, and without those for which
 * neither works.
 */
const MOST_TRIALS = 4;

/** A connection is closed by a call, or by the segment that implies it; the first without an error or warning is taken. */
type Way = 'call' | 'segment';

/** A connection to close. */
interface Closing {
  readonly id: EndId;
  readonly peer: EndId;
  readonly way: Way;
}

/**
 * The trace after each open side has closed, connection by connection. All are tried together, and again as long as one
 * fails.
 */
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
