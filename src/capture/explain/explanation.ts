import type { Segment, Seq } from '../../wire';
import type { Sighting } from '../read';

/** Microseconds since the first frame of the first tap's file; a fraction where the file counts nanoseconds. */
export type Micros = number;

/** A host of the connection: 0 is the client, 1 the server. */
export type Host = 0 | 1;

/** Where a capture was taken: beside a host, or on the path between them. */
export type TapPlace = 'client' | 'server' | 'path';

/** The packets of one connection as one capture has them, in its order. */
export interface Tap {
  readonly sightings: readonly Sighting[];
  /** Where this capture was taken, if the user says so. */
  readonly place?: TapPlace;
}

/**
 * The rules of evidence.
 *
 * - `E-ack`: an acknowledgment number covers the octets.
 * - `E-sack`: a SACK block reports them.
 * - `E-hole`: an acknowledgment leaves them out, though it reports what was sent behind them, or repeats itself.
 * - `E-dsack`: a block says that they came twice (RFC 2883).
 * - `E-echo`: a timestamp that is echoed is older or newer than theirs (RFC 7323 §4.3).
 * - `E-old`: the receiver sends again what the segment acknowledges.
 * - `E-silent`: the receiver's identifications leave no room for an answer.
 * - `E-tap`: the segment was captured beside its receiver, or beside its sender alone.
 * - `E-time`: there was no time to arrive.
 * - `E-order`: nothing is against it; a presumption. Beside a rule that proves the arrival, it says that the place among
 *   what the receiver sends is presumed.
 */
export type EvidenceId =
  'E-ack' | 'E-sack' | 'E-hole' | 'E-dsack' | 'E-echo' | 'E-old' | 'E-silent' | 'E-tap' | 'E-time' | 'E-order';

/** A rule that speaks, and the frames that it rests on. */
export interface Evidence {
  readonly rule: EvidenceId;
  /** Frame numbers in the capture of `tap`. */
  readonly frames: readonly number[];
  /** The index of the capture that has the frames; 0 if absent. */
  readonly tap?: number;
}

/** The end of a segment's way. */
export interface Fate {
  /** `dropped` is lost or discarded by the receiver: no tap can tell these apart. `open` is what no rule decides. */
  readonly kind: 'arrived' | 'lost' | 'dropped' | 'open';
  readonly sure: 'proved' | 'presumed';
  readonly because: readonly Evidence[];
}

/** One sending of one segment, and its way to the other host. */
export interface Passage {
  readonly from: Host;
  readonly segment: Segment;
  /**
   * The frames of the first tap that hold it: several where it was seen more than once, the same for all pieces of a
   * frame that the network card cut; none if it was not captured there.
   */
  readonly frames: readonly number[];
  /** The frames of the other taps, by their index less 1; absent if there is one tap. */
  readonly elsewhere?: readonly (readonly number[])[];
  /** True if no tap has it, and yet it must have been sent. Its numbers and its length are known, other fields are not. */
  readonly supposed: boolean;
  /** When its sender sent it. */
  readonly sent: Micros;
  /** When the other host took it: once, more often if the path doubled it, never if it was lost or its fate is open. */
  readonly arrivals: readonly Micros[];
  readonly fate: Fate;
}

/**
 * An event at a host: the sending of a passage, one of its arrivals, or the loss of all that the host knew. What a host
 * forgot is shown by the SYN in `passage`, which its host sends next.
 */
export interface Event {
  readonly kind: 'send' | 'arrive' | 'forget';
  readonly passage: Passage;
  readonly at: Micros;
}

/** The numbers of a host at the first packet that was captured, as far as packets show them; absent is unknown. */
export interface GivenHost {
  /** The numbers that the host sends next, awaits an ACK of, and awaits from its peer (RFC 9293 §3.3.1). */
  readonly sndNxt?: Seq;
  readonly sndUna?: Seq;
  readonly rcvNxt?: Seq;
  /** The shift that its own SYN carried, 0..14; `off` if one of both SYNs had none (RFC 7323 §2.2). */
  readonly wscale?: number | 'off';
  readonly sack?: boolean;
  readonly timestamps?: boolean;
}

/** The state in the middle of a connection of which no SYN was captured: of the client, of the server. */
export type Given = readonly [client: GivenHost, server: GivenHost];

/** What a reader should know of a capture besides its events. */
export interface Note {
  readonly id: NoteId;
  readonly frames: readonly number[];
  /** The host that it is about, if one. */
  readonly host?: Host;
  /** A number: of packets, or octets, by the id. */
  readonly count?: number;
}

/**
 * - `offload`: frames longer than a segment, which are cut as the network card does.
 * - `checksum-offload`: wrong checksums that the network card was to set: no damage.
 * - `damaged`: wrong checksums.
 * - `seen-twice`: the tap saw each of these packets twice.
 * - `doubled`: the path doubled these packets.
 * - `supposed`: the octets that were not captured, and yet must have been sent (`count`).
 * - `not-captured`: the packets that identifications count and the tap does not have (`count`).
 * - `incomplete`: frames that the tap should have are missing, as these frames show.
 * - `one-direction`: only `host` was captured.
 * - `cut-short`: packets whose header was not captured whole.
 * - `icmp`: ICMP errors about the connection.
 */
export type NoteId =
  | 'offload'
  | 'checksum-offload'
  | 'damaged'
  | 'seen-twice'
  | 'doubled'
  | 'supposed'
  | 'not-captured'
  | 'incomplete'
  | 'one-direction'
  | 'cut-short'
  | 'icmp';

/**
 * The source of the tap's place: the user (`user`), the directions of frames in the file (`directions`), frames longer than a
 * segment (`offload`), the times of answers (`answers`), a second capture (`pair`), or nothing (`nothing`).
 */
export type PlacedBy = 'user' | 'directions' | 'offload' | 'answers' | 'pair' | 'nothing';

/** A connection, explained. */
export interface Explanation {
  /** The place of the first tap: as found, or as wished. */
  readonly tap: TapPlace;
  readonly placedBy: PlacedBy;
  /**
   * All events in one order, in which times do not go back. Each host's events are in the order in which it had them,
   * and a passage's sending is before its arrivals.
   */
  readonly events: readonly Event[];
  readonly begins: 'syn' | Given;
  readonly notes: readonly Note[];
}
