/** The outcome of a connection: its lost segments, its verdict, and the names that analysers give its segments. */
import { type Finding, type Trace, spaceOf } from '../../trace';
import type { Explanation } from '../explain';
import { type Name, namesOf } from '../names';

/**
 * - `legal`: no rule speaks at error level.
 * - `illegal`: a line breaks a rule in every world that the capture leaves open.
 * - `open`: a line breaks a rule in some of these worlds, or may break it.
 */
export type Verdict = 'legal' | 'illegal' | 'open';

/** All numbers are counts, from 0. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Findings of error level, and open ones. */
  readonly illegal: number;
  readonly open: number;
  /** Segments that were lost, those lost or discarded by their receiver, and those of which it can't be told. */
  readonly lost: number;
  readonly dropped: number;
  readonly undecided: number;
  /** Segments by the names that analysers have for them; only names that occur. */
  readonly names: Readonly<Partial<Record<Name, number>>>;
}

/** @param from the first frame that counts: those before are of another part */
export function outcomeOf(explanation: Explanation, trace: Trace, from = 0): Outcome {
  const fates = { arrived: 0, lost: 0, dropped: 0, open: 0 };
  for (const { kind, passage } of explanation.events) {
    if (kind === 'send' && isFrom(passage.frames, from)) fates[passage.fate.kind]++;
  }
  let illegal = 0;
  let open = 0;
  for (const { level } of findingsFrom(trace, from)) {
    if (level === 'error') illegal++;
    else if (level === 'open') open++;
  }
  const { lost, dropped, open: undecided } = fates;
  const names = countsOf(
    [...namesOf(explanation)]
      .flatMap(([{ frames }, own]) => (isFrom(frames, from) ? own : []))
      .map((name) => [name, 1]),
  );
  return { verdict: verdictOf(illegal, open), illegal, open, lost, dropped, undecided, names };
}

/** True for frames of a part, and for what was not captured. */
function isFrom(frames: readonly number[], from: number): boolean {
  const [first] = frames;
  return first === undefined || first >= from;
}

/** False for findings about messages of a layer above TCP: no order of segments mends these. */
export function isOfTransport({ rule }: Finding): boolean {
  const { name, judgesPeers } = spaceOf(rule);
  return name === 'tcp' || !judgesPeers;
}

/** The findings about the frames of a part, as segments of TCP. */
export function findingsFrom({ findings, script }: Trace, from: number): readonly Finding[] {
  const own = findings.filter(isOfTransport);
  if (from === 0) return own;
  return own.filter(({ line }) => {
    const statement = script.lines[line]?.statement;
    const frames = statement?.kind === 'segment' ? (statement.frames?.numbers ?? []) : [];
    return isFrom(
      frames.map(({ value }) => value),
      from,
    );
  });
}

function verdictOf(illegal: number, open: number): Verdict {
  return illegal > 0 ? 'illegal' : open > 0 ? 'open' : 'legal';
}

/** The outcome of a connection by those of its parts. */
export function sumOf(parts: readonly Outcome[]): Outcome {
  const sum = (key: Exclude<keyof Outcome, 'verdict' | 'names'>): number =>
    parts.reduce((all, part) => all + part[key], 0);
  const [illegal, open] = [sum('illegal'), sum('open')];
  const fates = { lost: sum('lost'), dropped: sum('dropped'), undecided: sum('undecided') };
  const names = countsOf(parts.flatMap((part) => Object.entries(part.names) as [Name, number][]));
  return { verdict: verdictOf(illegal, open), illegal, open, ...fates, names };
}

function countsOf(entries: readonly (readonly [Name, number])[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const [name, count] of entries) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}
