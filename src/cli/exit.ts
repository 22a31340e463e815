/** Exit codes; of several files the highest counts. */
export const CLEAN = 0;
/** `check` has found at least one error. Warnings and hints do not count. */
export const ERRORS_FOUND = 1;
/** Something could not be read, written or understood. */
export const CANNOT_RUN = 2;
