/** `tcp-flow explain`, `next` and `play`: what the tools for models answer, for people and scripts. */
import { type Door, type ToolName, answerOf } from '../agent';
import { visibleJson } from '../script';
import { CANNOT_RUN, CLEAN } from './exit';
import { textOf } from './flow';
import type { AskRequest } from './requests';
import type { Session } from './session';
import { parts } from './parts';

export async function runAsk({ kind, file, format, input }: AskRequest, session: Session): Promise<number> {
  const { out, complain } = session;
  const flow = await textOf(file, session);
  if (flow === undefined) return CANNOT_RUN;
  const { text, data } = await answerOf(kind satisfies ToolName, { ...input, flow }, doorOf(session));
  const { problem } = data;
  if (typeof problem === 'string') {
    complain(problem);
    return CANNOT_RUN;
  }
  await out.write(format === 'json' ? `${visibleJson({ file, ...data })}\n` : `${text}\n`);
  return CLEAN;
}

/** The host of the tools on the command line, which reads the flow itself. */
function doorOf({ language, profile, tell }: Session): Door {
  return {
    language,
    profile,
    speak: () => Promise.resolve(tell.say),
    read: () => Promise.resolve(undefined),
    ...parts,
    example: () => undefined,
    reference: () => Promise.resolve(''),
  };
}
