import { MAX_SEGMENTS, MAX_TRIAL, MAX_TRIAL_HEAD } from '../sim/limits';
import { same, sameWorld } from '../sim/same';
import { initialWorld } from '../sim/setting';
import type { Line, MessageStatement, RunStatement, Script, Statement } from '../script/syntax';
import { formatFlags } from '../wire/flags';
import type { World } from '../sim/world';
import { owes } from '../tcp/owes';
import { isSynchronized } from '../tcp/state';
import { RULE_GROUPS, type RuleGroups } from '../tcp/rules';
import { castOf, castUpTo, type CastSoFar, type Roles } from './cast/cast';
import type { Finding } from '../trace/finding';
import { atLevels, NO_LEVELS, type Levels } from '../trace/levels';
import { firstStepFrom, namedFlights } from '../trace/lookup';
import { affectedFrom } from './play/answers';
import { createPlayer, finding, type BaseAt, type Loose, type Player } from './play/player';
import { slipFindings, withoutSlips } from './cast/slips';
import { relativeNumbers } from './judge/relative';
import { windowFindings } from './judge/windows';
import { playDoubting } from './judge/doubt';
import { play } from './play/statements';
import { final, NOTHING_TOLD, type Scope, type Step, type Trace } from '../trace/trace';

/** A trace with what a later check needs in order to go on from it. */
interface Checked extends Trace {
  readonly roles: Roles;
  readonly bases: readonly (readonly BaseAt[])[];
  /** Lines that made no step and yet said or changed something (`let`, `host`), in order. */
  readonly loose: readonly Loose[];
  readonly wishes: Wishes;
}

/** What a flow does not say itself. */
export interface Wishes {
  /** The profile of flows that name none. */
  readonly profile: string;
  readonly levels: Levels;
}

const NO_WISHES: Wishes = { profile: 'rfc9293', levels: NO_LEVELS };

/**
 * Plays a script through a TCP endpoint at each side, and says line by line what could not have happened or must not.
 * Pure: the same script gives the same trace.
 *
 * @param previous the trace of an earlier state of the same text: steps before the first changed line are taken from it,
 * and steps behind the last changed one too, if the edit left the world as it was
 * @param rules what segments are held against; the same ones as for `previous`
 * @param wishes those of `previous` where not said
 */
export function check(script: Script, previous?: Trace, rules: RuleGroups = RULE_GROUPS, wishes?: Wishes): Trace {
  return finished(checkInSlices(script, previous, rules, wishes));
}

/** Does what is left of some work in slices, all at once. */
export function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** So many lines are played before others have a turn. */
const LINES = 200;

/** The same in slices of a few milliseconds: whoever drives it may do other things wherever it yields, or let it be. */
export function* checkInSlices(
  script: Script,
  previous?: Trace,
  rules: RuleGroups = RULE_GROUPS,
  wishes?: Wishes,
): Generator<undefined, Trace> {
  const before = previous !== undefined && isChecked(previous) ? previous : undefined;
  const wanted = wishes ?? before?.wishes ?? NO_WISHES;
  const roles = castOf(script, wanted.profile);
  const old = before?.roles.key === roles.key && before.wishes.levels === wanted.levels ? before : undefined;
  const { lines } = script;
  const start = old === undefined ? 0 : affectedFrom(lines, firstDifference(old.script.lines, lines));
  const end =
    old === undefined || old.script.lines.length !== lines.length
      ? lines.length
      : lastDifference(old.script.lines, lines);
  const p = startAt(script, roles, rules, old, start);
  // An edit may matter for some lines only (a window that the next segment replaces): look again, ever more rarely.
  let look = end;
  for (let line = start; line < lines.length; line++) {
    if (old !== undefined && line === look) {
      if (rejoin(p, old, start, line)) break;
      look += look - end + 1;
    }
    if (line % LINES === LINES - 1) yield;
    const read = p.script.lines[line] as Line;
    const { statement, broken } = read;
    if (statement === undefined || isPlayedAtOnce(p, statement)) playLine(p, read, line);
    else {
      const before = begin(p, line);
      const { length } = p.steps;
      yield* playDoubting(p, statement, broken);
      close(p, before, length);
    }
  }
  return finish(p, script, wanted);
}

