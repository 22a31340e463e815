/** `tcp-flow format`: flows in the standard's spelling and in columns. */
import { writeFile } from 'node:fs/promises';
import { createParser, formatted, visible } from '../script';
import { CANNOT_RUN, CLEAN, ERRORS_FOUND } from './exit';
import { filesOf } from './files';
import { textOf } from './flow';
import type { FormatRequest } from './requests';
import type { Session } from './session';
import { isWritten } from './written';

export async function runFormat(request: FormatRequest, session: Session): Promise<number> {
  const { isCheck } = request;
  const { files, isComplete } = await filesOf(request.files, { ...request, endings: ['tcpflow'] }, session);
  const codes = new Set(isComplete ? [] : [CANNOT_RUN]);
  for (const file of files) {
    const text = await textOf(file, session);
    codes.add(text === undefined ? CANNOT_RUN : await settle(file, text, isCheck, session));
  }
  return Math.max(CLEAN, ...codes);
}

/** Writes a file that is not formatted, or names it. Standard input goes to standard output. */
async function settle(file: string, text: string, isCheck: boolean, session: Session): Promise<number> {
  const { out, tell } = session;
  const now = formattedText(text);
  if (isCheck) {
    if (now === text) return CLEAN;
    await out.write(`${tell('format/not', { file: visible(file) })}\n`);
    return ERRORS_FOUND;
  }
  if (file === '-') await out.write(now);
  else if (now !== text) {
    if (!(await isWritten(file, () => writeFile(file, now), session))) return CANNOT_RUN;
    await out.write(`${tell('format/done', { file: visible(file) })}\n`);
  }
  return CLEAN;
}

/** The text with the line breaks that it has, and with its byte order mark. One of which not all lines are read stays as it is. */
function formattedText(text: string): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const lines = formatted(createParser().parse(text.slice(mark.length)));
  const breaks = text.match(/\r\n|\r|\n/g) ?? [];
  if (lines.length !== breaks.length + 1) return text;
  return mark + lines.map((line, i) => line + (breaks[i] ?? '')).join('');
}
