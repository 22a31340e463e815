/**
 * HTTP/2 streams at a step: their states and windows on both sides, the connection's windows and settings, and the
 * HPACK tables.
 */
import { type App, type H2End, type H2Half, type H2Stream, settingName } from '../layers';
import type { EndId } from '../sim';
import { type Trace, before } from '../trace';
import type { Say } from '../words/words';
import { endOfStep } from './secured';

/** A stream, or the connection, as one side sees it. */
export interface StreamCell {
  /** The stream's state, such as `half-closed-local`; empty if the side does not know the stream. */
  readonly state: string;
  /** Flow-control windows, octets: `send` is what the side may still send, `receive` what the peer may still send. */
  readonly send: number;
  readonly receive: number;
  /** True if the step changed the state or a window. */
  readonly changed: boolean;
}

export interface StreamRow {
  /** Stream number; 0 for the connection. */
  readonly stream: number;
  /** Request and status: `GET /a → 200`. */
  readonly name: string;
  /** One cell for each side, the client first. */
  readonly cells: readonly StreamCell[];
}

/** The HPACK dynamic table of one direction, in its sender's state, compared with the receiver's. */
export interface TableView {
  readonly name: string;
  /** Octets in use (`size`) of the maximum table size (`max`). */
  readonly size: number;
  readonly max: number;
  /** Entries of the dynamic table, newest first; the newest has index 62 (RFC 7541 §2.3.3). */
  readonly entries: readonly { readonly index: number; readonly name: string; readonly value: string }[];
  /** Number of entries that are not listed. */
  readonly left: number;
  /** True if the receiver has the same entries. Its table differs while a field block is in flight. */
  readonly same: boolean;
}

export interface StreamTable {
  /** Names of both sides; empty if the step's connection does not use HTTP/2. */
  readonly parties: readonly string[];
  /** For each side: its settings that differ from the initial values, and the GOAWAY that it sent. */
  readonly told: readonly string[];
  readonly rows: readonly StreamRow[];
  /** Number of closed streams that are not listed. */
  readonly left: number;
  readonly tables: readonly TableView[];
}

const NONE: StreamTable = { parties: [], told: [], rows: [], left: 0, tables: [] };
/** The most closed streams, and entries of a dynamic table, that are listed. */
const MOST_CLOSED = 50;
const MOST_ENTRIES = 64;

function h2Of(app: App | undefined): H2End | undefined {
  return (app?.tls?.inner ?? app)?.h2?.end;
}

/** True if a connection of the flow uses HTTP/2. */
export function speaksH2({ steps }: Trace): boolean {
  const speaks = (one: { readonly frame?: unknown } | undefined): boolean => one?.frame !== undefined;
  return steps.some((s) => s.says?.some(({ message: m }) => speaks(m) || m?.inside?.some(speaks) === true) === true);
}

/**
 * The ends of the connection of a step, the client first. For a step without a connection: those of the nearest earlier
 * step whose connection uses HTTP/2.
 */
function endsAt(trace: Trace, at: number): readonly [EndId, EndId] | undefined {
  const { steps, cast } = trace;
  const speaks = (end: EndId | undefined, step: number): boolean =>
    end !== undefined && h2Of(before(trace, step + 1).ends.get(end)?.app) !== undefined;
  for (let step = Math.min(at, steps.length - 1); step >= 0; step--) {
    const end = endOfStep(steps[step]);
    const peer = end === undefined ? undefined : cast.ends[end]?.peer;
    if (end === undefined || peer === undefined) continue;
    const found = [end, peer].find((one) => speaks(one, at));
    if (found === undefined) {
      if (step === at) return undefined;
      continue;
    }
    const role = h2Of(before(trace, at + 1).ends.get(found)?.app)?.role;
    const other = found === end ? peer : end;
    return role === 'client' ? [found, other] : [other, found];
  }
  return undefined;
}

