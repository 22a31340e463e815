import { SECOND } from '../tcp';

/** Simulated time ends here: a hundred years, in microseconds. */
export const MAX_TIME = 100 * 365 * 86_400 * SECOND;

/** A run lasts at most so long, in microseconds of simulated time. */
export const MAX_RUN = 24 * 3600 * SECOND;

/** A line may let so many timers run out that cost nothing, and more at the expense of the flow's budget. */
export const FREE_TIMERS = 32;

/**
 * The budget of a flow: so many segments may its engines send by themselves. A timer that runs out and a side that wakes
 * count as a segment, and what a segment makes the flow keep counts beside it (`costOf` in budget.ts).
 */
export const MAX_SEGMENTS = 15_000;

/** So many segments of a run that cannot come to its end are played, to show how it begins. */
export const MAX_GLIMPSE = 1_000;

/** What a line that is only tried may spend; and the lines before it, where they must be played again for that. */
export const MAX_TRIAL = 500;
export const MAX_TRIAL_HEAD = 2_000;

/** So many probes in a row that nothing comes of are enough to see that it goes on like that for ever. */
export const MAX_PROBES = 20;

/** So many ACKs in a row, each the answer to the one before, are an ACK storm: ten a side (RFC 5961 §7 lets ten go in five seconds). */
export const MAX_ECHOES = 20;

/** The most that one SEND or one message has, bytes: a gibibyte, well within half of the sequence space. */
export const MAX_SEND = 2 ** 30;
