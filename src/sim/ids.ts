/** Simulated time in whole microseconds since the flow began. */
export type Micros = number;

/** The index of one side of one connection in `Hosts.ends` and `World.ends`; stable throughout a flow. */
export type EndId = number;
