/** `tcp-flow import`: a connection of a capture, or of an analyser's text, as a flow. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { openConnection, pastedFlow } from '../capture';
import type { ImportRequest } from './requests';
import { captureOf, isCapture } from './captures';
import { CANNOT_RUN, CLEAN } from './exit';
import type { Session } from './session';
import { isWritten } from './written';

/** A connection's flow, and whether its source was read to its end. */
interface Imported {
  readonly text: string;
  readonly isWhole: boolean;
}

export async function runImport(request: ImportRequest, session: Session): Promise<number> {
  const { out } = session;
  const { output } = request;
  const isText = !isCapture(await session.sources.beginning(request.file));
  const imported = (isText ? await fromText(request, session) : undefined) ?? (await fromCapture(request, session));
  if (typeof imported === 'number') return imported;
  const done = imported.isWhole ? CLEAN : CANNOT_RUN;
  if (output === undefined) {
    await out.write(imported.text);
    return done;
  }
  return (await isWritten(output, () => writeFile(output, imported.text), session)) ? done : CANNOT_RUN;
}

async function fromCapture(
  { file, connection, tap, keylog }: ImportRequest,
  session: Session,
): Promise<Imported | number> {
  const { tell, complain } = session;
  const read = await captureOf(file, session, keylog);
  if (read === undefined) return CANNOT_RUN;
  const { length } = read.capture.connections;
  if (connection === undefined && length !== 1) return which(file, length, session);
  const name = file === '-' ? tell('standard-input') : basename(file);
  const opened = await openConnection(
    read.capture,
    connection ?? 1,
    read.again(),
    name,
    tap,
    true,
    read.keys,
    tell.say,
  );
  if ('problem' in opened) {
    complain(`${file}: ${tell.say(opened.problem.id, opened.problem.args)}`);
    return CANNOT_RUN;
  }
  return { text: opened.text, isWhole: read.isWhole };
}

/** A flow from an analyser's text; undefined if the file is none. */
async function fromText(
  { file, connection, tap }: ImportRequest,
  session: Session,
): Promise<Imported | number | undefined> {
  const { sources, tell, complain } = session;
  const read = await sources.read(file);
  const flow = 'text' in read ? await pastedFlow(read.text, connection, tap) : undefined;
  if (flow === undefined) return undefined;
  if (connection === undefined && 'connections' in flow && flow.connections !== 1)
    return which(file, flow.connections, session);
  if ('problem' in flow) {
    complain(`${file}: ${tell.say(flow.problem.id, flow.problem.args)}`);
    return CANNOT_RUN;
  }
  const lines = flow.unread.slice(0, MOST_LISTED).map((line) => line + 1);
  if (flow.unread.length > lines.length) complain(tell('import/unread-more', { file, count: flow.unread.length }));
  else if (lines.length > 0) complain(`${file}: ${tell.say('capture/paste/unread', { lines: lines.join(', ') })}`);
  return { text: flow.text, isWhole: true };
}

/** The most lines that are named as left out. */
const MOST_LISTED = 12;

function which(file: string, count: number, { tell, complain }: Session): number {
  complain(`${file}: ${count === 0 ? tell.say('capture/table/none') : tell('import/which', { count })}`);
  return CANNOT_RUN;
}
