/** Measures the simulation: a large transfer over a link with losses. */
import { check, rolesOf } from '../../src/check/check';
import { act, next, type Act } from '../../src/sim/act';
import { initialWorld } from '../../src/sim/setting';
import { createParser } from '../../src/script/parser';
import { medianTime } from './measure';

export interface RunFigures {
  readonly bytes: number;
  readonly segments: number;
  readonly ms: number;
  readonly segmentsPerSecond: number;
}

/** One data segment in a hundred is lost; recovery uses SACK. */
export function runThroughput(bytes: number, runs: number): RunFigures {
  const host = 'wscale=7 sack timestamps window=4000000';
  const script = createParser().parse(
    `host client ${host}\nhost server ${host}\nlink client server delay=10ms rate=100Mbit\n` +
      `lose every 100th data from client\nclient => server len=${bytes}\n`,
  );
  const trace = check(script);
  if (trace.findings.some((f) => f.level !== 'hint')) throw new Error('the transfer does not come to its end');
  const segments = trace.steps.filter((s) => s.kind === 'segment').length;
  const ms = medianTime(runs, () => void check(script));
  return { bytes, segments, ms, segmentsPerSecond: (segments / ms) * 1000 };
}

export interface ActFigures {
  readonly acts: number;
  readonly ms: number;
  readonly actsPerSecond: number;
}

/**
 * Actions on worlds without a text, each found by `next`: connections are opened, transfer data and are closed,
 * repeatedly.
 */
export function actThroughput(most: number, runs: number): ActFigures {
  const setting = rolesOf(
    check(createParser().parse('client connect\nserver listen\nrun\nclient close\nserver close')),
  );
  const [client, server] = [0, 1];
  const doings: readonly Act[] = [
    { kind: 'call', end: client, call: 'connect' },
    { kind: 'call', end: client, call: 'send', count: 3000 },
    { kind: 'call', end: server, call: 'close' },
    { kind: 'call', end: client, call: 'close' },
    { kind: 'expire', end: client },
    { kind: 'expire', end: server },
    { kind: 'call', end: server, call: 'listen' },
  ];
  const isNext = ({ kind }: Act): boolean => kind === 'deliver' || kind === 'send';
  const play = (): number => {
    let { world } = act(initialWorld(setting), setting, { kind: 'call', end: server, call: 'listen' });
    let acts = 1;
    while (acts < most) {
      for (const doing of doings) {
        for (let what: Act | undefined = doing; what !== undefined; what = next(world, setting).find(isNext)) {
          ({ world } = act(world, setting, what));
          acts++;
        }
      }
    }
    return acts;
  };
  const acts = play();
  const ms = medianTime(runs, () => void play());
  return { acts, ms, actsPerSecond: (acts / ms) * 1000 };
}
