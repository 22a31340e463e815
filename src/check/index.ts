/**
 * Script to trace: a flow is played through a TCP endpoint on each side, and each line is judged.
 *
 * In the order in which a line meets them:
 * - `cast/` reads the whole text once for who takes part: hosts, connections, who opens, how each is set up, slips in names;
 * - `play/` makes of each statement acts of `sim`, and of what happens steps; `player.ts` is the recorder. A segment is
 *   completed with what its line leaves out before it is judged;
 * - `judge/` holds a segment against the rules of `tcp/rules`, and silence against what is owed; a mistake that has one right
 *   value is mended, so that one mistake has one finding. What partial knowledge leaves open is `open`, with its reason.
 *
 * `check` goes on from the trace of an earlier text: lines before the first change are taken over, and lines behind the last one
 * as soon as world and scope are the same again. `checkInSlices` is the same work in slices that can be given up. The law: what an edit
 * comes to equals the check of the whole text.
 *
 * Messages are ids. Nothing here draws, or knows an editor.
 */
export type { CastSoFar, Roles } from './cast/cast';
export type { Role } from './cast/roles';
export {
  type Trial,
  type Wishes,
  castBefore,
  check,
  checkInSlices,
  checkLine,
  finished,
  rolesOf,
  scopeBefore,
  worldBefore,
} from './check';
export { isMeant, sideText } from './play/ends';
export { durationOf } from './play/time';
export { variableOf } from './play/variables';
