/** Text of an analyser as a flow. */
import { type Socket, inMemory } from '../file';
import { type Pasted, pasted } from '../paste';
import { explain } from '../explain';
import { packetsOf, readOctets } from '../read';
import { MOST_SEGMENTS, flowOf } from './flow';

/** The flow of the connection that a text tells most of. */
export interface PastedFlow extends Pick<Pasted, 'analyser' | 'filled' | 'unread'> {
  readonly text: string;
  readonly client: Socket;
  readonly server: Socket;
  readonly segments: number;
  /** The connections that the text tells of. */
  readonly connections: number;
}

/**
 * The flow that a text of tcpdump, tshark or Wireshark's list tells of; undefined if it tells of no segment, or of too many of one
 * connection.
 */
export async function pastedFlow(text: string): Promise<PastedFlow | undefined> {
  const read = pasted(text);
  if (read === undefined) return undefined;
  const { analyser, filled, unread, file, isTimed } = read;
  const capture = readOctets(file);
  const [first, ...others] = capture.connections;
  if (first === undefined) return undefined;
  const connection = others.reduce((most, next) => (next.packets > most.packets ? next : most), first);
  if (connection.packets > MOST_SEGMENTS) return undefined;
  const sightings = await packetsOf(capture, connection.id, inMemory(file));
  const flow = flowOf(explain([{ sightings }]), { file: undefined, isTimed, connection, sightings });
  const { client, server, packets } = connection;
  const connections = capture.connections.length;
  return { analyser, filled, unread, text: flow.text, client, server, segments: packets, connections };
}
