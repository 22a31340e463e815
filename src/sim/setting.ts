/** The setting, which is fixed from the start, and the world at time 0. */
import { CLOSED_TCB, type Config, backToListen } from '../tcp';
import { Keyed } from './keyed';
import type { H2Door, Recall, Remembered, TlsDoor } from '../layers';
import { quiet } from './path';
import { Items, Queue } from '../wire';
import type { Cast, EndId, EndInfo, Endpoint, World } from './world';

/** Habits of an end's user: calls without an action of their own. */
export interface Habits {
  /** True if LISTEN was called before the flow begins. */
  readonly listens: boolean;
  /** `receive`: true if data stays in the buffer until an explicit RECEIVE. */
  readonly bound: { readonly receive: boolean };
}

export interface Setting {
  readonly cast: Cast;
  /** The configuration of each host. */
  readonly configs: readonly Config[];
  /** The habits of each end's user. */
  readonly roles: readonly Habits[];
  /** TLS, where it is loaded: without it, what is sealed is opaque. */
  readonly tls?: TlsPart | undefined;
  /** HTTP/2, where it is loaded: without it, its frames are opaque. */
  readonly h2?: H2Door | undefined;
  /** Messages of earlier checks of the text. Results are the same without. */
  readonly remembered?: Remembered | undefined;
  /** True if each connection begins at the ISS of the end's last one: the worst that a generator of ISNs may do. */
  readonly isnRepeats?: boolean;
}

/** TLS, and what it remembers of costly operations. Results are the same without. */
export interface TlsPart {
  readonly door: TlsDoor;
  readonly recall: Recall;
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
  app: undefined,
};

/** The world at time 0, before any segment. */
export function initialWorld({ roles }: Setting): World {
  return {
    clock: 0,
    serial: 1,
    ends: Items.of(roles.map((role) => (role.listens ? { ...NEVER, tcb: backToListen(CLOSED_TCB) } : NEVER))),
    network: quiet(),
    flights: Keyed.empty(),
    cookies: Keyed.empty(),
    sessions: Keyed.empty(),
    leaks: Keyed.empty(),
    listeners: Keyed.empty(),
    proofs: Keyed.empty(),
  };
}

export function endpointOf(world: World, end: EndId): Endpoint {
  return world.ends.get(end) ?? NEVER;
}

export function infoIn({ cast }: Setting, end: EndId): EndInfo {
  return cast.ends[end] as EndInfo;
}

/** A socket as text: `10.0.0.1:50001`. */
export function socketOf({ cast }: Setting, { host, port }: EndInfo): string {
  return `${cast.hosts[host]?.address ?? ''}:${port}`;
}
