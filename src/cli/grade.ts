/** `tcp-flow grade`: an answer held against its exercise. */
import { type GoalState, type Grade, grade, isExercise } from '../compose';
import { gradeText } from '../report';
import { createParser, visible, visibleJson } from '../script';
import type { Finding } from '../trace';
import { findingText } from '../words/finding';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { textOf, traceOf } from './flow';
import type { GradeRequest } from './requests';
import type { Session } from './session';

export async function runGrade({ file, exercise, format }: GradeRequest, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  const answer = await traceOf(file, session);
  const text = exercise === undefined ? undefined : await textOf(exercise, session);
  if (answer === undefined || (exercise !== undefined && text === undefined)) return CANNOT_RUN;
  const given = text === undefined ? undefined : createParser().parse(text);
  if (!isExercise(given ?? answer.script)) {
    complain(tell('grade/no-exercise', { file: exercise ?? file }));
    return CANNOT_RUN;
  }
  const graded = grade(answer, given);
  await out.write(format === 'json' ? asJson(file, graded, session) : asText(file, graded, session));
  return graded.isDone ? CLEAN : ERRORS_FOUND;
}

const MARKS: Readonly<Record<GoalState['state'], string>> = { reached: '✓', open: '✗', unknown: '?' };

function asText(file: string, graded: Grade, { tell }: Session): string {
  const { goals, grave, declared } = graded;
  const place = ({ line, start }: Pick<Finding, 'line' | 'start'>): string =>
    `${visible(file)}:${line + 1}:${start + 1}`;
  return [
    `${visible(file)}: ${gradeText(graded, tell.say)}`,
    ...goals.flatMap(({ text, state, why }) => [
      `  ${MARKS[state]} ${visible(text)}`,
      ...why.map((finding) => `      ${visible(findingText(finding, tell.say))}`),
    ]),
    ...grave.map((finding) => {
      const level = tell.say(`editor/level/${finding.level}`);
      const message = visible(findingText(finding, tell.say));
      return `${tell('header', { place: place(finding), level, message })}  [${finding.rule}]`;
    }),
    ...declared.map((line) => tell('grade/declared', { place: place({ line, start: 0 }) })),
    '',
  ].join('\n');
}

function asJson(file: string, { goals, grave, declared, isDone }: Grade, { tell }: Session): string {
  return `${visibleJson({
    file,
    done: isDone,
    goals: goals.map(({ text, state, why }) => ({ goal: text, state, why: why.map((f) => findingText(f, tell.say)) })),
    wrong: grave.map((finding) => ({
      line: finding.line + 1,
      column: finding.start + 1,
      severity: finding.level,
      rule: finding.rule,
      message: findingText(finding, tell.say),
    })),
    declared: declared.map((line) => line + 1),
  })}\n`;
}
