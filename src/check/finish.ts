import { createParser } from '../script/parser';
import { final, type Trace } from './trace';
import { check, rolesOf } from './check';

/** More rounds than any flow needs: deliver, run, receive, close, run. */
const MAX_ROUNDS = 8;

/**
 * What to write behind a flow so that it comes to the nearest quiet end: established and idle, or closed on both sides.
 * Empty where it is there already.
 */
export function finishing(trace: Trace): string {
  const text = trace.script.lines.map((l) => l.text).join('\n');
  const joint = text === '' || text.endsWith('\n') ? '' : '\n';
  const added: string[] = [];
  let current = trace;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = nextLines(current);
    if (next.length === 0) break;
    added.push(...next);
    current = check(createParser().parse(`${text}${joint}${added.join('\n')}\n`), current);
  }
  return added.length === 0 ? '' : `${joint}${added.join('\n')}\n`;
}

/** The next thing to do: what hangs in flight arrives, the engines play on, users read, open and close. */
function nextLines(trace: Trace): readonly string[] {
  const world = final(trace);
  const refs = new Map([...rolesOf(trace).byArrow].map(([key, end]) => [end, key.split('>')[0] ?? '']));
  const flights = [...world.flights]
    .filter(([, sent]) => sent.arrives === undefined)
    .map(([name]) => `deliver ${name}`);
  if (flights.length > 0) return [...flights, 'run'];
  const lastRuns = trace.steps.at(-1)?.generated === true && world.network.transits === 0;
  if (!lastRuns && trace.cast.ends.length > 0 && !isQuiet(trace)) return ['run'];
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
function isQuiet(trace: Trace): boolean {
  const text = trace.script.lines.map((l) => l.text).join('\n');
  const played = check(createParser().parse(`${text}\nrun\n`), trace);
  return played.steps.length === trace.steps.length;
}
