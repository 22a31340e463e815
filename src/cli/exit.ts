/** Exit code 0: no errors. With several files the highest code is returned. */
export const CLEAN = 0;
/** `check` found at least one error; warnings and hints do not count. */
export const ERRORS_FOUND = 1;
/** `explore` reached its limit before the search was complete. */
export const LIMIT_REACHED = 3;
/** Something could not be read, written or understood. */
export const CANNOT_RUN = 2;
