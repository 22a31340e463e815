import type { EndId, Sent, World } from '../sim';
import type { Scope } from './trace';

/** What a world takes an open segment for. */
export interface Guess {
  readonly sent: Sent;
  readonly fate: 'arrived' | 'lost';
}

/** A world that the open fates leave possible, beside the preferred one. */
export interface OtherWorld {
  readonly world: World;
  readonly scope: Scope;
  /** Oldest first. A fate is left out where it has made no difference. */
  readonly guesses: readonly Guess[];
}

/** An open fate that a line decides. A `late` segment has come just before that line, behind the lines between. */
export interface ShownFate {
  readonly sent: Sent;
  readonly fate: 'arrived' | 'lost' | 'late';
}

/** A segment that was taken to have arrived, as a ninth world was needed. */
export interface Presumed {
  readonly sent: Sent;
  /** The ends whose state may differ from the present one if the segment was lost. */
  readonly ends: readonly EndId[];
}

/** Fates that are open (`?>`). The preferred world is that of the step. */
export interface OpenFates {
  /** The guesses of the preferred world. */
  readonly guesses: readonly Guess[];
  readonly others: readonly OtherWorld[];
  /** A fate for which no world is kept any longer: an error that may come of it is `open`. */
  readonly presumed: readonly Presumed[];
  /** Segments that a line has shown not to have arrived by then: they may still come late. The last 8 at most. */
  readonly missing: readonly Sent[];
}
