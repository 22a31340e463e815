import { type Sent, alike, deliver } from '../../sim';
import { SYN, has } from '../../wire';
import type { Statement } from '../../script';
import {
  type Finding,
  type Guess,
  type OpenFates,
  type OtherWorld,
  type Presumed,
  type Scope,
  type ShownFate,
  type Step,
  isGrave,
} from '../../trace';
import type { BaseAt, Player } from '../play/player';
import { type Place, placeOf, playDoubting, rewind } from './doubt';
import { goesOneWay, openAt } from './one-way';
import { presumedHint, shownHints } from './fate-shown';
import { isError, makesUp, openFindings, openedBy, presumedOfBoth, presumedToArrive, stillPresumed } from './presumed';

/** The most worlds that are kept. */
export const MOST_WORLDS = 8;

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
  readonly warnings: number;
  /** A segment that had not arrived by then, and has come just before the statement. */
  readonly late: Sent | undefined;
}

/**
 * Plays a statement in each world that the open fates leave possible. Worlds in which it is an error are dropped if it is
 * legal in another; fates that the rest agree on are then decided. Where it is an error in all of them, a segment that had
 * not arrived may have come late. Yields where a statement that simulates does.
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
  const missing = before?.missing ?? [];
  let outcomes: Outcome[] = [];
  for (const world of worlds) {
    enter(p, start, world);
    for (const way of waysOf(p, s)) {
      enter(p, start, world);
      outcomes.push(yield* playIn(p, start, world, way, broken));
    }
  }
  if (outcomes.every(({ errors }) => errors > 0)) {
    const late = yield* playLate(p, start, { worlds, missing }, s, broken);
    outcomes = late.length > 0 ? late : outcomes;
  }
  // The world in which the line needs the fewest warnings is preferred.
  const legal = outcomes.filter(({ errors }) => errors === 0).toSorted((a, b) => a.warnings - b.warnings);
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
  const all = [...findings, ...steps.flatMap((step) => step.findings)];
  const errors = all.filter(isError).length;
  const sent = fate === undefined ? undefined : sentIn(steps);
  return {
    world: p.world,
    scope: p.scope,
    guesses: sent === undefined || fate === undefined ? guesses : [...guesses, { sent, fate }],
    steps,
    findings,
    bases: p.bases.map((list, end) => list.slice(start.bases[end] ?? 0)),
    errors,
    warnings: all.filter(isGrave).length - errors,
    late,
  };
}

/** The segment of a line with an open fate; undefined if it was not sent. */
function sentIn(steps: readonly Step[]): Sent | undefined {
  const step = steps.findLast((one) => one.kind === 'segment' || one.kind === 'deliver' || one.kind === 'drop');
  return step === undefined || !('sent' in step) || step.fate === 'not-sent' ? undefined : step.sent;
}

