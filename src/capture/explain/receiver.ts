import type { Sending } from './sending';
import type { Answers } from './tap';

/** A host whose arrivals are found by what it sends. */
export interface Receiver extends Answers {
  readonly sendings: readonly Sending[];
  /** True if its identifications count up. */
  readonly isCounting: boolean;
  /** False if something shows that its peer sent more than the tap saw: what was seen once may have been sent again. */
  readonly isWhole: boolean;
}
