import { type EndId, type Fault, type Sent, type World, count } from '../sim';
import { namesOf, quoted } from '../script';
import { type Message, type Said, type TlsDoor, known } from '../layers';
import { clausesOf } from './lines';
import { type Roles, rolesOf, worldBefore } from '../check';
import {
  type CallStep,
  type FlightStep,
  type IcmpStep,
  type SegmentStep,
  type Step,
  type Trace,
  labelOf,
  stepsAt,
  written,
} from '../trace';

/**
 * The lines that replace a `run` or message (line from 0): its segments with arrivals and losses, and the waits between
 * them. They give the same worlds. Without steps, the line itself.
 *
 * @param count the number of the line's steps to write; all if absent
 */
export function writeOut(trace: Trace, line: number, count = Infinity): string {
  const steps = stepsAt(trace, line);
  const text = trace.script.lines[line]?.text ?? '';
  if (steps.length === 0 || count === 0) return count === 0 ? '' : text;
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  const writer = new Writer(trace, line, steps, count);
  return writer
    .write()
    .map((l) => indent + l)
    .join('\n');
}

class Writer {
  private readonly out: string[] = [];
  private readonly names = new Map<Sent, string>();
  private readonly taken: ReadonlySet<string>;
  private readonly roles: Roles;
  private readonly refs: ReadonlyMap<EndId, readonly [string, string]>;
  private readonly steps: readonly Step[];
  private readonly start: World;
  /** The segments sent by the line. */
  private readonly sent: ReadonlySet<Sent>;
  /** Those of them with a scheduled arrival: they have no name and may be in flight at the end. */
  private readonly byItself: ReadonlySet<Sent>;
  private readonly doubled: ReadonlySet<Sent>;
  private clock: number;
  private numbered = 0;
  /** Ends that have heard no data since their last SEND: in a segment they would say the same messages. */
  private readonly speaking = new Set<EndId>();
  /** Ends whose last SEND is written with its messages: segments carry octets of it. */
  private readonly handed = new Set<EndId>();

  constructor(
    private readonly trace: Trace,
    line: number,
    all: readonly Step[],
    count: number,
  ) {
    const roles = rolesOf(trace);
    this.roles = roles;
    this.taken = new Set(namesOf(trace.script).all.map((n) => n.text));
    this.refs = new Map(roles.arrows.all.map(({ from, to, end }) => [end, [from, to]]));
    this.start = worldBefore(trace, line);
    this.clock = this.start.clock;
    this.steps = all.slice(0, count);
    this.sent = new Set(this.steps.flatMap((s) => (s.kind === 'segment' ? [s.sent] : [])));
    const copies = copiesOf(all);
    this.doubled = new Set(copies.map((c) => c.copyOf ?? c));
    this.byItself = arrivingByThemselves(this.steps, copies);
  }

  write(): readonly string[] {
    let world = this.start;
    for (const step of this.steps) {
      this.step(step, world);
      world = step.after;
    }
    const end = this.steps.at(-1)?.after.clock ?? this.clock;
    if (end > this.clock) this.wait(end);
    return this.out;
  }

  private step(step: Step, world: World): void {
    switch (step.kind) {
      case 'segment':
        this.segment(step, world);
        return;
      case 'deliver':
      case 'duplicate':
      case 'drop':
        this.arrival(step, step.sent.copyOf ?? step.sent);
        return;
      case 'call':
        this.call(step);
        return;
      case 'icmp':
        this.icmp(step);
        return;
      case 'given':
      case 'forget':
      case 'leak':
      case 'timer':
      case 'wait':
      case 'expect':
      case 'note':
        return;
    }
  }

  /** Without explicit SEND calls the segments imply the data, and the SYN implies the OPEN. */
  private call({ call, end, count, time, says }: CallStep): void {
    const [from = '', to = ''] = this.refs.get(end) ?? [];
    if (call === 'send') this.speaking.add(end);
    if (this.roles.roles[end]?.bound.send !== true) return;
    if (call === 'connect') this.line(time, `${from} connect ${to}`);
    if (call !== 'send') return;
    const sealed = this.sealed(says ?? [], count ?? 0);
    const said = sealed === undefined ? stringOf(says ?? [], count ?? 0) : `${to} ${sealed}`;
    if (said === undefined) this.handed.delete(end);
    else this.handed.add(end);
    this.line(time, `${sealed === undefined ? this.caller(end) : from} send ${said ?? count ?? 0}`);
  }

