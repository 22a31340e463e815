/** The setting, which is fixed before anything happens, and the world at time 0. */
import { CLOSED_TCB, type Config, backToListen } from '../tcp';
import { Keyed } from './keyed';
import { quiet } from './path';
import { Items, Queue } from './persistent';
import type { Cast, EndId, EndInfo, Endpoint, World } from './world';

/** Habits of an end's user: calls that it makes without an act of their own. */
export interface Habits {
  /** It has called LISTEN before the flow begins. */
  readonly listens: boolean;
  /** `receive`: what arrives stays in the buffer until a RECEIVE takes it. */
  readonly bound: { readonly receive: boolean };
}

export interface Setting {
  readonly cast: Cast;
  /** By host. */
  readonly configs: readonly Config[];
  /** By end. */
  readonly roles: readonly Habits[];
}

const NEVER: Endpoint = {
  tcb: CLOSED_TCB,
  resets: [],
  parting: undefined,
  lastSent: undefined,
  lastHeard: undefined,
  lastLost: false,
  heardSince: 0,
  reuses: false,
  sndBy: undefined,
  rcvBy: undefined,
  unacked: Queue.empty(),
  delivered: undefined,
  outgoing: [],
  asked: undefined,
  due: undefined,
  ended: 'never',
  attempts: 0,
};

/** The world at time 0: nobody has sent anything. */
export function initialWorld({ roles }: Setting): World {
  return {
    clock: 0,
    serial: 1,
    ends: Items.of(roles.map((role) => (role.listens ? { ...NEVER, tcb: backToListen(CLOSED_TCB) } : NEVER))),
    network: quiet(),
    flights: Keyed.empty(),
    cookies: Keyed.empty(),
  };
}

export function endpointOf(world: World, end: EndId): Endpoint {
  return world.ends.get(end) ?? NEVER;
}

export function infoIn({ cast }: Setting, end: EndId): EndInfo {
  return cast.ends[end] as EndInfo;
}

/** `10.0.0.1:50001` */
export function socketOf({ cast }: Setting, { host, port }: EndInfo): string {
  return `${cast.hosts[host]?.address ?? ''}:${port}`;
}
