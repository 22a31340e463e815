import { ACK, FIN, SYN, type Segment, add, difference, formatFlags, has, max } from '../wire';
import { type Line, type MessageStatement, type RunStatement, ordinal, parseLine, quoted } from '../script';
import { type EndId, type EndInfo, endpointOf, textFor } from '../sim';
import { NO_FIELDS, SECOND } from '../tcp';
import { durationOf, finished, rolesOf } from '../check';
import { goOn, refOf } from './go-on';
import { type SegmentStep, type Trace, before, firstStepFrom, written } from '../trace';
import { withoutKeepAlive } from './no-keep-alive';
import { type CertificateFault, withCertificate, withLeak } from './secured';
import { writeOut } from './write-out';

/** A change of a segment's fate. Times are in microseconds. */
export type WhatIf =
  | { readonly kind: 'lose' | 'duplicate' }
  | { readonly kind: 'delay'; readonly by: number }
  /** An octet of the payload, from 1, is changed on the way. */
  | { readonly kind: 'alter'; readonly octet: number }
  /** Each exchange of HTTP has a connection of its own. */
  | { readonly kind: 'no-keep-alive' }
  /** The server has another certificate, which its client refuses. */
  | { readonly kind: 'certificate'; readonly fault: CertificateFault }
  /** The server's private key leaks at the end. */
  | { readonly kind: 'key-leaks' }
  /** Another segment is sent after this one: a line of the script such as `mallory -> server RST spoofing client`. */
  | { readonly kind: 'forge'; readonly line: string };

/** A what-if of one segment. */
type OfSegment = Exclude<WhatIf, { readonly kind: 'no-keep-alive' | 'certificate' | 'key-leaks' }>;

/** The longest delay of a what-if: a day, microseconds. */
const MAX_DELAY = 24 * 3600 * SECOND;

/** A typed delay, such as `300ms` or `1MSL` (of this flow's hosts), in microseconds; undefined for anything else. */
export function typedDelay(trace: Trace, text: string): number | undefined {
  const { statement, broken } = parseLine(`wait ${text}`);
  if (broken || statement?.kind !== 'wait') return undefined;
  const by = durationOf({ roles: rolesOf(trace) }, statement.duration);
  return by > 0 && by <= MAX_DELAY ? by : undefined;
}

/**
 * The what-if of a step (index into `trace.steps`): the lines up to it, the change, and the continuation (`goOn`). If a
 * run sent the segment, the change is a fault before the run. Undefined if the step sends nothing or nothing would
 * change.
 *
 * @param title the title of the new flow
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
  if (what.kind === 'no-keep-alive') return withoutKeepAlive(trace, title);
  if (what.kind === 'certificate' || what.kind === 'key-leaks') {
    const lines = what.kind === 'key-leaks' ? withLeak(trace, step) : yield* withCertificate(trace, step, what.fault);
    return lines && [...(title === undefined ? lines : titled(lines, trace, title)), ''].join('\n');
  }
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return undefined;
  const changed = changedLines(trace, step, at, what);
  if (changed === undefined) return undefined;
  const before = trace.script.lines.slice(0, at.line).map((l) => l.text);
  const lines = yield* goOn(trace, at.line, [...before, ...changed]);
  return [...(title === undefined ? lines : titled(lines, trace, title)), ''].join('\n');
}

/** The lines that replace the line of the step. */
function changedLines(trace: Trace, step: number, at: SegmentStep, what: OfSegment): string[] | undefined {
  const { text, statement } = trace.script.lines[at.line] as Line;
  if (what.kind === 'forge') return forged(trace, step, at, what.line);
  if (at.fate === 'not-sent') return undefined;
  if (what.kind === 'alter') return altered(trace, step, at, what.octet);
  // A segment that a run loses can have no other fate.
  if (at.fate === 'lost' && (what.kind === 'lose' || at.generated === true)) return undefined;
  if (at.generated === true) return [faultText(trace, step, at, what), text];
  if (statement?.kind !== 'segment') return undefined;
  const { start, end } = statement.arrowSpan;
  const withArrow = (arrow: string): string => `${text.slice(0, start)}${arrow}${text.slice(end, statement.end)}`;
  if (what.kind === 'lose') return [withArrow('-x')];
  return [`${what.kind} next from ${refOf(trace, at.sent.from)}${byText(what)}`, withArrow('->')];
}

/** The lines with another title. */
export function titled(lines: readonly string[], trace: Trace, title: string): string[] {
  const line = `flow ${quoted(new TextEncoder().encode(title))}`;
  const at = trace.script.lines.findIndex((l) => l.statement?.kind === 'flow');
  const found = at >= 0 && lines[at] === trace.script.lines[at]?.text ? at : -1;
  return found < 0 ? [line, ...lines] : lines.with(found, line);
}

function byText(what: OfSegment): string {
  return what.kind === 'delay' ? ` by ${written(what.by)}` : '';
}