  /** The side that calls, by its whole name where its host has several. */
  private caller(end: EndId): string {
    const { hosts, ends } = this.trace.cast;
    const [from = ''] = this.refs.get(end) ?? [];
    const isOne = hosts[ends[end]?.host ?? 0]?.ends.length === 1;
    return isOne ? from : (ends[end]?.name ?? from);
  }

  private icmp({ end, error, mtu, time }: IcmpStep): void {
    const [from = '', to = ''] = this.refs.get(end) ?? [];
    this.line(time, `${from} icmp ${error}${mtu === undefined ? '' : ` mtu=${mtu}`} ${to}`);
  }

  private arrival(step: FlightStep, sent: Sent): void {
    if (sent.segment.len > 0) this.speaking.delete(sent.to);
    const isNamed = this.sent.has(sent) ? !this.byItself.has(sent) : this.labelOf(sent) !== undefined;
    if (isNamed) this.line(step.time, `${step.kind} ${this.nameOf(sent)}`);
    else this.nextArrives(sent, step.time);
  }

  private nextArrives({ from }: Sent, time: number): void {
    this.out.push(`deliver next from ${this.refs.get(from)?.[0] ?? ''}`);
    this.clock = Math.max(this.clock, time);
  }

  private segment(step: SegmentStep, world: World): void {
    const { sent, fate } = step;
    const [from, to] = this.refs.get(sent.from) ?? ['', ''];
    const atOnce =
      (fate === 'arrived' || fate === 'dropped') && step.after.clock === sent.time && !this.doubled.has(sent);
    const delays = this.delaysOf(sent, world);
    const byItself = this.byItself.has(sent) || (atOnce && delays.length > 0);
    if (byItself) this.delay(sent, delays);
    const arrow = fate === 'lost' ? '-x' : atOnce || byItself ? '->' : '~>';
    const name = arrow === '~>' ? [`as ${this.nameOf(sent)}`] : [];
    const words = [`${from} ${arrow} ${to}`, ...this.clauses(step, world), ...name];
    this.line(sent.time, words.join('  '));
    if (fate === 'arrived' && sent.segment.len > 0) this.speaking.delete(sent.to);
    if ((fate !== 'arrived' && fate !== 'dropped') || (atOnce && !byItself)) return;
    if (byItself) this.nextArrives(sent, step.after.clock);
    else this.line(step.after.clock, `deliver ${this.nameOf(sent)}`);
  }

  /** The script's own delays that will apply to the written segment. */
  private delaysOf({ from, to, segment, time }: Sent, world: World): readonly Fault[] {
    const host = (end: EndId): number => this.trace.cast.ends[end]?.host ?? 0;
    const { struck } = count(world.network, from, [host(from), host(to)], segment, time);
    return struck.filter((fault) => fault.kind === 'delay');
  }

  /** Writes a `delay` for the time to a scheduled arrival, less the script's own delays. */
  private delay({ from, time, arrives = time }: Sent, delays: readonly Fault[]): void {
    const left = arrives - time - delays.reduce((sum, fault) => sum + fault.by, 0);
    if (left > 0 || delays.length === 0)
      this.line(time, `delay next from ${this.refs.get(from)?.[0] ?? ''} by ${written(left)}`, true);
  }

  /** Flags and payload, and all fields that would not be filled in with the same values. */
  private clauses(step: SegmentStep, world: World): readonly string[] {
    const { sent } = step;
    const { from } = sent;
    const endpoint = world.ends.get(from);
    const config = this.roles.configs[this.trace.cast.ends[from]?.host ?? 0];
    if (endpoint === undefined || config === undefined) return [];
    return clausesOf(sent, endpoint, config, this.messages(step));
  }

