import { check } from '../../src/check/check';
import type { Trace } from '../../src/trace/trace';
import { createParser } from '../../src/script/parser';
import { ACK, CWR, ECE, FIN, PSH, RST, SYN, formatFlags } from '../../src/wire/flags';
import { has, type Segment } from '../../src/wire/segment';
import { distance } from '../../src/wire/seq';
import { silentEnds } from './calls';
import { portOf } from './events';
import { journeysOf, type Journey } from './journey';
import type { Run, Side } from './run';

/** A run as user calls and faults only; the simulation sends all segments. */
export interface Replay {
  readonly text: string;
  /** The segments that the kernels sent, by side, in order. */
  readonly kernel: Readonly<Record<Side, readonly Said[]>>;
}

/** A segment for comparison: numbers relative to the ISNs, time in microseconds since the first. */
export interface Said {
  readonly time: number;
  readonly text: string;
}

const SIDES = ['client', 'server'] as const;

interface Call {
  readonly time: number;
  readonly side: Side;
  readonly text: string;
}

/** The reason why a run can't be replayed: its calls do not follow from the capture. */
export type Untold = { readonly reason: string };

export function replayOf(run: Run): Replay | Untold {
  const { journeys } = journeysOf(run);
  if (run.loopback.length > 0) return { reason: 'one host' };
  if (journeys.length > 3000) return { reason: 'very long' };
  const ports = new Set(journeys.map((j) => `${portOf(j, 'client')}>${portOf(j, 'server')}`));
  if (ports.size !== 1) return { reason: 'several connections' };
  const own = journeys.filter((j) => j.sent !== undefined);
  if (own.length !== journeys.length) return { reason: 'forged segments' };
  const syn = own.find((j) => has(j.packet.segment, SYN));
  if (syn === undefined || syn !== own[0]) return { reason: 'begins within a connection' };
  const start = syn.sent?.time ?? 0;
  if (
    new Set(own.filter((j) => j.sender === 'client' && has(j.packet.segment, SYN)).map((j) => j.packet.segment.seq))
      .size > 1
  )
    return { reason: 'opens again' };
  const calls = callsOf(run, own, start);
  if (calls === undefined) return { reason: 'windows that close' };
  const delay = linkDelay(own);
  const faults = SIDES.flatMap((side) => faultsOf(own, side, delay));
  const lines = [`flow "${run.name}"`, 'profile linux', hostLine(own, 'client'), hostLine(own, 'server')];
  lines.push(`link client server delay=${Math.round(delay)}us`, ...faults);
  let now = 0;
  for (const call of calls) {
    if (call.time > now) lines.push(`run for ${Math.round(call.time - now)}us`);
    now = Math.max(now, call.time);
    lines.push(call.text);
  }
  const last = Math.max(...own.map((j) => (j.sent?.time ?? 0) - start));
  lines.push(`run for ${Math.round(Math.max(last - now, 0) + 10_000)}us`);
  const kernel = Object.fromEntries(
    SIDES.map((side) => [side, own.filter((j) => j.sender === side).map((j) => saidBy(own, j, start))]),
  ) as Record<Side, Said[]>;
  return { text: `${lines.join('\n')}\n`, kernel };
}

/** True for several SYNs and nothing else: the host gave up. */
function retriesUsedUp(journeys: readonly Journey[]): boolean {
  return journeys.length > 1 && journeys.every((j) => j.sender === 'client' && has(j.packet.segment, SYN));
}

function hostLine(journeys: readonly Journey[], side: Side): string {
  const syn = journeys.find((j) => j.sender === side && has(j.packet.segment, SYN))?.packet.segment;
  const parts = [`host ${side}`];
  if (syn === undefined) return parts.join(' ');
  const { options } = syn;
  parts.push(`isn=${syn.seq} window=${syn.win}`);
  if (options.mss !== undefined) parts.push(`mss=${options.mss}`);
  if (side === 'client' && retriesUsedUp(journeys)) parts.push(`syn-retries=${journeys.length - 1}`);
  if ((syn.flags & (ECE | CWR)) !== 0) parts.push('ecn=on');
  parts.push(`wscale=${options.wscale ?? 'off'} sack=${options.sackOk === true ? 'on' : 'off'}`);
  parts.push(`timestamps=${options.ts === undefined ? 'off' : 'on'}`);
  if (journeys.some((j) => refusesData(journeys, j, side))) parts.push('half-duplex');
  const idle = keepaliveOf(journeys, side);
  if (idle !== undefined) parts.push(`keepalive=${idle}ms`);
  if (sendsAtOnce(journeys, side, options.mss ?? 536)) parts.push('nagle=off');
  return parts.join(' ');
}

