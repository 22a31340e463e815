import { type Sent, alike, deliver } from '../../sim';
import type { Statement } from '../../script';
import { type Finding, type Guess, type OpenFates, type OtherWorld, type Scope, type Step } from '../../trace';
import type { BaseAt, Player } from '../play/player';
import { type Place, placeOf, playDoubting, rewind } from './doubt';
import { shownFates } from './fate-shown';

/** The most worlds that are kept. */
export const MOST_WORLDS = 8;

/** True if a statement is played in one world, and leaves one. */
export function goesOneWay(p: Player, s: Statement): boolean {
  if (p.scope.open !== undefined) return false;
  return s.kind === 'segment' ? s.arrow !== 'open' : s.kind !== 'deliver' || openAt(p, s) === undefined;
}

/** The open segment that a `deliver` line names. */
function openAt(p: Player, s: Statement): Sent | undefined {
  if (s.kind !== 'deliver') return undefined;
  const bound = p.scope.names.get(s.name.text);
  return bound?.kind === 'segment' && bound.sent.open === true ? bound.sent : undefined;
}

/** A way that a statement with an open fate may go. */
interface Way {
  readonly statement: Statement;
  readonly fate: Guess['fate'] | undefined;
}

/** The ways of a statement, the preferred one first: the segment arrives, or it is lost. */
function waysOf(p: Player, s: Statement): readonly Way[] {
  if (s.kind === 'segment' && s.arrow === 'open') {
    if (s.as !== undefined) return [{ statement: s, fate: undefined }];
    return [
      { statement: { ...s, arrow: 'deliver' }, fate: 'arrived' },
      { statement: { ...s, arrow: 'lose' }, fate: 'lost' },
    ];
  }
  if (s.kind !== 'deliver' || openAt(p, s) === undefined) return [{ statement: s, fate: undefined }];
  return [
    { statement: s, fate: 'arrived' },
    { statement: { ...s, kind: 'drop' }, fate: 'lost' },
  ];
}

/** A world after the statement, with what the statement came to in it. */
interface Outcome extends OtherWorld {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly bases: readonly (readonly BaseAt[])[];
  readonly errors: number;
  /** A segment taken for lost that has come just before the statement. */
  readonly late: Sent | undefined;
}

/**
 * Plays a statement in each world that the open fates leave possible. Worlds in which it is an error are dropped if it is
 * legal in another; fates that the rest agree on are then decided. Where it is an error in all of them, a segment that was
 * taken for lost may have come late. Yields where a statement that simulates does.
 */
export function* playInWorlds(p: Player, s: Statement, broken: boolean): Generator<undefined, void> {
  if (goesOneWay(p, s)) {
    yield* playDoubting(p, s, broken);
    return;
  }
  const start = placeOf(p);
  const before = p.scope.open;
  const first: OtherWorld = { world: p.world, scope: { ...p.scope, open: undefined }, guesses: before?.guesses ?? [] };
  const worlds = [first, ...(before?.others ?? [])];
  let outcomes: Outcome[] = [];
  for (const world of worlds) {
    enter(p, start, world);
    for (const way of waysOf(p, s)) {
      enter(p, start, world);
      outcomes.push(yield* playIn(p, start, world, way, broken));
    }
  }
  if (outcomes.every(({ errors }) => errors > 0)) {
    const late = yield* playLate(p, start, worlds, s, broken);
    outcomes = late.length > 0 ? late : outcomes;
  }
  const legal = outcomes.filter(({ errors }) => errors === 0);
  settle(p, start, before, legal.length > 0 ? legal : outcomes, legal.length > 0);
}

/** Returns to the place before the statement, in one of the worlds. */
function enter(p: Player, start: Place, { world, scope }: OtherWorld): void {
  rewind(p, { ...start, world, scope });
  p.dues = undefined;
  p.silences = undefined;
}

function* playIn(
  p: Player,
  start: Place,
  { guesses }: OtherWorld,
  { statement, fate }: Way,
  broken: boolean,
  late?: Sent,
): Generator<undefined, Outcome> {
  yield* playDoubting(p, statement, broken);
  const steps = p.steps.slice(start.steps);
  const findings = p.findings;
  let errors = findings.filter(isError).length;
  for (const step of steps) errors += step.findings.filter(isError).length;
  const sent = fate === undefined ? undefined : sentIn(steps);
  return {
    world: p.world,
    scope: p.scope,
    guesses: sent === undefined || fate === undefined ? guesses : [...guesses, { sent, fate }],
    steps,
    findings,
    bases: p.bases.map((list, end) => list.slice(start.bases[end] ?? 0)),
    errors,
    late,
  };
}

function isError({ level }: Finding): boolean {
  return level === 'error';
}

/** The segment of a line with an open fate; undefined if it was not sent. */
function sentIn(steps: readonly Step[]): Sent | undefined {
  const step = steps.findLast((one) => one.kind === 'segment' || one.kind === 'deliver' || one.kind === 'drop');
  return step === undefined || !('sent' in step) || step.fate === 'not-sent' ? undefined : step.sent;
}

/** Plays the statement after the arrival of a segment that was taken for lost: the worlds in which it is legal then. */
function* playLate(
  p: Player,
  start: Place,
  worlds: readonly OtherWorld[],
  s: Statement,
  broken: boolean,
): Generator<undefined, Outcome[]> {
  const found: Outcome[] = [];
  for (const world of worlds) {
    for (const { sent, fate } of world.guesses) {
      if (fate !== 'lost') continue;
      const guesses = world.guesses.map((g) => (g.sent.id === sent.id ? { sent, fate: 'arrived' as const } : g));
      enter(p, start, world);
      for (const way of waysOf(p, s)) {
        enter(p, start, world);
        deliver(p, sent.to, sent);
        // These rows belong to no step, as the arrival is only assumed.
        p.moves = [];
        p.findings = [];
        const outcome = yield* playIn(p, start, { ...world, guesses }, way, broken, sent);
        if (outcome.errors === 0) found.push(outcome);
      }
    }
  }
  return found;
}