export function streamsAt(trace: Trace, at: number, say: Say): StreamTable {
  const ends = endsAt(trace, at);
  if (ends === undefined) return NONE;
  const [now, was] = [before(trace, at + 1), before(trace, at)];
  const sides = ends.map((end) => h2Of(now.ends.get(end)?.app));
  const old = ends.map((end) => h2Of(was.ends.get(end)?.app));
  const parties = ends.map((end) => trace.cast.ends[end]?.name ?? '');
  const { rows, left } = rowsOf(sides, old);
  const [client, server] = sides;
  const tables = [
    tableOf(`${parties[0] ?? ''} → ${parties[1] ?? ''}`, client?.out, server?.in),
    tableOf(`${parties[1] ?? ''} → ${parties[0] ?? ''}`, server?.out, client?.in),
  ].filter((table) => table !== undefined);
  return { parties, told: sides.map((side) => toldBy(side, say)), rows, left, tables };
}

/** Rows for the connection, all open streams, and the streams that were closed last. */
function rowsOf(
  sides: readonly (H2End | undefined)[],
  old: readonly (H2End | undefined)[],
): Pick<StreamTable, 'rows' | 'left'> {
  const open = new Set(sides.flatMap((side) => [...(side?.streams.keys() ?? [])]));
  const closed = new Map<number, H2Stream>();
  let all = 0;
  for (const side of sides) {
    const size = side?.closed.size ?? 0;
    all = Math.max(all, size);
    for (let i = Math.max(0, size - MOST_CLOSED); i < size; i++) {
      const stream = side?.closed.get(i);
      if (stream !== undefined && !open.has(stream.id)) closed.set(stream.id, stream);
    }
  }
  const ids = [...open, ...closed.keys()].sort((a, b) => a - b);
  const connection: StreamRow = {
    stream: 0,
    name: '',
    cells: sides.map((side, i) => {
      const [send, receive] = [side?.out.window ?? 0, side?.in.window ?? 0];
      const before = old[i];
      const changed = side !== undefined && (before?.out.window !== send || before.in.window !== receive);
      return { state: '', send, receive, changed };
    }),
  };
  const rows = ids.map((id): StreamRow => {
    const of = (side: H2End | undefined): H2Stream | undefined => streamIn(side, id);
    const known = sides.map(of).find((s) => s !== undefined && s.request !== '') ?? sides.map(of).find(Boolean);
    const status = Math.max(0, ...sides.map((side) => of(side)?.status ?? 0));
    const name = `${known?.request ?? ''}${status > 0 ? ` → ${status}` : ''}`;
    return { stream: id, name, cells: sides.map((side, i) => cellOf(of(side), of(old[i]))) };
  });
  return { rows: [connection, ...rows], left: Math.max(0, all - closed.size) };
}

function streamIn(side: H2End | undefined, id: number): H2Stream | undefined {
  const open = side?.streams.get(id);
  if (open !== undefined || side === undefined) return open;
  for (let i = side.closed.size - 1; i >= Math.max(0, side.closed.size - 2 * MOST_CLOSED); i--) {
    const closed = side.closed.get(i);
    if (closed?.id === id) return closed;
  }
  return undefined;
}

function cellOf(now: H2Stream | undefined, was: H2Stream | undefined): StreamCell {
  if (now === undefined) return { state: '', send: 0, receive: 0, changed: was !== undefined };
  const { state, send, receive } = now;
  return { state, send, receive, changed: was?.state !== state || was.send !== send || was.receive !== receive };
}

/** The settings of a side, and the GOAWAY that it sent. */
function toldBy(side: H2End | undefined, say: Say): string {
  if (side === undefined) return '';
  const { settings, pending, goaway } = side.out;
  const all = Object.entries(settings).map(([id, value]) => `${settingName(Number(id))}: ${value}`);
  if (pending.length > 0) all.push(say('streams/pending', { count: pending.length }));
  if (goaway !== undefined) all.push(say('streams/goaway', { last: goaway.last }));
  return all.join(', ');
}

function tableOf(name: string, sender: H2Half | undefined, receiver: H2Half | undefined): TableView | undefined {
  const table = sender?.table ?? receiver?.table;
  if (table === undefined) return undefined;
  const { entries, size, max } = table;
  const count = Math.min(entries.size, MOST_ENTRIES);
  const listed = Array.from({ length: count }, (_, i) => ({
    index: 62 + i,
    name: entries.get(entries.size - 1 - i)?.name ?? '',
    value: entries.get(entries.size - 1 - i)?.value ?? '',
  }));
  const same = receiver === undefined || (receiver.table.size === size && receiver.table.entries.size === entries.size);
  return { name, size, max, entries: listed, left: entries.size - count, same };
}
