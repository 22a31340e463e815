import { check } from '../check/check';
import type { Trace } from '../check/trace';
import { createParser } from '../script/parser';
import type { Session } from './session';

/** Reads and plays a file; undefined where it cannot be read, which is then said. */
export async function traceOf(file: string, { sources, tell, complain }: Session): Promise<Trace | undefined> {
  const source = await sources.read(file);
  if ('text' in source) return check(createParser().parse(source.text));
  if ('tooLarge' in source) complain(tell('too-large', { file, megabytes: source.tooLarge }));
  else complain(tell('cannot-read', { file, reason: tell.reason(source.error) }));
  return undefined;
}
