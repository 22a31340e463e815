import type { Arrivals } from '../../sim/arrivals';
import { Keyed } from '../../sim/keyed';
import { Items, Queue } from '../../sim/persistent';
import { CLOSED_TCB, type Tcb } from '../../tcp/tcb';
import { initialSequenceNumber } from '../../tcp/isn';
import { SECOND, type Config } from '../../tcp/config';
import type { Reason } from '../../tcp/unknown';
import type { Taken } from '../../tcp/arrival';
import type { RuleGroups } from '../../tcp/rules';
import { backToListen } from '../../tcp/arrival';
import { add, seq, type Seq } from '../../wire/seq';
import { quiet } from '../../sim/path';
import type { Endpoint, EndId, EndInfo, Micros, World } from '../../sim/world';
import type { Args, Level, Script, Span } from '../../script/syntax';
import type { Roles } from '../cast/cast';
import type { Dues } from './dues';
import type { Edit, Finding, Fix, Related } from '../../trace/finding';
import { FLOW_RULES } from '../../trace/flow-rules';
import { showFrom } from '../../trace/numbers';
import type { Move, NumberBase, Step } from '../../trace/trace';

/** An initial sequence number with the line that brought it, so that a re-check can forget later ones. */
export interface BaseAt extends NumberBase {
  readonly line: number;
}

/** A flow while it is being played: the world so far, and what has been found. Lives for one check only. */
export interface Player {
  readonly script: Script;
  readonly roles: Roles;
  /** What segments are held against. */
  readonly rules: RuleGroups;
  world: World;
  /** `world` was made since the last step was closed: nobody else holds it, and it may still be changed in place. */
  ownsWorld: boolean;
  /** The steps of this check; those that it took over from an earlier one stand before them (`stepsBack`). */
  readonly steps: Step[];
  readonly earlier: { stepsBefore(line: number): Iterable<Step> } | undefined;
  /** The first line of this check. */
  readonly from: number;
  readonly bases: BaseAt[][];
  /** Findings and moves of the statement at hand. */
  findings: Finding[];
  moves: readonly Move[];
  line: number;
  /** What is on its way by itself, soonest first; kept between lines so that nobody searches the world for it. */
  arrivals: Arrivals | undefined;
  /** When timers run out, where many might. */
  dues: Dues | undefined;
  /** The engines play, and what is on its way is kept aside. */
  playing: boolean;
  /** What the engines may have spent when they stop: the flow's budget, or less where a line is only tried. */
  budget: number;
}

const NEVER: Endpoint = {
  tcb: CLOSED_TCB,
  resets: [],
  parting: undefined,
  lastSent: undefined,
  lastHeard: undefined,
  heardSince: 0,
  lastLost: false,
  due: undefined,
  reuses: false,
  sndBy: undefined,
  rcvBy: undefined,
  unacked: Queue.empty(),
  asked: undefined,
  delivered: undefined,
  ended: 'never',
  attempts: 0,
  outgoing: [],
};

export function initialWorld(roles: Roles): World {
  return {
    clock: 0,
    ends: Items.of(roles.roles.map((role) => (role.listens ? { ...NEVER, tcb: backToListen(CLOSED_TCB) } : NEVER))),
    network: quiet(),
    flights: Keyed.empty(),
    names: Keyed.empty(),
    cookies: Keyed.empty(),
    doubted: undefined,
  };
}

export function endpointOf(world: World, end: EndId): Endpoint {
  return world.ends.get(end) ?? NEVER;
}

export function setEndpoint(p: Player, end: EndId, endpoint: Endpoint): void {
  const ends = p.world.ends.set(end, endpoint);
  if (p.ownsWorld) (p.world as { ends: World['ends'] }).ends = ends;
  else p.world = { ...p.world, ends };
  p.ownsWorld = true;
}

/** All steps so far, the last one first. */
export function* stepsBack({ steps, earlier, from }: Player): Generator<Step> {
  for (let i = steps.length - 1; i >= 0; i--) yield steps[i] as Step;
  if (earlier !== undefined) yield* earlier.stepsBefore(from);
}

export function infoOf(p: Player, end: EndId): EndInfo {
  return p.roles.cast.ends[end] as EndInfo;
}

export function configOf(p: Player, end: EndId): Config {
  return p.roles.configs[infoOf(p, end).host] as Config;
}

/** Notes the rows that an endpoint took. */
export function note(p: Player, end: EndId, taken: readonly Taken[]): void {
  if (taken.length === 0) return;
  const moves = taken.map(({ row, from, to }) => ({ end, row, from, to }));
  p.moves = p.moves.length === 0 ? moves : [...p.moves, ...moves];
}

