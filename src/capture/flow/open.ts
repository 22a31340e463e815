/** Opening a connection of a capture as a flow. */
import { finished } from '../../check';
import type { Level, Script } from '../../script';
import type { Trace } from '../../trace';
import type { Connection } from '../connections';
import { type Explanation, type Tap, type TapPlace, explain } from '../explain';
import { type Problem, type Source, WITH_FLAGS } from '../file';
import { type Capture, type Sighting, packetsOfEach } from '../read';
import { counterpartsIn } from '../counterparts';
import type { Say } from './about';
import {
  type CapturedFlow,
  type Contents,
  type FlowSource,
  contentsOf,
  flowWith,
  scriptIn,
  textOf,
  writtenFlow,
} from './flow';
import { type Outcome, findingsFrom, isOfTransport, outcomeOf, sumOf } from './outcome';
import { MOST_WHOLE, type Part, type PartPackets, partsIn, withAgreed } from './parts';
import { type Searched, checkToError, searchInSlices } from './search';

/** A connection that has been opened. */
export interface OpenedConnection {
  readonly connection: Connection;
  /** The packets of the connection; of its part, if it is opened in parts. */
  readonly sightings: readonly Sighting[];
  readonly explanation: Explanation;
  /** The line of the gravest finding that comes first, from 0: an error, else an open one; undefined if there is none. */
  readonly firstFinding: number | undefined;
  /** True if a second capture tells of it, too: fates are proved by both. */
  readonly isPaired: boolean;
  /** Of a long connection, the part that is open; undefined for all of it. */
  readonly part: Part | undefined;
  /** True for a connection that opens in parts unless the whole is asked for. */
  readonly isLong: boolean;
  readonly text: string;
  readonly script: Script;
  /** The check of the script; undefined where none has been made of all that it tells: payloads, lines of a key log. */
  readonly trace: Trace | undefined;
}

/** The reason why a connection can't be opened, as a message. */
export interface Unopened {
  readonly problem: Pick<Problem, 'args'> & { readonly id: `capture/flow/${'none' | 'too-long' | 'empty'}` };
}

/** How a connection is opened. */
export interface OpenAs {
  /** The file's name, for the text; undefined for one that is in memory alone. */
  readonly file: string | undefined;
  /** The place of the tap, if the user says so. */
  readonly tap?: TapPlace | undefined;
  /** False if the packets have an order and no times. */
  readonly isTimed?: boolean;
  /** The text of a key log; left out, the secrets that the capture itself holds. */
  readonly keys?: string | undefined;
  /** Texts of comments in the reader's language; without, there are none. */
  readonly say?: Say | undefined;
  /** Of a long connection: a part by its number, from 1, or all of it. Left out, it is the part with the first finding. */
  readonly part?: number | 'whole' | undefined;
  /**
   * Hears of the flow once its beginning is checked and right. An error farther down may still find another order of
   * arrivals there. Not called for a short flow, nor for one whose part is searched for.
   */
  readonly begun?: ((begun: Begun) => void) | undefined;
}

/** A flow of whose beginning all is known. */
export interface Begun {
  readonly text: string;
  readonly script: Script;
  /** The check of its first lines. */
  readonly trace: Trace;
}

/** Another capture, and how to read it again from its beginning. */
export interface OtherCapture {
  readonly capture: Capture;
  readonly again: () => Source;
}

/**
 * A connection of a capture as a flow.
 *
 * @param id the connection's number
 * @param source the same file as that of the capture
 * @param second a capture that was taken at another place, and may have the connection, too
 */
export async function openConnection(
  capture: Capture,
  id: number,
  source: Source,
  as: OpenAs,
  second?: OtherCapture,
): Promise<OpenedConnection | Unopened> {
  return finished(await opening(capture, id, source, as, second));
}

/** Like {@link openConnection}, in slices of a few milliseconds: between them other work goes on, and it may be abandoned. */
export async function opening(
  capture: Capture,
  id: number,
  source: Source,
  as: OpenAs,
  second?: OtherCapture,
): Promise<Generator<undefined, OpenedConnection | Unopened>> {
  const connection = capture.connections[id - 1];
  const there = { capture, again: () => source };
  if (connection !== undefined) for await (const { work } of openEach(there, [connection], as, second)) return work;
  return unopenedIn({ problem: { id: 'capture/flow/none', args: { id, count: capture.connections.length } } });
}

function* unopenedIn(unopened: Unopened): Generator<undefined, Unopened> {
  yield;
  return unopened;
}

/**
 * All connections of a capture as flows: those that are too long first, the others in the order of their numbers.
 *
 * @param again gives the same file as that of the capture, each time from its beginning
 * @param second a capture that was taken at another place, and may have connections of the first, too
 */
