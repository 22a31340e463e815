import {
  type Change,
  type Line,
  type MessageStatement,
  type Pieces,
  type RunStatement,
  type Script,
  type Statement,
  changeOf,
  movedBy,
  piecesOf,
  scriptOf,
} from '../script';
import { newRemembered } from '../layers';
import { MAX_SEGMENTS, MAX_TRIAL, MAX_TRIAL_HEAD, type World, initialWorld, same, sameWorld } from '../sim';
import { RULE_GROUPS, type RuleGroups } from '../tcp/rules';
import { castOf, castUpTo, type CastSoFar, type Roles } from './cast/cast';
import { castAfter, sameBefore, sameBehind } from './cast/reuse';
import { isChecked, NO_WISHES, placeBefore, traceOf, type Checked, type Parts, type Wishes } from './checked';
import { leftOver } from './left-over';
import {
  type Finding,
  NOTHING_TOLD,
  type Played,
  type Scope,
  type Step,
  Stretches,
  type Trace,
  addReading,
  atLevels,
  byPlace,
} from '../trace';
import { affectedFrom } from './play/answers';
import { soleName } from './play/names';
import { createPlayer, type BaseAt, type Player } from './play/player';
import { slipFindings, withoutSlips } from './cast/slips';
import { goalFindings } from './judge/goals';
import { relativeNumbers } from './judge/relative';
import { windowFindings } from './judge/windows';
import { goesOneWay } from './judge/one-way';
import { playInWorlds } from './judge/worlds';
import { play } from './play/statements';

export {
  NO_WISHES,
  lackedParts,
  partsOf,
  type PartName,
  type PartLoads,
  wishesOf,
  wishesWithParts,
  scopeBefore,
  worldBefore,
  type Wishes,
} from './checked';

/**
 * Plays a script through a TCP endpoint on each side and reports, line by line, what could not have happened or must
 * not. Pure: the result depends on the arguments alone.
 *
 * @param previous the trace of an earlier state of the text. Its steps before the first changed line are reused, and
 *   those after the last one if the edit leaves the world as it was.
 * @param rules the rules for segments; the same as for `previous`
 * @param wishes the user's settings; those of `previous` if absent
 */
export function check(script: Script, previous?: Trace, rules: RuleGroups = RULE_GROUPS, wishes?: Wishes): Trace {
  return finished(checkInSlices(script, previous, rules, wishes));
}

/** Runs a computation in slices to its end. */
export function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** The number of lines played between two yields of {@link checkInSlices}. */
export const CHECK_LINES = 200;

/**
 * Like {@link check}, in slices of a few milliseconds. The caller may do other things at each `yield`, or abandon the
 * check.
 */
export function* checkInSlices(
  script: Script,
  previous?: Trace,
  rules: RuleGroups = RULE_GROUPS,
  wishes?: Wishes,
): Generator<undefined, Trace> {
  const before = previous !== undefined && isChecked(previous) ? previous : undefined;
  const wanted = wishes ?? before?.wishes ?? NO_WISHES;
  const place = placeIn(script, before, wanted);
  const { lines, start, change, old } = place;
  const p = startAt(place, rules);
  // An edit may affect a few lines only (a window that the next segment replaces). The test for equal worlds is
  // repeated at growing distances.
  let look = place.rejoins ? change.until : Infinity;
  const lineAt = place.meant.reader();
  for (let line = start; line < lines.length; line++) {
    if (line === look && old !== undefined) {
      if (rejoin(p, old, line, change)) return finish(p, place, p, line);
      look += look - change.until + 1;
    }
    if (line % CHECK_LINES === CHECK_LINES - 1) yield;
    const read = lineAt(line) as Line;
    const { statement, broken } = read;
    if (statement === undefined || isPlayedAtOnce(p, statement)) playLine(p, read, line);
    else {
      const before = begin(p, line);
      yield* playInWorlds(p, statement, broken);
      close(p, before);
    }
  }
  return finish(p, place, p, lines.length);
}

