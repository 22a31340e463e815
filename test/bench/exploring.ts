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
  /** Growth of the heap up to the end of the search, what is no longer used included, MB. */
  readonly heapMb: number;
}

/** One search with at most so many faults of each kind. */
export function exploreThroughput(most: number): ExploreFigures {
  const line = `explore lose ${most}, delay 1, duplicate 1, client connect, client close, server close: ends`;
  const trace = check(createParser().parse(`server listen\n${line}`));
  const search = explorationAt(trace, 1);
  if (search === undefined) throw new Error('nothing to explore');
  const before = { cpu: process.cpuUsage(), heap: process.memoryUsage().heapUsed };
  const work = explore(search.world, search.setting, search.bounds, search.claim, { states: 1_000_000 });
  for (;;) {
    const { done, value } = work.next();
    if (done !== true) continue;
    const { user, system } = process.cpuUsage(before.cpu);
    if (value.kind !== 'holds') throw new Error(`the claim is ${value.kind}`);
    return {
      states: value.states,
      transitions: value.transitions,
      cpuMs: (user + system) / 1000,
      statesPerSecond: (value.states / (user + system)) * 1_000_000,
      heapMb: (process.memoryUsage().heapUsed - before.heap) / 1e6,
    };
  }
}
