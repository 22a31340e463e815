/** Flows whose texts try to control a terminal or a page. */

/** ESC with a title and a colour, BEL, NUL, line ends, a tab, C1 (CSI as one character), and bidirectional controls. */
export const BAD = '\\x1b]0;pwned\\x07\\x00\\r\\n\\t\\u{9b}31m\\u{202e}txt\\u{2066}\\u{2028}';

/** A flow with the text everywhere that a flow may contain text. */
export const flowThatSays = (text: string): string =>
  [
    `flow "${text}"`,
    'host A',
    'host B',
    `section "${text}"`,
    'A -> B SYN seq=x',
    'B -> A SYN,ACK',
    'A -> B ACK',
    `A -> B PSH,ACK "${text}"`,
    `note over A "${text}"`,
    `note "${text}"`,
    `A => B "${text}"`,
  ].join('\n');

// eslint-disable-next-line no-control-regex -- control characters are what this is about
export const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;