/** Who takes part in a flow that was checked, and how they are set up. */
export function rolesOf(trace: Trace): Roles {
  return isChecked(trace) ? trace.roles : castOf(trace.script, NO_WISHES.profile);
}

/** A flow up to one of its lines: what lies behind is read, for who takes part and opens, but not played. */
export interface Trial {
  /** Its findings are those of the line alone. */
  readonly trace: Trace;
  readonly roles: Roles;
  /** The world behind the line, and what is told, names that a `let` bound included. */
  readonly world: World;
  readonly scope: Scope;
}

/** Reads the lines before a place of a flow that was checked: what is tried there need not read them again. */
export function castBefore(trace: Trace, head: readonly Line[]): CastSoFar {
  return castUpTo(head, (isChecked(trace) ? trace.wishes : NO_WISHES).profile);
}

/**
 * Plays a script up to and including `line` (from 0), going on from `previous`: for trying what could stand there.
 *
 * @param roles those of the script
 */
export function checkLine(script: Script, previous: Trace, line: number, roles: Roles): Trial {
  const checked = isChecked(previous) ? previous : undefined;
  const wishes = checked?.wishes ?? NO_WISHES;
  const old = checked?.roles.key === roles.key ? checked : undefined;
  const start =
    old === undefined ? 0 : affectedFrom(script.lines, Math.min(line, firstDifference(old.script.lines, script.lines)));
  const p = startAt(script, roles, RULE_GROUPS, old, start);
  for (let i = start; i <= line; i++) {
    p.budget = Math.min(MAX_SEGMENTS, i < line ? MAX_TRIAL_HEAD : p.world.network.spent + MAX_TRIAL);
    playLine(p, p.script.lines[i] as Line, i);
  }
  const trace = traceOf(p, script, wishes);
  const findings: Finding[] = [];
  addReading(findings, script.lines[line], line);
  findings.push(...slipFindings(roles.slips.filter((slip) => slip.line === line)));
  for (let i = firstStepFrom(trace, line); i < trace.steps.length; i++)
    findings.push(...(trace.steps[i] as Step).findings);
  for (const l of p.loose) if (l.line === line) findings.push(...l.findings);
  return { trace: { ...trace, findings }, roles, world: p.world, scope: p.scope };
}

function isChecked(trace: Trace): trace is Checked {
  return 'roles' in trace;
}

function playLine(p: Player, line: Line, number: number): void {
  const { statement } = line;
  if (statement === undefined) return;
  const before = begin(p, number);
  const { length } = p.steps;
  if (isPlayedAtOnce(p, statement)) play(p, statement, line.broken);
  else finished(playDoubting(p, statement, line.broken));
  close(p, before, length);
}

/** Neither do the engines play on in the statement, however long that takes, nor may it be played twice. */
function isPlayedAtOnce(p: Player, s: Statement): s is Exclude<Statement, RunStatement | MessageStatement> {
  return s.kind !== 'run' && s.kind !== 'message' && p.scope.doubted === undefined;
}

/** What holds before a line. */
interface Before {
  readonly world: World;
  readonly scope: Scope;
}

/** A line is about to be played, in the world as it is. */
function begin(p: Player, line: number): Before {
  p.line = line;
  p.ownsWorld = false;
  return { world: p.world, scope: p.scope };
}

/** A line has been played: what made no step is kept beside the steps. */
function close(p: Player, before: Before, length: number): void {
  // Timers that ran out make steps; the line itself may make none behind them, and yet have moved the clock.
  const last = p.steps.length === length ? undefined : p.steps.at(-1);
  const quiet = last === undefined ? p.world !== before.world || p.scope !== before.scope : isBehind(p, last);
  if (p.findings.length > 0 || quiet) {
    p.loose.push({ line: p.line, findings: p.findings, world: p.world, scope: p.scope });
    p.findings = [];
  }
  if (p.moves.length > 0) p.moves = [];
}

/** Something has changed since the step. */
function isBehind({ world, scope }: Player, { after, scope: told }: Step): boolean {
  return world !== after || scope !== told;
}

