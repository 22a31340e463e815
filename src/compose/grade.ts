/**
 * An exercise held against an answer: which of its goals are reached, and which other lines are wrong. A goal is open if the check
 * has a hint on it (`flow/goal-open`); `goal keep` is judged here, where the exercise is known as it was given.
 */
import { type GoalStatement, type Saying, type Script, scriptOf, piecesOf } from '../script';
import { check, wishesOf } from '../check';
import { type Finding, NO_LEVELS, type Trace, isGrave, ruleId } from '../trace';
import { flagNames } from '../wire';

/** A goal, and whether it is reached; `unknown` where only the exercise as it was given could tell. */
export interface GoalState {
  /** As written: `client CLOSED`. */
  readonly text: string;
  readonly state: 'reached' | 'open' | 'unknown';
  /** Why it is open, if the flow tells. */
  readonly why: readonly Finding[];
}

export interface Grade {
  readonly goals: readonly GoalState[];
  /** Errors and warnings. */
  readonly grave: readonly Finding[];
  /** Lines (from 0) that declare a mistake by `violates` though no goal asks for one. */
  readonly declared: readonly number[];
  /** All goals are reached, nothing is wrong, and no mistake is declared instead of mended. */
  readonly isDone: boolean;
}

/** True if a flow is an exercise: it has a task or a goal. */
export function isExercise(script: Script): boolean {
  return script.lines.some(({ statement }) => statement?.kind === 'task' || statement?.kind === 'goal');
}

/**
 * Grades an answer.
 *
 * @param answer the checked flow that is to solve the exercise
 * @param given the exercise as it was given: its goals count, whatever the answer has made of them; without it, those of the answer
 */
export function grade(answer: Trace, given?: Script): Grade {
  const asked = goalsOf(given ?? answer.script);
  const trace = judged(answer, given ?? answer.script, asked);
  const found = new Map<number, Finding[]>();
  for (const f of trace.findings)
    if (f.rule === 'flow/goal-open' || f.rule === 'flow/unknown-rule')
      found.set(f.line, [...(found.get(f.line) ?? []), f]);
  const goals = goalsOf(trace.script).map(({ goal, text, line }): GoalState => {
    if (goal.aim.kind === 'keep') {
      if (given === undefined) return { text, state: 'unknown', why: [] };
      return { text, state: keeps(given, answer.script) ? 'reached' : 'open', why: [] };
    }
    const why = found.get(line) ?? [];
    return { text, state: why.length === 0 ? 'reached' : 'open', why };
  });
  const grave = trace.findings.filter(isGrave);
  const wanted = new Set(
    asked.flatMap(({ goal: { aim } }) => (aim.kind === 'breaks' ? aim.rules.map((r) => ruleId(r.text)) : [])),
  );
  const declared = answer.script.lines.flatMap(({ statement: s }, line) =>
    s?.kind === 'segment' && s.violates?.some((word) => !wanted.has(ruleId(word.text))) === true ? [line] : [],
  );
  const isDone = grave.length === 0 && declared.length === 0 && goals.every(({ state }) => state !== 'open');
  return { goals, grave, declared, isDone };
}

interface Asked {
  readonly goal: GoalStatement;
  readonly text: string;
  readonly line: number;
}

function goalsOf({ lines }: Script): Asked[] {
  return lines.flatMap(({ statement: s, text }, line) =>
    s?.kind === 'goal' ? [{ goal: s, text: text.slice(s.aim.start, s.aim.end), line }] : [],
  );
}

/** The answer checked with the goals that are asked, those of `given`, and at the levels of the rules themselves. */
function judged(answer: Trace, given: Script, asked: readonly Asked[]): Trace {
  const own = goalsOf(answer.script).map(({ text }) => text);
  const isSame = asked.length === own.length && asked.every(({ text }, i) => text === own[i]);
  const wishes = wishesOf(answer);
  if (isSame && wishes.levels === NO_LEVELS) return answer;
  const script = isSame ? answer.script : withGoals(answer.script, given);
  return check(script, undefined, undefined, { ...wishes, levels: NO_LEVELS });
}

/** The answer with the goals of the exercise in place of its own. */
function withGoals(answer: Script, given: Script): Script {
  const goals = given.lines.filter(({ statement }) => statement?.kind === 'goal');
  const rest = answer.lines.filter(({ statement }) => statement?.kind !== 'goal');
  return scriptOf(piecesOf({ lines: [...rest, ...goals] }));
}

/**
 * The words of a flow that `goal keep` holds: a list for each segment (its ends, flags, messages and their header fields), each host
 * with its settings, and each expectation with its side.
 */
function said({ lines }: Script): string[][] {
  return lines.flatMap(({ statement }) => {
    if (statement?.kind === 'segment') {
      const ends = `${statement.from.host.text}>${statement.to.host.text}`;
      return [[ends, ...flagNames(statement.flags?.bits ?? 0), ...messages(statement.saying)]];
    }
    if (statement?.kind === 'host')
      return [[`host ${statement.name.text}`, ...statement.settings.map((setting) => setting.key.text)]];
    return statement?.kind === 'expect'
      ? statement.items.map((i) => [`expect ${i.kind} ${i.who?.host.text ?? ''}`])
      : [];
  });
}

/**
 * Requests by their methods, responses by their status codes, messages of TLS by their names, and the names of the fields that are
 * written.
 */
function messages(saying: Saying | undefined): string[] {
  return (saying?.items ?? []).flatMap(({ method, status, message, alert, fields }) => [
    method?.text ?? message?.text ?? String(status?.value ?? ''),
    alert?.text ?? '',
    ...(fields?.items ?? []).map((f) => f.name.text.toLowerCase()),
  ]);
}

/** The words that must stay, in order; additions do not matter. */
function keeps(original: Script, now: Script): boolean {
  const present = said(now);
  let at = 0;
  return said(original).every((wanted) => {
    while (at < present.length) {
      const here = present[at++] ?? [];
      if (wanted.every((word) => here.includes(word))) return true;
    }
    return false;
  });
}
