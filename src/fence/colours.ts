/** Syntax colours for flows in HTML, by the classes of highlight.js. */
import { HTTP1_STATES, LAYER_WORDS, METHODS, TLS_ALERTS, TLS_KEYS, TLS_MESSAGES, TLS_STATES } from '../layers/names';
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
  ...FLAGS.map((word): [string, string] => [word, 'built_in']),
  ...[...METHODS, ...TLS_MESSAGES].map((word): [string, string] => [word, 'built_in']),
  ...TLS_ALERTS.map((word): [string, string] => [word, 'symbol']),
  ...[...STATES, ...HTTP1_STATES, ...TLS_STATES].map((word): [string, string] => [word, 'type']),
]);

/** `tls` is a layer; before `=` it is a host's setting. */
function ofWord(word: string, next: string | undefined): string | undefined {
  return next !== '=' && LAYERS.has(word) ? 'keyword' : OF_WORD.get(word);
}

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
        const kind =
          kindOf(match) ?? (name === undefined ? ofWord(piece, text[match.index + piece.length]) : OF_NAME[name]);
        html += escape(text.slice(done, match.index));
        html += kind === undefined ? escape(piece) : `<span class="hljs-${kind}">${escape(piece)}</span>`;
        done = match.index + piece.length;
      }
      return html + escape(text.slice(done));
    })
    .join('\n');
}
