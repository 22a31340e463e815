import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Sighting, readOctets, sightingsIn } from '../../src/capture';
import { type Event, type Explanation, type Passage, type Tap, explain } from '../../src/capture/explain';
import { CORPUS } from './corpus';
import { type Journey, journeysOf } from './journey';
import type { Run, Side } from './run';

/** Fates of explanations, held against what both taps show. */
export interface Compared {
  /** Fates said to be proved that are wrong. */
  readonly wrong: string[];
  /** Arrivals said to be proved that are in another order than at the other tap. */
  readonly disordered: string[];
  /** Presumed fates that are wrong. */
  readonly mistaken: string[];
  /** Lost data segments that are neither called lost nor open. */
  readonly missed: string[];
  /** Of data segments that were lost: all, called lost or dropped, called open. */
  lost: number;
  found: number;
  open: number;
  /** Of data segments that the tap's host sent: all, called lost or dropped, called open. */
  data: number;
  called: number;
  undecided: number;
  /** Of all fates: all, proved. */
  fates: number;
  proved: number;
}

export const newCompared = (): Compared => ({
  wrong: [],
  disordered: [],
  mistaken: [],
  missed: [],
  lost: 0,
  found: 0,
  open: 0,
  called: 0,
  data: 0,
  undecided: 0,
  proved: 0,
  fates: 0,
});

/** The packets of each connection in the capture at a host. */
export function connectionsAt(run: Run, side: Side): readonly (readonly Sighting[])[] {
  const file = join(CORPUS, `${run.name}.${side === 'client' ? 'c' : 's'}.pcap`);
  return existsSync(file) ? connectionsIn(readFileSync(file)) : [];
}

export function connectionsIn(file: Uint8Array): readonly (readonly Sighting[])[] {
  const capture = readOctets(file);
  const byConnection = new Map<number, Sighting[]>();
  for (const [row, sighting] of sightingsIn(capture, file).entries()) {
    const id = capture.packets.connection[row] ?? 0;
    const sightings = byConnection.get(id);
    if (sightings === undefined) byConnection.set(id, [sighting]);
    else sightings.push(sighting);
  }
  return [...byConnection.values()];
}

/** Two taps' clocks, and a host's work between them, differ by this: microseconds. */
const LEAD = 300;

/**
 * Holds the explanations of a run, from the capture at one host, against both captures.
 *
 * @param change what is done to the capture before it is explained
 */
export function compare(
  run: Run,
  side: Side,
  compared: Compared,
  change: (sightings: readonly Sighting[]) => Tap = (sightings) => ({ sightings }),
): readonly Explanation[] {
  const { journeys } = journeysOf(run);
  const byFrame = new Map<number, Journey>();
  for (const journey of journeys) {
    if (journey.sender === side && journey.sent !== undefined) byFrame.set(journey.sent.frame, journey);
    else if (journey.sender !== side) for (const { frame } of journey.arrivals) byFrame.set(frame, journey);
  }
  const explanations = connectionsAt(run, side).map((sightings) => explain([change(sightings)]));
  if (explanations.length === 0) return [];
  const name = `${run.name}.${side === 'client' ? 'c' : 's'}`;
  // Damage on the path is a passage of its own: what the tap saw of a segment that its sender did not send so.
  const unsent: Passage[] = [];
  for (const { events } of explanations) {
    for (const passage of passagesOf(events)) {
      if (passage.supposed || passage.fate.kind === 'dropped') unsent.push(passage);
      const journey = byFrame.get(passage.frames[0] ?? -1);
      if (journey !== undefined) judge(passage, journey, side, name, compared);
    }
    compared.disordered.push(...disorderIn(events, byFrame, side, name));
  }
  for (const journey of journeys) {
    if (journey.sender !== side && journey.arrivals.length === 0) judgeUnseen(journey, unsent, name, compared);
  }
  return explanations;
}

export const passagesOf = (events: readonly Event[]): readonly Passage[] => [
  ...new Set(events.map(({ passage }) => passage)),
];

/** Data that the tap's peer sent and the path lost before the tap: it can only be supposed. */
function judgeUnseen(journey: Journey, unsent: readonly Passage[], name: string, compared: Compared): void {
  const { segment } = journey.packet;
  if (segment.len === 0) return;
  compared.lost++;
  // Both hosts' numbers are far apart, so that the octets alone name the sender.
  const fitting = unsent.filter(
    (one) =>
      (segment.seq - one.segment.seq) >>> 0 < one.segment.len || (one.segment.seq - segment.seq) >>> 0 < segment.len,
  );
  if (fitting.some(({ fate }) => fate.kind === 'lost' || fate.kind === 'dropped')) compared.found++;
  else if (fitting.some(({ fate }) => fate.kind === 'open')) compared.open++;
  else
    compared.missed.push(
      `${name} before the tap: frame ${String(journey.sent?.frame)} there, len ${String(segment.len)}`,
    );
}

