import type { Statement } from './syntax';

/** Properties of a syntax tree that give positions and do not belong to the meaning. */
const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'arrowSpan', 'callSpan']);

/** True if two statements have the same meaning, regardless of positions. */
export function sameMeaning(a: Statement | undefined, b: Statement | undefined): boolean {
  return same(a, b);
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = entries(a);
  const right = new Map(entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

function entries(tree: object): [string, unknown][] {
  return Object.entries(tree).filter(([key]) => !PLACES.has(key));
}
