import { check, lacksTls, wishesOf } from '../check';
import { NO_LEVELS, type Trace } from '../trace';
import { type Script, createParser } from '../script';
import type { Session } from './session';

/** A flow that speaks TLS is checked again, once that is loaded. */
async function withTls(trace: Trace): Promise<Trace> {
  if (!lacksTls(trace)) return trace;
  const { door } = await import('../tls');
  return check(trace.script, trace, undefined, { ...wishesOf(trace), tls: { door, recall: door.newRecall() } });
}

/** Reads and plays a file. Undefined if it can't be read; an error message is then written. */
export async function traceOf(file: string, session: Session): Promise<Trace | undefined> {
  const { sources, tell, complain } = session;
  const source = await sources.read(file);
  if ('text' in source) return played(createParser().parse(source.text), session);
  if ('tooLarge' in source) complain(tell('too-large', { file, megabytes: source.tooLarge }));
  else complain(tell('cannot-read', { file, reason: tell.reason(source.error) }));
  return undefined;
}

/** Plays a flow. */
export function played(script: Script, { profile }: Pick<Session, 'profile'>): Promise<Trace> {
  return withTls(check(script, undefined, undefined, { profile, levels: NO_LEVELS }));
}