export async function* openConnections(
  capture: Capture,
  again: () => Source,
  as: OpenAs,
  second?: OtherCapture,
): AsyncIterable<(OpenedConnection | Unopened) & { readonly connection: Connection }> {
  for await (const { connection, work } of openEach({ capture, again }, capture.connections, as, second))
    yield { ...finished(work), connection };
}

async function* openEach(
  { capture, again }: OtherCapture,
  some: readonly Connection[],
  as: OpenAs,
  second?: OtherCapture,
): AsyncIterable<{
  readonly connection: Connection;
  readonly work: Generator<undefined, OpenedConnection | Unopened>;
}> {
  for (const connection of some) {
    const unopened = tooLong(connection);
    if (unopened !== undefined) yield { connection, work: unopenedIn(unopened) };
  }
  const connections = some.filter((connection) => tooLong(connection) === undefined);
  const there = second && counterpartsIn(capture, second.capture);
  const counterparts = connections.flatMap(({ id }) => second?.capture.connections[(there?.get(id) ?? 0) - 1] ?? []);
  const others = second && packetsOfEach(second.capture, counterparts, second.again)[Symbol.asyncIterator]();
  for await (const { connection, sightings } of packetsOfEach(capture, connections, again)) {
    const next = there?.has(connection.id) === true ? await others?.next() : undefined;
    const other = next === undefined || next.done === true ? undefined : next.value.sightings;
    const work = openInSlices(connection, sightings, { ...as, keys: as.keys ?? capture.keys }, other);
    yield { connection, work };
  }
}

/** Runs a computation in slices to its end; undefined if it was abandoned. */
export type Run = <T>(work: Generator<undefined, T>) => Promise<T | undefined>;

/**
 * The outcomes of some connections, in their order. A connection of more than {@link MOST_WHOLE} packets has no outcome,
 * nor has one of which no flags were captured.
 *
 * @param again gives the same file as that of the capture, each time from its beginning
 */
export async function* outcomesOf(
  capture: Capture,
  connections: readonly Connection[],
  again: () => Source,
  run: Run,
): AsyncIterable<{ readonly id: number; readonly outcome: Outcome | undefined }> {
  const isLong = (connection: Connection): boolean => tooLong(connection) !== undefined;
  for (const { id } of connections.filter(isLong)) yield { id, outcome: undefined };
  const others = connections.filter((connection) => !isLong(connection));
  for await (const { connection, sightings } of packetsOfEach(capture, others, again)) {
    yield { id: connection.id, outcome: await run(outcomeInSlices(connection, sightings)) };
  }
}

function tooLong({ id, packets: all }: Connection, packets = all): Unopened | undefined {
  const args = { id, packets, limit: MOST_WHOLE };
  return packets > MOST_WHOLE ? { problem: { id: 'capture/flow/too-long', args } } : undefined;
}

/**
 * Opens a connection, or of a long one a part, in slices of a few milliseconds; between them it may be abandoned.
 *
 * @param other its packets in a capture that was taken at another place: then it opens whole
 */
export function* openInSlices(
  connection: Connection,
  sightings: readonly Sighting[],
  as: OpenAs,
  other?: readonly Sighting[],
): Generator<undefined, OpenedConnection | Unopened> {
  const { id } = connection;
  if (!sightings.some(hasFlags)) return { problem: { id: 'capture/flow/empty', args: { id } } };
  const parts = partsIn(sightings);
  const isLong = parts.length > 1;
  if (!isLong || as.part === 'whole' || other !== undefined) {
    const source = sourceOf(connection, sightings, as, other);
    const whole = yield* explained(source, as);
    const unopened = tooLong(connection, segmentsOf(whole.explanation));
    return unopened ?? { ...openedOf(source, whole), part: undefined, isLong };
  }
  const { number, found } = yield* partOf(connection, parts, sightings, as);
  const { sightings: own, from } = parts[number - 1] ?? NOTHING;
  const part = { number, count: parts.length, frames: [from, own.at(-1)?.frame ?? 0] } as const;
  return { ...openedOf(sourceOf(connection, own, as), found, from), part, isLong };
}

/** The outcome of a connection, without its text; undefined if there is nothing to open. */
function* outcomeInSlices(
  connection: Connection,
  sightings: readonly Sighting[],
): Generator<undefined, Outcome | undefined> {
  if (!sightings.some(hasFlags)) return undefined;
  const outcomes: Outcome[] = [];
  for (const part of partsIn(sightings)) {
    const { explanation, trace } = yield* explained(
      sourceOf(connection, part.sightings, NO_FILE),
      NO_FILE,
      sightings,
      false,
    );
    outcomes.push(outcomeOf(explanation, trace, part.from));
  }
  return sumOf(outcomes);
}

const NO_FILE: OpenAs = { file: undefined };
const NOTHING: PartPackets = { sightings: [], from: 0 };

