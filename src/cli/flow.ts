import { check, wishesWithParts } from '../check';
import { fencesOf } from '../fence';
import { NO_LEVELS, type Trace } from '../trace';
import { type Script, createParser } from '../script';
import type { Session } from './session';
import { parts } from './parts';

/** A flow that speaks TLS or HTTP/2 is checked again, once that is loaded. */
async function withParts(trace: Trace): Promise<Trace> {
  const wishes = await wishesWithParts(trace, parts);
  return wishes === undefined ? trace : withParts(check(trace.script, trace, undefined, wishes));
}

/** Reads the text of a file. Undefined if it can't be read; an error message is then written. */
export async function textOf(
  file: string,
  { sources, tell, complain }: Pick<Session, 'sources' | 'tell' | 'complain'>,
): Promise<string | undefined> {
  const source = await sources.read(file);
  if ('text' in source) return source.text;
  if ('tooLarge' in source) complain(tell('too-large', { file, megabytes: source.tooLarge }));
  else complain(tell('cannot-read', { file, reason: tell.reason(source.error) }));
  return undefined;
}

/** Reads and plays a file. Undefined if it can't be read; an error message is then written. */
export async function traceOf(file: string, session: Session): Promise<Trace | undefined> {
  const text = await textOf(file, session);
  return text === undefined ? undefined : played(createParser().parse(text), session);
}

/** A flow of a file. Its lines have the numbers that they have in the file. */
interface Flow {
  /** The line of its fence, from 1, in a Markdown file. */
  readonly fence: number | undefined;
  readonly script: Script;
}

/** True for a file whose flows are its `tcpflow` fences, by its name. */
function isMarkdown(file: string): boolean {
  return /\.(?:md|markdown)$/i.test(file);
}

/** The flows of a text: one, or those of the fences of a Markdown file, but for those whose mistakes are meant. */
export function* flowsOf(file: string, text: string): Iterable<Flow> {
  if (!isMarkdown(file)) {
    yield { fence: undefined, script: createParser().parse(text) };
    return;
  }
  for (const { isWrong, line, lines } of fencesOf(text)) {
    if (isWrong) continue;
    // The lines above are blank, so that findings have the file's own line numbers.
    const above = '\n'.repeat(line + 1);
    yield { fence: line + 1, script: createParser().parse(`${above}${lines.join('\n')}`) };
  }
}

/** Plays a flow. */
export function played(script: Script, { profile }: Pick<Session, 'profile'>): Promise<Trace> {
  return withParts(check(script, undefined, undefined, { profile, levels: NO_LEVELS }));
}
