/** `tcpflow import`: a connection of a capture as a flow. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { openConnection } from '../capture';
import type { ImportRequest } from './arguments';
import { captureOf } from './captures';
import { CANNOT_RUN, CLEAN } from './exit';
import type { Session } from './session';

export async function runImport(request: ImportRequest, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  const { file, connection, tap, output } = request;
  const read = await captureOf(file, session);
  if (read === undefined) return CANNOT_RUN;
  const { length } = read.capture.connections;
  if (connection === undefined && length !== 1) {
    complain(`${file}: ${length === 0 ? tell.say('capture/table/none') : tell('import/which', { count: length })}`);
    return CANNOT_RUN;
  }
  const name = file === '-' ? tell('standard-input') : basename(file);
  const opened = await openConnection(read.capture, connection ?? 1, read.again(), name, tap);
  if ('problem' in opened) {
    complain(`${file}: ${tell.say(opened.problem.id, opened.problem.args)}`);
    return CANNOT_RUN;
  }
  const done = read.isWhole ? CLEAN : CANNOT_RUN;
  if (output === undefined) {
    await out.write(opened.text);
    return done;
  }
  try {
    await writeFile(output, opened.text);
  } catch (error) {
    const reason = tell.reason(error instanceof Error ? error : new Error(String(error)));
    complain(tell('cannot-write', { file: output, reason }));
    return CANNOT_RUN;
  }
  return done;
}