function judge(passage: Passage, journey: Journey, side: Side, name: string, compared: Compared): void {
  const { fate, segment } = passage;
  const isLost = journey.arrivals.length === 0;
  const because = fate.because.map(({ rule, frames }) => `${rule} ${frames.join(',')}`).join(' ');
  const says = `${name} frame ${String(passage.frames[0])} ${journey.sender} len ${String(segment.len)}: ${fate.kind} ${because}`;
  compared.fates++;
  if (fate.sure === 'proved') compared.proved++;
  const isWrong = fate.kind === 'arrived' ? isLost : fate.kind === 'lost' ? !isLost : false;
  if (isWrong) (fate.sure === 'proved' ? compared.wrong : compared.mistaken).push(says);
  if (journey.sender !== side || segment.len === 0) return;
  compared.data++;
  const isCalled = fate.kind === 'lost' || fate.kind === 'dropped';
  if (isCalled) compared.called++;
  if (fate.kind === 'open') compared.undecided++;
  if (!isLost) return;
  compared.lost++;
  if (isCalled) compared.found++;
  else if (fate.kind === 'open') compared.open++;
  else compared.missed.push(says);
}

/** True if an arrival is proved, and so is its place among what the receiver sends. */
const isPlaced = ({ fate }: Passage): boolean =>
  fate.sure === 'proved' && fate.because.every(({ rule }) => rule !== 'E-order');

/** The arrivals at the far host, said to be proved, that come before or after what the host sent against its own tap. */
function disorderIn(
  events: readonly Event[],
  byFrame: ReadonlyMap<number, Journey>,
  side: Side,
  name: string,
): readonly string[] {
  const own = events.find(({ passage }) => byFrame.get(passage.frames[0] ?? -1)?.sender === side)?.passage.from ?? 0;
  const out: string[] = [];
  let sent = -Infinity;
  let arrivals: { readonly at: number; readonly frame: number }[] = [];
  for (const { kind, passage } of events) {
    if ((kind === 'send') === (passage.from === own)) continue;
    const frame = passage.frames[0] ?? -1;
    const journey = byFrame.get(frame);
    if (kind === 'send') {
      const time = journey?.sent?.time;
      if (time === undefined) continue;
      for (const one of arrivals)
        if (one.at > time + LEAD)
          out.push(`${name} frame ${String(one.frame)} arrives before ${String(frame)} is sent`);
      arrivals = [];
      sent = Math.max(sent, time);
    } else if (isPlaced(passage) && journey !== undefined && journey.arrivals.length > 0) {
      const times = journey.arrivals.map(({ time }) => time);
      if (Math.max(...times) < sent - LEAD)
        out.push(`${name} frame ${String(frame)} arrives too late by ${String(sent - Math.max(...times))}`);
      arrivals.push({ at: Math.min(...times), frame });
    }
  }
  return out;
}

/** The two clocks of a pair of captures are this far apart, microseconds. */
const APART = 123_456_789;

/** Holds the explanations of a run, from both captures, against the relay's log: what arrived, and what did not. */
export function comparePair(run: Run): { readonly told: readonly Passage[]; readonly wrong: readonly string[] } {
  const { journeys } = journeysOf(run);
  const sent = new Map(journeys.map((journey) => [`${journey.sender} ${String(journey.sent?.frame)}`, journey]));
  const others = [...connectionsAt(run, 'server')];
  const told: Passage[] = [];
  const wrong: string[] = [];
  for (const client of connectionsAt(run, 'client')) {
    const index = others.findIndex((server) => socketsOf(server) === socketsOf(client));
    const [server = []] = index < 0 ? [] : others.splice(index, 1);
    const later = server.map((one) => ({ ...one, at: one.at + APART }));
    const { events } = explain([
      { sightings: client, place: 'client' },
      { sightings: later, place: 'server' },
    ]);
    for (const passage of passagesOf(events)) {
      const { frames, elsewhere, fate, segment } = passage;
      const keys = [`client ${String(frames[0])}`, `server ${String(elsewhere?.[0]?.[0])}`];
      const journey = keys
        .map((key) => sent.get(key))
        .find((one) => one?.packet.segment.seq === segment.seq && one.packet.segment.ack === segment.ack);
      if (journey === undefined) continue;
      told.push(passage);
      const isRight = (fate.kind === 'arrived') === journey.arrivals.length > 0;
      if (!isRight) wrong.push(`${run.name} ${keys.join(', ')}: ${fate.kind}`);
    }
  }
  return { told, wrong };
}

/** The sockets of a connection, in either order. */
function socketsOf(sightings: readonly Sighting[]): string {
  const packet = sightings.find((one) => one.packet !== undefined)?.packet;
  if (packet === undefined) return '';
  const { source, sourcePort, destination, destinationPort } = packet;
  return [`${source} ${String(sourcePort)}`, `${destination} ${String(destinationPort)}`].sort().join();
}
