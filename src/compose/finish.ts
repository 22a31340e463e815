import { createParser } from '../script/parser';
import type { EndId } from '../sim/world';
import type { Tcb } from '../tcp/tcb';
import { isSpent } from '../check/play/budget';
import { checkInSlices, finished, rolesOf } from '../check/check';
import { isGrave } from '../trace/finding';
import { refOf } from './go-on';
import { final, type Trace } from '../trace/trace';

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
  const text = trace.script.lines.map((l) => l.text).join('\n');
  const joint = text === '' || text.endsWith('\n') ? '' : '\n';
  const added: string[] = [];
  let current = trace;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = yield* nextLines(current);
    if (next.length === 0) break;
    added.push(...next);
    current = yield* played(`${text}${joint}${added.join('\n')}\n`, current);
  }
  return added.length === 0 ? '' : `${joint}${added.join('\n')}\n`;
}

/** The next thing to do: what hangs in flight arrives, the engines play on, users read, open and close. */
function* nextLines(trace: Trace): Generator<undefined, readonly string[]> {
  const world = final(trace);
  // Where the flow's budget is used up, the engines do nothing any more.
  if (isSpent(world)) return [];
  const refs = new Map([...rolesOf(trace).byArrow].map(([key, end]) => [end, key.split('>')[0] ?? '']));
  const flights = [...world.flights]
    .filter(([, sent]) => sent.arrives === undefined)
    .map(([name]) => `deliver ${name}`);
  if (flights.length > 0) return [...flights, 'run'];
  const lastRuns = trace.steps.at(-1)?.generated === true && world.network.transits === 0;
  if (!lastRuns && trace.cast.ends.length > 0 && !(yield* isQuiet(trace))) return ['run'];
  for (const { id } of trace.cast.ends) {
    const endpoint = world.ends.get(id);
    const ref = refs.get(id);
    if (endpoint === undefined || ref === undefined) continue;
    const { tcb } = endpoint;
    if (tcb.unread > 0 && tcb.rcvWnd < tcb.unread) return [`${ref} receive ${tcb.unread}`, 'run'];
    if (tcb.state === 'CLOSE-WAIT' && !tcb.closing) return [`${ref} close`, 'run'];
  }
  return [];
}

/** Would a run do anything? */
function* isQuiet(trace: Trace): Generator<undefined, boolean> {
  const text = trace.script.lines.map((l) => l.text).join('\n');
  const tried = yield* played(`${text}\nrun\n`, trace);
  return tried.steps.length === trace.steps.length;
}

function played(text: string, previous: Trace): Generator<undefined, Trace> {
  return checkInSlices(createParser().parse(text), previous);
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
  const text = trace.script.lines.map((l) => l.text).join('\n');
  const joint = text === '' || text.endsWith('\n') ? '' : '\n';
  let added = (yield* finishingInSlices(trace)).replace(/^\n/, '');
  for (const { id, peer } of trace.cast.ends) {
    if (id > peer) continue;
    const now = yield* played(`${text}${joint}${added}`, trace);
    if (!isSpent(final(now))) added += (yield* closingOf(now, id, peer)) ?? '';
  }
  return added === '' ? '' : joint + added;
}

/** One connection: whoever has not closed yet does; by a call, or by the segment that implies it. */
function* closingOf(trace: Trace, a: EndId, b: EndId): Generator<undefined, string | undefined> {
  const world = final(trace);
  const tcbOf = (end: EndId): Tcb | undefined => world.ends.get(end)?.tcb;
  if (tcbOf(a)?.synchronised !== true || tcbOf(b)?.synchronised !== true) return undefined;
  const [x, y] = [refOf(trace, a), refOf(trace, b)];
  const first = tcbOf(b)?.state === 'CLOSE-WAIT' || tcbOf(a)?.closing === true ? [] : [[x, y, 'FIN-WAIT-2'] as const];
  const second = tcbOf(b)?.closing === true ? [] : [[y, x, undefined] as const];
  const text = trace.script.lines.map((l) => l.text).join('\n');
  for (const isCall of [true, false]) {
    const lines = [...first, ...second].flatMap(([who, peer, state]) => [
      isCall ? `${who} close` : `${who} -> ${peer} FIN,ACK`,
      state === undefined ? 'run' : `run until ${who} ${state}`,
    ]);
    const added = `${lines.join('\n')}\n`;
    const from = trace.script.lines.length - 1;
    const done = yield* played(`${text}${added}`, trace);
    if (lines.length > 0 && done.findings.every((f) => !isGrave(f) || f.line < from)) return added;
  }
  return undefined;
}
