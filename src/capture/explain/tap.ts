import type { Host, Micros, TapPlace } from './explanation';
import type { Prepared } from './prepare';
import { type ByHost, type Sending, other } from './sending';

/** A host that answers in less than this is beside the tap, if the other one takes this many times as long. */
const BESIDE: Micros = 2000;
const FASTER = 4;

/**
 * The least time, for each host, from a frame to the frame of the host that answers it: by an exact acknowledgment
 * number, of octets that were sent once.
 */
export function leastAnswers(tap: readonly Sending[]): ByHost<Micros> {
  const least: [Micros, Micros] = [Infinity, Infinity];
  const waiting: ByHost<Sending[]> = [[], []];
  const heads: [number, number] = [0, 0];
  const top: [number, number] = [-Infinity, -Infinity];
  for (const sending of tap) {
    const { from, ack, at } = sending;
    const peer = other(from);
    const queue = waiting[peer];
    while (heads[peer] < queue.length && (queue[heads[peer]]?.end ?? 0) <= ack) {
      const sent = queue[heads[peer]++];
      if (sent?.end === ack && at - sent.at < least[from]) least[from] = at - sent.at;
    }
    if (sending.end === sending.seq) continue;
    if (sending.seq >= top[from]) waiting[from].push(sending);
    else heads[from] = waiting[from].length;
    top[from] = Math.max(top[from], sending.end);
  }
  return [finite(least[0]), finite(least[1])];
}

const finite = (time: Micros): Micros => (Number.isFinite(time) ? Math.max(0, time) : 0);

/** The place of a tap: beside a host by the file's directions, by frames that no network carries, by answer times. */
export function placeOf({ marked, sendings }: Prepared, least: ByHost<Micros>): TapPlace {
  const [client, server] = marked;
  const [fromClient, fromServer] = [client.sent + server.received, server.sent + client.received];
  if (fromClient > 0 && fromServer === 0) return 'client';
  if (fromServer > 0 && fromClient === 0) return 'server';
  if (client.offloaded > 0 !== server.offloaded > 0 && least[0] !== least[1]) {
    const near = least[0] < least[1] ? 'client' : 'server';
    if (Math.min(...least) < BESIDE) return near;
  }
  const hasBoth = ([0, 1] as const).every((host) => sendings.some(({ from }) => from === host));
  if (!hasBoth) return 'path';
  const isBeside = (host: Host): boolean =>
    least[host] > 0 && least[host] < BESIDE && least[host] * FASTER < least[other(host)];
  if (isBeside(0)) return 'client';
  return isBeside(1) ? 'server' : 'path';
}

/** The host that a tap is beside; undefined on the path. */
export function besideOf(place: TapPlace): Host | undefined {
  return place === 'path' ? undefined : place === 'client' ? 0 : 1;
}

/** The sendings of each host, in the order of the tap. */
export function byHost(tap: readonly Sending[]): ByHost {
  return [tap.filter(({ from }) => from === 0), tap.filter(({ from }) => from === 1)];
}
