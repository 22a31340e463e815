/**
 * Characters that control a terminal, change the direction of writing, or can't be stored in a file: C0 and C1 controls
 * (ECMA-48), bidirectional controls (Unicode UAX #9 §2), line and paragraph separators, the byte order mark,
 * noncharacters, and unpaired surrogates.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSEEN = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\p{Cs}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };

/**
 * Text from a script made safe for display and export: invisible characters are replaced by the language's escapes
 * (`\n`, `\x1b`, `\u{202e}`).
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (letter) => ESCAPES[letter] ?? escape(letter.codePointAt(0) ?? 0));
}

function escape(code: number): string {
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** JSON in which invisible characters are escaped; a JSON reader gets the original text. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
