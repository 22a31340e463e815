import { fold } from './fold';
import type { LineEdit } from './format';
import { nameEnd, openReader } from './lexer';
import { parseLine } from './line';
import type { Name, Names } from './names';
import type { Script } from './syntax';
import { CALLS, CLAUSES, ECN, FIELDS, FLAGS, INNER_WORDS, OPTIONS, STATEMENTS } from './vocabulary';

/** The reason why a new name is refused: it is no valid name, it is a reserved word, or it is in use. */
export type Refusal = 'not-a-name' | 'reserved' | 'taken';

const RESERVED: ReadonlySet<string> = new Set(
  [STATEMENTS, CALLS, FLAGS, FIELDS, [ECN], CLAUSES, OPTIONS, INNER_WORDS].flat().map((w) => w.toLowerCase()),
);

/** The edits that rename all occurrences of a name, or the reason for refusal. */
export function rename(script: Script, names: Names, name: Name, text: string): Refusal | LineEdit[] {
  const reader = openReader(fold(text));
  if (text === '' || nameEnd(reader, 0) !== text.length || reader.text !== text) return 'not-a-name';
  if (RESERVED.has(text.toLowerCase())) return 'reserved';
  if (names.all.some((other) => other !== name && other.text === text)) return 'taken';
  const edits = name.places.map((place) => ({ ...place, newText: text }));
  const lines = new Map<number, string>();
  // From right to left, so that earlier columns stay valid.
  for (const { line, start, end } of [...edits].reverse()) {
    const before = lines.get(line) ?? script.lines[line]?.text ?? '';
    lines.set(line, before.slice(0, start) + text + before.slice(end));
  }
  const spoilt = [...lines].some(([line, after]) => script.lines[line]?.broken === false && parseLine(after).broken);
  return spoilt ? 'reserved' : edits;
}
