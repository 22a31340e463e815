/** Numbers of settings and error codes as flows write them, and names of codes (RFC 9113 §6.5.2, §7). */
import { CODES, SETTINGS } from './names';

/** A name as flows write it: `_` and `-` are one, as are capitals and small letters. */
function plain(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}

/** The number of a setting by its name, or by a number in decimal or hexadecimal. */
export function settingNumber(word: string): number | undefined {
  const number = (SETTINGS as Readonly<Record<string, number>>)[plain(word)];
  return number ?? numberIn(word, 0xffff);
}

/** The number of an error code by its name, or by a number. */
export function codeNumber(word: string): number | undefined {
  const index = (CODES as readonly string[]).indexOf(plain(word));
  return index >= 0 ? index : numberIn(word, 0xffff_ffff);
}

export function codeName(code: number): string {
  return CODES[code] ?? `0x${code.toString(16)}`;
}

function numberIn(word: string, most: number): number | undefined {
  const n = /^(?:0x[\da-f]+|\d+)$/i.test(word) ? Number(word) : NaN;
  return n <= most ? n : undefined;
}
