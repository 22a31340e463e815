/** Random flows: from the grammar, from mutations of the project's flows, and from random bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { PRELUDES } from '../unit/check/table';
import { anyLine, grammarFlow } from './grammar';
import type { Random } from './random';

/** Folders with flows, from the root of the project. */
const FOLDERS = ['test/fixtures', 'media/scenarios'];
/** Documentation with examples of every statement in fenced flows. */
const PAGES = ['media/docs/language.md'];

/**
 * All flows of the project; tables of flows are split.
 *
 * @param folders the folders that are read
 */
export function projectFlows(folders: readonly string[] = FOLDERS): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tcpflow'))
      .sort()
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const fences = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/^```tcpflow\n([^]*?)^```/gm)].map((m) => m[1] ?? ''),
  );
  return [...files.flatMap(parts), ...fences].map((text) => text.trimEnd()).filter((text) => text !== '');
}

/** The flows of a text. A table has a flow after each heading, together with its prelude; any other file is one flow. */
function parts(text: string): string[] {
  if (!/^### /m.test(text)) return [text];
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      const prelude = / after (\S+)/.exec(heading)?.[1] ?? '';
      return [...(PRELUDES[prelude] ?? []), ...lines].join('\n');
    });
}

/** Words that replace a word or are inserted between two. */
const WORDS = [
  ...[
    '0',
    '1',
    '4294967295',
    '4294967296',
    '9007199254740991',
    '-1',
    '1e9',
    '""',
    '"',
    '->',
    '=>',
    '~>',
    '-x',
    '<',
    '>',
  ],
  ...[
    '=',
    ',',
    '..',
    '(',
    ')',
    '#',
    ':',
    '%',
    '\\',
    'MSL',
    '1us',
    '100h',
    'SYN',
    'ACK',
    'FIN',
    'RST',
    'run',
    'as',
    'x',
  ],
];
/** Characters that no one types on purpose. */
const LETTERS = [
  '\0',
  '\x07',
  '\x1b',
  '\t',
  '\r',
  '\x85',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ud800',
  '＝',
  '，',
  '“',
  '😀',
  '́',
];

type Mutation = (lines: string[], r: Random, known: readonly string[]) => void;

/** Splits a random line into words and blanks, changes one word, and joins them again. */
function inWords(lines: string[], r: Random, change: (words: string[], at: number) => void): void {
  const at = r.below(lines.length);
  const words = (lines[at] ?? '').split(/(\s+|(?<=[=,<>:.])|(?=[=,<>:.]))/);
  change(words, r.below(words.length));
  lines[at] = words.join('');
}

const MUTATIONS: readonly Mutation[] = [
  (lines, r) => void lines.splice(r.below(lines.length), 1),
  (lines, r) => {
    const at = r.below(lines.length);
    lines.splice(r.below(lines.length + 1), 0, lines[at] ?? '');
  },
  (lines, r) => {
    const [a, b] = [r.below(lines.length), r.below(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  },
  (lines, r, known) => void lines.splice(r.below(lines.length + 1), r.below(2), r.of(r.of(known).split('\n'))),
  (lines, r) => void lines.splice(r.below(lines.length + 1), r.below(2), anyLine(r)),
  (lines, r) => void lines.splice(r.below(lines.length + 1), r.below(2), anyLine(r)),
  (lines, r) => void lines.splice(r.below(lines.length + 1), 0, r.of(['run', 'run', 'run for 1s', 'wait 1min'])),
  (lines, r) => inWords(lines, r, (words, at) => void (words[at] = r.of(WORDS))),
  (lines, r) => inWords(lines, r, (words, at) => void words.splice(at, 1)),
  (lines, r) => inWords(lines, r, (words, at) => void words.splice(at, 0, words[r.below(words.length)] ?? '')),
  (lines, r) => {
    const at = r.below(lines.length);
    lines[at] = (lines[at] ?? '').replace(/\d+/g, (n) => (r.chance(0.5) ? n : String(Number(n) + r.of([-1, 1, 1000]))));
  },
  (lines, r) => {
    const at = r.below(lines.length);
    const line = lines[at] ?? '';
    const column = r.below(line.length + 1);
    lines[at] = line.slice(0, column) + r.of(LETTERS) + line.slice(column + r.below(2));
  },
  (lines, r) => {
    const at = r.below(lines.length);
    const line = lines[at] ?? '';
    lines[at] = line.slice(0, r.below(line.length + 1));
  },
];

function mutant(r: Random, known: readonly string[]): string {
  const lines = r.of(known).split('\n');
  if (r.chance(0.15)) lines.push(...r.of(known).split('\n'));
  const count = 1 + r.below(r.chance(0.8) ? 3 : 12);
  for (let i = 0; i < count; i++) r.of(MUTATIONS)(lines, r, known);
  return lines.join('\n');
}

function octets(r: Random): string {
  const bytes = Uint8Array.from(
    r.some(0, 400, () => (r.chance(0.1) ? 10 : r.chance(0.5) ? 32 + r.below(95) : r.below(256))),
  );
  return new TextDecoder(r.chance(0.5) ? 'utf-8' : 'latin1').decode(bytes);
}

/** A line, or a part of one, repeated many times. */
function repeated(r: Random, known: readonly string[]): string {
  const line = r.chance(0.5) ? anyLine(r) : r.of(r.of(known).split('\n'));
  if (r.chance(0.5)) {
    const count = r.of([50, 500, 3000]);
    return Array.from({ length: count }, (_, i) => (r.chance(0.5) ? line : line.replace(/\d+|$/, String(i)))).join(
      '\n',
    );
  }
  const from = r.below(line.length);
  const part = line.slice(from, from + 1 + r.below(8)) || ' ';
  return line.slice(0, from) + part.repeat(Math.floor(9000 / part.length)) + line.slice(from);
}

/** The flow of a seed and a number; reproducible as long as the project's flows are the same. */
export function flowOf(r: Random, known: readonly string[]): string {
  const dice = r.below(100);
  if (dice < 45) return grammarFlow(r);
  if (dice < 93) return mutant(r, known);
  return dice < 98 ? octets(r) : repeated(r, known);
}
