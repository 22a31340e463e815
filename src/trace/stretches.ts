/**
 * The results of a check, divided into stretches of consecutive lines. A stretch keeps its original line numbers and
 * its present first line. An edit above it changes only the latter; its steps and findings are renumbered on demand.
 */
import { type Change, type Line, type Pieces, movedBy } from '../script';
import type { World } from '../sim';
import type { Finding } from './finding';
import { addFarLines, withLines } from './finding-lines';
import { atLevels, NO_LEVELS, type Levels } from './levels';
import { firstBehind, stepSending } from './lookup';
import type { Scope, Step } from './trace';

/** A line without a step that has findings or changes names or the world (`let`, `host`). */
export interface Loose {
  readonly line: number;
  readonly findings: readonly Finding[];
  /** The world after the line. */
  readonly world: World;
  /** The names after the line. */
  readonly scope: Scope;
}

/** The steps of some lines, and the lines without steps that have findings or changes. */
export interface Played {
  readonly steps: readonly Step[];
  readonly loose: readonly Loose[];
}

/** The most lines, and steps, of a stretch; a single line may have more steps. */
const MOST = 128;

/** The content of a stretch, with the line numbers at the time it was made. */
interface Made extends Played {
  readonly line: number;
  readonly count: number;
  /** The findings of all its lines, including those of the parser, by line and column. */
  readonly findings: readonly Finding[];
  /** Lines outside the stretch to which its findings refer. */
  readonly far: readonly number[];
  /**
   * Identifies the steps: it stays the same if only line numbers in findings change. Results derived from the steps can
   * be cached by it.
   */
  readonly mark: object;
}

export class Stretch implements Played {
  private placed: readonly Step[] | undefined;
  private said: readonly Finding[] | undefined;

  constructor(
    readonly made: Made,
    /** Its present first line. */
    readonly line: number,
  ) {}

  get shift(): number {
    return this.line - this.made.line;
  }

  get end(): number {
    return this.line + this.made.count;
  }

  get steps(): readonly Step[] {
    const { made, shift, findings } = this;
    if (shift === 0) return made.steps;
    // A finding is the same object in its step and in the stretch.
    return (this.placed ??= made.steps.map((step) => ({
      ...step,
      line: step.line + shift,
      findings:
        step.findings.length === 0 ? step.findings : step.findings.map((f) => findings[made.findings.indexOf(f)] ?? f),
    })));
  }

  get findings(): readonly Finding[] {
    const { made, shift } = this;
    if (shift === 0) return made.findings;
    return (this.said ??= made.findings.map((f) => withLines(f, shift)));
  }

  get loose(): readonly Loose[] {
    const { made, shift } = this;
    if (shift === 0) return made.loose;
    return made.loose.map((loose) => ({
      ...loose,
      line: loose.line + shift,
      findings: loose.findings.map((f) => withLines(f, shift)),
    }));
  }

  /** The stretch at another first line. */
  movedTo(line: number): Stretch {
    return line === this.line ? this : new Stretch(this.made, line);
  }
}

export class Stretches {
  static readonly none = new Stretches([]);

  private constructor(readonly list: readonly Stretch[]) {}

  /** The first line after all stretches. */
  get end(): number {
    return this.list.at(-1)?.end ?? 0;
  }

  steps(): readonly Step[] {
    return ([] as Step[]).concat(...this.list.map((s) => s.steps));
  }

  findings(): readonly Finding[] {
    const said: (readonly Finding[])[] = [];
    for (const stretch of this.list) if (stretch.made.findings.length > 0) said.push(stretch.findings);
    return ([] as Finding[]).concat(...said);
  }

  /** The steps of the lines before `line`, last one first. Their line numbers may be outdated. */
  *stepsBefore(line: number): Generator<Step> {
    for (let i = this.at(line); i >= 0; i--) {
      const { made, shift } = this.list[i] as Stretch;
      for (let s = firstFrom(made.steps, line - shift) - 1; s >= 0; s--) yield made.steps[s] as Step;
    }
  }

  /** World and names before a line: after the last step, or the last line without steps, before it. */
  before(line: number): { readonly world: World; readonly scope: Scope } | undefined {
    for (let i = this.at(line); i >= 0; i--) {
      const { made, shift } = this.list[i] as Stretch;
      const step = made.steps[firstFrom(made.steps, line - shift) - 1];
      const loose = made.loose[firstFrom(made.loose, line - shift) - 1];
      if (loose !== undefined && (step === undefined || loose.line >= step.line)) return loose;
      if (step !== undefined) return { world: step.after, scope: step.scope };
    }
    return undefined;
  }

