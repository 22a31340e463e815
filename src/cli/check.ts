/** `tcp-flow check`: the findings of flows, and of connections of captures. */
import { basename } from 'node:path';
import { openConnection, openConnections } from '../capture';
import { JUNIT, type Reported, SarifLog, annotations, jsonReport, junitSuite } from '../report';
import { captureOf, isCapture, sayUnpaired } from './captures';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { filesOf, rootsOf } from './files';
import { flowsOf, played, textOf } from './flow';
import { JSON_FILES, type Layout, writeReports } from './reports';
import type { CheckFormat, CheckRequest } from './requests';
import type { Session } from './session';
import { textReport } from './text';
import { watching } from './watching';

/** A format of reports. */
interface Writer extends Layout {
  report(reported: Reported): Iterable<string>;
}

const LINES: Layout = { before: '', between: '', after: '' };

const WRITERS: Readonly<Record<CheckFormat, (session: Session) => Writer>> = {
  text: ({ tell, colours }) => ({ ...LINES, report: (reported) => textReport(reported, tell, colours) }),
  json: ({ tell }) => ({ ...JSON_FILES, report: (reported) => jsonReport(reported, tell.say) }),
  github: ({ tell }) => ({ ...LINES, report: (reported) => annotations(reported, tell.say) }),
  sarif: ({ tell, version }) => new SarifLog(tell.say, version),
  junit: ({ tell }) => ({ ...JUNIT, report: (reported) => junitSuite(reported, tell.say) }),
};

/** The endings of the files of a folder that are checked. */
const ENDINGS = ['tcpflow', 'md'];

export async function runCheck(request: CheckRequest, session: Session): Promise<number> {
  const { files, isComplete } = await filesOf(request.files, { ...request, endings: ENDINGS }, session);
  const code = await checkOnce(files, request, session);
  if (request.watches && files.length > 0) {
    const roots = await rootsOf(request.files);
    const wanted = { endings: ENDINGS, isEmptyAllowed: true };
    const find = async (): Promise<readonly string[]> => (await filesOf(request.files, wanted, session)).files;
    await watching({ files, roots, find }, session, (changed) => checkOnce(changed, request, session));
  }
  return isComplete ? code : CANNOT_RUN;
}

/** Checks the files once, and returns the exit code. */
async function checkOnce(files: readonly string[], request: CheckRequest, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  const { maxWarnings = Infinity } = request;
  const writer = WRITERS[request.format](session);
  let warnings = 0;
  let code = CLEAN;
  async function* reports(): AsyncIterable<Iterable<string>> {
    for (const file of files) {
      for await (const checked of checkedOf(file, request, session)) {
        if (checked === undefined) code = CANNOT_RUN;
        else {
          const { findings } = checked.trace;
          if (code === CLEAN && findings.some((f) => f.level === 'error')) code = ERRORS_FOUND;
          warnings += findings.filter((f) => f.level === 'warning').length;
          yield writer.report(checked);
        }
      }
    }
  }
  await writeReports(out, writer, reports());
  if (warnings > maxWarnings) {
    complain(tell('too-many-warnings', { count: warnings, most: maxWarnings }));
    if (code === CLEAN) code = ERRORS_FOUND;
  }
  return code;
}

/** The flows of a file, played; undefined for what can't be checked: a message has been written. */
async function* checkedOf(file: string, request: CheckRequest, session: Session): AsyncIterable<Reported | undefined> {
  if (isCapture(await session.sources.beginning(file))) {
    yield* connectionsOf(file, request, session);
    return;
  }
  const text = await textOf(file, session);
  if (text === undefined) {
    yield undefined;
    return;
  }
  for (const { fence, script } of flowsOf(file, text)) yield { file, fence, trace: await played(script, session) };
}

/** The connections of a capture, played: all of them, or the one that is asked for. */
async function* connectionsOf(
  file: string,
  { connection, tap, second, keylog }: CheckRequest,
  session: Session,
): AsyncIterable<Reported | undefined> {
  const { tell, complain } = session;
  const read = await captureOf(file, session, keylog);
  if (read?.isWhole !== true) yield undefined;
  if (read === undefined) return;
  const other = second === undefined ? undefined : await captureOf(second, session);
  if (second !== undefined && other?.isWhole !== true) yield undefined;
  const { capture, again, keys } = read;
  const as = { file: basename(file), tap, keys, say: tell.say, part: 'whole' } as const;
  const flows =
    connection === undefined
      ? openConnections(capture, again, as, other)
      : [await openConnection(capture, connection, again(), as, other)];
  for await (const opened of flows) {
    if (other !== undefined) sayUnpaired(opened, file, session);
    if ('problem' in opened) {
      complain(`${file}: ${tell.say(opened.problem.id, opened.problem.args)}`);
      yield undefined;
    } else {
      const name = `${file}#${opened.connection.id}`;
      yield { file: name, fence: undefined, trace: await played(opened.script, session) };
    }
  }
}