/** The part of the script to check, and the earlier check to reuse. */
interface Place {
  readonly script: Script;
  readonly lines: Pieces<Line>;
  /** The lines with misspelt host names corrected. */
  readonly meant: Pieces<Line>;
  readonly wishes: Wishes;
  readonly roles: Roles;
  /** The earlier check, if it is valid for the lines before `start`. */
  readonly old: Checked | undefined;
  readonly change: Change;
  readonly start: number;
  /** True if the earlier check may be valid for lines after the edit, too. */
  readonly rejoins: boolean;
}

function placeIn(script: Script, before: Checked | undefined, wishes: Wishes, known?: Roles): Place {
  const lines = piecesOf(script);
  const change = before && changeOf(before.lines, lines);
  const read = known ?? castBehind(script, lines, before, wishes, change);
  // A text that is checked for the first time has no line that is played again.
  const remembered = before && (before.roles.remembered ?? newRemembered());
  const isSame = read.tls === wishes.tls && read.h2 === wishes.h2 && read.remembered === remembered;
  const roles = isSame ? read : { ...read, tls: wishes.tls, h2: wishes.h2, remembered };
  const meant = roles.slips.length === 0 ? lines : piecesOf(withoutSlips(scriptOf(lines), roles.slips));
  if (
    before !== undefined &&
    change !== undefined &&
    before.wishes.levels === wishes.levels &&
    before.wishes.tls === wishes.tls &&
    before.wishes.h2 === wishes.h2
  ) {
    const start = affectedFrom({ lines, roles }, change.from, before);
    if (sameBefore(before.roles, roles, start))
      return {
        script,
        lines,
        meant,
        wishes,
        roles,
        old: before,
        change,
        start,
        rejoins: sameBehind(before.roles, roles, change),
      };
  }
  const all = { from: 0, to: 0, until: lines.length };
  return { script, lines, meant, wishes, roles, old: undefined, change: all, start: 0, rejoins: false };
}

function castBehind(
  script: Script,
  lines: Pieces<Line>,
  before: Checked | undefined,
  { profile }: Wishes,
  change: Change | undefined,
): Roles {
  if (before === undefined || change === undefined || before.wishes.profile !== profile) return castOf(script, profile);
  const kept = castAfter(before.roles, before.lines, lines, change);
  if (kept !== undefined) return kept;
  const roles = castOf(script, profile);
  // Remarks on windows are kept by this map: it stays the same object.
  return roles.key() === before.roles.key() ? { ...roles, windows: before.roles.windows } : roles;
}

/** The roles of a checked flow: hosts, ends and configurations. */
export function rolesOf(trace: Trace): Roles {
  return isChecked(trace) ? trace.roles : castOf(trace.script, NO_WISHES.profile);
}

/** A flow checked up to one of its lines. Later lines are read for its roles but not played. */
export interface Trial {
  /** The trace; its findings are those of the last line only. */
  readonly trace: Trace;
  readonly roles: Roles;
  /** The world after the line. */
  readonly world: World;
  /** The names bound up to the line, those of `let` included. */
  readonly scope: Scope;
  /** How many lines before it were played again. */
  readonly replayed: number;
}

/** Reads the lines before a place of a checked flow once, for trying lines there. */
export function castBefore(trace: Trace, head: readonly Line[]): CastSoFar {
  return castUpTo(head, (isChecked(trace) ? trace.wishes : NO_WISHES).profile);
}

/**
 * Plays a script up to and including `line` (from 0), continuing from `previous`: for trying what may be written there.
 *
 * @param roles those of the script
 * @param most so many lines before it are played again at most; undefined where its cast asks for more
 */
