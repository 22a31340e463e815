/**
 * True if `written` is `meant` with one typing error: two letters swapped, one missing, one too many, one wrong, or a
 * difference in case. A different digit or last letter is no typing error, since valid names often differ only there.
 */
export function isSlip(written: string, meant: string): boolean {
  if (written === meant || Math.min(written.length, meant.length) < SHORTEST) return false;
  if (written.toLowerCase() === meant.toLowerCase()) return true;
  const shorter = Math.min(written.length, meant.length);
  let at = 0;
  while (at < shorter && written[at] === meant[at]) at++;
  const rest = (word: string, from: number): string => word.slice(at + from);
  if (isLetter(written, at) && isLetter(meant, at)) {
    const swapped = written[at] === meant[at + 1] && written[at + 1] === meant[at] && isLetter(meant, at + 1);
    if (swapped && rest(written, 2) === rest(meant, 2)) return true;
  }
  if (shorter < SHORTEST_CHANGED) return false;
  if (rest(written, 1) === rest(meant, 1)) return isLetter(written, at) && isLetter(meant, at) && at < shorter - 1;
  const [longer, short] = written.length > meant.length ? [written, meant] : [meant, written];
  if (rest(longer, 1) !== rest(short, 0)) return false;
  return isLetter(longer, at) && (at < longer.length - 1 || longer[at] === longer[at - 1]);
}

/**
 * The least number of letters of a name with two letters swapped, and of a name with one wrong letter. Shorter names
 * are often similar without an error.
 */
const SHORTEST = 3;
const SHORTEST_CHANGED = 5;

function isLetter(word: string, at: number): boolean {
  return /^\p{L}$/u.test(word.charAt(at));
}
