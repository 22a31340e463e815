/** Simulated time in whole microseconds since the beginning of the flow. */
export type Micros = number;

/** The index of one side of one connection, in `Cast.ends` and `World.ends`; constant throughout a flow. */
export type EndId = number;
