import type { Args, Level } from '../script';
import type { Reason } from '../tcp';

/** A replacement on a line (from 0): columns in UTF-16 units, end exclusive. For an insertion start = end. */
export interface Edit {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Fix {
  /** Message id of the title, with its arguments. */
  readonly title: string;
  readonly args: Args;
  readonly edits: readonly Edit[];
}

/** A related line that helps to understand a finding. */
export interface Related {
  readonly line: number;
  readonly message: string;
  readonly args: Args;
}

/** A mistake in a line, or something unusual or worth knowing. It contains ids and arguments only; `words` has the text. */
export interface Finding {
  /** `tcp/…`, `flow/…` or `syntax/…`. It is also the message id, unless `says` gives another one. */
  readonly rule: string;
  readonly says?: string;
  readonly level: Level;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly args: Args;
  /** Document and section, `RFC 9293 §3.4`; absent for rules about the script only. */
  readonly source?: string;
  /** The calculation of the right value, ready to show: `RCV.NXT = x + 1 = 1001`. Field terms and numbers only. */
  readonly arithmetic?: string;
  /** For level `open`: the reason why it can't be decided. */
  readonly because?: Reason;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}

/** True for an error or a warning; false for `open` and hints. */
export function isGrave({ level }: { readonly level: Level }): boolean {
  return level === 'error' || level === 'warning';
}
