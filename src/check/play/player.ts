import type { Reason } from '../../tcp';
import type { RuleGroups } from '../../tcp/rules';
import { type Seq, segLen } from '../../wire';
import {
  type EndId,
  type Happening,
  MAX_SEGMENTS,
  type Micros,
  type Motion,
  type Move,
  type Recorder,
  type Sent,
  type World,
} from '../../sim';
import { type Args, type Level, type Script, type Span, lineAt } from '../../script';
import {
  type Edit,
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  FLOW_RULES,
  type Finding,
  type Fix,
  type Loose,
  type NumberBase,
  type Related,
  type Scope,
  type Step,
  type Stretches,
  lineSending,
  showFrom,
  stepSending,
} from '../../trace';
import type { Roles } from '../cast/cast';

/** An initial sequence number with the line that brought it, so that a re-check can forget later ones. */
export interface BaseAt extends NumberBase {
  readonly line: number;
}

/** A flow while it is being played: its world in motion, and what has been found. Lives for one check only. */
export interface Player extends Motion {
  readonly script: Script;
  readonly roles: Roles;
  /** What segments are held against. */
  readonly rules: RuleGroups;
  /** The steps of this check, and the lines that made none; what it took over from an earlier one stands before them. */
  readonly steps: Step[];
  readonly loose: Loose[];
  readonly earlier: Stretches | undefined;
  /** The first line of this check. */
  readonly from: number;
  readonly bases: BaseAt[][];
  /** Names and doubts up to the statement at hand. */
  scope: Scope;
  /** Findings of the statement at hand. */
  findings: Finding[];
  line: number;
}

/** The start of a check: nothing, or the place in an earlier check from which it goes on. */
export interface Start {
  readonly script: Script;
  readonly roles: Roles;
  readonly rules: RuleGroups;
  readonly world: World;
  readonly scope: Scope;
  readonly earlier: Stretches | undefined;
  readonly from: number;
  readonly bases: BaseAt[][];
}

export function createPlayer({ script, roles, rules, world, scope, earlier, from, bases }: Start): Player {
  const p: Omit<Player, 'recorder'> & { recorder: Recorder | undefined } = {
    setting: roles,
    recorder: undefined,
    world,
    ownsWorld: false,
    moves: [],
    arrivals: undefined,
    dues: undefined,
    playing: false,
    budget: MAX_SEGMENTS,
    script,
    roles,
    rules,
    steps: [],
    loose: [],
    earlier,
    from,
    bases,
    scope,
    findings: [],
    line: from,
  };
  const player = p as Player;
  p.recorder = recorderOf(player);
  return player;
}

/** Happenings become steps of the line at hand. */
function recorderOf(p: Player): Recorder {
  return {
    happened: (what, time) => {
      pushGenerated(p, what, time);
    },
    amended: () => {
      amendLast(p);
    },
    numbered: (end, iss) => {
      addBase(p, end, iss, undefined);
    },
    serves: (end) => (p.roles.roles[end]?.servesFrom ?? Infinity) < p.line,
    taken: (sent) => {
      const { doubted } = p.scope;
      if (doubted !== undefined && repeats(sent, doubted)) p.scope = { ...p.scope, doubted: undefined };
    },
    unread: (sent) => {
      // Where the line does not say that the mistake is meant, the flow may go on as if the segment had arrived.
      const by = lineAt(p.script, sentAt(p, sent))?.statement;
      if (by?.kind === 'segment' && by.violates === undefined) p.scope = { ...p.scope, doubted: sent };
    },
  };
}

const ALL_FILLED = FILLED_FLAGS | FILLED_SEQ | FILLED_ACK | FILLED_WIN | FILLED_LEN | FILLED_OPTIONS;

/** The name that a line has given to a segment. */
export function labelled(p: Player, sent: Sent): string | undefined {
  if (p.scope.names.size === 0) return undefined;
  const { id } = sent.copyOf ?? sent;
  const at = stepSending(p.steps, id);
  const step = at < 0 ? p.earlier?.sending(id, p.from)?.step : p.steps[at];
  return step?.kind === 'segment' ? step.label : undefined;
}

/** All steps so far, the last one first. */
export function* stepsBack({ steps, earlier, from }: Player): Generator<Step> {
  for (let i = steps.length - 1; i >= 0; i--) yield steps[i] as Step;
  if (earlier !== undefined) yield* earlier.stepsBefore(from);
}

/** The line (from 0) at which a segment was sent; the one at hand where no step tells yet. */
export function sentAt(p: Player, { id }: Pick<Sent, 'id'>): number {
  return p.earlier?.sending(id, p.from)?.line ?? lineSending(p.steps, id) ?? p.line;
}

function repeats(sent: Sent, earlier: Sent): boolean {
  return sent.from === earlier.from && sent.segment.seq === earlier.segment.seq && segLen(sent.segment) > 0;
}

/** The last step of a run holds the world behind the whole run. */
export function amendLast(p: Player): void {
  const last = p.steps.at(-1);
  if (last?.line === p.line && last.generated === true)
    p.steps[p.steps.length - 1] = { ...last, after: p.world, scope: p.scope };
  p.ownsWorld = false;
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
  const { line, world: after, scope } = p;
  const [findings, moves] = [said(p), taken(p)];
  if (step.kind === 'segment' && step.generated === undefined) {
    // Most steps: written out, so that all its fields lie together.
    const { kind, sent, label, fate, filled, implied } = step;
    p.steps.push({ kind, line, time, sent, label, fate, filled, implied, after, scope, findings, moves });
  } else p.steps.push({ ...step, line, time, after, scope, findings, moves });
  p.ownsWorld = false;
}

/** Makes a step of something that the engines did by themselves; those that runs are full of are written out, too. */
export function pushGenerated(p: Player, what: Happening, time: Micros = p.world.clock): void {
  if (!('sent' in what)) {
    push(p, { ...what, generated: true }, time);
    return;
  }
  const { line, world: after, scope } = p;
  const [findings, moves] = [said(p), taken(p)];
  const { sent } = what;
  if (what.kind === 'segment') {
    const { kind, fate } = what;
    const [label, filled, implied] = [undefined, ALL_FILLED, NOTHING];
    p.steps.push({
      kind,
      line,
      time,
      sent,
      label,
      fate,
      filled,
      implied,
      generated: true,
      after,
      scope,
      findings,
      moves,
    });
  } else {
    const { kind, fate } = what;
    const label = labelled(p, sent);
    p.steps.push({ kind, line, time, sent, label, fate, generated: true, after, scope, findings, moves });
  }
  p.ownsWorld = false;
}

/** The findings of the statement at hand, which are its step's from now on. */
function said(p: Player): readonly Finding[] {
  const { findings } = p;
  if (findings.length === 0) return NOTHING;
  p.findings = [];
  return findings;
}

function taken(p: Player): readonly Move[] {
  const { moves } = p;
  if (moves.length === 0) return NOTHING;
  p.moves = NOTHING;
  return moves;
}

type Omitting<T> = T extends unknown ? Omit<T, 'line' | 'time' | 'after' | 'scope' | 'findings' | 'moves'> : never;
export type StepWithout = Omitting<Step>;

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
