import type { Trace } from '../trace';
import { headline, storyOf } from '../tell';
import { visible } from '../script';
import type { Say } from '../words/words';
import type { Draft } from './answer';

/** A range of steps, from 1, both included. */
export type Range = readonly [first: number, last: number];

/** The steps of a flow in words: those of the range, or all. The sentences are those of the panel. */
export function explained(trace: Trace, range: Range | undefined, say: Say): Draft {
  const count = trace.steps.length;
  const first = Math.max(1, range?.[0] ?? 1);
  const last = Math.min(count, range?.[1] ?? count);
  const steps = trace.steps
    .slice(first - 1, Math.max(first - 1, last))
    .map((_, i) => stepOf(trace, first - 1 + i, say));
  const isAll = first === 1 && last === count;
  return {
    head: [isAll ? say('agent/steps', { count }) : say('agent/steps-of', { first, last, count })],
    items: steps.map(({ step, line, headline: head, story, states, findings }) =>
      [
        say('agent/step', { step, line, headline: visible(head), states }),
        `  ${story}`,
        ...(findings.length === 0 ? [] : [`  ${say('agent/step-findings', { rules: findings.join(', ') })}`]),
      ].join('\n'),
    ),
    tail: [],
    more: (shown) => say('agent/more-steps', { count: last - first + 1 - shown, first: first + shown, last }),
    data: { steps },
  };
}

interface ExplainedStep {
  /** From 1, as `line`. */
  readonly step: number;
  readonly line: number;
  readonly headline: string;
  readonly story: string;
  /** `client ESTABLISHED, server SYN-RECEIVED` behind the step. */
  readonly states: string;
  readonly findings: readonly string[];
}

function stepOf(trace: Trace, at: number, say: Say): ExplainedStep {
  const step = trace.steps[at];
  const ends = trace.cast.ends.flatMap(({ id, name }) => {
    const state = step?.after.ends.get(id)?.tcb.state;
    return state === undefined ? [] : [`${visible(name)} ${state}`];
  });
  const states = ends.length <= MOST_ENDS ? ends : [...ends.slice(0, MOST_ENDS), '…'];
  return {
    step: at + 1,
    line: (step?.line ?? 0) + 1,
    headline: step === undefined ? '' : headline(trace, step, say),
    story: storyOf(trace, at, say).text[0],
    states: states.join(', '),
    findings: (step?.findings ?? []).map(({ rule }) => rule),
  };
}

/** The most ends whose states a step names. */
const MOST_ENDS = 6;
