/** Tells when a claim is violated: by an event of an act, or by a state. */
import { type Cast, type EndId, type World, endpointOf } from '../sim';
import type { State } from '../tcp';
import { CUT_SHORT, FOREIGN_OCTETS, GHOST, OPENED, RESET, RESETTABLE, TOOK_OCTETS, WAITS } from './acts';
import { isOver } from './ghosts';
import type { Node } from './node';
import type { Claim, ClaimName } from './types';

/** A claim that is checked in each state of a search. It notes if any visited state makes the claim non-vacuous. */
export interface Watch {
  /** The events that violate the claim, as bits. */
  readonly forbidden: number;
  /** True if two states with different numbers of octets sent or received are different states for this claim. */
  readonly countsOctets: boolean;
  /**
   * True if the edges between states are kept, to find at the end the states from which no state at rest can be
   * reached.
   */
  readonly walksBack: boolean;
  /** True if a state violates the claim. */
  readonly isBroken: (node: Node, isAtRest: boolean) => boolean;
  /** Notes the events of an act. */
  readonly saw: (events: number) => void;
  /** True if the claim holds vacuously: it applies to no visited state. */
  readonly isIdle: () => boolean;
}

const NOTHING: Watch = {
  forbidden: 0,
  countsOctets: false,
  walksBack: false,
  isBroken: () => false,
  saw: () => undefined,
  isIdle: () => false,
};

export function watchOf(claim: Claim | undefined, { hosts }: Cast): Watch {
  if (claim === undefined) return NOTHING;
  // The ends of a forger, which exist for drawing only, are in no host's list.
  return claim.kind === 'named'
    ? named(
        claim.name,
        hosts.flatMap(({ ends }) => ends),
      )
    : looking(claim);
}

/**
 * The claims `never`, `always` and `finally`. A `never` claim of several items holds vacuously if one item is true in
 * no state.
 */
function looking({ kind, items }: Exclude<Claim, { kind: 'named' }>): Watch {
  const seen = items.map(() => false);
  let hasRested = false;
  return {
    ...NOTHING,
    isBroken: ({ world }, isAtRest) => {
      if (kind === 'finally') hasRested ||= isAtRest;
      if (kind === 'finally' && !isAtRest) return false;
      let all = true;
      items.forEach((holds, i) => {
        const is = holds(world);
        if (is) seen[i] = true;
        else all = false;
      });
      return kind === 'never' ? all : !all;
    },
    isIdle: () => (kind === 'finally' ? !hasRested : kind === 'never' && items.length > 1 && seen.includes(false)),
  };
}

/** By claim: the events that violate the claim, and the events that show that it is not vacuous. */
const EVENTS: Partial<Record<ClaimName, readonly [number, number]>> = {
  'no-ghost': [GHOST, OPENED],
  'no-reset': [RESET, OPENED],
  'data-in-order': [FOREIGN_OCTETS, TOOK_OCTETS],
  'keeps-time-wait': [CUT_SHORT, WAITS],
};

function named(name: ClaimName, ends: readonly EndId[]): Watch {
  let seen = false;
  let hasRested = false;
  const [forbidden, awaited] = EVENTS[name] ?? [0, 0];
  const atRest = AT_REST[name];
  return {
    forbidden,
    countsOctets: name === 'data-in-order',
    walksBack: name === 'no-deadlock',
    isBroken: (node, isAtRest) => {
      hasRested ||= isAtRest;
      // A flow may begin in the middle of a connection.
      if (name === 'no-reset') seen ||= ends.some((end) => RESETTABLE.has(stateOf(node.world, end)));
      if (name === 'keeps-time-wait') seen ||= ends.some((end) => stateOf(node.world, end) === 'TIME-WAIT');
      return isAtRest && atRest !== undefined && !atRest(node, ends);
    },
    saw: (events) => {
      seen ||= (events & awaited) !== 0;
    },
    isIdle: () => (awaited === 0 ? name !== 'no-deadlock' && !hasRested : !seen),
  };
}

/** By claim: the condition that each state at rest must satisfy. */
const AT_REST: Partial<Record<ClaimName, (node: Node, ends: readonly EndId[]) => boolean>> = {
  opens: ({ world }, ends) => ends.every((end) => stateOf(world, end) === 'ESTABLISHED'),
  ends: ({ world }, ends) => ends.every((end) => isOver(stateOf(world, end))),
  'data-in-order': hasAll,
};

function stateOf(world: World, end: EndId): State {
  return endpointOf(world, end).tcb.state;
}

/**
 * True if each side has received all octets of its peer. If the sender's connection is over, only the acknowledged
 * octets count: its user knows that the rest may be lost.
 */
function hasAll({ world, sides }: Node): boolean {
  return sides.every((side, end) =>
    sides.every((peer, other) => {
      if (other === end || peer.of !== side.con || side.of !== peer.con) return true;
      return peer.got >= (isOver(endpointOf(world, end).tcb.state) ? side.acked : side.sent);
    }),
  );
}
