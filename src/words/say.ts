/**
 * Texts of message ids. All other rooms use ids with arguments; code that shows something to users takes a {@link Say}
 * made from the tables of one language.
 */
import type { Args } from '../script';
import type { Table } from './table';

export type Language = 'en' | 'zh-cn';

/** Gives the text of a message id in one language. Never throws: for an unknown id it returns the id with its arguments. */
export interface Say {
  (id: string, args?: Args): string;
  /** The ids that have a text. */
  readonly ids: readonly string[];
}

/** The language of a locale such as `zh-CN` or `zh_CN.UTF-8`; English for unsupported languages. */
export function languageOf(locale: string): Language {
  return /^zh(?![a-z])/i.test(locale) ? 'zh-cn' : 'en';
}

/** Replaces each `{name}` for which there is an argument; others stay as they are. */
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
  const texts = new Map(tables.flatMap((table) => Object.entries(table)));
  const say = (id: string, args?: Args): string => {
    const text = texts.get(id);
    return text === undefined ? unknownText(id, args) : fill(text, args);
  };
  return Object.assign(say, { ids: [...texts.keys()] });
}
