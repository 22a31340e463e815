/** One side of HTTP/2 on one connection: what it has said and heard, its streams and windows (RFC 9113 §5, §6.9). */
import { Queue } from '../../wire';
import type { Role } from '../role';
import type { H2State, StreamState } from './names';
import { EMPTY_TABLE } from './table';
import type { H2End, H2Half, H2Stream, Passed, Sealing } from './types';

/** Initial values (§6.5.2, §6.9.2), in octets. */
export const WINDOW = 65_535;
export const MOST_WINDOW = 0x7fff_ffff;
export const FRAME_SIZE = 16_384;

const NEW_HALF: H2Half = {
  frames: 0,
  preface: false,
  settings: {},
  pending: [],
  told: false,
  window: WINDOW,
  taken: 0,
  table: EMPTY_TABLE,
  sizeDue: undefined,
  last: 0,
  goaway: undefined,
  pings: [],
  open: undefined,
};

const NO_STREAMS: ReadonlyMap<number, H2Stream> = new Map();

export function newH2(role: Role, partial = false, sealed?: Sealing): H2End {
  return {
    role,
    out: NEW_HALF,
    in: NEW_HALF,
    streams: NO_STREAMS,
    closed: Queue.empty(),
    partial,
    sealed,
    owed: [],
    ended: false,
  };
}

const INITIAL: Readonly<Record<number, number>> = { 1: 4096, 2: 1, 4: WINDOW, 5: FRAME_SIZE };

/** A setting that a direction's sender has told, or its initial value; undefined where there is no bound. */
export function settingOf({ settings }: Pick<H2Half, 'settings'>, id: number): number | undefined {
  return settings[id] ?? INITIAL[id];
}

export const NOTHING_PASSED: Passed = { part: 'nothing', data: 0, length: undefined, ended: false };

/** A stream of a state, with the windows that both sides' settings give it. */
export function newStream(s: H2End, id: number, state: StreamState): H2Stream {
  return {
    id,
    state,
    request: '',
    status: 0,
    send: settingOf(s.in, 4) ?? WINDOW,
    receive: settingOf(s.out, 4) ?? WINDOW,
    taken: 0,
    out: NOTHING_PASSED,
    in: NOTHING_PASSED,
    closed: undefined,
    code: undefined,
  };
}

/** Is a number one of the streams that a client opens (§5.1.1)? */
export function isOfClient(id: number): boolean {
  return id % 2 === 1;
}

/** The half of the direction whose sender opens streams with such numbers. */
export function openerOf(s: H2End, id: number): H2Half {
  return isOfClient(id) === (s.role === 'client') ? s.out : s.in;
}

/** The stream of a number: open, or closed a while ago; undefined of an idle one, and of those that were closed long before. */
export function streamOf(s: H2End, id: number): H2Stream | undefined {
  const live = s.streams.get(id);
  if (live !== undefined) return live;
  for (let i = s.closed.size - 1; i >= 0; i--) if (s.closed.get(i)?.id === id) return s.closed.get(i);
  return undefined;
}

/** The state of a stream at a side. A number below one that was opened is closed, too (§5.1.1). */
export function stateOfStream(s: H2End, id: number): StreamState {
  const stream = streamOf(s, id);
  if (stream !== undefined) return stream.state;
  return id <= openerOf(s, id).last ? 'closed' : 'idle';
}

/** All streams that are known, by number. */
export function streamsOf(s: H2End): readonly H2Stream[] {
  return [...s.closed.items(), ...s.streams.values()].sort((a, b) => a.id - b.id);
}

/** The state of a side as a whole. */
export function h2State(s: H2End): H2State {
  if (s.ended) return 'CLOSED';
  if (s.out.goaway !== undefined || s.in.goaway !== undefined) return 'GOING';
  const isSaid = s.out.told;
  return isSaid && s.in.told ? 'OPEN' : isSaid || s.out.preface ? 'PREFACE' : 'START';
}

/** Streams that count for SETTINGS_MAX_CONCURRENT_STREAMS (§5.1.2): open or half-closed, begun by that side. */
export function concurrent(s: H2End, ofClient: boolean): number {
  let sum = 0;
  for (const { id, state } of s.streams.values())
    if (isOfClient(id) === ofClient && state !== 'reserved-local' && state !== 'reserved-remote') sum++;
  return sum;
}