/** Plays the statement after the arrival of a segment that had not come: the worlds in which it is legal then. */
function* playLate(
  p: Player,
  start: Place,
  { worlds, missing }: { readonly worlds: readonly OtherWorld[]; readonly missing: readonly Sent[] },
  s: Statement,
  broken: boolean,
): Generator<undefined, Outcome[]> {
  const found: Outcome[] = [];
  for (const world of worlds) {
    const lost = world.guesses.filter(({ fate }) => fate === 'lost').map(({ sent }) => sent);
    for (const sent of [...lost, ...missing]) {
      const rest = world.guesses.filter((g) => g.sent.id !== sent.id);
      const guesses: readonly Guess[] = [...rest, { sent, fate: 'arrived' }];
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
  const was = before?.presumed ?? [];
  const [by] = was;
  p.steps.push(...preferred.steps.map((step) => openedBy(p, was, opened(step, preferred))));
  p.findings = by === undefined ? [...preferred.findings] : [...openFindings(p, by, preferred.findings)];
  for (const [end, list] of preferred.bases.entries()) p.bases[end]?.push(...list);
  const fewer = atMost(merged(outcomes), MOST_WORLDS);
  const presumed = [...(isLegal ? stillPresumed(was, preferred.steps) : was), ...fewer.presumed];
  const [kept, ...others] = fewer.worlds;
  const guesses = others.length > 0 ? (kept?.guesses ?? []) : [];
  const shows = isLegal ? shownBy(before, outcomes) : [];
  const missing = stillMissing(before?.missing ?? [], shows, preferred.steps);
  const isOpen = others.length > 0 || presumed.length > 0 || missing.length > 0;
  const open = isOpen ? { guesses, others: others.map(bare), presumed, missing } : undefined;
  p.scope = { ...preferred.scope, open };
  amend(p, start, shows, was.length === 0 ? presumed : []);
}

/** The fates that were open before the line, and are the same in all worlds in which it is legal. */
function shownBy(before: OpenFates | undefined, outcomes: readonly Outcome[]): readonly ShownFate[] {
  const wasOpen = new Set(before?.guesses.map(({ sent }) => sent.id));
  for (const other of before?.others ?? []) for (const { sent } of other.guesses) wasOpen.add(sent.id);
  for (const { id } of before?.missing ?? []) wasOpen.add(id);
  const late = outcomes[0]?.late;
  return agreed(outcomes)
    .filter(({ sent }) => wasOpen.has(sent.id))
    .map(({ sent, fate }) => ({ sent, fate: sent.id === late?.id ? 'late' : fate }));
}

/** The segments that have been shown not to have arrived, and may still come: a SYN even where another one has opened the connection. */
function stillMissing(missing: readonly Sent[], shows: readonly ShownFate[], steps: readonly Step[]): readonly Sent[] {
  const lost = shows.filter(({ fate }) => fate === 'lost').map(({ sent }) => sent);
  const came = new Set(shows.map(({ sent }) => sent.id));
  const left = missing.filter(({ id }) => !came.has(id));
  const isOver = (sent: Sent): boolean => !has(sent.segment, SYN) && steps.some((step) => makesUp(step, sent));
  return [...left, ...lost].filter((sent) => !isOver(sent)).slice(-MOST_WORLDS);
}

/** Puts scope, fates and hints to the last step of the line; hints to the line where it made no step. */
function amend(p: Player, start: Place, shows: readonly ShownFate[], presumed: readonly Presumed[]): void {
  const hints = [...shownHints(p, shows), ...presumedHint(p, presumed)];
  const last = p.steps.at(-1);
  if (last === undefined || p.steps.length === start.steps) {
    p.findings.push(...hints);
    return;
  }
  const findings = hints.length === 0 ? last.findings : [...last.findings, ...hints];
  p.steps[p.steps.length - 1] = { ...last, scope: p.scope, findings, ...(shows.length > 0 && { shows }) };
}

/** The step of a line with an open fate says that it is open. */
function opened(step: Step, { guesses }: Outcome): Step {
  if (step.kind !== 'segment' && step.kind !== 'deliver' && step.kind !== 'drop') return step;
  const isOpen = guesses.at(-1)?.sent === step.sent;
  if (!isOpen || step.fate === 'not-sent' || step.fate === 'in-flight') return step;
  return step.kind === 'drop' ? { ...step, kind: 'deliver', fate: 'open' } : { ...step, fate: 'open' };
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
  return a.scope.doubted?.id === b.scope.doubted?.id && alike(a.world, b.world) && sameNames(a.scope, b.scope);
}

function sameNames({ names: a }: Scope, { names: b }: Scope): boolean {
  return a.sameAs(b, (one, other) => {
    if (one.kind === 'segment') return other.kind === 'segment' && one.sent.id === other.sent.id;
    if (one.kind === 'number') return other.kind === 'number' && one.value === other.value;
    return one.kind === other.kind;
  });
}

/**
 * At most so many worlds: the oldest open fate is settled as presumed arrived until there are no more. Where it is not a
 * loss that tells the worlds apart, the later ones are dropped.
 */
function atMost(
  worlds: readonly OtherWorld[],
  most: number,
): { readonly worlds: readonly OtherWorld[]; readonly presumed: readonly Presumed[] } {
  let left = worlds;
  const presumed: Presumed[] = [];
  while (left.length > most) {
    const guesses = left.flatMap((world) => world.guesses);
    const oldest = (guesses.toSorted((a, b) => a.sent.id - b.sent.id)[0] as Guess).sent;
    const arrived = left.filter((world) => !world.guesses.some((g) => g.sent.id === oldest.id && g.fate === 'lost'));
    const isToldApart = arrived.length > 0 && arrived.length < left.length;
    presumed.push(isToldApart ? presumedToArrive(oldest) : presumedOfBoth(oldest));
    left = merged(isToldApart ? arrived : left.slice(0, most));
  }
  return { worlds: left, presumed };
}
