import { type Cast, type EndId, Keyed, type Landing, type Micros, type Move, type Sent, type World } from '../sim';
import type { Message, Said } from '../layers';
import type { CallName, IcmpErrorName, Script } from '../script';
import type { State } from '../tcp';
import type { Seq } from '../wire';
import type { Finding } from './finding';

export type { Move } from '../sim';
export type { Landing } from '../sim';

/** The meaning of a name in the flow. */
export type Binding =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'segment'; readonly sent: Sent }
  /** A `let` whose value could not be told: that has been said, and is not said again where the name is used. */
  | { readonly kind: 'unknown' };

/** Names and doubts that the lines up to a step have brought: no part of the world. */
export interface Scope {
  /** Numbers bound by `let` and by a SYN's `seq=x`, and segments labelled by `as`. */
  readonly names: Keyed<Binding>;
  /** The last segment that its receiver dropped for a mistake which its line does not say is meant. */
  readonly doubted: Sent | undefined;
}

export const NOTHING_TOLD: Scope = { names: Keyed.empty(), doubted: undefined };

/** Which parts of a segment the engine filled in, as bits of `SegmentStep.filled`. */
export const FILLED_FLAGS = 1;
export const FILLED_SEQ = 2;
export const FILLED_ACK = 4;
export const FILLED_WIN = 8;
export const FILLED_LEN = 16;
export const FILLED_OPTIONS = 32;

interface StepBase {
  /** The statement's line, from 0. */
  readonly line: number;
  readonly time: Micros;
  /** The world behind this step; the one before it is the step before's, or `Trace.initial`. */
  readonly after: World;
  /** Names and doubts up to here. */
  readonly scope: Scope;
  readonly findings: readonly Finding[];
  readonly moves: readonly Move[];
  /** Messages of the layers above TCP of which the segment carries a part, or which a call hands over. */
  readonly says?: readonly Said[];
  /** Messages whose last octet has reached its receiver in order by this step. */
  readonly hears?: readonly Message[];
  /** The engines made the step themselves, in a `run` or for a whole message; absent where a statement says it. */
  readonly generated?: true;
}

/**
 * What became of a segment: it *arrived*, was *lost* on its way, was *dropped* by its receiver, is *in flight*, or was
 * *not sent*, as its sender could not send it.
 */
export type Fate = Landing | 'lost' | 'in-flight' | 'not-sent';

export interface SegmentStep extends StepBase {
  readonly kind: 'segment';
  /** The segment as played: with the right values where a mistake was passed over. */
  readonly sent: Sent;
  /** The name that the line gives it by `as`. */
  readonly label: string | undefined;
  readonly fate: Fate;
  /** FILLED_… bits. */
  readonly filled: number;
  /** User calls that the segment implied, before it. */
  readonly implied: readonly { readonly end: EndId; readonly call: CallName }[];
}

/** A segment in flight arrives, is lost, or arrives once more. */
export interface FlightStep extends StepBase {
  readonly kind: 'deliver' | 'drop' | 'duplicate';
  readonly sent: Sent;
  /** The name that the segment has had since it was sent. */
  readonly label: string | undefined;
  /** Of `drop`: `lost`. */
  readonly fate: Landing | 'lost';
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly end: EndId;
  readonly call: CallName;
  /** Bytes of SEND and RECEIVE. */
  readonly count: number | undefined;
}

/** An ICMP error reached an end. */
export interface IcmpStep extends StepBase {
  readonly kind: 'icmp';
  readonly end: EndId;
  readonly error: IcmpErrorName;
}

export type TimerName =
  'retransmission' | 'delayed-ack' | 'persist' | 'keepalive' | 'time-wait' | 'fin-wait-2' | 'user-timeout';

export interface TimerStep extends StepBase {
  readonly kind: 'timer';
  readonly end: EndId;
  readonly timer: TimerName;
}

/** The flow begins in the middle of a connection: an end is in this state. */
export interface GivenStep extends StepBase {
  readonly kind: 'given';
  readonly end: EndId;
  readonly state: State;
}

/** A host crashed, or dropped the connection in silence: its TCB is gone. */
export interface ForgetStep extends StepBase {
  readonly kind: 'forget';
  readonly end: EndId;
}

/** The clock moved and nothing fell due. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
}

export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
}

export interface NoteStep extends StepBase {
  readonly kind: 'note';
  /** Indexes into `Cast.hosts`; empty for all. */
  readonly over: readonly number[];
  readonly text: string;
}

export type Step =
  | SegmentStep
  | FlightStep
  | CallStep
  | IcmpStep
  | GivenStep
  | ForgetStep
  | TimerStep
  | WaitStep
  | ExpectStep
  | NoteStep;

/** An initial sequence number, and the name that the flow bound to it (`x`), if any. */
export interface NumberBase {
  readonly name: string | undefined;
  readonly base: Seq;
}

/** A flow, played. Step numbers that people see are index + 1. */
export interface Trace {
  readonly script: Script;
  readonly cast: Cast;
  readonly title: string | undefined;
  readonly initial: World;
  readonly steps: readonly Step[];
  /** All findings, syntax included, by line, then by column. */
  readonly findings: readonly Finding[];
  /** By end: the initial sequence numbers that it used, in order; what its numbers are counted from. */
  readonly bases: readonly (readonly NumberBase[])[];
}

/** The world before step `index` (from 0). */
export function before(trace: Trace, index: number): World {
  return trace.steps[index - 1]?.after ?? trace.initial;
}

/** The world at the end of the flow. */
export function final(trace: Trace): World {
  return before(trace, trace.steps.length);
}
