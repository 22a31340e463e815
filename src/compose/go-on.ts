/**
 * The continuation of a what-if. The written lines follow as long as both sides would still send exactly that. From the
 * first line that no longer fits, the flow is simulated. Users then do what they did in the original flow: send the
 * data that is not sent yet, and close.
 */
import { type EndId, type World, isSpent } from '../sim';
import { type Line, type Statement, parseLine, quoted } from '../script';
import {
  type Finding,
  type SegmentStep,
  type Step,
  type Trace,
  before,
  final,
  firstStepFrom,
  isGrave,
  stepsAt,
} from '../trace';
import { type Segment, isPureAck, lt } from '../wire';
import { checkInSlices, rolesOf } from '../check';
import { SECOND } from '../tcp';

/** The most user actions that are tried after the written lines. */
const MOST_DOINGS = 24;
/** The number of steps after which no more of them are tried. */
const MOST_PLAYED = 20_000;

/**
 * The whole text of the new flow.
 *
 * @param line the last line (from 0) of the original flow that `head` replaces
 * @param head the beginning of the new flow
 */
export function* goOn(trace: Trace, line: number, head: readonly string[]): Generator<undefined, string[]> {
  const { lines } = trace.script;
  // Unchanged lines are the same objects, so that their check is reused.
  const top = head.map((text, i) => (lines[i]?.text === text ? lines[i] : parseLine(text)));
  const rest = lines.slice(line + 1);
  const played = yield* checkInSlices({ lines: [...top, ...rest] }, trace);
  const cut = firstMisfit(trace, line + 1, played, top.length);
  const kept = rest.slice(0, cut - line - 1).filter((l) => !isTalk(l));
  while (kept.length > 0 && !acts(kept.at(-1)?.statement)) kept.pop();
  const ended = cut > lines.length - 1;
  const now = yield* checkInSlices({ lines: [...top, ...kept] }, played);
  if (ended && sameEnd(final(trace), final(now))) return textsOf(now);
  const ran = yield* withRun(now);
  return textsOf(ended ? ran : yield* withDoings(trace, cut, ran));
}

export function textsOf({ script }: Trace): string[] {
  return script.lines.map((l) => l.text);
}

/** True for notes, expectations and comments, which describe the original flow. */
export function isTalk({ statement, comment }: Line): boolean {
  if (statement === undefined) return comment !== undefined;
  return statement.kind === 'note' || statement.kind === 'expect';
}

/** True if the line has an effect on the flow. */
export function acts(statement: Statement | undefined): boolean {
  return statement !== undefined && statement.kind !== 'section';
}

/** The first line of the original flow whose result would differ in the new one. */
function firstMisfit(trace: Trace, from: number, played: Trace, at: number): number {
  const { lines } = trace.script;
  const [said, saidNow] = [rulesByLine(trace, () => true), rulesByLine(played, isGrave)];
  for (let line = from; line < lines.length; line++) {
    const { statement } = lines[line] as Line;
    if (statement === undefined || isTalk(lines[line] as Line)) continue;
    const other = at + line - from;
    const [a, b] = [stepsAt(trace, line), stepsAt(played, other)];
    const isSame = a.length === b.length && a.every((step, i) => sameStep(step, b[i] as Step));
    const hasNews = saidNow.get(other)?.some((rule) => said.get(line)?.includes(rule) !== true) === true;
    if (!isSame || !isStillDue(trace, line, played, other) || hasNews) return line;
  }
  return lines.length;
}

/** The rules of selected findings by line. */
export function rulesByLine({ findings }: Trace, counts: (f: Finding) => boolean): Map<number, string[]> {
  const rules = new Map<number, string[]>();
  for (const f of findings) {
    if (!counts(f)) continue;
    const there = rules.get(f.line);
    if (there === undefined) rules.set(f.line, [f.rule]);
    else if (!there.includes(f.rule)) there.push(f.rule);
  }
  return rules;
}

function sameStep(a: Step, b: Step): boolean {
  if (a.kind !== b.kind) return false;
  if ('sent' in a && 'sent' in b) return sameSegment(a.sent.segment, b.sent.segment) && a.sent.from === b.sent.from;
  return a.kind !== 'timer' || b.kind !== 'timer' || (a.timer === b.timer && a.end === b.end);
}

