import { SECOND } from '../tcp/config';

/** Simulated time ends here: a hundred years, in microseconds. */
export const MAX_TIME = 100 * 365 * 86_400 * SECOND;

/** The most that one SEND or one message has, bytes: a gibibyte, well within half of the sequence space. */
export const MAX_SEND = 2 ** 30;
