/** Measures `explore`: all that can happen to a connection that opens and closes, with faults. */
import { check } from '../../src/check/check';
import { explorationAt } from '../../src/compose/exploration';
import { explore } from '../../src/explore/explore';
import { createParser } from '../../src/script/parser';

export interface ExploreFigures {
  readonly states: number;
  readonly transitions: number;
  /** CPU time of the process, milliseconds. */
  readonly cpuMs: number;
  readonly statesPerSecond: number;
  /**
   * The longest time between two yields, milliseconds: an extension host answers no later than this behind a slice, and a stop
   * takes effect there.
   */
  readonly longestMs: number;
  /** Growth of the heap up to the end of the search, what is no longer used included, MB. */
  readonly heapMb: number;
}

/** One search with at most so many faults of each kind. */
export function exploreThroughput(most: number, claim = 'ends'): ExploreFigures {
  const line = `explore lose ${most}, delay 1, duplicate 1, client connect, client close, server close: ${claim}`;
  const trace = check(createParser().parse(`server listen\n${line}`));
  const search = explorationAt(trace, 1);
  if (search === undefined) throw new Error('nothing to explore');
  const before = { cpu: process.cpuUsage(), heap: process.memoryUsage().heapUsed };
  const work = explore(search.world, search.setting, search.bounds, search.claim, { states: 1_000_000 });
  let longest = 0;
  for (;;) {
    const start = performance.now();
    const { done, value } = work.next();
    longest = Math.max(longest, performance.now() - start);
    if (done !== true) continue;
    const { user, system } = process.cpuUsage(before.cpu);
    if (value.kind !== 'holds') throw new Error(`the claim is ${value.kind}`);
    return {
      states: value.states,
      transitions: value.transitions,
      cpuMs: (user + system) / 1000,
      statesPerSecond: (value.states / (user + system)) * 1_000_000,
      longestMs: longest,
      heapMb: (process.memoryUsage().heapUsed - before.heap) / 1e6,
    };
  }
}
