import { RST } from '../../src/wire/flags';
import { has } from '../../src/wire/segment';
import { portOf } from './events';
import type { Journey } from './journey';
import type { Run, Side } from './run';
import { endKey, kernelChanges } from './states';

/** The end of a connection without any segment. */
export interface SilentEnd {
  readonly time: number;
  readonly side: Side;
  readonly clientPort: number;
  readonly serverPort: number;
  /** An attempt to open is given up, or the connection is forgotten. */
  readonly what: 'gives up' | 'forgets';
}

/** The most time between an RST and the change of state that belongs to it, microseconds. */
const NEAR = 5_000;

/**
 * Connections that end without a segment: a SYN that is given up or whose socket is closed, a crashed host, a
 * connection ended by a timeout. Only the kernels' events show them.
 */
export function silentEnds(run: Run, journeys: readonly Journey[]): readonly SilentEnd[] {
  const ends: SilentEnd[] = [];
  for (const { clientPort, serverPort } of connections(journeys)) {
    for (const side of ['client', 'server'] as const) {
      const key = side === 'client' ? endKey(clientPort, serverPort) : endKey(serverPort, clientPort);
      for (const { time, from, to } of kernelChanges(run).get(key) ?? []) {
        const opening = from === 'SYN-SENT';
        if (to !== 'CLOSED' || !(opening || from === 'ESTABLISHED' || from === 'CLOSE-WAIT')) continue;
        const heard = journeys.some(
          (j) =>
            has(j.packet.segment, RST) &&
            portOf(j, 'client') === clientPort &&
            portOf(j, 'server') === serverPort &&
            // An RST sent by this side ends a connection, unless it answers a SYN,ACK without one.
            (j.sender === side ? !opening && isNear(j.sent?.time, time) : j.arrivals.some((a) => isNear(a.time, time))),
        );
        if (!heard) ends.push({ time, side, clientPort, serverPort, what: opening ? 'gives up' : 'forgets' });
      }
    }
  }
  return ends;
}

function isNear(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) < NEAR;
}

function connections(
  journeys: readonly Journey[],
): readonly { readonly clientPort: number; readonly serverPort: number }[] {
  const seen = new Map<string, { clientPort: number; serverPort: number }>();
  for (const j of journeys) {
    const [clientPort, serverPort] = [portOf(j, 'client'), portOf(j, 'server')];
    seen.set(endKey(clientPort, serverPort), { clientPort, serverPort });
  }
  return [...seen.values()];
}