/** The player as it stood before `line`, with what the earlier check knows of the lines before. */
function startAt(script: Script, roles: Roles, rules: RuleGroups, old: Checked | undefined, line: number): Player {
  const from = old === undefined ? undefined : placeBefore(old, line);
  return createPlayer({
    script: withoutSlips(script, roles.slips),
    roles,
    rules,
    world: from?.world ?? initialWorld(roles),
    scope: from?.scope ?? NOTHING_TOLD,
    steps: old === undefined ? [] : old.steps.slice(0, firstStepFrom(old, line)),
    bases: roles.cast.ends.map((_, end) => (old?.bases[end] ?? []).filter((b) => b.line < line)),
    loose: old === undefined ? [] : old.loose.filter((l) => l.line < line),
    line,
  });
}

/** The world before a line (from 0). */
export function worldBefore(old: Trace, line: number): World {
  return placeBefore(old, line).world;
}

/** What is told before a line (from 0). */
export function scopeBefore(old: Trace, line: number): Scope {
  return placeBefore(old, line).scope;
}

/** World and scope before a line: behind the last step before it, or behind a later line that made none (`let`). */
function placeBefore(old: Trace, line: number): { readonly world: World; readonly scope: Scope } {
  const step = old.steps[firstStepFrom(old, line) - 1];
  const loose = isChecked(old) ? old.loose.findLast((l) => l.line < line) : undefined;
  if (loose !== undefined && (step === undefined || loose.line >= step.line)) return loose;
  return { world: step?.after ?? old.initial, scope: step?.scope ?? NOTHING_TOLD };
}

/** Behind the last changed line nothing differs any more: the rest of the earlier check holds. */
function rejoin(p: Player, old: Checked, start: number, line: number): boolean {
  const before = placeBefore(old, line);
  if (!sameWorld(p.world, before.world) || !same(p.scope, before.scope) || !sameBases(p, old, line)) return false;
  if (old.findings.some((f) => f.line >= line && mayPointInto(f, start, line))) return false;
  for (let i = firstStepFrom(old, line); i < old.steps.length; i++) p.steps.push(old.steps[i] as Step);
  old.bases.forEach((list, end) => {
    for (const base of list) if (base.line >= line) p.bases[end]?.push(base);
  });
  for (const l of old.loose) if (l.line >= line) p.loose.push(l);
  return true;
}

/** Does a finding tell of a line from `start` up to `end`? Which line did what there may have changed. */
function mayPointInto({ related = [], args }: Finding, start: number, end: number): boolean {
  const isThere = (line: number): boolean => line >= start && line < end;
  return related.some((r) => isThere(r.line)) || (typeof args.line === 'number' && isThere(args.line - 1));
}

function sameBases(p: Player, old: Checked, line: number): boolean {
  return old.bases.every((list, end) => {
    const before = list.filter((b) => b.line < line);
    const now = p.bases[end] ?? [];
    return before.length === now.length && before.every((b, i) => isSameBase(b, now[i]));
  });
}

function isSameBase(a: BaseAt, b: BaseAt | undefined): boolean {
  return b !== undefined && a.base === b.base && a.name === b.name;
}

function firstDifference(a: readonly Line[], b: readonly Line[]): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}

/** The line behind the last one that differs, in two texts of the same number of lines. */
function lastDifference(a: readonly Line[], b: readonly Line[]): number {
  let i = b.length;
  while (i > 0 && a[i - 1] === b[i - 1]) i--;
  return i;
}

function finish(p: Player, script: Script, wishes: Wishes): Checked {
  const { levels } = wishes;
  if (levels !== NO_LEVELS) {
    // Steps that an earlier check made are at these levels already: asking again changes nothing.
    p.steps.forEach((step, i) => {
      if (step.findings.length > 0) p.steps[i] = { ...step, findings: atLevels(step.findings, levels) };
    });
  }
  const trace = traceOf(p, script, wishes);
  return { ...trace, findings: allFindings(trace) };
}

function traceOf(p: Player, script: Script, wishes: Wishes): Checked {
  return {
    script,
    cast: p.roles.cast,
    title: p.roles.title,
    initial: initialWorld(p.roles),
    steps: p.steps,
    findings: [],
    bases: p.bases,
    roles: p.roles,
    loose: p.loose,
    wishes,
  };
}