  /** The messages of TLS that a segment carries; undefined where it carries something else, or parts. */
  private messages({ sent, says }: SegmentStep): readonly string[] | undefined {
    const { from, repeats, segment } = sent;
    if (says === undefined || repeats !== undefined || !this.speaking.has(from)) return undefined;
    if (this.handed.has(from)) return [`len=${segment.len}`];
    const said = this.sealed(says, segment.len);
    return said === undefined ? undefined : [said];
  }

  /** Whole messages of TLS that are `size` octets together, as a flow writes them; undefined for anything else. */
  private sealed(says: readonly Said[], size: number): string | undefined {
    const said = says.map((one) =>
      one.from === 0 && one.to === one.size ? sealedText(one.message, this.roles.tls?.door) : undefined,
    );
    const carried = says.reduce((sum, one) => sum + one.to - one.from, 0);
    if (carried !== size || size === 0 || said.some((text) => text === undefined)) return undefined;
    return `tls ${said.join(' + ')}`;
  }

  private line(time: number, text: string, untimed = false): void {
    if (time <= this.clock) this.out.push(text);
    else if (this.roles.timed && !untimed) this.out.push(`+${written(time - this.clock)} ${text}`);
    else {
      this.wait(time);
      this.out.push(text);
    }
    this.clock = Math.max(this.clock, time);
  }

  private wait(until: number): void {
    this.out.push(`wait ${written(until - this.clock)}`);
    this.clock = until;
  }

  private labelOf(sent: Sent): string | undefined {
    return labelOf(this.trace.steps, sent);
  }

  private nameOf(sent: Sent): string {
    let name = this.labelOf(sent) ?? this.names.get(sent);
    if (name === undefined) {
      do name = `s${++this.numbered}`;
      while (this.taken.has(name));
      this.names.set(sent, name);
    }
    return name;
  }
}

/** The duplicates that arrive on a line, or are in flight after it. */
function copiesOf(steps: readonly Step[]): readonly Sent[] {
  const arrived = steps.flatMap((s) => (s.kind === 'duplicate' ? [s.sent] : []));
  const left = [...(steps.at(-1)?.after.flights.values() ?? [])].filter((s) => s.copyOf !== undefined);
  return [...arrived, ...left];
}

/**
 * Segments that are in flight at the end, or have duplicates in flight. Arrivals at the same moment stay scheduled as
 * well: a `wait` for that moment would deliver all of them.
 */
function arrivingByThemselves(steps: readonly Step[], copies: readonly Sent[]): ReadonlySet<Sent> {
  const landed = new Set(
    steps.flatMap((s) => {
      if (s.kind === 'segment') return s.fate === 'in-flight' ? [] : [s.sent];
      return 'sent' in s ? [s.sent] : [];
    }),
  );
  const open = new Set(copies.filter((c) => !landed.has(c)).map((c) => c.copyOf ?? c));
  const arriving = steps.flatMap((s) => (s.kind === 'segment' && s.fate !== 'lost' ? [s.sent] : []));
  const stays = (sent: Sent): boolean => !landed.has(sent) || open.has(sent);
  const moments = new Set(arriving.filter(stays).map((sent) => sent.arrives));
  return new Set(arriving.filter((sent) => stays(sent) || (isLate(sent) && moments.has(sent.arrives))));
}

function isLate({ arrives, time }: Sent): boolean {
  return arrives !== undefined && arrives > time;
}

/** A message of TLS as flows write it; undefined for one of another layer. */
function sealedText(message: Message | undefined, door: TlsDoor | undefined): string | undefined {
  const sealed = message?.sealed?.message;
  if (message === undefined || sealed === undefined) return undefined;
  if (sealed.name === 'Alert') return message.name.replace(/^Alert/, 'alert');
  if (sealed.name !== 'ApplicationData') return sealed.name;
  const inside = door?.insideOf(sealed);
  return inside && `data ${quoted(inside)}`;
}

/** Whole messages that are `size` octets together, as a string; undefined for others. */
function stringOf(says: readonly Said[], size: number): string | undefined {
  const parts = says.map((one) =>
    one.message !== undefined && one.from === 0 && one.to === one.size ? known(one.message.octets) : undefined,
  );
  const octets = parts.flatMap((part) => (part === undefined ? [] : [...part]));
  return size === 0 || octets.length !== size ? undefined : quoted(Uint8Array.from(octets));
}