/**
 * A fault for a segment of a run, `lose next SYN from client`: by its flags, with its ordinal among the segments of the
 * run.
 */
function faultText(trace: Trace, step: number, at: SegmentStep, what: OfSegment): string {
  const select = selector(at.sent.segment);
  const ref = refOf(trace, at.sent.from);
  // `from server` applies to all connections of the server.
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

/** The flags or `data` by which a fault selects a segment. */
function selector(segment: Segment): { readonly text: string; readonly fits: (s: Segment) => boolean } {
  if (segment.len > 0) return { text: 'data', fits: (s) => s.len > 0 };
  const bits = segment.flags & ~ACK;
  const only = has(segment, SYN) || has(segment, FIN) || bits !== 0 ? segment.flags : ACK;
  if (only === ACK) return { text: 'ACK', fits: (s) => s.len === 0 && s.flags === ACK };
  return { text: formatFlags(only), fits: (s) => (s.flags & only) === only };
}

/** The segment with an octet that is changed on the way. A run or message is written out up to it and continues after it. */
function altered(trace: Trace, step: number, at: SegmentStep, octet: number): string[] | undefined {
  const { text, statement } = trace.script.lines[at.line] as Line;
  if (octet < 1 || octet > at.sent.segment.len || at.fate === 'lost' || at.sent.altered !== undefined) return undefined;
  if (at.generated !== true) {
    const end = statement?.end ?? text.length;
    return [`${text.slice(0, end)} altered ${octet}${text.slice(end)}`];
  }
  // Only a written segment can be altered.
  const upTo = step - firstStepFrom(trace, at.line) < MOST_WRITTEN ? writtenUpTo(trace, step, at) : undefined;
  return upTo === undefined
    ? undefined
    : [...upTo.lines.slice(0, -1), `${upTo.lines.at(-1) ?? ''} altered ${octet}`, upTo.rest];
}

/** The most steps of a run or message that a what-if writes out. */
const MOST_WRITTEN = 500;

/**
 * The lines of a run or message up to a step, and the line that continues it. Behind many steps a run is cut where the
 * segment leaves; a message, which ends by itself, can't be: undefined.
 */
function writtenUpTo(
  trace: Trace,
  step: number,
  at: SegmentStep,
): { readonly lines: string[]; readonly rest: string } | undefined {
  const { statement } = trace.script.lines[at.line] as Line;
  if (statement?.kind !== 'run' && statement?.kind !== 'message') return undefined;
  const first = firstStepFrom(trace, at.line);
  if (step - first >= MOST_WRITTEN) {
    if (statement.kind === 'message') return undefined;
    const played = at.sent.time - before(trace, first).clock;
    return { lines: [`run for ${written(played)}`], rest: restOfRun(trace, at, statement) };
  }
  const lines = writeOut(trace, at.line, step - first + 1).split('\n');
  return {
    lines,
    rest: statement.kind === 'run' ? restOfRun(trace, at, statement) : restOfMessage(trace, at, statement),
  };
}

/** Inserts the forged segment after the step. A run or message is written out up to there and continues after it. */
function forged(trace: Trace, step: number, at: SegmentStep, line: string): string[] | undefined {
  const { text } = trace.script.lines[at.line] as Line;
  if (at.generated !== true) return [text, line];
  const upTo = writtenUpTo(trace, step, at);
  return upTo && [...upTo.lines, line, upTo.rest];
}

function restOfRun(trace: Trace, at: SegmentStep, run: RunStatement): string {
  const { text } = trace.script.lines[at.line] as Line;
  if (run.duration === undefined) return text.slice(run.start, run.end);
  const last = trace.steps.findLast((s) => s.line === at.line) ?? at;
  return `run for ${written(Math.max(0, last.after.clock - at.after.clock))}`;
}

/** A message with the part that has not been sent; if all is sent, a `run` that waits for the acknowledgment. */
function restOfMessage(trace: Trace, at: SegmentStep, message: MessageStatement): string {
  const from = rolesOf(trace).arrows.get(message.from, message.to);
  const role = from === undefined ? undefined : rolesOf(trace).roles[from];
  const tcb = from === undefined ? undefined : at.after.ends.get(from)?.tcb;
  if (from === undefined || tcb?.sendEnd === undefined) return 'run';
  const unsent = Math.max(0, difference(max(tcb.sndNxt, add(tcb.iss, 1)), tcb.sendEnd));
  const ref = refOf(trace, from);
  if (unsent === 0) return `run until ${ref}.snd.una = ${ref}.snd.nxt`;
  // With explicit SEND calls the whole message has been passed already.
  if (role?.bound.send === true) return 'run';
  const data = textFor(endpointOf(at.after, from), { ...NO_FIELDS, len: unsent });
  const what = data === undefined ? `len=${unsent}` : quoted(data);
  return `${ref} => ${refOf(trace, infoOf(trace, from).peer)} ${what}`;
}