/** The part that is asked for, or the first one with an error, else with an open finding, else the first one. */
function* partOf(
  connection: Connection,
  parts: readonly PartPackets[],
  whole: readonly Sighting[],
  as: OpenAs,
): Generator<undefined, { readonly number: number; readonly found: Searched }> {
  const { part } = as;
  if (typeof part === 'number') {
    const number = Math.min(Math.max(1, part), parts.length);
    const { sightings } = parts[number - 1] ?? NOTHING;
    return { number, found: yield* explained(sourceOf(connection, sightings, as), as, whole) };
  }
  let best: { readonly number: number; readonly found: Searched; readonly isOpen: boolean } | undefined;
  const looked = { ...as, begun: undefined };
  for (const [i, { sightings, from }] of parts.entries()) {
    const found = yield* explained(sourceOf(connection, sightings, as), looked, whole);
    const { verdict } = outcomeOf(found.explanation, found.trace, from);
    if (verdict === 'illegal') return { number: i + 1, found };
    const isOpen = verdict === 'open';
    if (best === undefined || (isOpen && !best.isOpen)) best = { number: i + 1, found, isOpen };
  }
  return best as NonNullable<typeof best>;
}

/** The capture behind a flow of some packets of a connection. */
function sourceOf(
  connection: Connection,
  sightings: readonly Sighting[],
  { file, isTimed = true, keys, say }: OpenAs,
  other?: readonly Sighting[],
): FlowSource {
  return { file, isTimed, keys, say, connection, sightings, ...(other && { other }) };
}

/**
 * @param whole the packets of the whole connection, of which the source may have a part
 * @param tells true if the flow tells the octets that segments carried
 */
function* explained(
  source: FlowSource,
  { tap, begun }: OpenAs,
  whole: readonly Sighting[] = source.sightings,
  tells = true,
): Generator<undefined, Searched> {
  const { sightings, other } = source;
  const taps: Tap[] = other === undefined ? [{ sightings }] : [{ sightings }, { sightings: other }];
  const explanation = withAgreed(explain(taps, tap), whole);
  yield;
  const isOpened = segmentsOf(explanation) <= MOST_WHOLE;
  return (
    (tells && (yield* told(explanation, source, isOpened ? begun : undefined))) ||
    (yield* searchInSlices(explanation, source))
  );
}

/**
 * The flow with what segments carried, where that is all legal as TCP: no order of arrivals is to be searched. Undefined
 * if it has an error.
 */
function* told(
  explanation: Explanation,
  source: FlowSource,
  begun: OpenAs['begun'],
): Generator<undefined, Searched | undefined> {
  const written = writtenFlow(explanation, source, { contents: contentsOf(explanation, source) });
  const text = textOf(written);
  const script = scriptIn(written);
  const hears = begun && ((trace: Trace) => begun({ text, script, trace }));
  const trace = yield* checkToError(script, undefined, isOfTransport, hears);
  const isLegal = !trace.findings.some((finding) => finding.level === 'error' && isOfTransport(finding));
  return isLegal ? { explanation, trace, written, isTold: true } : undefined;
}

const isEmpty = ({ keys, payloads }: Contents): boolean => keys.length === 0 && payloads.size === 0;

// A frame that the network card cut is more than one segment.
const segmentsOf = ({ events }: Explanation): number => events.filter(({ kind }) => kind === 'send').length;

function openedOf(source: FlowSource, searched: Searched, from = 0): Omit<OpenedConnection, 'part' | 'isLong'> {
  const { explanation, trace } = searched;
  const { connection, sightings } = source;
  const findings = findingsFrom(trace, from);
  const first = (wanted: Level): number | undefined => findings.find(({ level }) => level === wanted)?.line;
  const found = first('error') ?? first('open');
  const flow = flowIn(searched, source);
  // A key log is told above the segments, and only in the text.
  const firstFinding = found && found + segmentsFrom(flow.script) - segmentsFrom(trace.script);
  const isPaired = explanation.events.some(({ passage }) => passage.elsewhere !== undefined);
  return { connection, sightings, explanation, firstFinding, isPaired, ...flow };
}

/** The flow with what segments carried: the one that was checked, where that tells all. */
function flowIn(
  { explanation, trace, written, isTold }: Searched,
  source: FlowSource,
): CapturedFlow & Pick<OpenedConnection, 'trace'> {
  const contents = contentsOf(explanation, source);
  if ((isTold || isEmpty(contents)) && written.isLaidOut) return { text: textOf(written), script: trace.script, trace };
  return { ...flowWith(explanation, source, contents), trace: undefined };
}

/** The first line that tells of a segment, from 0. */
const segmentsFrom = ({ lines }: Script): number => lines.findIndex(({ statement }) => statement?.kind === 'segment');

function hasFlags({ packet }: Sighting): boolean {
  return packet !== undefined && (packet.cut ?? Infinity) >= WITH_FLAGS;
}
