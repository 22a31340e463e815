/**
 * How a flow goes on once something in it went otherwise. What was written goes on as long as both sides would still do
 * just that; from the first line on that no longer fits, the engines play, and the users do what they did in the flow:
 * send what is not sent yet, and close.
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

/** Users' doings that are tried at most behind what was written. */
const MOST_DOINGS = 24;
/** No more of them are tried once so many steps have been played for it. */
const MOST_PLAYED = 20_000;

/**
 * The whole text of the other flow.
 *
 * @param line the last line (from 0) of the flow that `head` stands for
 * @param head the other flow up to there
 */
export function* goOn(trace: Trace, line: number, head: readonly string[]): Generator<undefined, string[]> {
  const { lines } = trace.script;
  // Lines that are the flow's own are not played again.
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

function textsOf({ script }: Trace): string[] {
  return script.lines.map((l) => l.text);
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

/** The rules of findings by line. */
function rulesByLine({ findings }: Trace, counts: (f: Finding) => boolean): Map<number, string[]> {
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

/** A flow with a line more: what was checked of it holds, as its lines are the same objects. */
function withLine({ script }: Trace, text: string): readonly Line[] {
  return [...script.lines, parseLine(text)];
}

/** Is nothing wrong with the lines from `from` on? */
function isClean(trace: Trace, from: number): boolean {
  return trace.findings.every((f) => f.line < from || !isGrave(f));
}

const MINUTE = 60 * SECOND;

/** The engines play on until they are quiet; those that never are (keepalives, a closed window), for a minute. */
function* withRun(flow: Trace): Generator<undefined, Trace> {
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

/** What the users did from a line on, as far as it is still to be done and can be. */
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

/** Hosts for which the flow writes SEND: its own lines say what is sent. */
function sendersOf({ script }: Trace): ReadonlySet<string> {
  return new Set(
    script.lines.flatMap(({ statement: s }) => (s?.kind === 'call' && s.call === 'send' ? [s.who.host.text] : [])),
  );
}

/** What users did at a step: as it is written, or as a segment implies it; nothing where that has been done. */
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

/** An end as the flow's arrows write it. */
export function refOf(trace: Trace, end: EndId): string {
  return rolesOf(trace).arrows.all.find((a) => a.end === end)?.from ?? trace.cast.ends[end]?.name ?? '';
}

/** All ends as the flow's arrows first write them. */
export function refsOf(trace: Trace): ReadonlyMap<EndId, string> {
  const refs = new Map<EndId, string>();
  for (const { from, end } of rolesOf(trace).arrows.all) if (!refs.has(end)) refs.set(end, from);
  return refs;
}
