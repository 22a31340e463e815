const ESCAPES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/**
 * Bytes as a string literal of the language. Bytes that are not UTF-8, and invisible characters, are written as
 * escapes.
 */
export function quoted(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text === undefined) return `"${[...bytes].map(byteText).join('')}"`;
  return `"${[...text].map(charText).join('')}"`;
}

function decoded(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.includes('\uFFFD') ? undefined : text;
}

function byteText(byte: number): string {
  return byte < 0x80 ? charText(String.fromCharCode(byte)) : hex(byte);
}

function charText(char: string): string {
  const escape = ESCAPES[char];
  if (escape !== undefined) return escape;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x20 && code < 0x7f ? char : hex(code);
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char) ? char : `\\u{${code.toString(16)}}`;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
