import { ACK, type Seq, SYN, has } from '../../wire';
import { Pieces, type Script, createParser, parseLine, quoted, scriptOf } from '../../script';
import { written } from '../../trace';
import type { Connection } from '../connections';
import type { Event, Explanation, GivenHost, Host, NoteId, Passage } from '../explain';
import { type Packet, type Socket, socketText } from '../file';
import type { Sighting } from '../read';
import { type Say, aboutOf } from './about';
import { type Row, type Widths, lineOf, sameWidths, widthsOf } from './columns';
import { icmpText } from './icmp';
import { type Base, numberText } from './numbers';
import { type Bases, clausesOf } from './segment-text';
import { keysOf } from './keys';
import { other } from './sides';
import { type Payload, payloadsOf } from './payloads';

/** The capture behind a flow. */
export interface FlowSource {
  /** The name of the file; undefined if the packets are from none, and frames have no place. */
  readonly file: string | undefined;
  /** False if the packets have an order and no times. */
  readonly isTimed?: boolean;
  readonly connection: Connection;
  /** The connection's packets in that file. */
  readonly sightings: readonly Sighting[];
  /** Its packets in a capture that was taken at another place. */
  readonly other?: readonly Sighting[];
  /** The text of a key log (SSLKEYLOGFILE); lines about other connections are left out. */
  readonly keys?: string | undefined;
  /** Says in comments where the capture was taken, and what it lacks; without, there are none. */
  readonly say?: Say | undefined;
}

/** A connection as a flow. */
export interface CapturedFlow {
  readonly text: string;
  readonly script: Script;
}

const HOSTS = ['client', 'server'] as const;
const BASES = ['x', 'y'] as const;
/** An arrival within this time of the sending, and next to it, is written as one line; microseconds. */
const AT_ONCE = 1000;

/** An explained connection as a flow: fates are arrows, numbers are relative to the initial ones, times are the capture's. */
export function flowOf(explanation: Explanation, source: FlowSource): CapturedFlow {
  return flowWith(explanation, source, contentsOf(explanation, source));
}

export function flowWith(explanation: Explanation, source: FlowSource, contents: Contents): CapturedFlow {
  const written = writtenFlow(explanation, source, { contents });
  return { text: textOf(written), script: scriptIn(written) };
}

/** A flow as it is written, laid out as the formatter does. */
export interface WrittenFlow {
  /** The last one is empty. */
  readonly lines: readonly string[];
  /** The index of each line's event; absent for lines without one. */
  readonly events: readonly (number | undefined)[];
  readonly widths: Widths;
  /** True if these are the widths that it needs. */
  readonly isLaidOut: boolean;
}

/** A longer flow is read by the parser, which has a limit. */
const MOST_LINES = 100_000;

/** The flow as a script: its lines are read as they are, and none of them twice. */
export function scriptIn(written: WrittenFlow): Script {
  if (written.lines.length > MOST_LINES) return createParser().parse(textOf(written));
  const lines = written.lines.map(parseLine);
  return scriptOf(Pieces.of(lines), lines);
}

export const textOf = ({ lines }: WrittenFlow): string => lines.join('\n');

/** Contents of a flow beside its numbers: lines of a key log, and payloads by their segments. */
export interface Contents {
  readonly keys: readonly string[];
  readonly payloads: ReadonlyMap<Passage, Payload>;
}

const NUMBERS: Contents = { keys: [], payloads: new Map() };

export function contentsOf({ events }: Explanation, source: FlowSource): Contents {
  const keys = keysOf(events, source.keys);
  return { keys, payloads: payloadsOf(events, keys.length > 0) };
}

/** How a flow is written. */
export interface WriteAs {
  /** Left out, the flow tells lengths in place of payloads. */
  readonly contents?: Contents;
  /** The widths of the columns; left out, those that the flow needs. */
  readonly widths?: Widths | undefined;
}

export function writtenFlow(explanation: Explanation, source: FlowSource, as: WriteAs = {}): WrittenFlow {
  const { rows, events } = new Writing(explanation, source, as.contents ?? NUMBERS).write();
  const needed = widthsOf(rows);
  const { widths = needed } = as;
  return { lines: rows.map((row) => lineOf(row, widths)), events, widths, isLaidOut: sameWidths(widths, needed) };
}

class Writing {
  private readonly packets: ReadonlyMap<number, Packet>;
  /** The packets of the other capture, by its frames. */
  private readonly others: ReadonlyMap<number, Packet>;
  private readonly bases: readonly [Base | undefined, Base | undefined];
  private readonly names = new Map<Passage, string>();
  private readonly start: number;

