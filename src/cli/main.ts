#!/usr/bin/env node
/**
 * The command line program `tcp-flow`: this file reads the arguments. It makes the table of connections itself, and loads all
 * other commands where one is asked for (`commands.ts`).
 *
 * `arguments.ts` reads the arguments into a `Request`; an error of theirs is a value, and is said in the user's language.
 * `files.ts` finds the files that names, folders and patterns stand for, `sources.ts` reads flows and captures from files and
 * from standard input, `flow.ts` the flows of a text. A command is a file of its own (`check.ts`, `trace.ts`): it gets a
 * `Session` (output, sources, language, colours) and returns an exit code (`exit.ts`). `reports.ts` writes a report on each of
 * several files; findings are written as text here (`text.ts`, `excerpt.ts`), and in other formats by `report`.
 *
 * `output.ts` waits for slow readers and notes when they are gone. Text of a flow never controls the terminal: controls
 * are written as escapes. The texts of the program itself are in `words.ts`; those of findings are the editor's.
 */
import { version as VERSION } from '../../package.json';
import { parseArguments } from './arguments';
import { runConnections } from './connections';
import { CANNOT_RUN } from './exit';
import { Output } from './output';
import type { Request } from './requests';
import type { Session } from './session';
import { Sources } from './sources';
import { visible } from '../script';
import { languageOf } from '../words/languages';
import { speak } from './words';

/** True if the terminal supports colours. A NO_COLOR variable that is not empty forbids them (https://no-color.org). */
function takesColours(): boolean {
  const { NO_COLOR = '', TERM = '' } = process.env;
  return process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb';
}

async function perform(request: Request, session: Session): Promise<number> {
  if (request.kind === 'connections') return runConnections(request, session);
  return (await import('./commands')).perform(request, session);
}

async function main(): Promise<number> {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const request = parseArguments(process.argv.slice(2));
  const language = request.language ?? languageOf(LC_ALL || LC_MESSAGES || LANG || '');
  const tell = await speak(language);
  // Errors of a closed standard error are ignored.
  process.stderr.on('error', () => undefined);
  const complain = (text: string): void => void process.stderr.write(`tcp-flow: ${visible(text)}\n`);
  const out = new Output(process.stdout);
  const profile = request.profile ?? 'rfc9293';
  const session = {
    out,
    sources: new Sources(),
    language,
    tell,
    colours: takesColours(),
    profile,
    version: VERSION,
    complain,
  };
  const code = await perform(request, session);
  await out.flush();
  if (out.failure === undefined) return code;
  complain(tell('cannot-write', { file: tell('standard-output'), reason: tell.reason(out.failure) }));
  return CANNOT_RUN;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // An internal error: everything known about it is written, so that it can be reported.
    process.stderr.write(`tcp-flow: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = CANNOT_RUN;
  },
);
