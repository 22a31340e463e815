/** The content below the diagram for one step, in words and numbers. Pure. */
import { type Finding, type Trace, sourceLink, spaceOf } from '../trace';
import { findingText } from '../words/finding';
import { type Eyes, gravest } from '../diagram';
import type { Say } from '../words/words';
import { grade, isExercise } from '../compose';
import { gradeText } from '../report';
import { type Visit, headline, isAboutMessages, plainOf, speaksH2, speaksTls, storyOf, sumsOf } from '../tell';
import type { Detail, DetailFinding, ListItem } from './messages';
import { type Tab, inspect } from './tabs';

function findingOf(finding: Finding, say: Say): DetailFinding {
  const source = finding.source ?? '';
  const space = spaceOf(finding.rule);
  return {
    rule: finding.rule,
    level: finding.level,
    message: findingText(finding, say),
    arithmetic: finding.arithmetic ?? '',
    source,
    link: space.link(source) ?? '',
    page: space.hasPages,
  };
}

/** The visible tab, the changes of state if that tab shows them, and the chosen observer of messages. */
export interface Looks {
  readonly tab: Tab;
  readonly visits: readonly Visit[];
  readonly eyes: Eyes;
}

/**
 * The details of step `at` (from 0; -1 for the state before the first step), with the content of the visible tab. A
 * page without tabs passes no `looks`.
 */
export function detail(trace: Trace, at: number, say: Say, looks?: Looks): Detail {
  const step = trace.steps[at];
  const { ends } = step?.after ?? trace.initial;
  const story = storyOf(trace, at, say);
  return {
    step: step ? at : -1,
    story: story.text,
    plain: { letters: plainOf(trace, at, say, 'letters'), call: plainOf(trace, at, say, 'call') },
    sums: sumsOf(trace, at, say),
    sections: story.sources.map((name) => ({ name, link: sourceLink(name) ?? '' })),
    findings: step ? step.findings.map((f) => findingOf(f, say)) : [],
    states: trace.cast.ends.map((e) => ends.get(e.id)?.tcb.state ?? 'CLOSED'),
    says: isAboutMessages(step),
    sealed: speaksTls(trace),
    streams: speaksH2(trace),
    ...(looks === undefined ? {} : { inspection: inspect(looks.tab, { trace, at, say, ...looks }) }),
  };
}

/** The reached and missing goals of an exercise, in one line; empty for a flow that is no exercise. */
export function exerciseOf(trace: Trace, say: Say): string {
  return isExercise(trace.script) ? gradeText(grade(trace), say) : '';
}

/** Entries of the list of steps, `from` (inclusive) to `to` (exclusive). */
export function listOfSteps(trace: Trace, from: number, to: number, say: Say): ListItem[] {
  const first = Math.max(0, from);
  return trace.steps.slice(first, Math.max(first, to)).map((step, i) => ({
    step: first + i,
    head: headline(trace, step, say),
    text: storyOf(trace, first + i, say).text,
    level: gravest(step.findings),
  }));
}