/** Everything there is to say, by line and column: what could not be read, what was played, what is left over. */
function allFindings(trace: Checked): readonly Finding[] {
  const found: Finding[] = [];
  trace.script.lines.forEach((line, number) => addReading(found, line, number));
  for (const step of trace.steps) found.push(...step.findings);
  for (const { findings } of trace.loose) found.push(...findings);
  found.push(...slipFindings(trace.roles.slips));
  found.push(...relativeNumbers(trace, trace.roles.relative));
  found.push(...windowFindings(trace, trace.roles.windows));
  found.push(...leftOver(trace));
  found.sort((a, b) => a.line - b.line || a.start - b.start);
  return atLevels(found, trace.wishes.levels);
}

/** What was said when a line was read. */
function addReading(found: Finding[], line: Line | undefined, number: number): void {
  if (line === undefined) return;
  for (const f of line.findings) {
    const { start, end, rule, level, args, fix, source } = f;
    const edits = fix?.edits.map((e) => ({ line: number, start: e.start, end: e.end, newText: e.newText }));
    const more = { ...(source === undefined ? {} : { source }), ...(fix && edits ? { fix: { ...fix, edits } } : {}) };
    found.push({ rule, level, line: number, start, end, args, ...more });
  }
}

/** What an endpoint still owes and what is still on its way, as hints on the last statement. */
function leftOver(trace: Checked): Finding[] {
  const { lines } = trace.script;
  const unused = unusedFaults(trace);
  let line = lines.length - 1;
  while (line >= 0 && lines[line]?.statement === undefined) line--;
  const statement = lines[line]?.statement;
  if (statement === undefined || trace.steps.length === 0) return unused;
  const world = final(trace);
  const hints: Finding[] = unused;
  // A run that stopped at a limit has said so: it leaves owed what it did not come to.
  const isCutShort = trace.loose.some((l) => l.findings.some((f) => LIMITS.has(f.rule)));
  world.ends.forEach((endpoint, end) => {
    if (isCutShort) return;
    const [due] = owes(endpoint.tcb, endpoint.resets);
    const host = trace.cast.ends[end]?.name ?? '';
    if (due !== undefined) {
      hints.push(
        finding(line, 'flow/owed-at-end', 'hint', statement, { args: { host, flags: formatFlags(due.flags) } }),
      );
    }
  });
  world.ends.forEach((endpoint, end) => {
    const rule = leftOpen(trace, world, end);
    if (rule !== undefined) {
      const args = { host: trace.cast.ends[end]?.name ?? '', state: endpoint.tcb.state };
      hints.push(finding(line, rule, 'hint', statement, { args }));
    }
  });
  for (const [name, sent] of namedFlights(world, scopeBefore(trace, lines.length))) {
    // What is scheduled arrives without being delivered.
    if (sent.arrives !== undefined) continue;
    const from = trace.cast.ends[sent.from]?.name ?? '';
    hints.push(finding(line, 'flow/in-flight-at-end', 'hint', statement, { args: { name, host: from } }));
    if (hints.length >= 20) break;
  }
  return hints;
}

const LIMITS: ReadonlySet<string> = new Set([
  'flow/run-segments',
  'flow/run-large',
  'flow/run-time',
  'flow/run-probes',
  'tcp/ack-storm',
]);

/** `lose next …` that nothing came of. One that goes on is never used up, and may have struck. */
function unusedFaults(trace: Checked): Finding[] {
  return worldBefore(trace, trace.script.lines.length)
    .network.faults.items()
    .flatMap((fault) => {
      // The line that asked for it made no step, and is the first behind which its number is taken.
      const line = trace.loose.find((l) => l.world.serial > fault.id)?.line ?? -1;
      const statement = trace.script.lines[line]?.statement;
      return fault.every || statement === undefined ? [] : [finding(line, 'flow/fault-unused', 'hint', statement)];
    });
}

/** A side that only its own user can still close, or that does not know that its peer has gone. */
function leftOpen(trace: Checked, world: World, end: number): string | undefined {
  const endpoint = world.ends.get(end);
  const peer = world.ends.get(trace.cast.ends[end]?.peer ?? -1);
  if (endpoint === undefined || peer === undefined || endpoint.tcb.owed !== 0) return undefined;
  if (endpoint.tcb.state === 'CLOSE-WAIT') return 'tcp/close-wait-stuck';
  const peerGone = peer.tcb.state === 'CLOSED' && peer.ended !== 'never';
  return isSynchronized(endpoint.tcb.state) && endpoint.tcb.state !== 'TIME-WAIT' && peerGone
    ? 'tcp/left-open'
    : undefined;
}
