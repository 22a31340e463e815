/** The words that messages of the layers above TCP begin with. */
import { peekWord, type Reader } from './lexer';

/** Does a message of a layer begin here? Its first word is `http`, perhaps with a version, `https`, `tls` or `h2`. */
export function sayingHere(r: Reader): boolean {
  const first = peekWord(r);
  if (first === 'h2') return isFrames(r);
  return first === 'http' || first === 'https' || first === 'tls' || isLaterLayer(first);
}

/** A host may be called `h2`, too: behind the protocol's word stands no octet, number or sign. */
function isFrames(r: Reader): boolean {
  const rest = r.text.slice(r.pos + 2, r.end);
  return rest.trim() === '' || /^[ \t]+(?:[A-Za-z]|\+)/.test(rest);
}

/** A word that begins a message of a layer which is not spoken: HTTP/3 and later. */
export function isLaterLayer(word: string): boolean {
  return /^http\/[3-9]/i.test(word);
}
