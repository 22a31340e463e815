/** Assertions that need nothing from Node: the suite also runs in a web worker. */

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(message);
  }
}

/** Compares by value, as JSON: enough for what tests compare (strings, numbers, lists, plain objects). */
export function equal<T>(actual: T, expected: T, what = 'value'): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) {
    throw new Error(`${what}: expected ${e}, got ${a}`);
  }
}

/**
 * Waits until `probe` gives something truthy and returns it. The limit only ends a test that would hang: no test measures
 * time with it.
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