  constructor(
    private readonly explanation: Explanation,
    private readonly source: FlowSource,
    private readonly contents: Contents,
  ) {
    this.packets = packetsIn(source.sightings);
    this.others = packetsIn(source.other ?? []);
    this.bases = [this.baseOf(0), this.baseOf(1)];
    this.start = explanation.events[0]?.at ?? 0;
  }

  write(): { readonly rows: readonly (Row | string)[]; readonly events: readonly (number | undefined)[] } {
    const rows = this.head();
    const events: (number | undefined)[] = rows.map(() => undefined);
    for (const { row, event } of this.events()) {
      rows.push(row);
      events.push(event);
    }
    rows.push('');
    events.push(undefined);
    return { rows, events };
  }

  private head(): (Row | string)[] {
    const { file, connection } = this.source;
    const { client, server, id } = connection;
    const { tap, notes } = this.explanation;
    const tells = (id: NoteId): boolean => notes.some((note) => note.id === id);
    const frames = tells('incomplete') ? ' frames=missing' : tells('cut-short') ? ' frames=cut' : '';
    return [
      `flow ${quoted(octets(`${socketText(client)} → ${socketText(server)}`))}`,
      ...(file === undefined ? [] : [`capture ${quoted(octets(file))} connection=${id} tap=${tap}${frames}`]),
      ...this.about(),
      'profile linux',
      this.host(0, client),
      this.host(1, server),
      ...this.bases.flatMap((base) => (base === undefined ? [] : [`let ${base.name} = ${base.number}`])),
      ...this.contents.keys.map((line) => `keylog ${quoted(octets(line))}`),
      ...this.given(),
      '',
    ];
  }

  private about(): string[] {
    const { say, file } = this.source;
    return say === undefined || file === undefined ? [] : aboutOf(this.explanation, say).map((text) => `# ${text}`);
  }

  private sends(host: Host): readonly Passage[] {
    return this.explanation.events.flatMap(({ kind, passage }) =>
      kind === 'send' && passage.from === host ? [passage] : [],
    );
  }

  /** The number from which a host's numbers are counted: its initial one, or that of its first segment. */
  private baseOf(host: Host): Base | undefined {
    const { events } = this.explanation;
    const name = BASES[host];
    const own = events.filter(({ passage }) => passage.from === host);
    const first = own.find(({ passage }) => has(passage.segment, SYN)) ?? own[0];
    if (first !== undefined) return { name, number: first.passage.segment.seq };
    const heard = events.find(({ passage }) => passage.from !== host && has(passage.segment, ACK));
    return heard && { name, number: heard.passage.segment.ack };
  }

  /** A `host` line by the host's SYN. */
  private host(host: Host, { address, port }: Socket): Row {
    const head = ['host', HOSTS[host], socketText({ address, port })];
    const parts: string[] = [];
    const found = this.sends(host).find(({ segment, supposed }) => has(segment, SYN) && !supposed);
    const syn = found?.segment;
    const isCut = this.packets.get(found?.frames[0] ?? -1)?.cut !== undefined;
    if (syn === undefined || isCut) return { kind: 'host', cells: [...head, ''] };
    const { mss, wscale, sackOk, ts } = syn.options;
    parts.push(`window=${syn.win}`);
    if (mss !== undefined) parts.push(`mss=${mss}`);
    parts.push(`wscale=${wscale ?? 'off'}`, `sack=${sackOk === true ? 'on' : 'off'}`);
    parts.push(`timestamps=${ts === undefined ? 'off' : 'on'}`);
    return { kind: 'host', cells: [...head, parts.join(' ')] };
  }

  private given(): string[] {
    const { begins } = this.explanation;
    return begins === 'syn' ? [] : [this.givenOf(0, begins[0]), this.givenOf(1, begins[1])];
  }

  private givenOf(host: Host, { sndUna, sndNxt, rcvNxt, wscale, sack, timestamps }: GivenHost): string {
    const [own, peer] = [this.bases[host], this.bases[other(host)]];
    const fact = (key: string, number: Seq | undefined, base: Base | undefined): string[] =>
      number === undefined ? [] : [`${key}=${numberText(number, base)}`];
    const flag = (key: string, value: boolean | undefined): string[] =>
      value === undefined ? [] : [`${key}=${value ? 'on' : 'off'}`];
    return [
      `given ${HOSTS[host]} ESTABLISHED`,
      ...fact('snd.una', sndUna, own),
      ...fact('snd.nxt', sndNxt, own),
      ...fact('rcv.nxt', rcvNxt, peer),
      ...(wscale === undefined ? [] : [`wscale=${wscale}`]),
      ...flag('sack', sack),
      ...flag('timestamps', timestamps),
    ].join(' ');
  }

