import { ACK, SYN, URG, formatFlags } from '../../src/wire/flags';
import { formatOptions } from '../../src/wire/options';
import { has, type Segment } from '../../src/wire/segment';
import { silentEnds, type SilentEnd } from './calls';
import { eventsOf, portOf, type Event } from './events';
import { journeysOf, type Journey } from './journey';
import { cutUp } from './offload';
import type { Refused, Run, Seen, Side } from './run';

export interface FlowOptions {
  /** Writes the time of each segment, and `wait` lines between them. */
  readonly timed?: boolean;
  /** The sender written for a forged segment: the host whose address it carries, or an attacker with `spoofing`. */
  readonly forged?: 'plain' | 'spoofing';
}

/** The event behind a line of a written flow. */
export interface FlowLine {
  /** Time at the capture point, microseconds since 1970. */
  readonly time: number;
  /** Time of arrival, for a line that is transmission and arrival in one. */
  readonly arrived?: number;
  readonly kind: 'send' | 'arrive' | 'end';
  readonly sender: Side;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly forged: boolean;
  /** Undefined for a connection that ends without a segment. */
  readonly segment: Segment | undefined;
}

export interface WrittenFlow {
  readonly text: string;
  /** By line (from 0); lines of the prologue have none. */
  readonly lines: ReadonlyMap<number, FlowLine>;
  /** The number of events that the language can't express, by kind. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** The reason why a run can't be written as a flow. */
export interface Unsayable {
  readonly reason: string;
}

/**
 * Writes a run as a flow with explicit transmissions, arrivals and losses, and all numbers. A transmission has the time
 * of the capture beside the sender, an arrival that of the capture beside the receiver.
 */
export function flowOf(run: Run, options: FlowOptions = {}): WrittenFlow | Unsayable {
  const { journeys: seen, leftOut } = journeysOf(run);
  const journeys = cutUp(seen);
  if (journeys.some((j) => j.packet.sourcePort === j.packet.destinationPort && run.loopback.length > 0)) {
    return { reason: 'one socket is both endpoints' };
  }
  if (journeys.length === 0) return { reason: 'no TCP segment' };
  return new Writer(run, journeys, new Map(leftOut), options).write();
}

/** The ECN field of the IP header by its value (RFC 3168 §5). */
const ECN = [undefined, 'ect1', 'ect0', 'ce'] as const;

class Writer {
  private readonly out: string[] = [];
  private readonly lines = new Map<number, FlowLine>();
  private readonly names = new Map<Journey, string>();
  private readonly withPorts: boolean;
  private clock: number;
  private readonly start: number;

  constructor(
    private readonly run: Run,
    private readonly journeys: readonly Journey[],
    private readonly leftOut: Map<string, number>,
    private readonly options: FlowOptions,
  ) {
    this.withPorts = new Set(journeys.map((j) => `${portOf(j, 'client')}>${portOf(j, 'server')}`)).size > 1;
    this.start = Math.min(...journeys.map((j) => (j.sent ?? j.arrivals[0])?.time ?? Infinity));
    this.clock = this.start;
  }

  write(): WrittenFlow {
    this.out.push(`flow "${this.run.name}"`, 'profile linux', this.host('client'), this.host('server'));
    if (this.options.forged === 'spoofing' && this.journeys.some((j) => j.sent === undefined))
      this.out.push('host attacker');
    this.out.push('');
    for (const j of this.journeys) this.countUnsayable(j);
    const events = eventsOf(this.journeys);
    const ends = [...silentEnds(this.run, this.journeys)].sort((a, b) => a.time - b.time);
    const refused = [...this.run.refused].sort((a, b) => a.time - b.time);
    for (let i = 0; i < events.length; i++) {
      const event = events[i] as Event;
      while (ends[0] !== undefined && ends[0].time <= event.time) this.end(ends.shift() as SilentEnd);
      while (refused[0] !== undefined && refused[0].time <= event.time) this.refuse(refused.shift() as Refused);
      if (event.arrival === undefined) {
        // An arrival that is the next event needs no line of its own.
        const next = events[i + 1];
        const atOnce = this.options.timed !== true && next?.journey === event.journey && next.arrival === 0;
        this.send(event, atOnce ? next.time : undefined);
        if (atOnce) i++;
      } else this.arrive(event, event.arrival);
    }
    for (const end of ends) this.end(end);
    return { text: this.out.join('\n') + '\n', lines: this.lines, leftOut: this.leftOut };
  }

  /** A `host` line according to the host's SYN. */
  private host(side: Side): string {
    const first = this.journeys.find((j) => j.sender === side);
    const syn = this.journeys.find((j) => j.sender === side && j.sent !== undefined && has(j.packet.segment, SYN))
      ?.packet.segment;
    const any = this.journeys[0];
    const address = first?.packet.source ?? any?.packet.destination ?? '';
    const port = this.withPorts || any === undefined ? '' : `:${portOf(any, side)}`;
    const parts = [`host ${side} ${address.includes(':') && port !== '' ? `[${address}]` : address}${port}`];
    if (syn !== undefined) {
      parts.push(`window=${syn.win}`);
      if (syn.options.mss !== undefined) parts.push(`mss=${syn.options.mss}`);
      if (syn.options.wscale !== undefined) parts.push(`wscale=${syn.options.wscale}`);
      if (syn.options.sackOk === true) parts.push('sack=on');
      if (syn.options.ts !== undefined) parts.push('timestamps=on');
    }
    return parts.join(' ');
  }

