/** `tcpflow check`: the findings of flows. */
import type { Trace } from '../trace';
import type { CheckRequest, Format } from './arguments';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { traceOf } from './flow';
import { annotations } from './github';
import { fileReport } from './json';
import type { Session } from './session';
import { textReport } from './text';

/** Writes the report in one format: the text before and after all files, and the report on each file, piece by piece. */
interface Writer {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  report(file: string, trace: Trace, session: Session): Iterable<string>;
}

const WRITERS: Readonly<Record<Format, Writer>> = {
  text: {
    before: '',
    between: '',
    after: '',
    report: (file, trace, { tell, colours }) => textReport(file, trace, tell, colours),
  },
  json: {
    before: '{"files":[\n',
    between: ',\n',
    after: '\n]}\n',
    report: (file, trace, { tell }) => fileReport(file, trace, tell.say),
  },
  github: { before: '', between: '', after: '', report: (file, trace, { tell }) => annotations(file, trace, tell.say) },
};

export async function runCheck({ files, format }: CheckRequest, session: Session): Promise<number> {
  const { out } = session;
  const writer = WRITERS[format];
  let code = CLEAN;
  let reports = 0;
  await out.write(writer.before);
  for (const file of files) {
    const trace = await traceOf(file, session);
    if (trace === undefined) {
      code = CANNOT_RUN;
      continue;
    }
    if (code === CLEAN && trace.findings.some((f) => f.level === 'error')) code = ERRORS_FOUND;
    if (reports++ > 0) await out.write(writer.between);
    for (const piece of writer.report(file, trace, session)) {
      await out.write(piece);
      if (out.closed) break;
    }
  }
  await out.write(writer.after);
  return code;
}
