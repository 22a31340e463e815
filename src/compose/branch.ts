import { ACK, FIN, SYN, type Segment, add, difference, formatFlags, has, max } from '../wire';
import { type Line, type MessageStatement, type RunStatement, ordinal, parseLine, quoted } from '../script';
import type { EndId, EndInfo } from '../sim';
import { SECOND } from '../tcp';
import { durationOf, finished, rolesOf } from '../check';
import { goOn, refOf } from './go-on';
import { type SegmentStep, type Trace, firstStepFrom, written } from '../trace';
import { writeOut } from './write-out';

/** What might have happened to a segment: times are microseconds. */
export type WhatIf =
  | { readonly kind: 'lose' | 'duplicate' }
  | { readonly kind: 'delay'; readonly by: number }
  /** Somebody sends another segment behind this one: a line of the flow, `mallory -> server RST spoofing client`. */
  | { readonly kind: 'forge'; readonly line: string };

/** The longest delay of a what-if: a day, in microseconds. */
const MAX_DELAY = 24 * 3600 * SECOND;

/** A delay as it is typed, `300ms` or `1MSL` of this flow's hosts, in microseconds; undefined for anything else. */
export function typedDelay(trace: Trace, text: string): number | undefined {
  const { statement, broken } = parseLine(`wait ${text}`);
  if (broken || statement?.kind !== 'wait') return undefined;
  const by = durationOf({ roles: rolesOf(trace) }, statement.duration);
  return by > 0 && by <= MAX_DELAY ? by : undefined;
}

/**
 * The flow as it would have gone if something else had happened at a step (index into `trace.steps`): the lines up to
 * there, the change, and what follows from it (`goOn`). Where the engines sent the segment, a fault before the run makes
 * the difference. Undefined where the step sends nothing, or where nothing would change.
 *
 * @param title what the other flow is called
 */
export function branch(trace: Trace, step: number, what: WhatIf, title?: string): string | undefined {
  return finished(branchInSlices(trace, step, what, title));
}

/** The same in slices of a few milliseconds. */
export function* branchInSlices(
  trace: Trace,
  step: number,
  what: WhatIf,
  title?: string,
): Generator<undefined, string | undefined> {
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return undefined;
  const changed = changedLines(trace, step, at, what);
  if (changed === undefined) return undefined;
  const before = trace.script.lines.slice(0, at.line).map((l) => l.text);
  const lines = yield* goOn(trace, at.line, [...before, ...changed]);
  return [...(title === undefined ? lines : titled(lines, trace, title)), ''].join('\n');
}

/** The lines that stand in place of the step's own. */
function changedLines(trace: Trace, step: number, at: SegmentStep, what: WhatIf): string[] | undefined {
  const { text, statement } = trace.script.lines[at.line] as Line;
  if (what.kind === 'forge') return forged(trace, step, at, what.line);
  if (at.fate === 'not-sent') return undefined;
  // What a run loses is lost: nothing else can happen to it.
  if (at.fate === 'lost' && (what.kind === 'lose' || at.generated === true)) return undefined;
  if (at.generated === true) return [faultText(trace, step, at, what), text];
  if (statement?.kind !== 'segment') return undefined;
  const { start, end } = statement.arrowSpan;
  const withArrow = (arrow: string): string => `${text.slice(0, start)}${arrow}${text.slice(end, statement.end)}`;
  if (what.kind === 'lose') return [withArrow('-x')];
  return [`${what.kind} next from ${refOf(trace, at.sent.from)}${byText(what)}`, withArrow('->')];
}

/** The lines under another title. */
function titled(lines: readonly string[], trace: Trace, title: string): string[] {
  const line = `flow ${quoted(new TextEncoder().encode(title))}`;
  const at = trace.script.lines.findIndex((l) => l.statement?.kind === 'flow');
  const found = at >= 0 && lines[at] === trace.script.lines[at]?.text ? at : -1;
  return found < 0 ? [line, ...lines] : lines.with(found, line);
}