  private send(event: Event, arrived: number | undefined): void {
    const { journey } = event;
    const { sender, packet, arrivals, sent } = journey;
    const ecn = ECN[packet.ecn];
    const receiver = sender === 'client' ? 'server' : 'client';
    const forged = sent === undefined && this.options.forged === 'spoofing';
    const arrow = arrivals.length === 0 ? '-x' : arrived !== undefined ? '->' : '~>';
    const from = forged ? 'attacker' : this.reference(journey, sender);
    const named = arrow === '~>' || arrivals.length > 1;
    const name = `s${this.names.size + 1}`;
    if (named) this.names.set(journey, name);
    const parts = [
      ...(this.options.timed === true ? [`@${micros(event.time - this.start)}`] : []),
      `${from} ${arrow} ${this.reference(journey, receiver)}`,
      segmentText(packet.segment, packet.otherOptions),
      ...(ecn === undefined ? [] : [`ecn=${ecn}`]),
      ...(packet.reserved === 0 ? [] : [`reserved=${packet.reserved}`]),
      ...(named ? [`as ${name}`] : []),
      ...(forged ? [`spoofing ${this.reference(journey, sender)}`] : []),
      `# ${frameText(journey)}`,
    ];
    this.line(event, 'send', parts, arrived);
    this.clock = Math.max(this.clock, event.time);
  }

  private arrive(event: Event, arrival: number): void {
    const late = Math.round(event.time - this.clock);
    if (this.options.timed === true && late > 0) {
      this.out.push(`wait ${late}us`);
      this.clock = event.time;
    }
    this.line(event, 'arrive', [`${arrival === 0 ? 'deliver' : 'duplicate'} ${this.names.get(event.journey) ?? ''}`]);
  }

  /** An ICMP error: a segment was too big for the path. */
  private refuse({ time, side, about }: Refused): void {
    const who = this.withPorts ? `${side}:${about.sourcePort}` : side;
    const to = side === 'client' ? 'server' : 'client';
    const peer = this.withPorts ? ` ${to}:${about.destinationPort}` : '';
    const late = Math.max(time, this.clock) - this.start;
    this.out.push(`${this.options.timed === true ? `@${micros(late)} ` : ''}${who} icmp fragmentation-needed${peer}`);
    this.clock = Math.max(this.clock, time);
  }

  /** An attempt that is given up is written as CLOSE in SYN-SENT, a forgotten connection as an abort whose RST is lost. */
  private end(end: SilentEnd): void {
    const who = this.withPorts ? `${end.side}:${end.side === 'client' ? end.clientPort : end.serverPort}` : end.side;
    const to = end.side === 'client' ? 'server' : 'client';
    const peer = this.withPorts ? `${to}:${to === 'client' ? end.clientPort : end.serverPort}` : to;
    const { time, clientPort, serverPort } = end;
    this.lines.set(this.out.length, {
      time,
      kind: 'end',
      sender: end.side,
      clientPort,
      serverPort,
      forged: false,
      segment: undefined,
    });
    this.out.push(end.what === 'gives up' ? `${who} close ${peer}` : `${who} -x ${peer} RST # in silence`);
  }

  private line(event: Event, kind: FlowLine['kind'], parts: readonly string[], arrived?: number): void {
    const { journey } = event;
    this.lines.set(this.out.length, {
      time: event.time,
      ...(arrived === undefined ? {} : { arrived }),
      kind,
      sender: journey.sender,
      clientPort: portOf(journey, 'client'),
      serverPort: portOf(journey, 'server'),
      forged: journey.sent === undefined,
      segment: journey.packet.segment,
    });
    this.out.push(parts.join(' '));
  }

  private reference(j: Journey, side: Side): string {
    return this.withPorts ? `${side}:${portOf(j, side)}` : side;
  }

  private countUnsayable(j: Journey): void {
    const count = (what: string): void => void this.leftOut.set(what, (this.leftOut.get(what) ?? 0) + 1);
    if (j.packet.optionsBreakOff) count('options that break off');
    if (j.arrivals.some((a) => a.packet.ecn !== j.packet.ecn)) count('congestion mark set on the path');
  }
}

function micros(n: number): string {
  return `${Math.round(n)}us`;
}

function frameText(j: Journey): string {
  const number = (s: Seen | undefined): string => (s === undefined ? '-' : String(s.frame));
  return `frame ${number(j.sent)} > ${j.arrivals.map(number).join(', ') || '-'}`;
}

/** The clauses of a segment, with absolute numbers. */
export function segmentText(s: Segment, otherBytes: Uint8Array = new Uint8Array()): string {
  const parts = [formatFlags(s.flags) || '[]', `seq=${s.seq}`];
  if (has(s, ACK) || s.ack !== 0) parts.push(`ack=${s.ack}`);
  parts.push(`win=${s.win}`);
  if (has(s, URG) || s.urg !== 0) parts.push(`urg=${s.urg}`);
  const raw = otherBytes.length === 0 ? '' : `raw ${Buffer.from(otherBytes).toString('hex')}`;
  const known = formatOptions(s.options).replace(/^<|>$/g, '');
  parts.push(`len=${s.len}`, `<${[known, raw].filter((o) => o !== '').join(', ')}>`);
  return parts.join(' ');
}
