import { SECOND } from '../tcp';

/** The end of simulated time: a hundred years, microseconds. */
export const MAX_TIME = 100 * 365 * 86_400 * SECOND;

/** The longest run, microseconds of simulated time. */
export const MAX_RUN = 24 * 3600 * SECOND;

/** A line may let so many timers run out that cost nothing, and more at the expense of the flow's budget. */
export const FREE_TIMERS = 32;

/**
 * The budget of a flow: the most segments that it may simulate. An expired timer or a wake-up counts as a segment;
 * memory for long lists (`costOf` in budget.ts) and flights of TLS ({@link FLIGHT}) count in addition.
 */
export const MAX_SEGMENTS = 15_000;

/**
 * The cost of a flight of TLS's handshake, in segments: key exchange and signature take the CPU as long, each two to three
 * milliseconds.
 */
export const FLIGHT = 60;

/** The number of segments after which a run is stopped that can't reach its end within the budget. */
export const MAX_GLIMPSE = 1_000;

/** The budget of a tried line, in segments. */
export const MAX_TRIAL = 500;
/** The budget for playing the lines before a tried line again, in segments. */
export const MAX_TRIAL_HEAD = 2_000;

/** The number of consecutive probes without effect after which a run is stopped. */
export const MAX_PROBES = 20;

/**
 * The number of consecutive ACKs, each answering the one before, that form an ACK storm: ten for each side (RFC 5961 §7
 * allows ten in five seconds).
 */
export const MAX_ECHOES = 20;

/** The most bytes of one SEND or message: 2^30, well below half of the sequence space. */
export const MAX_SEND = 2 ** 30;
