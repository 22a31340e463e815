/** `tcpflow check`: the findings of flows. */
import type { Trace } from '../trace';
import type { CheckRequest, Format } from './arguments';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { traceOf } from './flow';
import { annotations } from './github';
import { fileReport } from './json';
import { JSON_FILES, type Layout, writeReports } from './reports';
import type { Session } from './session';
import { textReport } from './text';

/** A format of reports. */
interface Writer extends Layout {
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
    ...JSON_FILES,
    report: (file, trace, { tell }) => fileReport(file, trace, tell.say),
  },
  github: { before: '', between: '', after: '', report: (file, trace, { tell }) => annotations(file, trace, tell.say) },
};

export async function runCheck({ files, format }: CheckRequest, session: Session): Promise<number> {
  const writer = WRITERS[format];
  let code = CLEAN;
  async function* reports(): AsyncIterable<Iterable<string>> {
    for (const file of files) {
      const trace = await traceOf(file, session);
      if (trace === undefined) code = CANNOT_RUN;
      else {
        if (code === CLEAN && trace.findings.some((f) => f.level === 'error')) code = ERRORS_FOUND;
        yield writer.report(file, trace, session);
      }
    }
  }
  await writeReports(session.out, writer, reports());
  return code;
}