  /** The step, before the line `end`, that sent the segment with a number (`Sent.id`), and its present line. */
  sending(id: number, end: number): { readonly step: Step; readonly line: number } | undefined {
    let found: { readonly step: Step; readonly line: number } | undefined;
    for (let i = this.at(end); i >= 0; i--) {
      const { made, shift } = this.list[i] as Stretch;
      const steps =
        made.line + shift + made.count > end ? made.steps.slice(0, firstFrom(made.steps, end - shift)) : made.steps;
      const last = steps.at(-1);
      if (last === undefined) continue;
      if (last.after.serial <= id) break;
      const at = Math.max(firstBehind(steps, id), stepSending(steps, id));
      const step = steps[at] as Step;
      found = { step, line: step.line + shift };
      if (at > 0) break;
    }
    return found;
  }

  /** The present line of the statement of a fault (`Fault.id`). It has no step; the fault's number is taken after it. */
  asking(id: number): number | undefined {
    for (const { made, shift } of this.list) {
      if ((made.loose.at(-1)?.world.serial ?? 0) <= id) continue;
      const found = made.loose.find(({ world }) => world.serial > id);
      return found && found.line + shift;
    }
    return undefined;
  }

  /** The line that bound a name; undefined if none before `end` did. */
  binding(name: string, end: number): number | undefined {
    for (const { made, shift } of this.list) {
      if (made.line + shift >= end) break;
      const steps = made.steps.at(-1)?.scope.names.has(name) === true ? made.steps : [];
      const loose = made.loose.at(-1)?.scope.names.has(name) === true ? made.loose : [];
      const line = firstTelling(steps, loose, name);
      if (line !== undefined) return line + shift < end ? line + shift : undefined;
    }
    return undefined;
  }

  /** True if a finding at or after `line` refers to a line from `from` up to but not including `to`. */
  names(line: number, from: number, to: number): boolean {
    for (let i = this.at(line); i < this.list.length; i++) {
      const { made, shift } = this.list[i] as Stretch;
      const isCut = made.line + shift < line;
      const below = isCut ? made.findings.filter((f) => f.line >= line - shift) : [];
      const far = isCut ? farOf(below, line - shift, made.line + made.count) : made.far;
      if (far.some((l) => l + shift >= from && l + shift < to)) return true;
    }
    return false;
  }

  /** The last step of the flow. Its line number may be outdated. */
  get last(): Step | undefined {
    for (const step of this.stepsBefore(Infinity)) return step;
    return undefined;
  }

  /**
   * The stretches after an edit. Lines before `replay.from` are unchanged, `played` replaces those up to
   * `replay.until`, and after it the old ones from `replay.to` on follow.
   *
   * @param change the edit, which may be smaller than the part that was played again
   * @param lines the lines after the edit
   */
  replaced(replay: Change, change: Change, played: Played, lines: Pieces<Line>, levels: Levels): Stretches {
    const { from, to, until } = replay;
    const low = from >= this.end ? this.list.length : this.at(from);
    const high = to >= this.end ? this.list.length : this.at(to);
    const head = this.list[low];
    const tail = this.list[high];
    const isTailCut = tail !== undefined && tail.line < to;
    const steps = [played.steps];
    const loose = [played.loose];
    if (head !== undefined && head.line < from) {
      const above = before(head, from);
      steps.unshift(above.steps);
      loose.unshift(above.loose);
    }
    if (isTailCut) {
      const below = behind(tail, to, change);
      steps.push(below.steps);
      loose.push(below.loose);
    }
    const all = { steps: ([] as Step[]).concat(...steps), loose: ([] as Loose[]).concat(...loose) };
    const fresh = stretchesOf(
      all,
      lines,
      head?.line ?? this.end,
      isTailCut ? movedBy(change, tail.end) : until,
      levels,
    );
    const stay = (stretch: Stretch): Stretch => kept(stretch, change);
    return new Stretches(
      this.list
        .slice(0, low)
        .map(stay)
        .concat(fresh, this.list.slice(isTailCut ? high + 1 : high).map(stay)),
    );
  }

  /** The index of the stretch that contains a line; the last one for a later line. */
  private at(line: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const mid = (low + high) >>> 1;
      if ((this.list[mid] as Stretch).line <= line) low = mid + 1;
      else high = mid;
    }
    return Math.max(0, low - 1);
  }
}

/** Steps and lines without steps of a stretch before `line`. */
function before({ steps, loose }: Stretch, line: number): Played {
  return { steps: steps.slice(0, firstFrom(steps, line)), loose: loose.slice(0, firstFrom(loose, line)) };
}

/** Steps and lines without steps of a stretch after an edit, from line `from` on, with their present line numbers. */
function behind(stretch: Stretch, from: number, change: Change): Played {
  const steps = stretch.steps.slice(firstFrom(stretch.steps, from));
  const loose = stretch.loose.slice(firstFrom(stretch.loose, from));
  if (change.to === change.until) return { steps, loose };
  const moved = (line: number): number => movedBy(change, line);
  const said = (findings: readonly Finding[]): readonly Finding[] =>
    findings.length === 0 ? findings : findings.map((f) => withLines(f, moved));
  return {
    steps: steps.map((step) => ({ ...step, line: moved(step.line), findings: said(step.findings) })),
    loose: loose.map((l) => ({ ...l, line: moved(l.line), findings: said(l.findings) })),
  };
}