/** True for an RST in reply to data after the side's own FIN: its process has closed the socket and reads no more. */
function refusesData(journeys: readonly Journey[], j: Journey, side: Side): boolean {
  const { segment } = j.packet;
  if (j.sender !== side || !has(segment, RST) || has(segment, ACK)) return false;
  const time = j.sent?.time ?? 0;
  const closed = journeys.some((k) => k.sender === side && has(k.packet.segment, FIN) && (k.sent?.time ?? 0) < time);
  return (
    closed &&
    journeys.some((k) => k.sender !== side && k.packet.segment.len > 0 && k.packet.segment.ack === segment.seq)
  );
}

/** TCP_KEEPIDLE: the idle time before the first ACK below SND.NXT, milliseconds. */
function keepaliveOf(journeys: readonly Journey[], side: Side): number | undefined {
  const own = journeys.filter((j) => j.sender === side);
  const probe = own.findIndex((j, i) => {
    const before = own[i - 1]?.packet.segment;
    const { segment } = j.packet;
    return (
      segment.flags === ACK && segment.len === 0 && before !== undefined && segment.seq + 1 === before.seq + before.len
    );
  });
  const at = own[probe]?.sent?.time;
  if (at === undefined) return undefined;
  const times = journeys.flatMap((j) => (j.sender === side ? [j.sent?.time ?? 0] : j.arrivals.map((a) => a.time)));
  const idle = at - Math.max(...times.filter((time) => time < at));
  return idle < 500_000 ? undefined : Math.round(idle / 500_000) * 500;
}

/** TCP_NODELAY: true if a small segment is sent while another small one is unacknowledged. */
function sendsAtOnce(journeys: readonly Journey[], side: Side, mss: number): boolean {
  const own = journeys.filter((j) => j.sender === side && j.packet.segment.len > 0);
  return own.some((j, i) => {
    const before = own[i - 1];
    const [a, b] = [before?.packet.segment, j.packet.segment];
    if (before === undefined || a === undefined || b.seq !== (a.seq + a.len) >>> 0) return false;
    if (a.len > mss / 4 || b.len > mss / 4 || !has(a, PSH) || !has(b, PSH)) return false;
    const acked = journeys.some(
      (k) =>
        k.sender !== side &&
        k.arrivals.some((x) => x.time <= (j.sent?.time ?? 0)) &&
        (k.packet.segment.ack - a.seq - a.len) >>> 0 < 2 ** 31,
    );
    return !acked;
  });
}

/** The least time of any segment between the two capture points; longer times are caused by the hosts. */
function linkDelay(journeys: readonly Journey[]): number {
  const took = journeys.flatMap((j) => {
    const [first] = j.arrivals;
    return first === undefined || j.sent === undefined ? [] : [first.time - j.sent.time];
  });
  return Math.max(0, Math.min(...took));
}

/** The least additional time, microseconds, from which the path is taken to have delayed a segment. */
const DELAYED = 2_000;

function faultsOf(journeys: readonly Journey[], side: Side, delay: number): string[] {
  const faults: string[] = [];
  journeys
    .filter((j) => j.sender === side)
    .forEach((j, i) => {
      const nth = `${i + 1}${['th', 'st', 'nd', 'rd'][(i + 1) % 100 > 10 && (i + 1) % 100 < 14 ? 0 : (i + 1) % 10] ?? 'th'}`;
      const [first] = j.arrivals;
      if (first === undefined) faults.push(`lose ${nth} from ${side}`);
      else {
        const late = first.time - (j.sent?.time ?? 0) - delay;
        if (late > DELAYED) faults.push(`delay ${nth} from ${side} by ${Math.round(late)}us`);
        if (j.arrivals.length > 1) faults.push(`duplicate ${nth} from ${side}`);
      }
    });
  return faults;
}

/**
 * The user calls that a capture shows: connect at the first SYN, close at a FIN, abort at an RST that is no reply. A
 * send is assumed at data that follows from nothing else: after a PSH, or after data of the peer.
 */
