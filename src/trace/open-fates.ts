import type { Sent, World } from '../sim';
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

/** Fates that are open (`?>`). The preferred world is that of the step. */
export interface OpenFates {
  /** The guesses of the preferred world. */
  readonly guesses: readonly Guess[];
  readonly others: readonly OtherWorld[];
  /** True if a fate was settled as presumed arrived: an error from here on may come of that. */
  readonly presumed: boolean;
}
