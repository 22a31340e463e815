/**
 * How a flow goes on once something in it went otherwise. What was written goes on as long as both sides would still do
 * just that; from the first line on that no longer fits, the engines play, and the users do what they did in the flow:
 * send what is not sent yet, and close.
 */
import type { EndId, World } from '../sim/world';
import { parseLine } from '../script/line';
import { isGrave } from '../trace/finding';
import { quoted } from '../script/quote';
import type { Line, Statement } from '../script/syntax';
import { isPureAck, type Segment } from '../wire/segment';
import { lt } from '../wire/seq';
import { checkInSlices, rolesOf } from '../check/check';
import { firstStepFrom, stepsAt } from '../trace/lookup';
import { before, final, type SegmentStep, type Step, type Trace } from '../trace/trace';

/** Users' doings that are tried at most behind what was written. */
const MOST_DOINGS = 24;

/**
 * The whole text of the other flow.
 *
 * @param line the last line (from 0) of the flow that `head` stands for
 * @param head the other flow up to there
 */
export function* goOn(trace: Trace, line: number, head: readonly string[]): Generator<undefined, string[]> {
  const top = head.map((text) => parseLine(text));
  const rest = trace.script.lines.slice(line + 1);
  const played = yield* checkInSlices({ lines: [...top, ...rest] }, trace);
  const cut = firstMisfit(trace, line + 1, played, top.length);
  const kept = rest.slice(0, cut - line - 1).filter((l) => !isTalk(l));
  while (kept.length > 0 && !acts(kept.at(-1)?.statement)) kept.pop();
  const text = [...head, ...kept.map((l) => l.text)];
  const ended = cut > trace.script.lines.length - 1;
  const now = yield* checkInSlices({ lines: [...top, ...kept] }, played);
  if (ended && sameEnd(final(trace), final(now))) return text;
  const ran = yield* withRun(now, text);
  return ended ? ran : yield* withDoings(trace, cut, ran);
}

/** Notes, expectations and comments speak of the flow as it was. */
function isTalk({ statement, comment }: Line): boolean {
  if (statement === undefined) return comment !== undefined;
  return statement.kind === 'note' || statement.kind === 'expect';
}

/** Does something happen on the line, or is it set up for what happens behind it? */
function acts(statement: Statement | undefined): boolean {
  return statement !== undefined && statement.kind !== 'section';
}

/** The first line of the flow on which the other one would not do the same. */
function firstMisfit(trace: Trace, from: number, played: Trace, at: number): number {
  const { lines } = trace.script;
  for (let line = from; line < lines.length; line++) {
    const { statement } = lines[line] as Line;
    if (statement === undefined || isTalk(lines[line] as Line)) continue;
    const other = at + line - from;
    const [a, b] = [stepsAt(trace, line), stepsAt(played, other)];
    const isSame = a.length === b.length && a.every((step, i) => sameStep(step, b[i] as Step));
    if (!isSame || !isStillDue(trace, line, played, other) || hasNewFinding(trace, line, played, other)) return line;
  }
  return lines.length;
}

function sameStep(a: Step, b: Step): boolean {
  if (a.kind !== b.kind) return false;
  if ('sent' in a && 'sent' in b) return sameSegment(a.sent.segment, b.sent.segment) && a.sent.from === b.sent.from;
  return a.kind !== 'timer' || b.kind !== 'timer' || (a.timer === b.timer && a.end === b.end);
}

function sameSegment(a: Segment, b: Segment): boolean {
  return a.flags === b.flags && a.seq === b.seq && a.ack === b.ack && a.len === b.len;
}

/** An ACK that answered something is not sent where there is nothing to answer. */
function isStillDue(trace: Trace, line: number, played: Trace, other: number): boolean {
  const [at, otherAt] = [firstStepFrom(trace, line), firstStepFrom(played, other)];
  const step = trace.steps[at];
  if (step?.kind !== 'segment' || step.generated === true || !isPureAck(step.sent.segment)) return true;
  return !owes(before(trace, at), step.sent.from) || owes(before(played, otherAt), step.sent.from);
}

function owes(world: World, end: EndId): boolean {
  const endpoint = world.ends.get(end);
  return endpoint !== undefined && (endpoint.tcb.owed !== 0 || endpoint.resets.length > 0);
}

function hasNewFinding(trace: Trace, line: number, played: Trace, other: number): boolean {
  const rules = new Set(trace.findings.filter((f) => f.line === line).map((f) => f.rule));
  return played.findings.some((f) => f.line === other && isGrave(f) && !rules.has(f.rule));
}

