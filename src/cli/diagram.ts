/** `tcpflow diagram`: the sequence diagram as an SVG file. */
import { writeFile } from 'node:fs/promises';
import { svg } from '../diagram/export';
import type { DiagramRequest } from './arguments';
import { CANNOT_RUN, CLEAN } from './exit';
import { traceOf } from './flow';
import type { Session } from './session';

export async function runDiagram(request: DiagramRequest, session: Session): Promise<number> {
  const { out, tell, language, complain } = session;
  const { file, output, theme, width, numbers } = request;
  const trace = await traceOf(file, session);
  if (trace === undefined) return CANNOT_RUN;
  const text = svg(trace, { theme, numbers, say: tell.say, language, ...(width === undefined ? {} : { width }) });
  const drawing = text.endsWith('\n') ? text : `${text}\n`;
  if (output === undefined) {
    await out.write(drawing);
    return CLEAN;
  }
  try {
    await writeFile(output, drawing);
    return CLEAN;
  } catch (error) {
    const reason = tell.reason(error instanceof Error ? error : new Error(String(error)));
    complain(tell('cannot-write', { file: output, reason }));
    return CANNOT_RUN;
  }
}
