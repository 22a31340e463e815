/** Long computations in slices, between which the host can process other events. */

/** Duration of a slice, milliseconds; it ends at the next point where the computation can be suspended. */
export const SLICE = 12;

/** Tells whether a result is still wanted; VS Code's cancellation tokens implement it. */
export interface Wanted {
  readonly isCancellationRequested: boolean;
}

/** A computation in slices. */
export interface Sliced<T> {
  /** Runs one slice; returns true when the computation is complete. */
  go(): boolean;
  /** The result; undefined before the computation is complete. */
  readonly result: T | undefined;
}

/** Runs a generator, which yields every few hundred microseconds, in slices. */
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

/** Lets the host process pending events: keystrokes, requests. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Runs a computation in slices to its end; undefined if it is cancelled. */
export async function inSlices<T>(work: Generator<undefined, T>, wanted?: Wanted): Promise<T | undefined> {
  const job = sliced(work);
  for (;;) {
    if (wanted?.isCancellationRequested === true) return undefined;
    if (job.go()) return job.result;
    await turn();
  }
}