  private *events(): Iterable<{ readonly row: Row | string; readonly event: number }> {
    const { events } = this.explanation;
    const errors = this.source.sightings.filter(({ icmp }) => icmp !== undefined);
    let error = 0;
    for (const [i, event] of events.entries()) {
      for (; error < errors.length && (errors[error]?.at ?? 0) < event.at; error++)
        for (const row of this.icmp(errors[error] as Sighting)) yield { row, event: i };
      if (event.kind === 'send') yield { row: this.send(event, this.isAtOnce(event, events[i + 1])), event: i };
      else if (event.kind === 'forget') for (const row of this.forget(event)) yield { row, event: i };
      else if (i === 0 || !this.isAtOnce(events[i - 1] as Event, event)) yield { row: this.arrival(event), event: i };
    }
    const last = events.length - 1;
    for (; error < errors.length; error++)
      for (const row of this.icmp(errors[error] as Sighting)) yield { row, event: last };
  }

  /** A host that answers a SYN next listens again. */
  private forget({ passage, at }: Event): string[] {
    const host = `${this.time(at)}${HOSTS[passage.from]}`;
    return has(passage.segment, ACK) ? [`${host} forgets`, `${host} listen`] : [`${host} forgets`];
  }

  /** True if a segment is sent, and the next event is its only arrival, at once. */
  private isAtOnce(event: Event, next: Event | undefined): boolean {
    const isNext = event.kind === 'send' && next?.kind === 'arrive' && next.passage === event.passage;
    if (!isNext || event.passage.arrivals.length !== 1) return false;
    return next.at - event.at < AT_ONCE || this.source.isTimed === false;
  }

  private send({ passage, at }: Event, arrives: boolean): Row {
    const { from, segment, frames, elsewhere, supposed } = passage;
    const to = other(from);
    const arrow = arrives ? '->' : arrowOf(passage);
    const seen = this.packets.get(frames[0] ?? -1) ?? this.others.get(elsewhere?.[0]?.[0] ?? -1);
    const packet = supposed ? undefined : seen;
    const bases: Bases = { own: this.bases[from], peer: this.bases[to] };
    const payload = this.contents.payloads.get(passage);
    const { flags, seq, ack, rest } = clausesOf(segment, packet, bases, payload?.isWhole);
    if (arrow === '~>') rest.push(`as ${this.named(passage)}`);
    if (packet === undefined || packet.cut !== undefined) rest.push('supposed');
    if (frames.length > 0 && this.source.file !== undefined) rest.push(`frame ${frames.join(', ')}`);
    // Behind all else: it may be long.
    if (payload !== undefined) rest.push(payload.text);
    const time = this.time(at).trimEnd();
    return { kind: 'segment', cells: [time, HOSTS[from], `${arrow} ${HOSTS[to]}`, flags, seq, ack, rest.join('  ')] };
  }

  private named(passage: Passage): string {
    const name = this.names.get(passage) ?? `s${this.names.size + 1}`;
    this.names.set(passage, name);
    return name;
  }

  /** The first arrival delivers the segment, later ones bring copies. */
  private arrival({ passage, at }: Event): string {
    const isFirst = !this.arrived.has(passage);
    this.arrived.add(passage);
    return `${this.time(at)}${isFirst ? 'deliver' : 'duplicate'} ${this.named(passage)}`;
  }

  private readonly arrived = new Set<Passage>();

  private icmp({ icmp, from, at }: Sighting): string[] {
    const error = icmp === undefined ? undefined : icmpText(icmp);
    return error === undefined ? [] : [`${this.time(at)}${from} icmp ${error}`];
  }

  /** The time of a line, with the blank behind it; nothing without times. */
  private time(at: number): string {
    if (this.source.isTimed === false) return '';
    const since = Math.min(Math.max(0, Math.round(at - this.start)), Number.MAX_SAFE_INTEGER);
    return `@${written(since)} `;
  }
}

function arrowOf({ fate, arrivals }: Passage): string {
  if (arrivals.length > 0) return '~>';
  return fate.kind === 'open' ? '?>' : '-x';
}

function packetsIn(sightings: readonly Sighting[]): ReadonlyMap<number, Packet> {
  return new Map(sightings.flatMap(({ frame, packet }) => (packet === undefined ? [] : [[frame, packet]])));
}

function octets(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
