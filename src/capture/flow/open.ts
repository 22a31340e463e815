/** Opening a connection of a capture as a flow. */
import type { Script } from '../../script';
import type { Connection } from '../connections';
import { type Explanation, type TapPlace, explain } from '../explain';
import { type Problem, type Source, WITH_FLAGS } from '../file';
import { type Capture, type Sighting, packetsOf, packetsOfEach } from '../read';
import type { Say } from './about';
import { type FlowSource, MOST_SEGMENTS, flowOf } from './flow';
import { searched } from './search';

/** A connection that has been opened. */
export interface OpenedConnection {
  readonly connection: Connection;
  readonly sightings: readonly Sighting[];
  readonly explanation: Explanation;
  readonly text: string;
  readonly script: Script;
}

/** The reason why a connection can't be opened, as a message. */
export interface Unopened {
  readonly problem: Pick<Problem, 'args'> & { readonly id: `capture/flow/${'none' | 'too-long' | 'empty'}` };
}

/**
 * A connection of a capture as a flow.
 *
 * @param id the connection's number
 * @param source the same file as that of the capture
 * @param file the file's name, for the text; undefined for one that is in memory alone
 * @param tap the place of the tap, if the user says so
 * @param isTimed false if the packets have an order and no times
 * @param say texts of comments in the reader's language
 * @param keys the text of a key log; left out, the secrets that the capture itself holds
 */
export async function openConnection(
  capture: Capture,
  id: number,
  source: Source,
  file: string | undefined,
  tap?: TapPlace,
  isTimed = true,
  keys = capture.keys,
  say?: Say,
): Promise<OpenedConnection | Unopened> {
  const connection = capture.connections[id - 1];
  if (connection === undefined) {
    return { problem: { id: 'capture/flow/none', args: { id, count: capture.connections.length } } };
  }
  return (
    tooLong(connection) ?? openedOf(connection, await packetsOf(capture, id, source), { file, isTimed, keys, say }, tap)
  );
}

/**
 * All connections of a capture as flows, in the order of their numbers.
 *
 * @param again gives the same file as that of the capture, each time from its beginning
 */
export async function* openConnections(
  capture: Capture,
  again: () => Source,
  file: string,
  tap?: TapPlace,
  keys = capture.keys,
  say?: Say,
): AsyncIterable<(OpenedConnection | Unopened) & { readonly connection: Connection }> {
  const isShort = (connection: Connection): boolean => tooLong(connection) === undefined;
  for (const connection of capture.connections) {
    const unopened = tooLong(connection);
    if (unopened !== undefined) yield { ...unopened, connection };
  }
  for await (const { connection, sightings } of packetsOfEach(capture, capture.connections.filter(isShort), again)) {
    yield { ...openedOf(connection, sightings, { file, keys, say }, tap), connection };
  }
}

function tooLong({ id, packets: all }: Connection, packets = all): Unopened | undefined {
  const args = { id, packets, limit: MOST_SEGMENTS };
  return packets > MOST_SEGMENTS ? { problem: { id: 'capture/flow/too-long', args } } : undefined;
}

function openedOf(
  connection: Connection,
  sightings: readonly Sighting[],
  about: Pick<FlowSource, 'file' | 'isTimed' | 'keys' | 'say'>,
  tap: TapPlace | undefined,
): OpenedConnection | Unopened {
  const { id } = connection;
  if (!sightings.some(hasFlags)) return { problem: { id: 'capture/flow/empty', args: { id } } };
  const explanation = explain([{ sightings }], tap);
  // A frame that the network card cut is more than one segment.
  const segments = explanation.events.filter(({ kind }) => kind === 'send').length;
  const unopened = tooLong(connection, segments);
  if (unopened !== undefined) return unopened;
  const source = { ...about, connection, sightings };
  const found = searched(explanation, source);
  return { connection, sightings, explanation: found, ...flowOf(found, source) };
}

function hasFlags({ packet }: Sighting): boolean {
  return packet !== undefined && (packet.cut ?? Infinity) >= WITH_FLAGS;
}
