import {
  type Cast,
  type EndId,
  Keyed,
  type Landing,
  type Micros,
  type Move,
  type Sent,
  type TlsPart,
  type World,
} from '../sim';
import type { H2Door, Message, Said } from '../layers';
import type { CallName, IcmpErrorName, Script } from '../script';
import type { State } from '../tcp';
import type { Seq } from '../wire';
import type { Finding } from './finding';
import type { OpenFates, ShownFate } from './open-fates';

export type { Move } from '../sim';
export type { Landing } from '../sim';

/** The meaning of a name in the flow. */
export type Binding =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'segment'; readonly sent: Sent }
  /** A `let` with an error in its value; uses of the name are not reported again. */
  | { readonly kind: 'unknown' };

/** Names, and other knowledge that is not part of the world, after a step. */
export interface Scope {
  /** Numbers bound by `let` and by `seq=x` on a SYN, and segments named by `as`. */
  readonly names: Keyed<Binding>;
  /** The last segment that its receiver dropped because of a mistake without `violates`. */
  readonly doubted: Sent | undefined;
  /** Fates that are open (`?>`), with the other worlds that they leave possible; undefined for none. */
  readonly open: OpenFates | undefined;
}

export const NOTHING_TOLD: Scope = { names: Keyed.empty(), doubted: undefined, open: undefined };

/** Bits of `SegmentStep.filled`: fields of a segment that the simulation filled in. */
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
  /** The world after this step. The world before it is that of the preceding step, or `Trace.initial`. */
  readonly after: World;
  /** Names after this step. */
  readonly scope: Scope;
  readonly findings: readonly Finding[];
  readonly moves: readonly Move[];
  /** Messages of the layers above TCP of which the segment carries a part, or which a call hands over. */
  readonly says?: readonly Said[] | undefined;
  /** Messages whose last octet has reached its receiver in order by this step. */
  readonly hears?: readonly Message[] | undefined;
  /** Open fates (`?>`) of earlier segments that the line decides. */
  readonly shows?: readonly ShownFate[];
  /** The engines made the step themselves, in a `run` or for a whole message; absent where a statement says it. */
  readonly generated?: true | undefined;
}

/**
 * The fate of a segment: *arrived*, *lost* on the path, *dropped* by its receiver, *in flight*, or *not sent* because
 * its sender could not send it. *Open*: it can't be told whether it arrives.
 */
export type Fate = Landing | 'lost' | 'in-flight' | 'not-sent' | 'open';

export interface SegmentStep extends StepBase {
  readonly kind: 'segment';
  /** The segment as played: with right values if a mistake was corrected. */
  readonly sent: Sent;
  /** The name given by `as`. */
  readonly label: string | undefined;
  readonly fate: Fate;
  /** FILLED_… bits: the fields that the simulation filled in. */
  readonly filled: number;
  /** User calls implied by the segment and made before it. */
  readonly implied: readonly { readonly end: EndId; readonly call: CallName }[];
}

/** A segment in flight arrives, is lost, or arrives as a copy. */
export interface FlightStep extends StepBase {
  readonly kind: 'deliver' | 'drop' | 'duplicate';
  readonly sent: Sent;
  /** The name given when the segment was sent. */
  readonly label: string | undefined;
  /** `lost` for `drop`; `open` where it can't be told whether it arrives. */
  readonly fate: Landing | 'lost' | 'open';
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly end: EndId;
  readonly call: CallName;
  /** Number of bytes of SEND or RECEIVE. */
  readonly count: number | undefined;
}

/** An ICMP error reached an end. */
export interface IcmpStep extends StepBase {
  readonly kind: 'icmp';
  readonly end: EndId;
  readonly error: IcmpErrorName;
  /** The next-hop MTU of "fragmentation needed", bytes. */
  readonly mtu?: number | undefined;
}

export type TimerName =
  'retransmission' | 'delayed-ack' | 'persist' | 'keepalive' | 'time-wait' | 'fin-wait-2' | 'user-timeout';

export interface TimerStep extends StepBase {
  readonly kind: 'timer';
  readonly end: EndId;
  readonly timer: TimerName;
}

/** The flow begins in the middle of a connection, with an end in this state. */
export interface GivenStep extends StepBase {
  readonly kind: 'given';
  readonly end: EndId;
  readonly state: State;
}

/** A host crashed or dropped the connection silently: its TCB is gone. */
export interface ForgetStep extends StepBase {
  readonly kind: 'forget';
  readonly end: EndId;
}

/** The wire has the private key of a host from here on. */
export interface LeakStep extends StepBase {
  readonly kind: 'leak';
  /** An end of the host. */
  readonly end: EndId;
}

/** The clock advanced without an event. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
}

export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
}

export interface NoteStep extends StepBase {
  readonly kind: 'note';
  /** Indexes into `Cast.hosts`; empty for all hosts. */
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
  | LeakStep
  | TimerStep
  | WaitStep
  | ExpectStep
  | NoteStep;

/** An initial sequence number, and the name that the script bound to it (`x`), if any. */
export interface NumberBase {
  readonly name: string | undefined;
  readonly base: Seq;
}

/** A checked flow. Step numbers shown to users are index + 1. */
export interface Trace {
  readonly script: Script;
  readonly cast: Cast;
  readonly title: string | undefined;
  readonly initial: World;
  readonly steps: readonly Step[];
  /** All findings, those of the parser included, by line and column. */
  readonly findings: readonly Finding[];
  /** For each end its initial sequence numbers in order: the bases of relative numbers. */
  readonly bases: readonly (readonly NumberBase[])[];
  /** TLS, where the flow was checked with it: its door reads secrets and certificates. */
  readonly tls?: TlsPart | undefined;
  /** HTTP/2, where the flow was checked with it. */
  readonly h2?: H2Door | undefined;
}

/** The world before step `index` (from 0). */
export function before(trace: Trace, index: number): World {
  return trace.steps[index - 1]?.after ?? trace.initial;
}

/** The world at the end of the flow. */
export function final(trace: Trace): World {
  return before(trace, trace.steps.length);
}