function callsOf(run: Run, journeys: readonly Journey[], start: number): readonly Call[] | undefined {
  const calls: Call[] = [];
  const first = journeys.find((j) => j.sender === 'server');
  if (first !== undefined && has(first.packet.segment, RST))
    calls.push({ time: 0, side: 'server', text: 'server close' });
  for (const end of silentEnds(run, journeys)) {
    if (end.what === 'gives up' && !retriesUsedUp(journeys))
      calls.push({ time: end.time - start, side: end.side, text: `${end.side} close` });
  }
  const state = {
    client: {
      sent: undefined as Segment | undefined,
      fin: false,
      open: undefined as { call: Call; bytes: number } | undefined,
    },
    server: {
      sent: undefined as Segment | undefined,
      fin: false,
      open: undefined as { call: Call; bytes: number } | undefined,
    },
  };
  const highest: Record<Side, number | undefined> = { client: undefined, server: undefined };
  const inOrder = [...journeys].sort((a, b) => (a.sent?.time ?? 0) - (b.sent?.time ?? 0));
  const isn: Partial<Record<Side, Segment>> = {};
  for (const j of inOrder) {
    const { segment } = j.packet;
    const time = (j.sent?.time ?? 0) - start;
    const side = j.sender;
    const own = state[side];
    if (has(segment, SYN)) {
      if (isn[side] === undefined && !has(segment, ACK)) calls.push({ time, side, text: `${side} connect` });
      isn[side] ??= segment;
      continue;
    }
    const base = isn[side];
    if (base === undefined) continue;
    const offset = distance(base.seq, segment.seq);
    const end = offset + segment.len;
    const known = highest[side] ?? 1;
    if (segment.win === 0 && !has(segment, RST)) return undefined;
    if (has(segment, RST)) {
      if ((has(segment, ACK) || own.fin) && !refusesData(journeys, j, side))
        calls.push({ time, side, text: `${side} abort` });
      continue;
    }
    if (end > known && segment.len > 0) {
      const fresh = end - known;
      const goesOn = own.open !== undefined && own.sent !== undefined && !has(own.sent, PSH);
      if (goesOn && own.open !== undefined) own.open.bytes += fresh;
      else {
        own.open = { call: { time, side, text: '' }, bytes: fresh };
        const opened = own.open;
        calls.push({
          time,
          side,
          get text() {
            return `${side} send ${opened.bytes}`;
          },
        });
      }
      highest[side] = end;
      own.sent = segment;
    }
    if (has(segment, FIN) && !own.fin) {
      own.fin = true;
      calls.push({ time, side, text: `${side} close` });
    }
  }
  return calls.sort((a, b) => a.time - b.time);
}

function saidBy(journeys: readonly Journey[], j: Journey, start: number): Said {
  const { segment } = j.packet;
  const base = (side: Side): number =>
    journeys.find((k) => k.sender === side && has(k.packet.segment, SYN))?.packet.segment.seq ?? 0;
  const own = base(j.sender);
  const peer = base(j.sender === 'client' ? 'server' : 'client');
  return { time: (j.sent?.time ?? 0) - start, text: saidText(segment, own, peer) };
}

function saidText(segment: Segment, own: number, peer: number): string {
  const seq = (segment.seq - own) >>> 0;
  const ack = has(segment, ACK) ? ` ack=${(segment.ack - peer) >>> 0}` : '';
  return `${formatFlags(segment.flags)} seq=${segment.seq === 0 ? 'zero' : seq}${ack} len=${segment.len}`;
}

/** The segments that the simulation sends. */
export function played(text: string): {
  readonly trace: Trace;
  readonly said: Readonly<Record<Side, readonly Said[]>>;
} {
  const trace = check(createParser().parse(text));
  const said: Record<Side, Said[]> = { client: [], server: [] };
  const name = (end: number): Side => (trace.cast.ends[end]?.name === 'client' ? 'client' : 'server');
  const isn = (side: Side): number =>
    trace.bases[trace.cast.ends.find((e) => e.name === side)?.id ?? 0]?.[0]?.base ?? 0;
  for (const step of trace.steps) {
    if (step.kind !== 'segment') continue;
    const side = name(step.sent.from);
    const other = side === 'client' ? 'server' : 'client';
    said[side].push({ time: step.time, text: saidText(step.sent.segment, isn(side), isn(other)) });
  }
  return { trace, said };
}

/** The first difference between kernel and simulation; undefined for none. */
export function difference(replay: Replay): string | undefined {
  const { said } = played(replay.text);
  for (const side of SIDES) {
    const kernel = replay.kernel[side];
    const engine = said[side];
    for (let i = 0; i < Math.max(kernel.length, engine.length); i++) {
      const [k, e] = [kernel[i], engine[i]];
      if (k?.text !== e?.text) return `${side} ${i + 1}: kernel ${show(k)}, engine ${show(e)}`;
      if (k !== undefined && e !== undefined && Math.abs(k.time - e.time) > tolerance(k.time))
        return `${side} ${i + 1}: ${k.text} kernel at ${k.time / 1e6}, engine at ${e.time / 1e6}`;
    }
  }
  return undefined;
}

/**
 * The tolerance for a time, microseconds: kernel timers have ticks of 4 ms, and a busy host is late. It is 20 ms, or a
 * twentieth of the elapsed time.
 */
function tolerance(time: number): number {
  return Math.max(20_000, time / 20);
}

function show(said: Said | undefined): string {
  return said === undefined ? 'nothing' : `${said.text} at ${said.time / 1e6}`;
}