function sameSegment(a: Segment, b: Segment): boolean {
  return a.flags === b.flags && a.seq === b.seq && a.ack === b.ack && a.len === b.len;
}

/** True unless the line is an ACK in reply to a segment that has not arrived in the new flow. */
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

/** True if both flows end in the same state, with nothing to do in one that is not to do in the other. */
function sameEnd(a: World, b: World): boolean {
  if (a.network.transits !== b.network.transits) return false;
  // The ends of a forger come last and belong to no connection.
  for (let end = 0; end < a.ends.size; end++) {
    const [x, y] = [a.ends.get(end)?.tcb, b.ends.get(end)?.tcb];
    if (x?.state !== y?.state || x?.owed !== y?.owed || x?.sndUna !== y?.sndUna || x?.rcvNxt !== y?.rcvNxt)
      return false;
  }
  return true;
}

/** The lines of the flow with one more; the check of the existing ones is reused. */
function withLine({ script }: Trace, text: string): readonly Line[] {
  return [...script.lines, parseLine(text)];
}

/** True if no line from `from` on has an error or warning. */
function isClean(trace: Trace, from: number): boolean {
  return trace.findings.every((f) => f.line < from || !isGrave(f));
}

const MINUTE = 60 * SECOND;

/** The engines play on until they are quiet; those that never are (keepalives, a closed window), for a minute. */
export function* withRun(flow: Trace): Generator<undefined, Trace> {
  const from = flow.script.lines.length;
  let first: Trace | undefined;
  for (const run of ['run', 'run for 1min']) {
    const tried = yield* checkInSlices({ lines: withLine(flow, run) }, flow);
    if (stepsAt(tried, from).length === 0) return flow;
    if (isClean(tried, from)) return tried;
    first ??= tried;
    // What the engines send without end in less than a minute they send in a minute, too.
    const end = final(tried);
    if (isSpent(end) && end.clock - final(flow).clock < MINUTE) break;
  }
  return first ?? flow;
}

/** The flow with the users' actions from a line on, as far as they are still to be done and possible. */
function* withDoings(trace: Trace, from: number, flow: Trace): Generator<undefined, Trace> {
  const senders = sendersOf(trace);
  let now = flow;
  let tried = 0;
  let played = 0;
  for (let i = firstStepFrom(trace, from); i < trace.steps.length; i++) {
    const before = now;
    for (const doing of doingsAt(trace, i, final(before), senders)) {
      if (tried >= MOST_DOINGS || played >= MOST_PLAYED) return now;
      tried++;
      const more = yield* checkInSlices({ lines: withLine(now, doing) }, now);
      const done = doing.includes(' => ') ? more : yield* withRun(more);
      played += more.steps.length + done.steps.length;
      if (!isClean(done, now.script.lines.length)) return now;
      now = done;
    }
  }
  return now;
}

/** Hosts with explicit SEND calls, whose lines say what is sent. */
function sendersOf({ script }: Trace): ReadonlySet<string> {
  return new Set(
    script.lines.flatMap(({ statement: s }) => (s?.kind === 'call' && s.call === 'send' ? [s.who.host.text] : [])),
  );
}

/** The users' actions at a step, explicit or implied by a segment; none if they have been done. */
function doingsAt(trace: Trace, at: number, world: World, senders: ReadonlySet<string>): string[] {
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
  const { from } = step.sent;
  return [...(senders.has(hostOf(trace, from)) ? [] : dataOf(trace, step, world)), ...callsOf(trace, step, world)];
}

function dataOf(trace: Trace, { sent }: SegmentStep, world: World): string[] {
  const tcb = world.ends.get(sent.from)?.tcb;
  const { segment } = sent;
  if (tcb === undefined || segment.len === 0 || sent.repeats !== undefined || lt(segment.seq, tcb.sndNxt)) return [];
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

/** An end in the notation of the script's arrows. */
export function refOf(trace: Trace, end: EndId): string {
  return rolesOf(trace).arrows.all.find((a) => a.end === end)?.from ?? trace.cast.ends[end]?.name ?? '';
}

/** All ends as the flow's arrows first write them. */
export function refsOf(trace: Trace): ReadonlyMap<EndId, string> {
  const refs = new Map<EndId, string>();
  for (const { from, end } of rolesOf(trace).arrows.all) if (!refs.has(end)) refs.set(end, from);
  return refs;
}
