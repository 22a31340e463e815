import type { Micros } from './world';

/** When a run is over, besides when nothing is left to do. */
export interface Goal {
  /** Looked at whenever something has happened. */
  readonly reached: () => boolean;
  /** The clock goes no further. */
  readonly until: Micros;
  /** It is reached by the clock alone, or by nothing less than the sending of all that is queued. */
  readonly whole: boolean;
}

/** Why a run stopped; `spent` where the flow's budget was used up before it began, or a trial has gone far enough. */
export type Stop =
  'reached' | 'time' | 'quiet' | 'storm' | 'spent' | 'limit-segments' | 'limit-large' | 'limit-time' | 'limit-probes';
