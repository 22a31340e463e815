import type { Line, MessageStatement, RunStatement, Script, Statement } from '../script/syntax';
import { formatFlags } from '../wire/flags';
import type { World } from '../sim/world';
import { owes } from '../tcp/owes';
import { isSynchronized } from '../tcp/state';
import { RULE_GROUPS, type RuleGroups } from '../tcp/rules';
import { castOf, castUpTo, type CastSoFar, type Roles } from './cast/cast';
import type { Finding } from '../trace/finding';
import { MAX_SEGMENTS, MAX_TRIAL, MAX_TRIAL_HEAD } from './limits';
import { atLevels, NO_LEVELS, type Levels } from '../trace/levels';
import { firstStepFrom } from '../trace/lookup';
import { affectedFrom } from './play/answers';
import { finding, initialWorld, type BaseAt, type Player } from './play/player';
import { slipFindings, withoutSlips } from './cast/slips';
import { relativeNumbers } from './judge/relative';
import { windowFindings } from './judge/windows';
import { sameWorld } from './play/same';
import { playDoubting } from './judge/doubt';
import { play } from './play/statements';
import { final, type Step, type Trace } from '../trace/trace';

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

interface Loose {
  readonly line: number;
  readonly findings: readonly Finding[];
  /** The world behind the line. */
  readonly world: World;
}

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
  const loose: Loose[] = old === undefined ? [] : old.loose.filter((l) => l.line < start);
  // An edit may matter for some lines only (a window that the next segment replaces): look again, ever more rarely.
  let look = end;
  for (let line = start; line < lines.length; line++) {
    if (old !== undefined && line === look) {
      if (rejoin(p, old, line, loose)) break;
      look += look - end + 1;
    }
    if (line % LINES === LINES - 1) yield;
    const read = p.script.lines[line] as Line;
    const { statement, broken } = read;
    if (statement === undefined || isPlayedAtOnce(p, statement)) playLine(p, read, line, loose);
    else {
      const world = begin(p, line);
      const { length } = p.steps;
      yield* playDoubting(p, statement, broken);
      close(p, world, length, loose);
    }
  }
  return finish(p, script, loose, wanted);
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
  /** The world behind the line, names that a `let` bound included. */
  readonly world: World;
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
  const loose: Loose[] = old === undefined ? [] : old.loose.filter((l) => l.line < start);
  for (let i = start; i <= line; i++) {
    p.budget = Math.min(MAX_SEGMENTS, i < line ? MAX_TRIAL_HEAD : p.world.network.spent + MAX_TRIAL);
    playLine(p, p.script.lines[i] as Line, i, loose);
  }
  const trace = traceOf(p, script, loose, wishes);
  const findings: Finding[] = [];
  addReading(findings, script.lines[line], line);
  findings.push(...slipFindings(roles.slips.filter((slip) => slip.line === line)));
  for (let i = firstStepFrom(trace, line); i < trace.steps.length; i++)
    findings.push(...(trace.steps[i] as Step).findings);
  for (const l of loose) if (l.line === line) findings.push(...l.findings);
  return { trace: { ...trace, findings }, roles, world: p.world };
}

function isChecked(trace: Trace): trace is Checked {
  return 'roles' in trace;
}

function playLine(p: Player, line: Line, number: number, loose: Loose[]): void {
  const { statement } = line;
  if (statement === undefined) return;
  const world = begin(p, number);
  const { length } = p.steps;
  if (isPlayedAtOnce(p, statement)) play(p, statement, line.broken);
  else finished(playDoubting(p, statement, line.broken));
  close(p, world, length, loose);
}

/** Neither do the engines play on in the statement, however long that takes, nor may it be played twice. */
function isPlayedAtOnce(p: Player, s: Statement): s is Exclude<Statement, RunStatement | MessageStatement> {
  return s.kind !== 'run' && s.kind !== 'message' && p.world.doubted === undefined;
}

/** A line is about to be played, in the world as it is. */
function begin(p: Player, line: number): World {
  p.line = line;
  p.ownsWorld = false;
  return p.world;
}

/** A line has been played: what made no step is kept beside the steps. */
function close(p: Player, world: World, length: number, loose: Loose[]): void {
  // Timers that ran out make steps; the line itself may make none behind them, and yet have moved the clock.
  const behind = p.steps.length === length ? world : p.steps.at(-1)?.after;
  const quiet = p.world !== behind;
  if (p.findings.length > 0 || quiet) {
    loose.push({ line: p.line, findings: p.findings, world: p.world });
    p.findings = [];
  }
  if (p.moves.length > 0) p.moves = [];
}

/** The player as it stood before `line`, with what the earlier check knows of the lines before. */
function startAt(script: Script, roles: Roles, rules: RuleGroups, old: Checked | undefined, line: number): Player {
  return {
    script: withoutSlips(script, roles.slips),
    roles,
    rules,
    world: old === undefined ? initialWorld(roles) : worldBefore(old, line),
    ownsWorld: false,
    steps: old === undefined ? [] : old.steps.slice(0, firstStepFrom(old, line)),
    bases: roles.cast.ends.map((_, end) => (old?.bases[end] ?? []).filter((b) => b.line < line)),
    findings: [],
    moves: [],
    line,
    arrivals: undefined,
    dues: undefined,
    playing: false,
    budget: MAX_SEGMENTS,
  };
}

/** The world before a line (from 0): behind the last step before it, or behind a later line that made none (`let`). */
export function worldBefore(old: Trace, line: number): World {
  const step = old.steps[firstStepFrom(old, line) - 1];
  const loose = isChecked(old) ? old.loose.findLast((l) => l.line < line) : undefined;
  if (loose !== undefined && (step === undefined || loose.line >= step.line)) return loose.world;
  return step?.after ?? old.initial;
}

/** Behind the last changed line nothing differs any more: the rest of the earlier check holds. */
function rejoin(p: Player, old: Checked, line: number, loose: Loose[]): boolean {
  if (!sameWorld(p.world, worldBefore(old, line)) || !sameBases(p, old, line)) return false;
  for (let i = firstStepFrom(old, line); i < old.steps.length; i++) p.steps.push(old.steps[i] as Step);
  old.bases.forEach((list, end) => {
    for (const base of list) if (base.line >= line) p.bases[end]?.push(base);
  });
  loose.push(...old.loose.filter((l) => l.line >= line));
  return true;
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

function finish(p: Player, script: Script, loose: readonly Loose[], wishes: Wishes): Checked {
  const { levels } = wishes;
  if (levels !== NO_LEVELS) {
    // Steps that an earlier check made are at these levels already: asking again changes nothing.
    p.steps.forEach((step, i) => {
      if (step.findings.length > 0) p.steps[i] = { ...step, findings: atLevels(step.findings, levels) };
    });
  }
  const trace = traceOf(p, script, loose, wishes);
  return { ...trace, findings: allFindings(trace) };
}

function traceOf(p: Player, script: Script, loose: readonly Loose[], wishes: Wishes): Checked {
  return {
    script,
    cast: p.roles.cast,
    title: p.roles.title,
    initial: initialWorld(p.roles),
    steps: p.steps,
    findings: [],
    bases: p.bases,
    roles: p.roles,
    loose,
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
  for (const [name, sent] of world.flights) {
    // What arrives by itself needs nobody to deliver it.
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
      const statement = trace.script.lines[fault.line]?.statement;
      return fault.every || statement === undefined
        ? []
        : [finding(fault.line, 'flow/fault-unused', 'hint', statement)];
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
