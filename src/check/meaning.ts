/** The meaning of a line's names: sides of connections, and conditions on worlds. */
import { RULE_GROUPS } from '../tcp/rules';
import type { EndRef, Expectation, Script } from '../script';
import type { EndId, World } from '../sim';
import type { Trace } from '../trace';
import { type Parts, type Place, isChecked, placeBefore } from './checked';
import { endMeant } from './play/ends';
import { type Player, createPlayer } from './play/player';
import { goalOf } from './play/runs';

export interface Meaning {
  /** The world above the line. */
  readonly world: World;
  /** The end that a reference means; undefined if it means none, or several. */
  end(who: EndRef, peer?: EndRef): EndId | undefined;
  /** True of the worlds in which an expectation holds; undefined if it makes no sense. */
  condition(item: Expectation): ((world: World) => boolean) | undefined;
}

/** Reads names as a line (from 0) of a checked flow does; undefined if the flow was not checked. */
export function meaningAt(trace: Trace, line: number): Meaning | undefined {
  if (!isChecked(trace)) return undefined;
  const place = placeBefore(trace, line);
  const p = playerAt(trace, trace.script, place, line);
  return {
    world: place.world,
    end(who, peer) {
      const end = endMeant(p, who, peer);
      return typeof end === 'number' ? end : undefined;
    },
    condition(item) {
      const holds = goalOf(p, item, true);
      if (holds === undefined) return undefined;
      return (now) => {
        p.world = now;
        return holds();
      };
    },
  };
}

/** A player that stands above a line (from 0), with the world and the names there. */
export function playerAt(
  { roles, stretches, bases }: Pick<Parts, 'roles' | 'stretches' | 'bases'>,
  script: Script,
  { world, scope }: Place,
  line: number,
): Player {
  return createPlayer({
    script,
    roles,
    rules: RULE_GROUPS,
    world,
    scope,
    earlier: stretches,
    from: line,
    bases: bases.map((list) => list.filter((base) => base.line < line)),
  });
}
