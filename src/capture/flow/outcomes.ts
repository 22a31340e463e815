import type { Connection } from '../connections';
import type { Source } from '../file';
import { type Capture, packetsOfEach } from '../read';
import { outcomeInSlices } from './open';
import type { Outcome } from './outcome';
import { MOST_WHOLE } from './parts';

/** Runs a computation in slices to its end; undefined if it was abandoned. */
export type Run = <T>(work: Generator<undefined, T>) => Promise<T | undefined>;

/**
 * The outcomes of some connections, in their order. A connection of more than {@link MOST_WHOLE} packets has no outcome,
 * nor has one of which no flags were captured.
 *
 * @param again gives the same file as that of the capture, each time from its beginning
 */
export async function* outcomesOf(
  capture: Capture,
  connections: readonly Connection[],
  again: () => Source,
  run: Run,
): AsyncIterable<{ readonly id: number; readonly outcome: Outcome | undefined }> {
  const isLong = ({ packets }: Connection): boolean => packets > MOST_WHOLE;
  for (const { id } of connections.filter(isLong)) yield { id, outcome: undefined };
  const others = connections.filter((connection) => !isLong(connection));
  for await (const { connection, sightings } of packetsOfEach(capture, others, again)) {
    yield { id: connection.id, outcome: await run(outcomeInSlices(connection, sightings)) };
  }
}
