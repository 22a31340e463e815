/** Happenings as lines of a flow: what *Write this run out* and the counterexamples of `explore` have in common. */
import { ACK, SYN, type Options, type Segment, formatFlags, formatOptions, has } from '../wire';
import type { Cast, EndId, Endpoint, Micros, Sent, World } from '../sim';
import type { Told } from '../explore';
import { type Config, NO_FIELDS, complete } from '../tcp';
import { quoted } from '../script';
import { written } from '../trace';

/**
 * Flags and payload of a segment, and all fields that would not be filled in with the same values.
 *
 * @param sender the end before it sends
 * @param content the payload as the line writes it; its length or its octets if absent
 */
export function clausesOf(
  { segment, time }: Pick<Sent, 'segment' | 'time'>,
  sender: Endpoint,
  config: Config,
  content?: readonly string[],
): readonly string[] {
  const { flags, len, data } = segment;
  const filled = complete(sender.tcb, { ...NO_FIELDS, flags, len, data }, sender.resets, config, time);
  const differs = (key: 'seq' | 'ack' | 'win'): boolean => segment[key] !== filled[key];
  return [
    formatFlags(flags) || '[]',
    ...(differs('seq') ? [`seq=${segment.seq}`] : []),
    ...(has(segment, ACK) && differs('ack') ? [`ack=${segment.ack}`] : []),
    ...(differs('win') ? [`win=${segment.win}`] : []),
    ...(content ?? payload(segment)),
    ...(sameOptions(segment.options, filled.options) ? [] : [formatOptions(segment.options)]),
  ];
}

function payload({ data, len }: Segment): readonly string[] {
  if (len === 0) return [];
  return data === undefined ? [`len=${len}`] : [...(data.length < len ? [`len=${len}`] : []), quoted(data)];
}

function sameOptions(a: Options, b: Options): boolean {
  return formatOptions(a) === formatOptions(b);
}

/** Facts of a flow that the lines of a way need. */
export interface Telling {
  readonly cast: Cast;
  readonly configs: readonly Config[];
  /** The references by which lines write an end and its peer. */
  readonly refs: ReadonlyMap<EndId, readonly [string, string]>;
  /** Names that the flow has given already. */
  readonly taken: ReadonlySet<string>;
  /** Names of segments that are in flight above the lines, by their number (`Sent.id`). */
  readonly inFlight: ReadonlyMap<number, string>;
  /** The host that forged segments come from. */
  readonly forger: string;
  /** True if connections begin at numbers that the engine would not choose: their SYNs are written with them. */
  readonly isnRepeats: boolean;
  /** The time above the lines, microseconds. */
  readonly clock: Micros;
}

/** The lines of a way that `explore` has found. Played, they lead to the same world. */
export function linesOf(happened: readonly Told[], telling: Telling): readonly string[] {
  return new Teller(happened, telling).lines();
}

class Teller {
  private readonly out: string[] = [];
  private readonly names: Map<number, string>;
  /** The ends that have sent a SYN. */
  private readonly opened = new Set<EndId>();
  private numbered = 0;
  private clock: Micros;

  constructor(
    private readonly happened: readonly Told[],
    private readonly telling: Telling,
  ) {
    this.clock = telling.clock;
    this.names = new Map(telling.inFlight);
  }

  lines(): readonly string[] {
    const { happened } = this;
    for (let i = 0; i < happened.length; i++) if (this.tell(happened[i] as Told, happened[i + 1])) i++;
    return this.out;
  }

  /** Writes the line of a happening; true if it tells the next happening, too. */
  private tell(what: Told, next: Told | undefined): boolean {
    switch (what.kind) {
      case 'sent':
        return this.segment(what.sent, what.before, next);
      case 'arrived':
        this.out.push(`${what.keeps ? 'duplicate' : 'deliver'} ${this.nameOf(what.sent)}`);
        return false;
      case 'lost':
        // The line that sends it says so, unless it was sent above these lines.
        if (this.telling.inFlight.has(what.sent.id)) this.out.push(`drop ${this.nameOf(what.sent)}`);
        return false;
      case 'forged':
        this.forged(what.sent, what.before);
        return false;
      case 'call':
        this.call(what.end, what.call, what.count);
        return false;
      case 'forget':
        this.out.push(`${this.refOf(what.end)[0]} forgets ${this.refOf(what.end)[1]}`);
        return false;
      case 'wait':
        if (what.until > this.clock) this.out.push(`wait ${written(what.until - this.clock)}`);
        this.clock = Math.max(this.clock, what.until);
        return false;
    }
  }

  private refOf(end: EndId): readonly [string, string] {
    return this.telling.refs.get(end) ?? ['', ''];
  }

  /** A segment that arrives before anything else is told by one line. */
  private segment(sent: Sent, before: World, next: Told | undefined): boolean {
    const [from, to] = this.refOf(sent.from);
    const isLost = this.happened.some((what) => what.kind === 'lost' && what.sent === sent);
    const isNext = next?.kind === 'arrived' && next.sent === sent && !next.keeps;
    const arrow = isLost ? '-x' : isNext ? '->' : '~>';
    const name = arrow === '~>' ? [`as ${this.nameOf(sent)}`] : [];
    const sender = before.ends.get(sent.from);
    const config = this.configOf(sent.from);
    const clauses = sender === undefined || config === undefined ? [] : clausesOf(sent, sender, config);
    const [flags = '', ...others] = clauses;
    const isSyn = this.telling.isnRepeats && has(sent.segment, SYN);
    const opensAgain = isSyn && this.opened.has(sent.from);
    if (isSyn) this.opened.add(sent.from);
    const isn = opensAgain && !others.some((clause) => clause.startsWith('seq=')) ? [`seq=${sent.segment.seq}`] : [];
    this.out.push([`${from} ${arrow} ${to}`, flags, ...isn, ...others, ...name].join('  '));
    return isNext;
  }

  private configOf(end: EndId): Config | undefined {
    return this.telling.configs[this.telling.cast.ends[end]?.host ?? 0];
  }

  private forged(sent: Sent, before: World): void {
    const { segment } = sent;
    const [claimed, to] = this.refOf(sent.from);
    const sender = before.ends.get(sent.from);
    const config = this.configOf(sent.from);
    if (sender === undefined || config === undefined) return;
    const fields = clausesOf({ segment, time: sent.time }, sender, config);
    this.out.push([`${this.telling.forger} -> ${to}`, ...fields, `spoofing ${claimed}`].join('  '));
  }

  private call(end: EndId, call: string, count: number | undefined): void {
    const [from, to] = this.refOf(end);
    const rest = count !== undefined ? ` ${count}` : call === 'connect' ? ` ${to}` : '';
    this.out.push(`${from} ${call}${rest}`);
  }

  private nameOf({ id }: Sent): string {
    let name = this.names.get(id);
    if (name === undefined) {
      do name = `s${++this.numbered}`;
      while (this.telling.taken.has(name));
      this.names.set(id, name);
    }
    return name;
  }
}
