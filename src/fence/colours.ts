/** Syntax colours for flows in HTML, by the classes of highlight.js. */
import {
  FRAME_WORDS,
  H2_CODES,
  H2_KEYS,
  H2_SETTINGS,
  H2_STATES,
  HTTP1_STATES,
  LAYER_WORDS,
  METHODS,
  STREAM_STATES,
  TLS_ALERTS,
  TLS_KEYS,
  TLS_MESSAGES,
  TLS_STATES,
} from '../layers/names';
import {
  CALLS,
  CAPTURE_SETTINGS,
  CLAUSES,
  ECN,
  FIELDS,
  FLAGS,
  FAILS,
  FORGETS,
  INNER_WORDS,
  LINK_SETTINGS,
  type NameKind,
  OPTIONS,
  SETTINGS,
  STATEMENTS,
  FRAME,
  SUPPOSED,
  createParser,
  namesOf,
} from '../script';
import { STATES } from '../wire';

const OF_NAME: Readonly<Record<NameKind, string>> = {
  host: 'title',
  number: 'variable',
  segment: 'symbol',
  certificate: 'title',
};

const OF_WORD: ReadonlyMap<string, string> = new Map<string, string>([
  ...[...STATEMENTS, ...CALLS, ...CLAUSES, ...INNER_WORDS, FAILS, FORGETS, SUPPOSED, FRAME].map(
    (word): [string, string] => [word, 'keyword'],
  ),
  ...[...FIELDS, ECN, ...OPTIONS, ...LINK_SETTINGS, ...CAPTURE_SETTINGS, ...SETTINGS.keys(), ...TLS_KEYS].map(
    (word): [string, string] => [word, 'attr'],
  ),
  ...[...H2_SETTINGS, ...Object.values(H2_KEYS).flat()].map((word): [string, string] => [word, 'attr']),
  ...FLAGS.map((word): [string, string] => [word, 'built_in']),
  ...[...METHODS, ...TLS_MESSAGES, ...FRAME_WORDS].map((word): [string, string] => [word, 'built_in']),
  ...[...TLS_ALERTS, ...H2_CODES].map((word): [string, string] => [word, 'symbol']),
  ...[...STATES, ...HTTP1_STATES, ...TLS_STATES].map((word): [string, string] => [word, 'type']),
]);

/** `tls` is a layer; before `=` it is a host's setting. */
function ofWord(word: string, next: string | undefined): string | undefined {
  return next !== '=' && LAYERS.has(word) ? 'keyword' : OF_WORD.get(word);
}

/** States of HTTP/2: of a connection, and of a stream by its number. Elsewhere such words are calls, or names. */
const H2_WORDS: ReadonlySet<string> = new Set([...H2_STATES, ...STREAM_STATES]);
const BEFORE_STATE = /(?<![\p{L}\p{N}_])h2\s+(?:\d+\s+)?$/u;

const FRAMES: ReadonlySet<string> = new Set(FRAME_WORDS);
const LAYERS: ReadonlySet<string> = new Set(LAYER_WORDS);

/** Matches a comment, a string, a number (or address, or duration), or a word. */
const PIECE = /([#＃].*)|("(?:\\.|[^"\\])*"?)|((?<![\w.])\d[\w.:/]*)|([\p{L}_][\p{L}\p{M}\p{N}_-]*(?<!-))/gu;

function kindOf([, comment, string, number]: RegExpMatchArray): string | undefined {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  return number === undefined ? undefined : 'number';
}

/** The flow as HTML with syntax colours; all text is escaped. */
export function colourFlow(code: string, escape: (text: string) => string): string {
  const script = createParser().parse(code);
  const names = namesOf(script);
  return code
    .split('\n')
    .map((text, line) => {
      let html = '';
      let done = 0;
      for (const match of text.matchAll(PIECE)) {
        const [piece] = match;
        const name = names.at(line, match.index)?.name.kind;
        const isState = H2_WORDS.has(piece) && BEFORE_STATE.test(text.slice(0, match.index));
        const word = isState && !FRAMES.has(piece) ? 'type' : ofWord(piece, text[match.index + piece.length]);
        const kind = kindOf(match) ?? (name === undefined ? word : OF_NAME[name]);
        html += escape(text.slice(done, match.index));
        html += kind === undefined ? escape(piece) : `<span class="hljs-${kind}">${escape(piece)}</span>`;
        done = match.index + piece.length;
      }
      return html + escape(text.slice(done));
    })
    .join('\n');
}