/** A stretch outside an edit at its place after the edit. Lines to which its findings refer may have moved separately. */
function kept(stretch: Stretch, change: Change): Stretch {
  const { made, shift, line } = stretch;
  const place = movedBy(change, line);
  const later = place - made.line;
  const moved = (l: number): number =>
    l >= made.line && l < made.line + made.count ? l : movedBy(change, l + shift) - later;
  if (made.far.every((l) => moved(l) === l)) return stretch.movedTo(place);
  const known = new Map<Finding, Finding>();
  const isFar = (f: Finding): boolean => farOf([f], made.line, made.line + made.count).some((l) => moved(l) !== l);
  const said = (findings: readonly Finding[]): readonly Finding[] => {
    if (!findings.some(isFar)) return findings;
    return findings.map((f) => {
      if (!isFar(f)) return f;
      const now = known.get(f) ?? withLines(f, moved);
      known.set(f, now);
      return now;
    });
  };
  const steps = made.steps.map((step) => {
    const findings = said(step.findings);
    return findings === step.findings ? step : { ...step, findings };
  });
  const loose = made.loose.map((l) => ({ ...l, findings: said(l.findings) }));
  return new Stretch({ ...made, steps, loose, findings: said(made.findings), far: made.far.map(moved) }, place);
}

function farOf(findings: readonly Finding[], from: number, to: number): number[] {
  const far: number[] = [];
  for (const finding of findings) addFarLines(far, finding, from, to);
  return far;
}

/** Steps of the lines from `first` up to `end`, in stretches of about the same length. */
function stretchesOf(played: Played, lines: Pieces<Line>, first: number, end: number, levels: Levels): Stretch[] {
  const { steps, loose } = played;
  const found: Stretch[] = [];
  const size = Math.ceil((end - first) / Math.ceil((end - first) / MOST));
  for (let line = first, s = 0, l = 0; line < end;) {
    let until = line;
    let to = s;
    while (until < end && until - line < size && to - s < MOST) {
      let next = to;
      while ((steps[next]?.line ?? Infinity) <= until) next++;
      // A line with many steps forms a stretch of its own.
      if (until > line && next - s > MOST) break;
      to = next;
      until++;
    }
    let looseTo = l;
    while ((loose[looseTo]?.line ?? Infinity) < until) looseTo++;
    const part = { steps: steps.slice(s, to), loose: loose.slice(l, looseTo) };
    found.push(new Stretch(madeOf(part, lines, line, until, levels), line));
    [line, s, l] = [until, to, looseTo];
  }
  return found;
}

function madeOf(played: Played, lines: Pieces<Line>, line: number, end: number, levels: Levels): Made {
  const { loose } = played;
  const steps =
    levels === NO_LEVELS
      ? played.steps
      : played.steps.map((step) =>
          step.findings.length === 0 ? step : { ...step, findings: atLevels(step.findings, levels) },
        );
  const said: Finding[] = [];
  lines.visit(line, end, (read, number) => {
    if (read.findings.length > 0) addReading(said, read, number);
  });
  // A line may have as many findings as there are ends: too many for the arguments of one call.
  for (const { findings } of steps) for (const f of findings) said.push(f);
  for (const { findings } of loose) for (const f of findings) said.push(f);
  const findings = atLevels(said.sort(byPlace), levels);
  return { steps, loose, line, count: end - line, findings, far: farOf(findings, line, end), mark: {} };
}

/** Adds the parser's findings of a line at its place in the flow. */
export function addReading(found: Finding[], line: Line, number: number): void {
  for (const f of line.findings) {
    const { start, end, rule, level, args, fix, source } = f;
    const edits = fix?.edits.map((e) => ({ line: number, start: e.start, end: e.end, newText: e.newText }));
    const more = { ...(source === undefined ? {} : { source }), ...(fix && edits ? { fix: { ...fix, edits } } : {}) };
    found.push({ rule, level, line: number, start, end, args, ...more });
  }
}

/** Compares findings by line, then by column. */
export function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.start - b.start;
}

/** A place at which names were added. */
interface Telling {
  readonly line: number;
  readonly scope: Scope;
}

/** The first line after which a name is known, among steps and lines without steps; names are never removed. */
export function firstTelling(steps: readonly Telling[], loose: readonly Telling[], name: string): number | undefined {
  const first = (all: readonly Telling[]): number => {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const mid = (low + high) >>> 1;
      if (all[mid]?.scope.names.has(name) === true) high = mid;
      else low = mid + 1;
    }
    return all[low]?.line ?? Infinity;
  };
  const line = Math.min(first(steps), first(loose));
  return line === Infinity ? undefined : line;
}

/** The index of the first entry at or after a line. */
function firstFrom(list: readonly { readonly line: number }[], line: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((list[mid] as { readonly line: number }).line < line) low = mid + 1;
    else high = mid;
  }
  return low;
}
