/** The work that a request may still do, in slices of a check (`CHECK_LINES` lines each). */
export interface Purse {
  slices: number;
}

/** Work that counts its slices. */
export function* paid<T>(work: Generator<undefined, T>, purse: Purse): Generator<undefined, T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    purse.slices--;
    yield;
  }
}

/** Work that ends without a result once nothing is left. Undefined then. */
export function* whilePaid<T>(work: Generator<undefined, T>, purse: Purse): Generator<undefined, T | undefined> {
  while (purse.slices > 0) {
    const { done, value } = work.next();
    if (done === true) return value;
    purse.slices--;
    yield;
  }
  return undefined;
}
