/** Minimizes a failing flow or text: removes lines first, then characters. Of a capture, records are removed. */

import { joined } from '../../src/wire';

/** Removes parts as long as the rest still fails: halves first, then smaller parts (delta debugging, Zeller 2002). */
async function reduced<T>(parts: readonly T[], fails: (rest: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let left = parts;
  for (let size = Math.ceil(left.length / 2); size >= 1;) {
    let found = false;
    for (let from = 0; from < left.length;) {
      const rest = [...left.slice(0, from), ...left.slice(from + size)];
      if (await fails(rest)) {
        left = rest;
        found = true;
      } else from += size;
    }
    if (size === 1 && !found) break;
    size = found ? Math.min(size, Math.ceil(left.length / 2)) : Math.ceil(size / 2);
    if (left.length === 0) break;
  }
  return left;
}

/**
 * @param starts where the records of a file begin, ascending, and its length: what is before the first one stays
 * @param most the most files that are tried
 */
export async function minimisedFile(
  octets: Uint8Array,
  starts: readonly number[],
  fails: (octets: Uint8Array) => Promise<boolean>,
  most: number,
): Promise<Uint8Array> {
  let left = most;
  const head = octets.subarray(0, starts[0]);
  const records = starts.slice(1).map((end, i) => octets.subarray(starts[i], end));
  const kept = await reduced(records, async (rest) => left-- > 0 && (await fails(joined(head, ...rest))));
  return joined(head, ...kept);
}

/**
 * @param fails tells whether a text fails in the same way
 * @param most the most texts that are tried
 */
export async function minimised(
  text: string,
  fails: (text: string) => Promise<boolean>,
  most: number,
): Promise<string> {
  let left = most;
  const tried = async (candidate: string): Promise<boolean> => left-- > 0 && fails(candidate);
  const lines = await reduced(text.split('\n'), (rest) => tried(rest.join('\n')));
  const shorter = [...lines];
  for (let i = 0; i < shorter.length; i++) {
    const words = (shorter[i] ?? '').split(/(?=\s)/);
    const withPart = (part: string): string => shorter.map((l, j) => (i === j ? part : l)).join('\n');
    const kept = await reduced(words, (rest) => tried(withPart(rest.join(''))));
    const letters = await reduced([...kept.join('')], (rest) => tried(withPart(rest.join(''))));
    shorter[i] = letters.join('');
  }
  return shorter.join('\n');
}
