import type { Args, LineEdit } from '../../script';

/** A message id with its arguments; the provider turns it into text. */
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
  | 'setting'
  | 'snippet';

/** A completion item. Lists are ordered by likelihood. */
export interface Item {
  readonly kind: ItemKind;
  /**
   * The text that is matched against the typed word. It is also shown unless `title` is given, and inserted unless
   * `text` or `snippet` is.
   */
  readonly label: string;
  /** The title in the list, for several lines at once. */
  readonly title?: Message;
  /** Whole lines to insert, aligned with the lines around them. */
  readonly text?: string;
  /** Edits of the lines around them that keep the columns aligned. */
  readonly edits?: readonly LineEdit[];
  /** True for a whole statement, after which the next one may be suggested at once. */
  readonly goesOn?: true;
  /** The text to insert in VS Code's snippet syntax; a message where it contains words. */
  readonly snippet?: string | Message;
  /** A text without translation: the numbers that the simulation fills in. */
  readonly detail?: string;
  /** A sentence about the meaning of the item, or the reason why it may come here. */
  readonly why?: Message;
  /** Document and section, `RFC 9293 §3.5`, if a standard is the reason. */
  readonly source?: string;
}

/** The items at a place, and the columns of the line (UTF-16 units) that they replace. */
export interface Offer {
  readonly items: readonly Item[];
  readonly start: number;
  readonly end: number;
}