/** Goes on in the first of the outcomes, with the others beside it. */
function settle(
  p: Player,
  start: Place,
  before: OpenFates | undefined,
  outcomes: readonly Outcome[],
  isLegal: boolean,
): void {
  const [preferred] = outcomes;
  if (preferred === undefined) return;
  rewind(p, { ...start, world: preferred.world, scope: preferred.scope });
  p.dues = undefined;
  p.silences = undefined;
  const wasOpen = new Set(before?.guesses.map(({ sent }) => sent.id));
  for (const other of before?.others ?? []) for (const { sent } of other.guesses) wasOpen.add(sent.id);
  const shown = isLegal ? agreed(outcomes).filter(({ sent }) => wasOpen.has(sent.id)) : [];
  const isPresumed = before?.presumed === true;
  const fewer = atMost(merged(outcomes), MOST_WORLDS);
  const presumed = isPresumed || fewer.settled;
  const [kept, ...others] = fewer.worlds;
  const own = preferred.steps.map((step) => opened(isPresumed ? asOpen(step) : step, preferred));
  p.steps.push(...own);
  p.findings = isPresumed ? preferred.findings.map(openFinding) : [...preferred.findings];
  for (const [end, list] of preferred.bases.entries()) p.bases[end]?.push(...list);
  const differs = others.length > 0;
  const open: OpenFates | undefined =
    differs || presumed
      ? { guesses: differs ? (kept?.guesses ?? []) : [], others: others.map(bare), presumed }
      : undefined;
  p.scope = { ...preferred.scope, open };
  amend(p, start, shownFates(p, shown, preferred.late));
}

/** Puts scope and hints to the last step of the line, or to the line where it made no step. */
function amend(p: Player, start: Place, hints: readonly Finding[]): void {
  const last = p.steps.at(-1);
  if (last === undefined || p.steps.length === start.steps) {
    p.findings.push(...hints);
    return;
  }
  const findings = hints.length === 0 ? last.findings : [...last.findings, ...hints];
  p.steps[p.steps.length - 1] = { ...last, scope: p.scope, findings };
}

/** The step of a line with an open fate says that it is open. */
function opened(step: Step, { guesses }: Outcome): Step {
  if (step.kind !== 'segment' && step.kind !== 'deliver' && step.kind !== 'drop') return step;
  const isOpen = guesses.at(-1)?.sent === step.sent;
  if (!isOpen || step.fate === 'not-sent' || step.fate === 'in-flight') return step;
  return step.kind === 'drop' ? { ...step, kind: 'deliver', fate: 'open' } : { ...step, fate: 'open' };
}

function asOpen(step: Step): Step {
  return step.findings.some(isError) ? { ...step, findings: step.findings.map(openFinding) } : step;
}

/** An error that may come of a fate that was presumed: it can't be told from here. */
function openFinding(finding: Finding): Finding {
  return isError(finding) ? { ...finding, level: 'open', because: 'fate-open' } : finding;
}

function bare({ world, scope, guesses }: OtherWorld): OtherWorld {
  return { world, scope, guesses };
}

/** The guesses that all worlds share. */
function agreed(worlds: readonly OtherWorld[]): readonly Guess[] {
  const [first, ...rest] = worlds;
  return (first?.guesses ?? []).filter(({ sent, fate }) =>
    rest.every(({ guesses }) => guesses.some((g) => g.sent.id === sent.id && g.fate === fate)),
  );
}

/** Worlds that allow the same from here on become one; fates in which they differ have made no difference. */
function merged(worlds: readonly OtherWorld[]): readonly OtherWorld[] {
  const kept: OtherWorld[] = [];
  for (const world of worlds) {
    const at = kept.findIndex((one) => sameHence(one, world));
    const like = kept[at];
    if (like === undefined) kept.push(world);
    else kept[at] = { ...like, guesses: agreed([like, world]) };
  }
  const known = new Set(agreed(kept).map(({ sent }) => sent.id));
  return kept.map((one) => ({ ...one, guesses: one.guesses.filter(({ sent }) => !known.has(sent.id)) }));
}

function sameHence(a: OtherWorld, b: OtherWorld): boolean {
  return a.scope.doubted?.id === b.scope.doubted?.id && sameNames(a.scope, b.scope) && alike(a.world, b.world);
}

function sameNames({ names: a }: Scope, { names: b }: Scope): boolean {
  return (
    a === b ||
    (a.size === b.size &&
      a.every((one, name) => {
        const other = b.get(name);
        if (one.kind !== other?.kind) return false;
        if (one.kind === 'segment') return other.kind === 'segment' && one.sent.id === other.sent.id;
        return one.kind !== 'number' || (other.kind === 'number' && one.value === other.value);
      }))
  );
}

/** At most so many worlds: the oldest open fate is settled as presumed arrived until there are no more. */
function atMost(
  worlds: readonly OtherWorld[],
  most: number,
): { readonly worlds: readonly OtherWorld[]; readonly settled: boolean } {
  let left = worlds;
  while (left.length > most) {
    const oldest = Math.min(...left.flatMap(({ guesses }) => guesses.map(({ sent }) => sent.id)));
    const arrived = left.filter(({ guesses }) => !guesses.some((g) => g.sent.id === oldest && g.fate === 'lost'));
    const fewer = arrived.length === 0 || arrived.length === left.length ? left.slice(0, most) : arrived;
    left = merged(fewer);
  }
  return { worlds: left, settled: left !== worlds };
}
