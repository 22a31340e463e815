import { check } from '../check';
import { NO_LEVELS, type Trace } from '../trace';
import { createParser } from '../script';
import type { Session } from './session';

/** Reads and plays a file. Undefined if it can't be read; an error message is then written. */
export async function traceOf(file: string, { sources, tell, profile, complain }: Session): Promise<Trace | undefined> {
  const source = await sources.read(file);
  if ('text' in source)
    return check(createParser().parse(source.text), undefined, undefined, { profile, levels: NO_LEVELS });
  if ('tooLarge' in source) complain(tell('too-large', { file, megabytes: source.tooLarge }));
  else complain(tell('cannot-read', { file, reason: tell.reason(source.error) }));
  return undefined;
}
