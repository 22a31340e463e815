import { ACK, formatFlags } from '../wire/flags';
import { has, type Segment } from '../wire/segment';
import { formatOptions, type Options } from '../wire/options';
import { count } from '../network/path';
import type { EndId, Sent, World } from '../network/world';
import { namesOf } from '../script/names';
import { quoted } from '../script/quote';
import { complete } from '../tcp/emit';
import type { Roles } from './cast';
import { rolesOf } from './check';
import { firstStepFrom, stepsAt } from './lookup';
import { before, type FlightStep, type SegmentStep, type Step, type Trace } from './trace';

/**
 * The statements that a `run` or `=>` (line from 0) stands for: its segments and their arrivals, losses, and the time between. In its
 * place they give the same worlds. The line as it is, where it has no steps.
 *
 * @param count how many of the line's steps are written; all, unless it is given
 */
export function writeOut(trace: Trace, line: number, count = Infinity): string {
  const steps = stepsAt(trace, line).slice(0, count);
  const text = trace.script.lines[line]?.text ?? '';
  if (steps.length === 0) return count === 0 ? '' : text;
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  const writer = new Writer(trace, firstStepFrom(trace, line), steps);
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
  private readonly lands: ReadonlySet<Sent>;
  private readonly doubled: ReadonlySet<Sent>;
  private readonly sent: ReadonlySet<Sent>;
  private clock: number;
  private numbered = 0;

  constructor(
    private readonly trace: Trace,
    private readonly first: number,
    private readonly steps: readonly Step[],
  ) {
    const roles = rolesOf(trace);
    this.roles = roles;
    this.taken = new Set(namesOf(trace.script).all.map((n) => n.text));
    this.refs = new Map([...roles.byArrow].map(([key, end]) => [end, key.split('>') as [string, string]]));
    this.clock = before(trace, first).clock;
    const arrived = (kind: Step['kind']): Sent[] =>
      steps.flatMap((s) =>
        s.kind === kind && 'sent' in s ? [s.kind === 'duplicate' ? (s.sent.copyOf ?? s.sent) : s.sent] : [],
      );
    this.lands = new Set([...arrived('deliver'), ...arrived('drop')]);
    this.sent = new Set(steps.flatMap((s) => (s.kind === 'segment' ? [s.sent] : [])));
    const copies = [...(steps.at(-1)?.after.flights.values() ?? [])].flatMap((s) =>
      s.copyOf === undefined ? [] : [s.copyOf],
    );
    this.doubled = new Set([...arrived('duplicate'), ...copies]);
  }

  write(): readonly string[] {
    this.steps.forEach((step, i) => {
      this.step(step, before(this.trace, this.first + i));
    });
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
        // Where the flow writes no SEND for this side, its segments imply the data.
        if (step.call === 'send' && this.roles.roles[step.end]?.bound.send === true)
          this.line(step.time, `${this.refs.get(step.end)?.[0] ?? ''} send ${step.count ?? 0}`);
        return;
      case 'timer':
      case 'wait':
      case 'icmp':
      case 'expect':
      case 'note':
        return;
    }
  }

  private arrival(step: FlightStep, sent: Sent): void {
    // What was sent before this line is on its way by itself.
    if (!this.sent.has(sent) && sent.label === undefined) this.wait(step.time);
    else this.line(step.time, `${step.kind} ${this.nameOf(sent)}`);
  }

  private segment(step: SegmentStep, world: World): void {
    const { sent, fate } = step;
    const delay = step.after.clock - sent.time;
    const atOnce = fate === 'delivered' && delay === 0 && !this.doubled.has(sent);
    const stays = fate === 'held' && !this.lands.has(sent) && !this.doubled.has(sent);
    // What arrives behind the run does so by itself, as it would have.
    const late = stays ? (sent.arrives ?? sent.time) - sent.time - this.delayedBy(sent, world) : 0;
    if (late > 0)
      this.line(sent.time, `delay next from ${this.refs.get(sent.from)?.[0] ?? ''} by ${micros(late)}`, true);
    const arrow = fate === 'lost' ? '-x' : atOnce || stays ? '->' : '~>';
    const [from, to] = this.refs.get(sent.from) ?? ['', ''];
    const name = arrow === '~>' ? [`as ${this.nameOf(sent)}`] : [];
    const words = [`${from} ${arrow} ${to}`, ...this.clauses(sent, world), ...name];
    this.line(sent.time, words.join('  '));
    if (fate === 'delivered' && !atOnce) this.line(step.after.clock, `deliver ${this.nameOf(sent)}`);
  }

  /** Faults of the flow itself that will strike the written line, too. */
  private delayedBy({ from, to, segment }: Sent, world: World): number {
    const host = (end: EndId): number => this.trace.cast.ends[end]?.host ?? 0;
    const { struck } = count(world.network, from, [host(from), host(to)], segment);
    return struck.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.by : 0), 0);
  }

  /** Flags and payload, and whatever the engine would not fill in by itself. */
  private clauses(sent: Sent, world: World): readonly string[] {
    const { segment, from } = sent;
    const endpoint = world.ends.get(from);
    const config = this.roles.configs[this.trace.cast.ends[from]?.host ?? 0];
    if (endpoint === undefined || config === undefined) return [];
    const { flags, len, data } = segment;
    const given = {
      flags,
      len,
      data,
      seq: undefined,
      ack: undefined,
      win: undefined,
      urg: undefined,
      options: undefined,
      ecn: undefined,
    };
    const filled = complete(endpoint.tcb, given, endpoint.resets, config, sent.time);
    const differs = (key: 'seq' | 'ack' | 'win'): boolean => segment[key] !== filled[key];
    return [
      formatFlags(flags) || '[]',
      ...(differs('seq') ? [`seq=${segment.seq}`] : []),
      ...(has(segment, ACK) && differs('ack') ? [`ack=${segment.ack}`] : []),
      ...(differs('win') ? [`win=${segment.win}`] : []),
      ...payload(segment),
      ...(sameOptions(segment.options, filled.options) ? [] : [formatOptions(segment.options)]),
    ];
  }

  private line(time: number, text: string, untimed = false): void {
    if (time <= this.clock) this.out.push(text);
    else if (this.roles.timed && !untimed) this.out.push(`+${micros(time - this.clock)} ${text}`);
    else {
      this.wait(time);
      this.out.push(text);
    }
    this.clock = Math.max(this.clock, time);
  }

  private wait(until: number): void {
    this.out.push(`wait ${micros(until - this.clock)}`);
    this.clock = until;
  }

  private nameOf(sent: Sent): string {
    let name = sent.label ?? this.names.get(sent);
    if (name === undefined) {
      do name = `s${++this.numbered}`;
      while (this.taken.has(name));
      this.names.set(sent, name);
    }
    return name;
  }
}

function payload({ data, len }: Segment): readonly string[] {
  if (len === 0) return [];
  return data === undefined ? [`len=${len}`] : [quoted(data)];
}

/** A length of time in the largest unit that leaves a short number: `1.5s`, `20ms`, `5180us`. */
export function micros(n: number): string {
  if (n % 1_000_000 === 0 || (n > 1_000_000 && n % 100_000 === 0)) return `${n / 1_000_000}s`;
  return n % 1000 === 0 ? `${n / 1000}ms` : `${n}us`;
}

function sameOptions(a: Options, b: Options): boolean {
  return formatOptions(a) === formatOptions(b);
}
