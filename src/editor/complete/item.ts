import type { Args } from '../../script/syntax';

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
  /** What the list shows, and what is written unless `snippet` says otherwise. */
  readonly label: string;
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
