/** Long work beside typing: done in slices, between which the host has its turn. */

/** A slice ends at the first place behind this many milliseconds where the work may be left. */
export const SLICE = 12;

/** Says whether work is still wanted; VS Code's cancellation tokens do. */
export interface Wanted {
  readonly isCancellationRequested: boolean;
}

/** Work of which a slice may be done at a time. */
export interface Sliced<T> {
  /** Works for one slice; says whether the work is done. */
  go(): boolean;
  /** What the work came to, once it is done. */
  readonly result: T | undefined;
}

/** Work that yields every few hundred microseconds of its own, in slices. */
export function sliced<T>(work: Generator<undefined, T>, slice = SLICE): Sliced<T> {
  let result: T | undefined;
  let done = false;
  return {
    go(): boolean {
      const end = performance.now() + slice;
      while (!done) {
        const next = work.next();
        if (next.done === true) {
          done = true;
          result = next.value;
        } else if (performance.now() >= end) break;
      }
      return done;
    },
    get result() {
      return result;
    },
  };
}

/** Lets the host do what has come meanwhile: keystrokes, requests of other documents. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Does work in slices until it is done; undefined where nobody wants it any more. */
export async function inSlices<T>(work: Generator<undefined, T>, wanted?: Wanted): Promise<T | undefined> {
  const job = sliced(work);
  for (;;) {
    if (wanted?.isCancellationRequested === true) return undefined;
    if (job.go()) return job.result;
    await turn();
  }
}