export function checkLine(
  script: Script,
  previous: Trace,
  line: number,
  roles: Roles,
  most: number,
): Trial | undefined {
  const checked = isChecked(previous) ? previous : undefined;
  const place = placeIn(script, checked, checked?.wishes ?? NO_WISHES, roles);
  const known = Math.min(place.change.from, place.old?.stretches.end ?? 0);
  const start = affectedFrom(place, Math.min(line, known), place.old);
  if (line - start > most) return undefined;
  const p = startAt({ ...place, start }, RULE_GROUPS);
  for (let i = start; i <= line; i++) {
    p.budget = Math.min(MAX_SEGMENTS, i < line ? MAX_TRIAL_HEAD : p.world.network.spent + MAX_TRIAL);
    playLine(p, place.meant.get(i) as Line, i);
  }
  const findings: Finding[] = [];
  addReading(findings, script.lines[line] as Line, line);
  findings.push(...slipFindings(roles.slips.filter((slip) => slip.line === line)));
  for (const step of p.steps) if (step.line === line) for (const f of step.findings) findings.push(f);
  for (const l of p.loose) if (l.line === line) for (const f of l.findings) findings.push(f);
  const stretches = stretchesBehind(p, place, p, line + 1, place.old?.stretches.end ?? 0);
  return {
    trace: traceOf(partsOf(p, place, stretches), () => findings),
    roles: place.roles,
    world: p.world,
    scope: p.scope,
    replayed: line - start,
  };
}

function playLine(p: Player, line: Line, number: number): void {
  const { statement } = line;
  if (statement === undefined) return;
  const before = begin(p, number);
  if (isPlayedAtOnce(p, statement)) play(p, statement, line.broken);
  else finished(playInWorlds(p, statement, line.broken));
  close(p, before);
}

/**
 * True if the statement is neither a run or message, which may take long, nor may be played more than once: because of a
 * doubted segment, or of open fates.
 */
function isPlayedAtOnce(p: Player, s: Statement): s is Exclude<Statement, RunStatement | MessageStatement> {
  if (s.kind === 'run' || s.kind === 'message') return false;
  return p.scope.doubted === undefined && goesOneWay(p, s);
}

/** World, names and number of steps before a line. */
interface Before {
  readonly world: World;
  readonly scope: Scope;
  readonly steps: number;
}

/** Starts a line in the present world. */
function begin(p: Player, line: number): Before {
  p.line = line;
  p.ownsWorld = false;
  return { world: p.world, scope: p.scope, steps: p.steps.length };
}

/** Ends a line: results without a step are kept in `loose`. */
function close(p: Player, before: Before): void {
  // Expired timers make steps of their own; after them the line may make none and still have moved the clock.
  const last = p.steps.length === before.steps ? undefined : (p.steps.at(-1) as Step);
  const [world, scope] = last === undefined ? [before.world, before.scope] : [last.after, last.scope];
  if (p.findings.length > 0 || p.world !== world || p.scope !== scope) {
    p.loose.push({ line: p.line, findings: p.findings, world: p.world, scope: p.scope });
    p.findings = [];
  }
  if (p.moves.length > 0) p.moves = [];
}

/** The player before the first line of a check, with the results of the earlier check for the lines before. */
function startAt({ meant, roles, old, start }: Place, rules: RuleGroups): Player {
  const nothing = { world: initialWorld(roles), scope: NOTHING_TOLD };
  const before = old === undefined ? nothing : placeBefore(old, start);
  return createPlayer({
    script: scriptOf(meant),
    roles,
    rules,
    world: before.world,
    scope: before.scope,
    earlier: old?.stretches,
    from: start,
    bases: roles.cast.ends.map((_, end) => (old?.bases[end] ?? []).filter((b) => b.line < start)),
  });
}

/**
 * True if world and names after the edit equal those of the earlier check, whose remaining results are then reused with
 * their lines moved.
 */
function rejoin(p: Player, old: Checked, line: number, change: Change): boolean {
  const there = line - change.until + change.to;
  const { world, scope } = placeBefore(old, there);
  if (!sameWorld(p.world, world) || !same(p.scope, scope) || !sameBases(p, old, there)) return false;
  if (!namesSame(p, old, there, change)) return false;
  old.bases.forEach((list, end) => {
    for (const base of list) if (base.line >= there) p.bases[end]?.push({ ...base, line: movedBy(change, base.line) });
  });
  return true;
}

/** True if findings from a line on refer to none of the changed lines, or only to lines with the same meaning for them. */
function namesSame({ script }: Player, old: Checked, line: number, { from, to, until }: Change): boolean {
  if (!old.stretches.names(line, from, to)) return true;
  if (to !== until) return false;
  const now = piecesOf(script);
  for (let i = from; i < to; i++) if (!tellsSame(old.lines.get(i), now.get(i))) return false;
  return true;
}

