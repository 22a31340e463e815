/** `tcp-flow explore`: all that can happen to a flow, as its `explore` lines ask. */
import { type Exploration, counterexample, explorationAt } from '../compose';
import { type Outcome, explore } from '../explore';
import { annotation, coverageOf, grouped, verdictOf } from '../report';
import { visible, visibleJson } from '../script';
import type { Trace } from '../trace';
import type { ExploreRequest } from './requests';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND, LIMIT_REACHED } from './exit';
import { traceOf } from './flow';
import type { Session } from './session';

/** A line that was explored, with its flow that breaks the claim; undefined if the line can't be explored. */
interface Explored {
  /** From 0. */
  readonly line: number;
  readonly found: { readonly outcome: Outcome; readonly flow: string | undefined } | undefined;
}

export async function runExplore({ files, format, line, states }: ExploreRequest, session: Session): Promise<number> {
  const { out, complain, tell } = session;
  const codes = new Set<number>();
  for (const file of files) {
    const trace = await traceOf(file, session);
    if (trace === undefined) {
      codes.add(CANNOT_RUN);
      continue;
    }
    const lines = explorable(trace, line);
    if (lines.length === 0) {
      complain(tell(line === undefined ? 'explore/no-line' : 'explore/not-that-line', { file, line: line ?? 0 }));
      codes.add(CANNOT_RUN);
    }
    for (const at of lines) {
      const explored = exploredAt(trace, at, states, session);
      codes.add(codeOf(explored));
      if (explored.found === undefined) complain(tell('explore/cannot', { file, line: at + 1 }));
      await out.write(WRITERS[format](file, trace, explored, session));
    }
  }
  return [CANNOT_RUN, ERRORS_FOUND, LIMIT_REACHED].find((code) => codes.has(code)) ?? CLEAN;
}

/** The lines (from 0) with an `explore`, or the one that is asked for (from 1). */
function explorable({ script: { lines } }: Trace, wanted: number | undefined): number[] {
  return lines.flatMap(({ statement }, i) =>
    statement?.kind === 'explore' && (wanted === undefined || wanted === i + 1) ? [i] : [],
  );
}

function exploredAt(trace: Trace, line: number, states: number, { tell }: Session): Explored {
  const search = explorationAt(trace, line);
  if (search === undefined) return { line, found: undefined };
  const outcome = outcomeOf(search, states);
  if (outcome.kind !== 'broken') return { line, found: { outcome, flow: undefined } };
  const title = tell.say('explore/title', { claim: asked(trace, line) });
  const texts = { title, doubt: tell.say('explore/doubt') };
  return { line, found: { outcome, flow: counterexample(trace, line, search, outcome.path, texts) } };
}

function outcomeOf({ world, setting, bounds, claim }: Exploration, states: number): Outcome {
  const work = explore(world, setting, bounds, claim, { states });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

function codeOf({ found }: Explored): number {
  switch (found?.outcome.kind) {
    case undefined:
      return CANNOT_RUN;
    case 'broken':
      return ERRORS_FOUND;
    case 'limit':
      return LIMIT_REACHED;
    case 'holds':
    case 'idle':
      return CLEAN;
  }
}

/** The question of a line: bounds and claim, without the keyword. */
function asked({ script }: Trace, line: number): string {
  const { text = '', statement } = script.lines[line] ?? {};
  return text.slice(statement?.start, statement?.end).replace(/^\S+\s*/, '');
}

type Write = (file: string, trace: Trace, explored: Explored, session: Session) => string;

const WRITERS: Readonly<Record<ExploreRequest['format'], Write>> = {
  text: (file, trace, { line, found }, { tell }) => {
    if (found === undefined) return '';
    const { outcome, flow } = found;
    const { id, args } = verdictOf(outcome);
    const { taken, all } = coverageOf(outcome);
    const figures = { longest: outcome.longest, atRest: grouped(outcome.atRest), taken, all };
    return [
      `${visible(file)}:${line + 1}: ${visible(asked(trace, line))}`,
      `  ${tell.say(id, args)}`,
      `  ${tell('explore/figures', figures)}`,
      ...(flow === undefined ? [] : ['', visibleLines(flow).trimEnd()]),
      '',
      '',
    ].join('\n');
  },
  json: (file, trace, { line, found }, { tell }) => {
    if (found === undefined) return '';
    const { outcome, flow } = found;
    const { id, args } = verdictOf(outcome);
    const { kind, states, transitions, byFaults, longest, atRest, pairs, rows } = outcome;
    return `${visibleJson({
      file,
      line: line + 1,
      explore: asked(trace, line),
      outcome: kind,
      message: tell.say(id, args),
      ...('faults' in outcome && outcome.faults !== undefined ? { faults: outcome.faults } : {}),
      states,
      transitions,
      byFaults,
      longest,
      atRest,
      pairs: pairs.map((pair) => pair.states),
      rows: rows.map(({ row }) => row),
      ...(flow === undefined ? {} : { flow }),
    })}\n`;
  },
  github: (file, trace, { line, found }, { tell }) => {
    const verdict = found && verdictOf(found.outcome);
    const { statement } = trace.script.lines[line] ?? {};
    if (verdict?.finding === undefined || statement === undefined) return '';
    const { level, rule } = verdict.finding;
    const { start, end } = statement;
    return annotation(file, { rule, level, line, start, end }, [tell.say(verdict.id, verdict.args)]);
  },
};

/** Controls of a flow's text never reach the terminal. */
function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
