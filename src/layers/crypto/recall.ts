import { latin1 } from '../octets';
import { sha256 } from './hash';

/**
 * Results of operations that cost much, by operation and inputs: a caller that checks a text again and again keeps one and gives it
 * in with each wish. Results are the same without it. Octets in it are shared and must not be changed.
 */
export interface Recall {
  /** The least recently used first. */
  readonly results: Map<string, { readonly result: unknown; readonly octets: number }>;
  /** Octets of all results, with each entry's own. */
  octets: number;
  readonly mostOctets: number;
  /** A result by a value that does not change, such as a side of TLS: it lives as long as the value. */
  readonly behind: WeakMap<object, unknown>;
}

/** Octets that an entry costs beside its result, and those that a result counts that is an object, as a certificate is. */
const ENTRY = 256;
const OBJECT = 16 * 2 ** 10;

/** An empty table. `mostOctets` bounds its memory: the least recently used results go first. */
export function newRecall(mostOctets = 16 * 2 ** 20): Recall {
  return { results: new Map(), octets: 0, mostOctets, behind: new WeakMap() };
}

/** An operation's result: from the table where it has it, else made, and kept. Without a table it is made. */
export function recalled<T>(
  recall: Recall | undefined,
  operation: string,
  inputs: readonly (Uint8Array | string)[],
  make: () => T,
): T {
  if (recall === undefined) return make();
  const key = keyOf(operation, inputs);
  const found = recall.results.get(key);
  if (found !== undefined) {
    recall.results.delete(key);
    recall.results.set(key, found);
    return found.result as T;
  }
  const result = make();
  keep(recall, key, result);
  return result;
}

/** Puts a result into the table that follows from another one, as the inverse of an operation does. */
export function known(
  recall: Recall | undefined,
  operation: string,
  inputs: readonly (Uint8Array | string)[],
  result: unknown,
): void {
  if (recall === undefined) return;
  const key = keyOf(operation, inputs);
  if (!recall.results.has(key)) keep(recall, key, result);
}

function keep(recall: Recall, key: string, result: unknown): void {
  const octets = ENTRY + key.length + sizeOf(result);
  recall.results.set(key, { result, octets });
  recall.octets += octets;
  for (const [oldest, kept] of recall.results) {
    if (recall.octets <= recall.mostOctets) break;
    recall.results.delete(oldest);
    recall.octets -= kept.octets;
  }
}

function sizeOf(result: unknown): number {
  if (result instanceof Uint8Array) return result.length;
  return typeof result === 'object' ? OBJECT : 0;
}

/** Inputs longer than this stand in the key by their digest. */
const LONG = 64;

/** Each input with its length before it, so that no two lists of inputs have one key. */
function keyOf(operation: string, inputs: readonly (Uint8Array | string)[]): string {
  let key = operation;
  for (const input of inputs) {
    if (typeof input === 'string') key += ` "${String(input.length)}:${input}`;
    else key += ` ${String(input.length)}:${latin1(input.length > LONG ? sha256(input) : input)}`;
  }
  return key;
}
