import { whyIncomplete } from '../../tcp';
import type { RuleGroups } from '../../tcp/rules';
import { type Seq, segLen } from '../../wire';
import {
  type Dues,
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
import type { Message, Said } from '../../layers';
import { type Script, type Span, lineAt } from '../../script';
import {
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type Finding,
  type Loose,
  type NumberBase,
  type Report,
  type RuleRow,
  type Scope,
  type Step,
  type Stretches,
  finding,
  lineSending,
  showFrom,
  stepSending,
} from '../../trace';
import type { Roles } from '../cast/cast';
import { type Spoken, reportUttered } from './say';

/** An initial sequence number with its line, so that a new check can drop later ones. */
export interface BaseAt extends NumberBase {
  readonly line: number;
}

/** The mutable state of a check: the world in motion, and steps and findings so far. It lives for one check. */
export interface Player extends Motion {
  readonly script: Script;
  readonly roles: Roles;
  /** The rules for segments. */
  readonly rules: RuleGroups;
  /** The steps of this check. Results taken over from an earlier check come before them. */
  readonly steps: Step[];
  /** The lines of this check without steps that have findings or changes. */
  readonly loose: Loose[];
  readonly earlier: Stretches | undefined;
  /** The first line of this check. */
  readonly from: number;
  readonly bases: BaseAt[][];
  /** Names up to the present statement. */
  scope: Scope;
  /** Findings of the present statement. */
  findings: Finding[];
  /** The flow speaks TLS, which is not loaded; and HTTP/2. */
  lacksTls: boolean;
  lacksH2: boolean;
  /** What the statement at hand writes as messages of a layer. */
  spoken: Spoken | undefined;
  line: number;
  /** The times from which ends are overdue, if there are many ends; else undefined. */
  silences: Dues | undefined;
}

/** The start of a check: from nothing, or from a place in an earlier check. */
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
  // Written out: engines make an object that a spread begins and others go on with a hundred times as slowly.
  const p: Omit<Player, 'recorder'> & { recorder: Recorder | undefined } = {
    setting: roles,
    recorder: undefined,
    world,
    ownsWorld: false,
    moves: [],
    says: [],
    hears: [],
    uttered: [],
    spoken: undefined,
    arrivals: undefined,
    dues: undefined,
    silences: undefined,
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
    lacksTls: false,
    lacksH2: false,
    line: from,
  };
  const player = p as Player;
  p.recorder = recorderOf(player);
  return player;
}

/** Turns happenings into steps of the present line. */
function recorderOf(p: Player): Recorder {
  return {
    happened: (what, time) => {
      pushGenerated(p, what, time);
    },
    lacksTls: () => {
      p.lacksTls = true;
    },
    lacksH2: () => {
      p.lacksH2 = true;
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
      // Without `violates` the flow may continue as if the segment had arrived.
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

/** All steps so far, last one first. */
export function* stepsBack({ steps, earlier, from }: Player): Generator<Step> {
  for (let i = steps.length - 1; i >= 0; i--) yield steps[i] as Step;
  if (earlier !== undefined) yield* earlier.stepsBefore(from);
}

/** The line (from 0) that sent a segment; the present line if no step has sent it yet. */
export function sentAt(p: Player, { id }: Pick<Sent, 'id'>): number {
  return p.earlier?.sending(id, p.from)?.line ?? lineSending(p.steps, id) ?? p.line;
}

function repeats(sent: Sent, earlier: Sent): boolean {
  return sent.from === earlier.from && sent.segment.seq === earlier.segment.seq && segLen(sent.segment) > 0;
}

/** Sets the world after the last step to the present one, which is that after a whole run. */
export function amendLast(p: Player): void {
  const last = p.steps.at(-1);
  if (last?.line === p.line && last.generated === true)
    p.steps[p.steps.length - 1] = { ...last, after: p.world, scope: p.scope };
  p.ownsWorld = false;
}

/** Adds a finding about a part of the line at hand. */
export function report(p: Player, rule: RuleRow, span: Span, more?: Report): void {
  p.findings.push(finding(p.line, rule, span, p.roles.lacks === undefined ? more : uncertain(p, rule, more)));
}

/** The report of a finding in a flow of a capture that lacks frames: it is `open` unless the rule needs no other frame. */
function uncertain(p: Player, rule: RuleRow, more: Report | undefined): Report | undefined {
  const because = more?.because ?? whyIncomplete(rule, more?.level ?? rule.level, p.roles.lacks);
  if (because === undefined) return more;
  const { fix: _, ...rest } = more ?? {};
  return { ...rest, because };
}

const NOTHING: readonly never[] = [];

/** Ends the present statement with a step. */
export function push(p: Player, step: StepWithout, time: Micros = p.world.clock): void {
  if (p.uttered.length > 0) reportUttered(p);
  p.steps.push(stepOf(p, step, time));
  p.ownsWorld = false;
}

/** The step with what its statement came to. Kinds that are frequent are written out, so that all their fields lie together. */
function stepOf(p: Player, step: StepWithout, time: Micros): Step {
  const { line, world: after, scope } = p;
  const [findings, moves, says, hears] = [said(p), taken(p), spokenOf(p), heardOf(p)];
  if (step.kind === 'segment') {
    const { kind, sent, label, fate, filled, implied, generated } = step;
    return {
      kind,
      line,
      time,
      sent,
      label,
      fate,
      filled,
      implied,
      generated,
      after,
      scope,
      findings,
      moves,
      says,
      hears,
    };
  }
  if (step.kind === 'deliver' || step.kind === 'duplicate' || step.kind === 'drop') {
    const { kind, sent, label, fate, generated } = step;
    return { kind, line, time, sent, label, fate, generated, after, scope, findings, moves, says, hears };
  }
  return { ...step, line, time, after, scope, findings, moves, says, hears };
}

/** Adds a step that the simulation made. */
export function pushGenerated(p: Player, what: Happening, time: Micros = p.world.clock): void {
  if (!('sent' in what)) push(p, { ...what, generated: true }, time);
  else if (what.kind === 'segment') {
    const { kind, sent, fate } = what;
    push(p, { kind, sent, label: undefined, fate, filled: ALL_FILLED, implied: NOTHING, generated: true }, time);
  } else {
    const { kind, sent, fate } = what;
    push(p, { kind, sent, label: labelled(p, sent), fate, generated: true }, time);
  }
}

/** The messages that were said above TCP since the last step. */
function spokenOf(p: Player): readonly Said[] | undefined {
  const { says } = p;
  if (says.length === 0) return undefined;
  p.says = NOTHING;
  return says;
}

/** The messages that were heard above TCP since the last step. */
function heardOf(p: Player): readonly Message[] | undefined {
  const { hears } = p;
  if (hears.length === 0) return undefined;
  p.hears = NOTHING;
  return hears;
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

type Omitting<T> = T extends unknown
  ? Omit<T, 'line' | 'time' | 'after' | 'scope' | 'findings' | 'moves' | 'says' | 'hears'>
  : never;
export type StepWithout = Omitting<Step>;

/** The most initial sequence numbers that are kept for an end. */
const MOST_BASES = 1000;
/** The number of an end's latest initial sequence numbers that serve as bases. */
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

/** A sequence number of `end` in the script's notation: with names if it uses any, else absolute. */
export function show(p: Player, end: EndId, value: Seq): string {
  const bases = recentBases(p, end);
  return showFrom(bases, value, bases.some((b) => b.name !== undefined) ? 'symbolic' : 'absolute');
}
