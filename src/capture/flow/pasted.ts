/** Text of an analyser as a flow. */
import { type TapPlace, explain } from '../explain';
import { type Socket, inMemory } from '../file';
import { type Pasted, pasted } from '../paste';
import { packetsOf, readOctets } from '../read';
import { MOST_SEGMENTS, flowOf } from './flow';
import type { Unopened } from './open';

/** The flow of a connection that a text tells of. */
export interface PastedFlow extends Pick<Pasted, 'analyser' | 'filled' | 'unread'> {
  readonly text: string;
  readonly client: Socket;
  readonly server: Socket;
  readonly segments: number;
  /** The connections that the text tells of. */
  readonly connections: number;
}

/**
 * The flow that a text of tcpdump, tshark or Wireshark's list tells of; undefined if it tells of no segment.
 *
 * @param id the number of the connection, from 1; left out, it is the one with the most segments
 * @param tap the place of the tap, if the user says so
 */
export async function pastedFlow(
  text: string,
  id?: number,
  tap?: TapPlace,
): Promise<PastedFlow | Unopened | undefined> {
  const read = pasted(text);
  if (read === undefined) return undefined;
  const { analyser, filled, unread, file, isTimed } = read;
  const capture = readOctets(file);
  const { connections } = capture;
  const longest = Math.max(...connections.map(({ packets }) => packets));
  const connection = connections.find((one) => (id === undefined ? one.packets === longest : one.id === id));
  if (connection === undefined) {
    return { problem: { id: 'capture/flow/none', args: { id: id ?? 0, count: connections.length } } };
  }
  const { client, server, packets } = connection;
  if (packets > MOST_SEGMENTS) {
    return { problem: { id: 'capture/flow/too-long', args: { id: connection.id, packets, limit: MOST_SEGMENTS } } };
  }
  const sightings = await packetsOf(capture, connection.id, inMemory(file));
  const flow = flowOf(explain([{ sightings }], tap), { file: undefined, isTimed, connection, sightings });
  const about = { analyser, filled, unread, client, server, segments: packets, connections: connections.length };
  return { ...about, text: flow.text };
}
