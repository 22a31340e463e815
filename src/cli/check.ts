/** `tcpflow check`: the findings of flows, and of connections of captures. */
import { basename } from 'node:path';
import { openConnection, openConnections } from '../capture';
import type { Trace } from '../trace';
import type { CheckRequest, Format } from './arguments';
import { captureOf, isCapture } from './captures';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { played, traceOf } from './flow';
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

export async function runCheck(request: CheckRequest, session: Session): Promise<number> {
  const writer = WRITERS[request.format];
  let code = CLEAN;
  const found = (trace: Trace): void => {
    if (code === CLEAN && trace.findings.some((f) => f.level === 'error')) code = ERRORS_FOUND;
  };
  async function* reports(): AsyncIterable<Iterable<string>> {
    for (const file of request.files) {
      if (isCapture(await session.sources.beginning(file))) {
        for await (const { name, trace } of checked(file, request, session)) {
          if (trace === undefined) code = CANNOT_RUN;
          else {
            found(trace);
            yield writer.report(name, trace, session);
          }
        }
        continue;
      }
      const trace = await traceOf(file, session);
      if (trace === undefined) code = CANNOT_RUN;
      else {
        found(trace);
        yield writer.report(file, trace, session);
      }
    }
  }
  await writeReports(session.out, writer, reports());
  return code;
}

/** A connection as a report names it: `x.pcap#3`. No trace for what can't be checked; a message has been written. */
interface Checked {
  readonly name: string;
  readonly trace: Trace | undefined;
}

/** The connections of a capture, played: all of them, or the one that is asked for. */
async function* checked(file: string, { connection, tap }: CheckRequest, session: Session): AsyncIterable<Checked> {
  const { tell, complain } = session;
  const read = await captureOf(file, session);
  if (read?.isWhole !== true) yield { name: file, trace: undefined };
  if (read === undefined) return;
  const { capture, again } = read;
  const all = openConnections(capture, again, basename(file), tap);
  const flows =
    connection === undefined ? all : [await openConnection(capture, connection, again(), basename(file), tap)];
  for await (const opened of flows) {
    if ('problem' in opened) {
      complain(`${file}: ${tell.say(opened.problem.id, opened.problem.args)}`);
      yield { name: file, trace: undefined };
    } else {
      const name = `${file}#${opened.connection.id}`;
      yield { name, trace: await played(opened.script, session) };
    }
  }
}
