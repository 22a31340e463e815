/** Recognises the words that begin a message of a layer above TCP. */
import { peekWord, type Reader } from './lexer';

/**
 * True if a message of a layer above TCP begins at the position, with `http` (perhaps with a version), `https`, `tls`
 * or `h2`.
 */
export function sayingHere(r: Reader): boolean {
  const first = peekWord(r);
  if (first === 'h2') return isFrames(r);
  return first === 'http' || first === 'https' || first === 'tls' || isLaterLayer(first);
}

/**
 * True if `h2` at the position is the protocol and not a host with that name: the line's end, a word or `+` follows.
 */
function isFrames(r: Reader): boolean {
  const rest = r.text.slice(r.pos + 2, r.end);
  return rest.trim() === '' || /^[ \t]+(?:[A-Za-z]|\+)/.test(rest);
}

/** True for a word that begins a message of an unsupported protocol: HTTP/3 and later. */
export function isLaterLayer(word: string): boolean {
  return /^http\/[3-9]/i.test(word);
}
