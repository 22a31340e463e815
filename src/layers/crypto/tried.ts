/** The packages throw where a tag or a length is wrong; here that is no result. */
export function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
