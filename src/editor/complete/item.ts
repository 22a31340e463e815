import type { Args, LineEdit } from '../../script';

/** A message id with its arguments; words are put to it by the provider. */
export interface Message {
  readonly id: string;
  readonly args?: Args;
}

export type ItemKind =
  | 'line'
  | 'keyword'
  | 'host'
  | 'arrow'
  | 'call'
  | 'flag'
  | 'field'
  | 'value'
  | 'option'
  | 'rule'
  | 'state'
  | 'label'
  | 'name'
  | 'setting';

/** Something that may be written at a place, most likely first in its list. */
export interface Item {
  readonly kind: ItemKind;
  /** What the list shows unless `title` does, what typing is held against, and what is written unless said otherwise. */
  readonly label: string;
  /** What the list shows, in the reader's language: for several lines at once. */
  readonly title?: Message;
  /** Whole lines to write, laid out as the lines around them are. */
  readonly text?: string;
  /** What changes in the lines around them, so that the columns stay. */
  readonly edits?: readonly LineEdit[];
  /** A whole statement: behind it the next one may be offered at once. */
  readonly goesOn?: true;
  /** What is written, in VS Code's snippet syntax: for things with a place to go on at. */
  readonly snippet?: string;
  /** What it comes to, as text that needs no translation: the numbers that the engine fills in. */
  readonly detail?: string;
  /** One sentence on what it is or why it may come here. */
  readonly why?: Message;
  /** `RFC 9293 §3.5`, where a standard stands behind it. */
  readonly source?: string;
}

/** What is offered at a place, and the columns of the line (UTF-16 units) that it takes the place of. */
export interface Offer {
  readonly items: readonly Item[];
  readonly start: number;
  readonly end: number;
}
