import { parseArgs } from 'node:util';
import { FORMS } from '../trace';
import { EYES, PLAIN, SHOWS, THEMES } from '../diagram';
import { type Args, PROFILES } from '../script';
import { TAPS, type TapPlace } from '../capture';
import { LANGUAGES, languageNamed } from '../words/languages';
import {
  type AskRequest,
  CHECK_FORMATS,
  COMMANDS,
  type Command,
  type DiagramRequest,
  EXPORTS,
  type ExportAs,
  type ExportRequest,
  FORMATS,
  PICTURES,
  type Picture,
  type Request,
  TABLES,
  type Topic,
  type Wanted,
} from './requests';

const TIMES = ['even', 'scale'] as const;
const LEAST_WIDTH = 240;
const MOST_WIDTH = 4000;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  lang: { type: 'string' },
  profile: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  theme: { type: 'string' },
  width: { type: 'string' },
  numbers: { type: 'string' },
  time: { type: 'string' },
  fold: { type: 'boolean' },
  show: { type: 'string' },
  eyes: { type: 'string' },
  as: { type: 'string' },
  tap: { type: 'string' },
  connection: { type: 'string' },
  with: { type: 'string' },
  verdicts: { type: 'boolean' },
  keylog: { type: 'string' },
  line: { type: 'string' },
  states: { type: 'string' },
  'max-warnings': { type: 'string' },
  'no-error-on-unmatched': { type: 'boolean' },
  watch: { type: 'boolean' },
  check: { type: 'boolean' },
  exercise: { type: 'string' },
  steps: { type: 'string' },
  until: { type: 'string' },
  for: { type: 'string' },
  faults: { type: 'string' },
} as const;
type OptionName = keyof typeof OPTIONS;

/** The options of pictures. */
const LOOK: readonly OptionName[] = ['theme', 'width', 'numbers', 'time', 'fold', 'show', 'eyes'];
const EVERYWHERE: readonly OptionName[] = ['help', 'version', 'lang', 'profile'];
const OWN: Readonly<Record<Command, readonly OptionName[]>> = {
  check: ['format', 'connection', 'tap', 'with', 'keylog', 'max-warnings', 'no-error-on-unmatched', 'watch'],
  explain: ['steps', 'format'],
  next: ['line', 'format'],
  play: ['until', 'for', 'faults', 'format'],
  format: ['check', 'no-error-on-unmatched'],
  grade: ['exercise', 'format'],
  rules: ['format'],
  trace: ['format'],
  diagram: ['output', 'format', ...LOOK],
  connections: ['format', 'verdicts'],
  import: ['output', 'connection', 'tap', 'with', 'keylog'],
  export: ['output', 'as', 'tap', ...LOOK],
  explore: ['format', 'line', 'states'],
  mcp: [],
};

function isCommand(word: string): word is Command {
  return COMMANDS.some((c) => c === word);
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** An invalid command line; thrown and caught within this file only. */
class Wrong extends Error {
  constructor(
    readonly id: string,
    readonly args: Args = {},
  ) {
    super(id);
  }
}

/** Parses the command line. Does not throw: an invalid command line is a request of its own kind. */
export function parseArguments(args: readonly string[]): Request {
  // Not strict, as Node's own messages are in English only; the tokens are checked here.
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const positionals: string[] = [];
  const given = new Map<OptionName, string>();
  let first: Wrong | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!isOption(name)) first ??= new Wrong('unknown-option', { option: rawName });
    else if (OPTIONS[name].type === 'boolean') {
      if (value !== undefined) first ??= new Wrong('takes-no-value', { option: rawName });
      given.set(name, '');
    } else if (value === undefined || value === '') first ??= new Wrong('needs-value', { option: rawName });
    else given.set(name, value);
  }
  const [command = '', ...files] = positionals;
  const topic: Topic = isCommand(command) ? command : '';
  const lang = given.get('lang');
  const language = lang === undefined ? undefined : languageNamed(lang);
  try {
    if (given.has('help') && (command === '' || topic !== '')) return { kind: 'help', topic, language };
    if (first !== undefined) throw first;
    if (lang !== undefined && language === undefined) throw notAmong('--lang', LANGUAGES, lang);
    if (given.has('version')) return { kind: 'version', language };
    const profile = oneOf('--profile', PROFILES, given.get('profile'));
    return { ...commandOf(command, files, given), language, profile };
  } catch (wrong) {
    if (!(wrong instanceof Wrong)) throw wrong;
    return { kind: 'wrong', topic, message: wrong.id, args: wrong.args, language };
  }
}

