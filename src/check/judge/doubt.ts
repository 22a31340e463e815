import { take } from '../../sim';
import type { Statement } from '../../script';
import { isGrave } from '../../trace';
import type { Player } from '../play/player';
import { play, playOn } from '../play/statements';
import { withRightHeader } from './mended';

/**
 * Plays a statement. If an earlier segment was dropped because of a mistake without `violates`, and the statement is
 * right only if that segment arrived, it is taken to have arrived. So one mistake gives one finding, however the script
 * continues. Yields where `playOn` does.
 */
export function* playDoubting(p: Player, statement: Statement, broken: boolean): Generator<undefined, void> {
  if (p.scope.doubted === undefined) {
    yield* playOnce(p, statement, broken);
    return;
  }
  const start = placeOf(p);
  yield* playOnce(p, statement, broken);
  const wrong = graveSince(p, start);
  if (wrong === 0) return;
  rewind(p, start);
  arriveAfterAll(p);
  yield* playOnce(p, statement, broken);
  if (graveSince(p, start) < wrong) return;
  rewind(p, start);
  yield* playOnce(p, statement, broken);
}

function* playOnce(p: Player, s: Statement, broken: boolean): Generator<undefined, void> {
  if (s.kind === 'run' || s.kind === 'message') yield* playOn(p, s, broken);
  else play(p, s, broken);
}

/** Delivers the doubted segment in its corrected form. */
function arriveAfterAll(p: Player): void {
  const { doubted } = p.scope;
  if (doubted === undefined) return;
  p.scope = { ...p.scope, doubted: undefined };
  take(p, doubted.to, { ...doubted, segment: withRightHeader(doubted.segment, doubted.segment) });
  // These rows belong to no step, as the arrival is only assumed.
  p.moves = [];
}

/** The state of the player between two lines, for returning to it. */
export interface Place {
  readonly world: Player['world'];
  readonly scope: Player['scope'];
  readonly steps: number;
  readonly bases: readonly number[];
}

export function placeOf(p: Player): Place {
  return { world: p.world, scope: p.scope, steps: p.steps.length, bases: p.bases.map((list) => list.length) };
}

export function rewind(p: Player, { world, scope, steps, bases }: Place): void {
  p.world = world;
  p.scope = scope;
  p.ownsWorld = false;
  p.steps.length = steps;
  p.bases.forEach((list, end) => (list.length = bases[end] ?? 0));
  p.findings = [];
  p.moves = [];
  p.arrivals = undefined;
}

/** The number of errors and warnings of the present line. */
function graveSince(p: Player, { steps }: Place): number {
  let count = p.findings.filter(isGrave).length;
  for (let i = steps; i < p.steps.length; i++) {
    for (const f of p.steps[i]?.findings ?? []) if (isGrave(f)) count++;
  }
  return count;
}
