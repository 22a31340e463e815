/**
 * From script to trace: a flow is played through a TCP endpoint on each side, and each line is judged.
 *
 * The parts in the order of processing a line:
 * - `cast/` reads the whole text once and determines hosts, connections, openers, configurations, and misspelt host
 *   names;
 * - `play/` turns each statement into actions of `sim`, and happenings into steps (`play/player.ts` is the recorder).
 *   Clauses that a line leaves out are filled in before the segment is judged;
 * - `judge/` applies the rules of `tcp/rules` to segments, and other rules to missing replies. If a mistake has exactly
 *   one right value, the flow continues with it, so that one mistake gives one finding. A verdict that depends on
 *   unknown facets is `open`, with the reason. `judge/goals.ts` holds the played flow against the goals of an exercise.
 *
 * `check` continues from the trace of an earlier text. Lines before the first change are reused, and lines after the
 * last change as soon as world and names are the same again. `checkInSlices` does the same in slices and can be
 * cancelled. The result always equals a check of the whole text.
 *
 * Messages are ids. Nothing here draws or depends on an editor.
 */
export type { CastSoFar, Roles } from './cast/cast';
export type { Role } from './cast/roles';
export { SWITCHES } from './cast/settings';
export {
  type Trial,
  type Wishes,
  NO_WISHES,
  lackedParts,
  partsOf,
  type PartName,
  type PartLoads,
  wishesOf,
  wishesWithParts,
  castBefore,
  check,
  CHECK_LINES,
  checkInSlices,
  checkLine,
  finished,
  rolesOf,
  scopeBefore,
  worldBefore,
} from './check';
export { isMeant, sideText } from './play/ends';
export { type Meaning, meaningAt } from './meaning';
export { durationOf } from './play/time';
export { variableOf } from './play/variables';