function commandOf(command: string, files: readonly string[], given: ReadonlyMap<OptionName, string>): Wanted {
  if (command === '') throw new Wrong('no-command');
  if (!isCommand(command)) throw new Wrong('unknown-command', { command, commands: COMMANDS.join(', ') });
  for (const name of given.keys()) {
    if (EVERYWHERE.includes(name) || OWN[command].includes(name)) continue;
    throw new Wrong('option-elsewhere', { command, option: `--${name}` });
  }
  if (command === 'rules') {
    return { kind: 'rules', names: files, format: oneOf('--format', TABLES, given.get('format')) ?? 'text' };
  }
  if (command === 'mcp') {
    if (files.length > 0) throw new Wrong('takes-no-file', { command });
    return { kind: 'mcp' };
  }
  const [file] = files;
  if (file === undefined) throw new Wrong('no-file', { command });
  const isEmptyAllowed = given.has('no-error-on-unmatched');
  switch (command) {
    case 'check':
      return checkOf(files, given);
    case 'explain':
    case 'next':
    case 'play':
      onlyOne(command, files);
      return askOf(command, file, given);
    case 'format':
      return { kind: 'format', files, isCheck: given.has('check'), isEmptyAllowed };
    case 'grade':
      onlyOne(command, files);
      return {
        kind: 'grade',
        file,
        exercise: given.get('exercise'),
        format: oneOf('--format', TABLES, given.get('format')) ?? 'text',
      };
    case 'import': {
      onlyOne(command, files);
      const output = given.get('output');
      return {
        kind: 'import',
        file,
        connection: connectionOf(given.get('connection')),
        tap: oneOf('--tap', TAP_PLACES, given.get('tap')),
        second: given.get('with'),
        keylog: given.get('keylog'),
        output: output === '-' ? undefined : output,
      };
    }
    case 'connections':
      return {
        kind: 'connections',
        files,
        verdicts: given.has('verdicts'),
        format: oneOf('--format', TABLES, given.get('format')) ?? 'text',
      };
    case 'export':
      onlyOne(command, files);
      return exportOf(file, given);
    case 'explore':
      return {
        kind: 'explore',
        files,
        format: oneOf('--format', FORMATS, given.get('format')) ?? 'text',
        line: wholeOf('--line', given.get('line')),
        states: wholeOf('--states', given.get('states')) ?? MOST_STATES,
      };
    case 'trace':
      oneOf('--format', ['json'], given.get('format'));
      onlyOne(command, files);
      return { kind: 'trace', file };
    case 'diagram':
      return diagramOf(file, files, given);
  }
}

function checkOf(files: readonly string[], given: ReadonlyMap<OptionName, string>): Wanted {
  const format = oneOf('--format', CHECK_FORMATS, given.get('format')) ?? 'text';
  const watches = given.has('watch');
  if (watches && format !== 'text') throw new Wrong('watch-as-text', { format });
  if (watches && files.includes('-')) throw new Wrong('watch-files');
  return {
    kind: 'check',
    files,
    format,
    connection: connectionOf(given.get('connection')),
    tap: oneOf('--tap', TAP_PLACES, given.get('tap')),
    second: given.get('with'),
    keylog: given.get('keylog'),
    maxWarnings: wholeOf('--max-warnings', given.get('max-warnings'), 0),
    isEmptyAllowed: given.has('no-error-on-unmatched'),
    watches,
  };
}

function diagramOf(file: string, files: readonly string[], given: ReadonlyMap<OptionName, string>): Wanted {
  const command = 'diagram';
  if (files.length > 2) throw new Wrong('two-files', { command, count: files.length });
  const output = given.get('output');
  const byEnding = PICTURES.find((one) => one === endingOf(output));
  const format = oneOf('--format', PICTURES, given.get('format')) ?? byEnding ?? 'svg';
  if (output !== undefined && /\.png$/i.test(output)) throw new Wrong('no-png');
  if (files.length === 2 && format !== 'svg') throw new Wrong('two-as-svg', { format });
  return pictureOf(file, files[1], format, given);
}

function pictureOf(
  file: string,
  other: string | undefined,
  format: Picture,
  given: ReadonlyMap<OptionName, string>,
): DiagramRequest {
  const output = given.get('output');
  return {
    kind: 'diagram',
    file,
    other,
    format,
    output: output === '-' ? undefined : output,
    theme: oneOf('--theme', THEMES, given.get('theme')) ?? 'light',
    width: widthOf(given.get('width')),
    numbers: oneOf('--numbers', FORMS, given.get('numbers')) ?? 'symbolic',
    toScale: oneOf('--time', TIMES, given.get('time')) === 'scale',
    fold: given.has('fold'),
    show: oneOf('--show', SHOWS, given.get('show')) ?? PLAIN.show,
    eyes: oneOf('--eyes', EYES, given.get('eyes')) ?? PLAIN.eyes,
  };
}

