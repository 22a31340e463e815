/** Assertions without Node's modules, as the suite also runs in a web worker. */

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(message);
  }
}

/** Compares by value, as JSON: sufficient for strings, numbers, lists and plain objects. */
export function equal<T>(actual: T, expected: T, what = 'value'): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) {
    throw new Error(`${what}: expected ${e}, got ${a}`);
  }
}

/**
 * Polls `probe` until it returns something truthy, and returns that. The limit only stops a hanging test; no test
 * measures time with it.
 */
export async function until<T>(what: string, probe: () => T | Promise<T>, limit = 20_000): Promise<NonNullable<T>> {
  const end = Date.now() + limit;
  for (;;) {
    const value = await probe();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`timed out: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