/**
 * True if two versions of a line send the same kind of segment and bind the same names, as far as findings on later
 * lines refer to it.
 */
function tellsSame(a: Line | undefined, b: Line | undefined): boolean {
  const [was, is] = [a?.statement, b?.statement];
  if (was === is) return true;
  if (was?.kind !== is?.kind || was?.kind === 'let' || was?.kind === 'given') return false;
  // A hint on an open fate mends these lines, at their columns.
  if (was?.kind === 'deliver') return was.start === is?.start;
  if (was?.kind !== 'segment' || is?.kind !== 'segment') return true;
  if (was.arrow === 'open' || is.arrow === 'open') return false;
  return was.as?.text === is.as?.text && soleName(was.seq?.expr) === soleName(is.seq?.expr);
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

/** @param end the first line that was not played; the earlier check is valid from there on */
function finish(p: Player, place: Place, played: Played, end: number): Checked {
  const { lines, change, old, wishes, roles } = place;
  const rest = lines.length - end;
  const to = rest === 0 ? (old?.stretches.end ?? 0) : end - change.until + change.to;
  const parts = partsOf(p, place, stretchesBehind(p, place, played, end, to));
  const { stretches, remarks } = parts;
  const flow: Finding[] = [
    ...slipFindings(roles.slips),
    ...(roles.relative === undefined
      ? []
      : relativeNumbers(
          traceOf(parts, () => []),
          roles.relative,
        )),
    ...windowFindings(roles.cast, lines, stretches, remarks),
    ...leftOver(parts),
  ];
  const wanted = atLevels(flow.sort(byPlace), wishes.levels);
  const goals = roles.hasGoals
    ? atLevels(
        goalFindings(parts, scriptOf(lines), () => [...stretches.findings(), ...wanted]),
        wishes.levels,
      )
    : [];
  const all = goals.length === 0 ? wanted : [...wanted, ...goals].sort(byPlace);
  return traceOf(parts, () => merged(stretches.findings(), all));
}

function partsOf(p: Player, { script, lines, roles, old, wishes }: Place, stretches: Stretches): Parts {
  const { windows } = roles;
  const remarks = old?.remarks.windows === windows ? old.remarks : { windows, made: new WeakMap() };
  const initial = old?.initial ?? initialWorld(roles);
  const { hosts } = roles.cast;
  const isMeant = roles.cast.tls !== undefined || hosts.some((host) => host.tls !== undefined);
  const isFramed = hosts.some((host) => host.tls?.alpn?.includes('h2') === true);
  const lacksTls = wishes.tls === undefined && (p.lacksTls || isMeant || old?.lacksTls === true);
  const lacksH2 = wishes.h2 === undefined && (p.lacksH2 || isFramed || old?.lacksH2 === true);
  return { script, lines, roles, initial, bases: p.bases, stretches, remarks, wishes, lacksTls, lacksH2 };
}

/**
 * The stretches of the flow: those of the earlier check before the edit, the steps just played, and those of the
 * earlier check from line `to` on.
 */
function stretchesBehind(p: Player, place: Place, played: Played, until: number, to: number): Stretches {
  const { lines, change, old, wishes } = place;
  const before = old?.stretches ?? Stretches.none;
  return before.replaced({ from: p.from, to, until }, change, played, lines, wishes.levels);
}

/** Merges two lists of findings in text order; at the same place those of `a` come first. */
function merged(a: readonly Finding[], b: readonly Finding[]): readonly Finding[] {
  if (b.length === 0) return a;
  const parts: (readonly Finding[])[] = [];
  let from = 0;
  for (const finding of b) {
    let to = from;
    let high = a.length;
    while (to < high) {
      const mid = (to + high) >>> 1;
      if (byPlace(a[mid] as Finding, finding) <= 0) to = mid + 1;
      else high = mid;
    }
    parts.push(a.slice(from, to), [finding]);
    from = to;
  }
  parts.push(a.slice(from));
  return parts.flat();
}