/** Endings of files, and what is written to them. */
const ENDINGS: Readonly<Record<string, ExportAs>> = {
  pcapng: 'pcapng',
  html: 'html',
  htm: 'html',
  svg: 'svg',
  mmd: 'mermaid',
  mermaid: 'mermaid',
  txt: 'text',
};

/** The form that a file's ending stands for; of several files with commas between them, that of the last one. */
function endingOf(output = ''): ExportAs | undefined {
  const [, ending = ''] = /\.(\w+)$/.exec(output.toLowerCase()) ?? [];
  return Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
}

/** An export is what `--as` says, or what the ending of its file does; a capture to standard output. */
function exportOf(file: string, given: ReadonlyMap<OptionName, string>): Wanted {
  const output = given.get('output');
  const said = oneOf('--as', EXPORTS, given.get('as'));
  if (said === undefined && output !== undefined && /\.png$/i.test(output)) throw new Wrong('no-png');
  const as = said ?? endingOf(output) ?? 'pcapng';
  const picture = PICTURES.find((one) => one === as);
  for (const name of given.keys()) {
    const isOther = picture === undefined ? LOOK.includes(name) : name === 'tap';
    if (isOther || (as === 'html' && name === 'tap'))
      throw new Wrong('export/option-elsewhere', { as, option: `--${name}` });
  }
  if (picture !== undefined) return pictureOf(file, undefined, picture, given);
  if (as === 'html') {
    if (output === undefined) throw new Wrong('export/no-output');
    return { kind: 'page', file, output };
  }
  return { kind: 'export', file, outputs: outputsOf(output, given.get('tap'), said === undefined) };
}

/** An option that is not given is no member of the input. */
function askOf(kind: AskRequest['kind'], file: string, given: ReadonlyMap<OptionName, string>): AskRequest {
  const line = wholeOf('--line', given.get('line'));
  const texts = (['steps', 'until', 'for', 'faults'] as const).flatMap((name) => {
    const value = given.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind,
    file,
    format: oneOf('--format', TABLES, given.get('format')) ?? 'text',
    input: { ...Object.fromEntries(texts), ...(line === undefined ? {} : { line }) },
  };
}

function oneOf<T extends string>(option: string, allowed: readonly T[], value: string | undefined): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw notAmong(option, allowed, value);
  return found;
}

function notAmong(option: string, allowed: readonly string[], value: string): Wrong {
  return new Wrong('not-among', { option, allowed: allowed.join(', '), value });
}

/**
 * The files of `-o`: one, as a tap sees the flow, or two with a comma between them, the client's tap and the server's.
 *
 * @param isByEnding the ending tells that they are captures
 */
function outputsOf(
  output: string | undefined,
  side: string | undefined,
  isByEnding: boolean,
): ExportRequest['outputs'] {
  if (output === undefined) throw new Wrong('export/no-output');
  const tap = oneOf('--tap', TAPS, side);
  const [first = '', second, ...more] = output.split(',');
  const wrong = [first, second, ...more].find((file) => file !== undefined && file !== '-' && !/\.pcapng$/i.test(file));
  if (wrong !== undefined && isByEnding) throw new Wrong('export/no-ending', { file: wrong });
  if (second === undefined) return [{ file: first, tap: tap ?? 'client' }];
  if (more.length > 0) throw new Wrong('export/two-outputs', { count: 2 + more.length });
  if (tap !== undefined) throw new Wrong('export/tap-of-two');
  return [
    { file: first, tap: 'client' },
    { file: second, tap: 'server' },
  ];
}

const TAP_PLACES: readonly TapPlace[] = ['client', 'server', 'path'];

function connectionOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new Wrong('connection-number', { value });
}

function onlyOne(command: Command, files: readonly string[]): void {
  if (files.length > 1) throw new Wrong('one-file', { command, count: files.length });
}

/** The most states of a search where the command line does not say. */
const MOST_STATES = 300_000;
/** The largest number of a line or of states. */
const MOST_WHOLE = 10_000_000;

function wholeOf(option: string, value: string | undefined, least = 1): number | undefined {
  if (value === undefined) return undefined;
  const whole = Number(value);
  if (/^\d+$/.test(value) && whole >= least && whole <= MOST_WHOLE) return whole;
  throw new Wrong('whole-range', { option, least, most: MOST_WHOLE, value });
}

function widthOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const width = Number(value);
  if (/^\d+$/.test(value) && width >= LEAST_WIDTH && width <= MOST_WIDTH) return width;
  throw new Wrong('width-range', { least: LEAST_WIDTH, most: MOST_WIDTH, value });
}
