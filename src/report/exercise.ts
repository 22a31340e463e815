/** The state of an exercise in one line. */
import type { Grade } from '../compose';
import type { Say } from '../words/words';

/** How far an exercise has come. A goal that can't be judged is not counted. */
export function gradeText({ goals, grave, declared, isDone }: Grade, say: Say): string {
  if (isDone) return say('exercise/done');
  const judged = goals.filter(({ state }) => state !== 'unknown');
  const reached = judged.filter(({ state }) => state === 'reached').length;
  const lines = new Set(grave.map(({ line }) => line)).size;
  const isKept = !goals.some(({ text, state }) => text === 'keep' && state === 'open');
  const parts = [
    ...(judged.length === 0 ? [] : [say('exercise/goals', { reached, all: judged.length })]),
    ...(lines === 0 ? [] : [lines === 1 ? say('exercise/mend-one') : say('exercise/mend', { lines })]),
    ...(declared.length === 0 ? [] : [say('exercise/declared')]),
    ...(isKept ? [] : [say('exercise/keep')]),
  ];
  return say('exercise/not-yet', { text: parts.join(' · ') });
}
