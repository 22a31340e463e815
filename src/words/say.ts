/**
 * What is said to people. All other rooms use message ids with arguments; code that shows something to users takes a
 * {@link Say} made from the tables of one language.
 *
 * Each language is a folder (`en`, `zh-cn`) with a table a subject: a rule file's messages, hovers, the panel. A table of
 * another language has the ids of the English one, which the compiler holds. `languages.ts` lists the languages,
 * `finding.ts` says a finding. A language is a part of its own, loaded when it is spoken; `words.ts` has all at once, for
 * tests and for what is made of the texts when the project is built.
 */
import type { Args } from '../script';
import type { Table } from './table';

export { type Language, languageOf } from './languages';

/** Gives the text of a message id in one language. Never throws: for an unknown id it returns the id with its arguments. */
export interface Say {
  (id: string, args?: Args): string;
  /** The ids that have a text. */
  readonly ids: readonly string[];
}

/** Replaces each `{name}` that has an argument; others stay as they are. */
export function fill(text: string, args: Args = {}): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
}

/** The text of an unknown id: the id with its arguments. */
function unknownText(id: string, args: Args = {}): string {
  const list = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
  return list.length > 0 ? `${id} (${list.join(', ')})` : id;
}

export function sayFrom(tables: readonly Table[]): Say {
  // Only the texts that are asked for are noted: most of the thousands are never said.
  const said = new Map<string, string | undefined>();
  const textOf = (id: string): string | undefined => {
    if (!said.has(id)) said.set(id, tables.find((table) => Object.hasOwn(table, id))?.[id]);
    return said.get(id);
  };
  const say = (id: string, args?: Args): string => {
    const text = textOf(id);
    return text === undefined ? unknownText(id, args) : fill(text, args);
  };
  return Object.defineProperty(say, 'ids', { get: () => tables.flatMap(Object.keys) }) as Say;
}
