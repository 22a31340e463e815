import type { Call, RowId, State } from '../tcp';
import type { EndId, World } from '../sim';

/** Segments that the network may lose, delay or duplicate: at most `most` of them in one future. */
export interface AllowedFault {
  readonly kind: 'lose' | 'delay' | 'duplicate';
  readonly most: number;
  /** Flags that the segment must have; undefined for any. ACK alone means a pure ACK. */
  readonly flags: number | undefined;
  /** True if only segments with data count. */
  readonly data: boolean;
  /** The end that sends the segment; undefined for any. */
  readonly from: EndId | undefined;
}

/**
 * A user call that may happen at any time at which it succeeds in the end's state. One host's calls keep their order.
 * CLOSE is excluded in SYN-SENT, where it only gives up the attempt, like ABORT (RFC 9293 §3.10.4).
 */
export interface AllowedCall {
  readonly end: EndId;
  readonly call: Call;
  /** The number of bytes of SEND or RECEIVE; undefined for other calls. */
  readonly count: number | undefined;
}

/** An end that may lose its connection without sending anything (a crash), at most `most` times in one future. */
export interface AllowedCrash {
  readonly end: EndId;
  readonly most: number;
}

/**
 * Forged segments, at most `most` in one future. `blind`: RST, SYN, SYN,ACK and ACK in the window and outside of it.
 * `guessed`: RST, data and FIN at RCV.NXT exactly.
 */
export interface AllowedForge {
  readonly most: number;
  readonly skill: 'blind' | 'guessed';
  /** The end whose address the forged segments have as their source; undefined for either end. */
  readonly spoofing: EndId | undefined;
}

/** The bounds of a search: the events that may happen in one future, besides arrivals and timers. */
export interface Bounds {
  readonly faults: readonly AllowedFault[];
  /** The calls in the order of the script. */
  readonly calls: readonly AllowedCall[];
  readonly crashes: readonly AllowedCrash[];
  readonly forges: readonly AllowedForge[];
  /** True if each connection of an end has the same initial sequence number as the end's previous connection. */
  readonly isnRepeats: boolean;
}

export type ClaimName =
  'opens' | 'ends' | 'no-ghost' | 'no-reset' | 'no-deadlock' | 'data-in-order' | 'keeps-time-wait';

export type Claim =
  /**
   * `never` and `always` are checked in every state, `finally` in states at rest, where no act without a fault is
   * possible.
   */
  | {
      readonly kind: 'never' | 'always' | 'finally';
      /** The conditions of the claim; the claim is about worlds in which all of them are true. */
      readonly items: readonly ((world: World) => boolean)[];
    }
  | { readonly kind: 'named'; readonly name: ClaimName };

export interface Limits {
  /** The most states that are kept. */
  readonly states: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** The number of faults in the futures that are searched now; all futures with fewer faults have been searched. */
  readonly faults: number;
  /** The largest number of faults that the bounds allow. */
  readonly mostFaults: number;
}

/**
 * A path from the world before the `explore` statement: the sequence of encoded acts ({@link actOf} in `node.ts`). Its
 * meaning depends on world, setting and bounds.
 */
export type Path = readonly number[];

/** The states of both ends of a connection, and the shortest path to a world in which the ends have these states. */
export interface Pair {
  readonly states: readonly [State, State];
  readonly path: Path;
}

/** A row of the transition table that was applied, and the shortest path whose last act applies it. */
export interface TakenRow {
  readonly row: RowId;
  readonly path: Path;
}

/** Figures of a search; the same arguments give the same figures. */
export interface Figures {
  readonly states: number;
  readonly transitions: number;
  /** The number of states by the number of faults on their path. */
  readonly byFaults: readonly number[];
  /** The length, in acts, of the longest path (the search depth). */
  readonly longest: number;
  /** The number of states at rest, in which no act without a fault is possible. */
  readonly atRest: number;
  readonly pairs: readonly Pair[];
  readonly rows: readonly TakenRow[];
}

export type Outcome = Figures &
  (
    | { readonly kind: 'holds' }
    /** The claim is violated: `path` leads to the violation, with `faults` faults. */
    | { readonly kind: 'broken'; readonly path: Path; readonly faults: number }
    /** The claim holds vacuously: it applies to no visited state. */
    | { readonly kind: 'idle' }
    /**
     * The limit was reached, or the caller gave up. The claim holds with up to `faults` faults; undefined if the search
     * without faults is incomplete.
     */
    | { readonly kind: 'limit'; readonly faults: number | undefined }
  );
