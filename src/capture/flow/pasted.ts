/** Text of an analyser as a flow. */
import type { TapPlace } from '../explain';
import { type Socket, inMemory } from '../file';
import { type Pasted, pasted } from '../paste';
import { readOctets } from '../read';
import { type Unopened, openConnection } from './open';

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
  const longest = [...connections].sort((a, b) => b.packets - a.packets)[0];
  const as = { file: undefined, tap, isTimed };
  const opened = await openConnection(capture, id ?? longest?.id ?? 0, inMemory(file), as);
  if ('problem' in opened) return opened;
  const { client, server, packets } = opened.connection;
  const about = { analyser, filled, unread, client, server, segments: packets, connections: connections.length };
  return { ...about, text: opened.text };
}
