#!/usr/bin/env node
/**
 * The command line program `tcp-flow`: this file reads the arguments and selects a command.
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
import { runAsk } from './asking';
import { runCheck } from './check';
import { runConnections } from './connections';
import { runDiagram } from './diagram';
import { runExplore } from './explore';
import { runExport } from './export';
import { runFormat } from './format';
import { runGrade } from './grade';
import { runImport } from './import';
import { CANNOT_RUN, CLEAN } from './exit';
import { Output } from './output';
import { runPage } from './page';
import type { Request } from './requests';
import { runRules } from './rules';
import type { Session } from './session';
import { Sources } from './sources';
import { runTrace } from './trace';
import { visible } from '../script';
import { LANGUAGES, languageOf } from '../words/languages';
import { speak } from './words';

/** True if the terminal supports colours. A NO_COLOR variable that is not empty forbids them (https://no-color.org). */
function takesColours(): boolean {
  const { NO_COLOR = '', TERM = '' } = process.env;
  return process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb';
}

async function perform(request: Request, session: Session): Promise<number> {
  const { out, tell, complain } = session;
  switch (request.kind) {
    case 'check':
      return runCheck(request, session);
    case 'explain':
    case 'next':
    case 'play':
      return runAsk(request, session);
    case 'format':
      return runFormat(request, session);
    case 'grade':
      return runGrade(request, session);
    case 'rules':
      return runRules(request, session);
    case 'trace':
      return runTrace(request, session);
    case 'diagram':
      return runDiagram(request, session);
    case 'connections':
      return runConnections(request, session);
    case 'export':
      return runExport(request, session);
    case 'page':
      return runPage(request, session);
    case 'import':
      return runImport(request, session);
    case 'explore':
      return runExplore(request, session);
    case 'mcp':
      await (await import('./mcp')).serve(session);
      return CLEAN;
    case 'help':
      await out.write(tell(`help/${request.topic}`, { languages: LANGUAGES.join('|') }));
      return CLEAN;
    case 'version':
      await out.write(`tcp-flow ${session.version}\n`);
      return CLEAN;
    case 'wrong':
      complain(tell(request.message, request.args));
      complain(tell('see-help', { command: request.topic === '' ? 'tcp-flow' : `tcp-flow ${request.topic}` }));
      return CANNOT_RUN;
  }
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