/** Do both flows end alike, with nothing left to do in one that is not left in the other? */
function sameEnd(a: World, b: World): boolean {
  if (a.network.transits !== b.network.transits) return false;
  // A forger's ends come last, and are nobody's connection.
  for (let end = 0; end < a.ends.size; end++) {
    const [x, y] = [a.ends.get(end)?.tcb, b.ends.get(end)?.tcb];
    if (x?.state !== y?.state || x?.owed !== y?.owed || x?.sndUna !== y?.sndUna || x?.rcvNxt !== y?.rcvNxt)
      return false;
  }
  return true;
}

function play(lines: readonly string[], like: Trace): Generator<undefined, Trace> {
  return checkInSlices({ lines: lines.map((text) => parseLine(text)) }, like);
}

/** How a line ends up: how many steps it made, and whether anything is wrong with the lines from `from` on. */
function isClean(trace: Trace, from: number): boolean {
  return trace.findings.every((f) => f.line < from || !isGrave(f));
}

/** The engines play on until they are quiet; those that never are (keepalives, a closed window), for a minute. */
function* withRun(like: Trace, lines: readonly string[]): Generator<undefined, string[]> {
  for (const run of ['run', 'run for 1min']) {
    const tried = [...lines, run];
    const trace = yield* play(tried, like);
    if (stepsAt(trace, lines.length).length === 0) return [...lines];
    if (isClean(trace, lines.length)) return tried;
  }
  return [...lines, 'run'];
}

/** What the users did from a line on, as far as it is still to be done and can be. */
function* withDoings(trace: Trace, from: number, lines: readonly string[]): Generator<undefined, string[]> {
  let text = [...lines];
  let tried = 0;
  for (let i = firstStepFrom(trace, from); i < trace.steps.length && tried < MOST_DOINGS; i++) {
    const now = yield* play(text, trace);
    for (const doing of doingsAt(trace, i, final(now))) {
      tried++;
      const more = [...text, doing];
      const done = doing.includes(' => ') ? more : yield* withRun(now, more);
      if (!isClean(yield* play(done, now), text.length)) return text;
      text = done;
    }
  }
  return text;
}

/** What users did at a step: as it is written, or as a segment implies it; nothing where that has been done. */
function doingsAt(trace: Trace, at: number, world: World): string[] {
  const step = trace.steps[at] as Step;
  const line = trace.script.lines[step.line] as Line;
  const { statement } = line;
  if (step.kind === 'call' && statement?.kind === 'call' && step.generated !== true) {
    const isDone = step.call === 'close' && world.ends.get(step.end)?.tcb.closing === true;
    return isDone ? [] : [line.text.slice(statement.who.start, statement.end)];
  }
  if (step.kind === 'call' && statement?.kind === 'message' && step.call === 'send') {
    return [line.text.slice(statement.from.start, statement.end)];
  }
  if (step.kind !== 'segment' || step.generated === true || step.sent.spoofed !== undefined) return [];
  return [...dataOf(trace, step, world), ...callsOf(trace, step, world)];
}

function dataOf(trace: Trace, { sent }: SegmentStep, world: World): string[] {
  const tcb = world.ends.get(sent.from)?.tcb;
  const { segment } = sent;
  if (tcb === undefined || segment.len === 0 || sent.repeats !== undefined || lt(segment.seq, tcb.sndNxt)) return [];
  const written = trace.script.lines.some(
    ({ statement: s }) => s?.kind === 'call' && s.call === 'send' && s.who.host.text === hostOf(trace, sent.from),
  );
  // Where the flow writes SEND, its own lines say what is sent.
  if (written) return [];
  const what = segment.data === undefined ? `len=${segment.len}` : quoted(segment.data);
  return [`${refOf(trace, sent.from)} => ${refOf(trace, sent.to)} ${what}`];
}

function callsOf(trace: Trace, step: SegmentStep, world: World): string[] {
  return step.implied.flatMap(({ end, call }) => {
    const tcb = world.ends.get(end)?.tcb;
    if (call === 'connect' || tcb === undefined || tcb.closing) return [];
    return [`${refOf(trace, end)} ${call}`];
  });
}

function hostOf(trace: Trace, end: EndId): string {
  return trace.cast.hosts[trace.cast.ends[end]?.host ?? -1]?.name ?? '';
}

/** An end as the flow's arrows write it. */
export function refOf(trace: Trace, end: EndId): string {
  for (const [key, id] of rolesOf(trace).byArrow) if (id === end) return key.split('>')[0] ?? '';
  return trace.cast.ends[end]?.name ?? '';
}
