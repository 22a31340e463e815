/** How far an exercise has come, in one line. */
import type { Grade } from '../compose';
import type { Say } from '../words/words';

export function gradeText({ goals, grave, declared, isDone }: Grade, say: Say): string {
  if (isDone) return say('exercise/done');
  const reached = goals.filter(({ state }) => state === 'reached').length;
  const lines = new Set(grave.map(({ line }) => line)).size;
  const isKept = !goals.some(({ text, state }) => text === 'keep' && state === 'open');
  const parts = [
    ...(goals.length === 0 ? [] : [say('exercise/goals', { reached, all: goals.length })]),
    ...(lines === 0 ? [] : [lines === 1 ? say('exercise/mend-one') : say('exercise/mend', { lines })]),
    ...(declared.length === 0 ? [] : [say('exercise/declared')]),
    ...(isKept ? [] : [say('exercise/keep')]),
  ];
  return say('exercise/not-yet', { text: parts.join(' · ') });
}