function byText(what: WhatIf): string {
  return what.kind === 'delay' ? ` by ${written(what.by)}` : '';
}

/** `lose next SYN from client`: the segment by its flags, counted among those that its run sends. */
function faultText(trace: Trace, step: number, at: SegmentStep, what: WhatIf): string {
  const select = selector(at.sent.segment);
  const ref = refOf(trace, at.sent.from);
  // `from server` is about all connections of the server.
  const own = infoOf(trace, at.sent.from);
  const isMeant = (end: EndId): boolean => {
    const { host, port } = infoOf(trace, end);
    return host === own.host && (!ref.includes(':') || port === own.port);
  };
  let nth = 1;
  for (let i = firstStepFrom(trace, at.line); i < step; i++) {
    const s = trace.steps[i];
    if (s?.kind === 'segment' && isMeant(s.sent.from) && select.fits(s.sent.segment)) nth++;
  }
  const which = nth === 1 ? 'next' : ordinal(nth);
  return `${what.kind} ${which} ${select.text} from ${ref}${byText(what)}`;
}

function infoOf(trace: Trace, end: EndId): EndInfo {
  return trace.cast.ends[end] as EndInfo;
}

/** As a fault names a segment. */
function selector(segment: Segment): { readonly text: string; readonly fits: (s: Segment) => boolean } {
  if (segment.len > 0) return { text: 'data', fits: (s) => s.len > 0 };
  const bits = segment.flags & ~ACK;
  const only = has(segment, SYN) || has(segment, FIN) || bits !== 0 ? segment.flags : ACK;
  if (only === ACK) return { text: 'ACK', fits: (s) => s.len === 0 && s.flags === ACK };
  return { text: formatFlags(only), fits: (s) => (s.flags & only) === only };
}

/** The forged segment stands behind the step: a run or a message is written out up to there, and goes on behind it. */
function forged(trace: Trace, step: number, at: SegmentStep, line: string): string[] {
  const { text, statement } = trace.script.lines[at.line] as Line;
  const goesOn = statement?.kind === 'run' || statement?.kind === 'message';
  if (at.generated !== true || !goesOn) return [text, line];
  const upTo = writeOut(trace, at.line, step - firstStepFrom(trace, at.line) + 1).split('\n');
  const rest = statement.kind === 'run' ? restOfRun(trace, at, statement) : restOfMessage(trace, at, statement);
  return [...upTo, line, rest];
}

function restOfRun(trace: Trace, at: SegmentStep, run: RunStatement): string {
  const { text } = trace.script.lines[at.line] as Line;
  if (run.duration === undefined) return text.slice(run.start, run.end);
  const last = trace.steps.findLast((s) => s.line === at.line) ?? at;
  return `run for ${written(Math.max(0, last.after.clock - at.after.clock))}`;
}

/** What of the message has not been sent is another message; once all is sent, its acknowledgment is waited for. */
function restOfMessage(trace: Trace, at: SegmentStep, message: MessageStatement): string {
  const from = rolesOf(trace).arrows.get(message.from, message.to);
  const role = from === undefined ? undefined : rolesOf(trace).roles[from];
  const tcb = from === undefined ? undefined : at.after.ends.get(from)?.tcb;
  if (from === undefined || tcb?.sendEnd === undefined) return 'run';
  const unsent = Math.max(0, difference(max(tcb.sndNxt, add(tcb.iss, 1)), tcb.sendEnd));
  const ref = refOf(trace, from);
  if (unsent === 0) return `run until ${ref}.snd.una = ${ref}.snd.nxt`;
  // Where the flow writes SEND, the whole message has been handed over already.
  if (role?.bound.send === true) return 'run';
  const { payload } = message;
  const what = payload === undefined ? `len=${unsent}` : quoted(payload.bytes.slice(-unsent));
  return `${ref} => ${refOf(trace, infoOf(trace, from).peer)} ${what}`;
}
