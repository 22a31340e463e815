import { type Outcome, type Run, outcomesOf } from '../capture';
import { finished } from '../check';
import type { CaptureFile } from './captures';

const AT_ONCE: Run = (work) => Promise.resolve(finished(work));

/** The outcomes of all connections of a capture, by their numbers; some have none. */
export async function outcomesIn({ capture, again }: CaptureFile): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  for await (const { id, outcome } of outcomesOf(capture, capture.connections, again, AT_ONCE)) {
    if (outcome !== undefined) outcomes.set(id, outcome);
  }
  return outcomes;
}
