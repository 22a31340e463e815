/** The events that the panel's session (a reducer) takes, and the messages and requests that it returns. */
import type { Edit, NumberForm, Trace } from '../trace';
import type { HostMessage, PageMessage } from './messages';

/** A document with its latest check. */
export interface Shown {
  readonly uri: string;
  /** The base name of the document's path. */
  readonly name: string;
  readonly version: number;
  readonly trace: Trace;
}

export type SessionEvent =
  | { readonly type: 'page'; readonly message: PageMessage }
  /** The page is hidden and no longer exists. */
  | { readonly type: 'hidden' }
  /** The timer requested by `wake` has expired. */
  | { readonly type: 'woken' }
  | { readonly type: 'numbers'; readonly form: NumberForm }
  /** A document is to be shown. `cursor` is the line (from 0) of its editor, `step` the initial step. */
  | { readonly type: 'shown'; readonly flow: Shown; readonly cursor: number; readonly step?: number | undefined }
  /** The shown document was checked. */
  | { readonly type: 'checked'; readonly flow: Shown; readonly cursor: number }
  /** There is no flow to show. */
  | { readonly type: 'cleared' }
  /** The document to be shown can't be opened. */
  | { readonly type: 'absent'; readonly uri: string }
  /** VS Code has closed a text document. */
  | { readonly type: 'closed'; readonly uri: string }
  /** A file or folder was deleted. */
  | { readonly type: 'gone'; readonly uri: string }
  /** A file or folder was written or created. */
  | { readonly type: 'written'; readonly uri: string }
  /** A file or folder was renamed or moved. */
  | { readonly type: 'renamed'; readonly from: string; readonly to: string }
  /** The cursor moved to a line of the document; `byHand` if certainly by keyboard or mouse. */
  | { readonly type: 'cursor'; readonly line: number; readonly version: number; readonly byHand: boolean }
  /** The panel's own `select` has moved the cursor to a line; a `cursor` event will follow. */
  | { readonly type: 'selecting'; readonly line: number }
  /** A command makes a step the current one. */
  | { readonly type: 'go'; readonly step: number }
  /** A command goes to the next event on the wire, or to the one before. */
  | { readonly type: 'event'; readonly by: 1 | -1 }
  | { readonly type: 'finding'; readonly by: 1 | -1 }
  | { readonly type: 'play' }
  /** No line could be written for an `insert`. */
  | { readonly type: 'insert-failed' }
  /** An `edit` could not be applied. */
  | { readonly type: 'edit-failed' };

/** A request to the editor around the session. */
export type Request =
  | { readonly type: 'title'; readonly text: string }
  /**
   * Selects a line of the document: `anew` even if the cursor is there already, `open` even if the document has no
   * editor yet.
   */
  | { readonly type: 'select'; readonly line: number; readonly anew: boolean; readonly open: boolean }
  /** Opens the document again and checks it; a `gone` event reports failure. */
  | { readonly type: 'reopen'; readonly uri: string }
  /** Changes the document if it still has that version. */
  | { readonly type: 'edit'; readonly version: number; readonly edit: Edit }
  | { readonly type: 'rule'; readonly rule: string }
  /** Writes the line that is missing before a step; an `insert-failed` event reports that there is none. */
  | { readonly type: 'insert'; readonly version: number; readonly step: number }
  /** Stores the form of numbers in the settings. */
  | { readonly type: 'numbers'; readonly form: NumberForm }
  | { readonly type: 'export'; readonly request: Extract<PageMessage, { type: 'export' }> }
  | { readonly type: 'png'; readonly request: number; readonly bytes: Uint8Array | undefined }
  /** Requests a `woken` event after `after` milliseconds. */
  | { readonly type: 'wake'; readonly after: number };

export type Message =
  { readonly to: 'page'; readonly message: HostMessage } | { readonly to: 'editor'; readonly request: Request };
