import type { Call, RowId, State } from '../tcp';
import type { EndId, World } from '../sim';

/** Segments that the network may lose, delay or double: at most `most` of them in one future. */
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
 * A user call that may come at any moment in which the end's state lets it succeed. One host's calls keep their order.
 * CLOSE is left out in SYN-SENT, where it only gives the attempt up, as ABORT does (RFC 9293 §3.10.4).
 */
export interface AllowedCall {
  readonly end: EndId;
  readonly call: Call;
  /** The number of bytes of SEND or RECEIVE; undefined for other calls. */
  readonly count: number | undefined;
}

/** An end that may forget its connection without saying anything, at most `most` times in one future. */
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
  /** The end that the segments claim to come from; undefined for either. */
  readonly spoofing: EndId | undefined;
}

/** The bounds of a future: events that may happen in it, besides arrivals and timers. */
export interface Bounds {
  readonly faults: readonly AllowedFault[];
  /** In the order of writing. */
  readonly calls: readonly AllowedCall[];
  readonly crashes: readonly AllowedCrash[];
  readonly forges: readonly AllowedForge[];
  /** True if each connection begins at the initial sequence number of the last one of its end. */
  readonly isnRepeats: boolean;
}

export type ClaimName =
  'opens' | 'ends' | 'no-ghost' | 'no-reset' | 'no-deadlock' | 'data-in-order' | 'keeps-time-wait';

export type Claim =
  /** `never` and `always` look at every state, `finally` at those in which nothing is left to happen. */
  | {
      readonly kind: 'never' | 'always' | 'finally';
      /** The items of the claim: they are true of a world together. */
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
  /** The number of faults in the futures that are searched now; all with fewer have been searched. */
  readonly faults: number;
  /** The largest number of faults that the bounds allow. */
  readonly mostFaults: number;
}

/**
 * A way from the world above the statement: in each state the index of the act that is taken, in the order of `acts`. It
 * depends on world, setting and bounds.
 */
export type Path = readonly number[];

/** The states of both ends of a connection, and the shortest way to a world in which they are in them. */
export interface Pair {
  readonly states: readonly [State, State];
  readonly path: Path;
}

/** A row of the transition table that was taken, and the shortest way that ends with it. */
export interface TakenRow {
  readonly row: RowId;
  readonly path: Path;
}

/** A search's figures: they are the same for the same arguments. */
export interface Figures {
  readonly states: number;
  readonly transitions: number;
  /** The number of states by the number of faults in their shortest future. */
  readonly byFaults: readonly number[];
  /** The number of acts of the longest way. */
  readonly longest: number;
  /** The number of states in which nothing is left to happen. */
  readonly atRest: number;
  readonly pairs: readonly Pair[];
  readonly rows: readonly TakenRow[];
}

export type Outcome = Figures &
  (
    | { readonly kind: 'holds' }
    /** `path` leads to the broken state; `faults` is the number of faults on it. */
    | { readonly kind: 'broken'; readonly path: Path; readonly faults: number }
    /** The claim holds, and no state was seen that it speaks of. */
    | { readonly kind: 'idle' }
    /** The limit was reached. The claim holds with up to `faults` faults; undefined if not even without any. */
    | { readonly kind: 'limit'; readonly faults: number | undefined }
  );