export interface Report {
  readonly says?: string;
  readonly args?: Args;
  readonly source?: string;
  readonly arithmetic?: string;
  readonly because?: Reason;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}

/** Adds a finding about a part of the line at hand. */
export function report(p: Player, rule: string, level: Level, span: Span, more: Report = {}): void {
  p.findings.push(finding(p.line, rule, level, span, more));
}

export function finding(line: number, rule: string, level: Level, span: Span, more: Report = {}): Finding {
  const source = more.source ?? FLOW_RULES[rule]?.source;
  return {
    rule,
    ...(more.says === undefined ? {} : { says: more.says }),
    level,
    line,
    start: span.start,
    end: span.end,
    args: more.args ?? {},
    ...(source ? { source } : {}),
    ...(more.arithmetic === undefined ? {} : { arithmetic: more.arithmetic }),
    ...(more.because === undefined ? {} : { because: more.because }),
    ...(more.fix === undefined ? {} : { fix: more.fix }),
    ...(more.related === undefined || more.related.length === 0 ? {} : { related: more.related }),
  };
}

export function edit(line: number, span: Span, newText: string): Edit {
  return { line, start: span.start, end: span.end, newText };
}

const NOTHING: readonly never[] = [];

/** Closes the statement at hand with a step. */
export function push(p: Player, step: StepWithout, time: Micros = p.world.clock): void {
  const { line, world: after } = p;
  const findings = p.findings.length > 0 ? p.findings : NOTHING;
  const moves = p.moves.length > 0 ? p.moves : NOTHING;
  if (step.kind === 'segment' && step.generated === undefined) {
    // Most steps: written out, so that all its fields lie together.
    const { kind, sent, fate, filled, implied } = step;
    p.steps.push({ kind, line, time, sent, fate, filled, implied, after, findings, moves });
  } else p.steps.push({ ...step, line, time, after, findings, moves });
  p.ownsWorld = false;
  if (p.findings.length > 0) p.findings = [];
  if (p.moves.length > 0) p.moves = [];
}

type Omitting<T> = T extends unknown ? Omit<T, 'line' | 'time' | 'after' | 'findings' | 'moves'> : never;
export type StepWithout = Omitting<Step>;

/** A fixed key: flows are to give the same numbers every time. Real stacks draw theirs at boot. */
export const SECRET: readonly [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/**
 * The ISN of an end's next attempt to open. An untimed flow's clock stands still, so attempts count as a second apart:
 * that is 250,000 steps of the 4-microsecond clock (RFC 9293 §3.4.1).
 */
export function nextIss(p: Player, end: EndId): Seq {
  const { attempts } = endpointOf(p.world, end);
  const { isn } = configOf(p, end);
  if (isn !== undefined) return add(isn, attempts * 250_000);
  if (configOf(p, end).variants.has('predictable-isn')) return seq(1 + 64_000 * (attempts + 2 * end));
  const own = infoOf(p, end);
  const peer = infoOf(p, own.peer);
  const address = (e: EndInfo): string => `${p.roles.cast.hosts[e.host]?.address ?? ''}:${e.port}`;
  return initialSequenceNumber(`${address(own)}>${address(peer)}`, SECRET, p.world.clock + attempts * SECOND);
}

/** Is this end's next ISN laid down by its host line? */
export function isnIsFixed(p: Player, end: EndId): boolean {
  return configOf(p, end).isn !== undefined && endpointOf(p.world, end).attempts === 0;
}

/** Gives a side that has not sent its SYN another initial sequence number. */
export function withIss(tcb: Tcb, iss: Seq): Tcb {
  return tcb.iss === iss ? tcb : { ...tcb, iss, sndUna: iss, sndNxt: iss };
}

/** An end that opens again and again has so many initial sequence numbers that numbers are counted from. */
const MOST_BASES = 1000;
/** As many of an end's latest initial sequence numbers are what a number of it may be counted from. */
const RECENT = 64;

function recentBases(p: Player, end: EndId): readonly BaseAt[] {
  const all = p.bases[end] ?? [];
  return all.length > RECENT ? all.slice(-RECENT) : all;
}

export function addBase(p: Player, end: EndId, base: Seq, name: string | undefined): void {
  const list = p.bases[end] as BaseAt[];
  if (list.length >= MOST_BASES) return;
  if (recentBases(p, end).some((b) => b.base === base && (b.name === name || name === undefined))) return;
  list.push({ base, name, line: p.line });
}

/**
 * A number of `end`'s numbering, as the flow writes numbers: with names where there are some, else as it is on the wire.
 */
export function show(p: Player, end: EndId, value: Seq): string {
  const bases = recentBases(p, end);
  return showFrom(bases, value, bases.some((b) => b.name !== undefined) ? 'symbolic' : 'absolute');
}
