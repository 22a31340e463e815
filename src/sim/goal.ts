import type { EndId, Micros } from './world';

/** The condition on which a run ends, besides having nothing left to do. */
export interface Goal {
  /** Tested after every happening. */
  readonly reached: () => boolean;
  /** The latest time to which the clock may advance. */
  readonly until: Micros;
  /** True if the goal can be reached only by the clock, or only by sending all queued data. */
  readonly whole: boolean;
  /** Does an end keep back the messages of TLS that it owes, as its user writes them with others? */
  readonly holds?: (end: EndId) => boolean;
}

/** The reason why a run stopped. `spent`: the flow's budget was used up before it began, or a trial's budget is. */
export type Stop =
  'reached' | 'time' | 'quiet' | 'storm' | 'spent' | 'limit-segments' | 'limit-large' | 'limit-time' | 'limit-probes';
