import { check, lacksTls, wishesOf } from '../check';
import { NO_LEVELS, type Trace } from '../trace';
import { createParser } from '../script';
import type { Session } from './session';

/** A flow that speaks TLS is checked again, once that is loaded. */
async function withTls(trace: Trace): Promise<Trace> {
  if (!lacksTls(trace)) return trace;
  const { door } = await import('../tls');
  return check(trace.script, trace, undefined, { ...wishesOf(trace), tls: { door, recall: door.newRecall() } });
}

/** Reads and plays a file. Undefined if it can't be read; an error message is then written. */
export async function traceOf(file: string, { sources, tell, profile, complain }: Session): Promise<Trace | undefined> {
  const source = await sources.read(file);
  if ('text' in source)
    return withTls(check(createParser().parse(source.text), undefined, undefined, { profile, levels: NO_LEVELS }));
  if ('tooLarge' in source) complain(tell('too-large', { file, megabytes: source.tooLarge }));
  else complain(tell('cannot-read', { file, reason: tell.reason(source.error) }));
  return undefined;
}
