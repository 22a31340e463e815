/** `tcp-flow diagram`, and pictures of `tcp-flow export`: the sequence diagram as SVG file, Mermaid text or plain text. */
import { writeFile } from 'node:fs/promises';
import type { Trace } from '../trace';
import { PLAIN, diagram, ladderText, mermaid, svg, svgPair } from '../diagram';
import type { DiagramRequest } from './requests';
import { CANNOT_RUN, CLEAN } from './exit';
import { traceOf } from './flow';
import type { Session } from './session';
import { isWritten } from './written';

function picture(trace: Trace, other: Trace | undefined, request: DiagramRequest, { tell, language }: Session): string {
  const { format, theme, width, numbers, show, eyes } = request;
  const { say } = tell;
  const arrangement = { ...PLAIN, runs: request.fold, time: request.toScale, show, eyes };
  const look = { theme, numbers, say, language, arrangement, ...(width === undefined ? {} : { width }) };
  switch (format) {
    case 'svg':
      return other ? svgPair(trace, other, look) : svg(trace, look);
    case 'svg-animated':
      return svg(trace, { ...look, plays: true });
    case 'mermaid':
      return mermaid(diagram(trace, arrangement), numbers, say);
    case 'text':
      return ladderText(diagram(trace, arrangement), numbers, say);
  }
}

export async function runDiagram(request: DiagramRequest, session: Session): Promise<number> {
  const { out } = session;
  const { file, other, output } = request;
  const trace = await traceOf(file, session);
  const second = other === undefined ? undefined : await traceOf(other, session);
  if (trace === undefined || (other !== undefined && second === undefined)) return CANNOT_RUN;
  const text = picture(trace, second, request, session);
  const drawing = text.endsWith('\n') ? text : `${text}\n`;
  if (output === undefined) {
    await out.write(drawing);
    return CLEAN;
  }
  return (await isWritten(output, () => writeFile(output, drawing), session)) ? CLEAN : CANNOT_RUN;
}
