import assert from 'node:assert/strict';
import { check, finished, rolesOf, worldBefore } from '../../../src/check/check';
import { act, next, run, type Act } from '../../../src/sim/act';
import { same, sameWorld } from '../../../src/sim/same';
import { endpointOf, initialWorld, type Setting } from '../../../src/sim/setting';
import type { World } from '../../../src/sim/world';
import { createParser } from '../../../src/script/parser';
import type { Call } from '../../../src/tcp/calls';
import { final } from '../../../src/trace/trace';
import { scenarios } from '../library';
import { share } from '../share';

const parse = (text: string) => createParser().parse(text);

/** The setting of a text's hosts; no line is played. */
function settingOf(text: string): Setting {
  return rolesOf(check(parse(text)));
}

const PAIR = settingOf('client -> server SYN');
const CLIENT = 0;
const SERVER = 1;

const calls = (end: number, call: Call, count?: number): Act => ({ kind: 'call', end, call, ...(count && { count }) });

function states(world: World): string {
  return [CLIENT, SERVER].map((end) => endpointOf(world, end).tcb.state).join(' / ');
}

/** Performs an action, and then all transmissions and arrivals until nothing is left. */
function settled(world: World, setting: Setting, first: Act): { readonly world: World; readonly acts: number } {
  let at = act(world, setting, first).world;
  let acts = 1;
  for (;;) {
    const what = next(at, setting).find(({ kind }) => kind === 'deliver' || kind === 'send');
    if (what === undefined) return { world: at, acts };
    at = act(at, setting, what).world;
    acts++;
  }
}

describe('sim: worlds without a text', () => {
  it('open, pass data and close by acts', () => {
    let { world } = settled(initialWorld(PAIR), PAIR, calls(CLIENT, 'connect'));
    assert.equal(states(world), 'ESTABLISHED / ESTABLISHED');
    ({ world } = settled(world, PAIR, calls(CLIENT, 'send', 5000)));
    assert.equal(endpointOf(world, SERVER).tcb.rcvNxt, endpointOf(world, CLIENT).tcb.sndNxt);
    // The ACK of a single segment waits for its timer (RFC 9293 §3.8.6.3), and the remaining data for that ACK
    // (§3.7.4): twice.
    for (let i = 0; i < 2; i++) ({ world } = settled(world, PAIR, { kind: 'expire', end: SERVER }));
    assert.equal(endpointOf(world, CLIENT).tcb.sndNxt, endpointOf(world, CLIENT).tcb.iss + 5001);
    assert.equal(endpointOf(world, CLIENT).tcb.sndUna, endpointOf(world, CLIENT).tcb.sndNxt);
    ({ world } = settled(world, PAIR, calls(CLIENT, 'close')));
    assert.equal(states(world), 'FIN-WAIT-2 / CLOSE-WAIT');
    ({ world } = settled(world, PAIR, calls(SERVER, 'close')));
    assert.equal(states(world), 'TIME-WAIT / CLOSED');
    assert.deepEqual(next(world, PAIR), [{ kind: 'expire', end: CLIENT }]);
    assert.equal(states(act(world, PAIR, { kind: 'expire', end: CLIENT }).world), 'CLOSED / CLOSED');
  });

  it('tell what happened, with the rows that were taken', () => {
    const syn = act(act(initialWorld(PAIR), PAIR, calls(CLIENT, 'connect')).world, PAIR, { kind: 'send', end: CLIENT });
    assert.deepEqual(
      syn.happened.map(({ kind }) => kind),
      ['segment'],
    );
    const arrival = act(syn.world, PAIR, { kind: 'deliver', id: 1 });
    assert.deepEqual(
      arrival.moves.map(({ from, to }) => `${from} → ${to}`),
      ['LISTEN → SYN-RECEIVED'],
    );
  });

  it('leave the fate of a segment to the caller', () => {
    const { world } = act(act(initialWorld(PAIR), PAIR, calls(CLIENT, 'connect')).world, PAIR, {
      kind: 'send',
      end: CLIENT,
    });
    const lost = act(world, PAIR, { kind: 'drop', id: 1 }).world;
    assert.deepEqual(next(lost, PAIR), [{ kind: 'expire', end: CLIENT }]);
    const twice = act(world, PAIR, { kind: 'duplicate', id: 1 }).world;
    assert.deepEqual(
      next(twice, PAIR).filter(({ kind }) => kind === 'deliver'),
      [{ kind: 'deliver', id: 1 }],
    );
    // The SYN is retransmitted after its timer expires.
    const again = act(act(lost, PAIR, { kind: 'expire', end: CLIENT }).world, PAIR, { kind: 'send', end: CLIENT });
    const [{ sent } = { sent: undefined }] = again.happened.filter((h) => h.kind === 'segment');
    assert.equal(sent?.repeats, 1);
  });

  it('change nothing by an act that cannot be', () => {
    const world = initialWorld(PAIR);
    for (const what of [
      { kind: 'deliver', id: 7 },
      { kind: 'expire', end: CLIENT },
      { kind: 'send', end: SERVER },
    ] as const) {
      const outcome = act(world, PAIR, what);
      assert.ok(sameWorld(outcome.world, world));
      assert.deepEqual(outcome.happened, []);
    }
    // RFC 9293 §3.10.4: CLOSE without a connection is an error.
    assert.deepEqual(act(world, PAIR, calls(CLIENT, 'close')).happened, []);
  });

  it('go on for many acts, and keep nothing of the connections before', () => {
    const setting = settingOf('client connect\nserver listen\nrun\nclient close\nserver close');
    let world = act(initialWorld(setting), setting, calls(SERVER, 'listen')).world;
    let acts = 0;
    for (; acts < share(100_000);) {
      for (const what of [
        calls(CLIENT, 'connect'),
        calls(CLIENT, 'send', 3000),
        calls(SERVER, 'close'),
        calls(CLIENT, 'close'),
      ]) {
        const there = settled(world, setting, what);
        ({ world } = there);
        acts += there.acts;
      }
      for (const end of [CLIENT, SERVER]) world = act(world, setting, { kind: 'expire', end }).world;
      world = act(world, setting, calls(SERVER, 'listen')).world;
      assert.equal(states(world), 'CLOSED / LISTEN');
    }
    assert.equal(world.flights.size, 0);
    assert.equal(endpointOf(world, CLIENT).unacked.size, 0);
  });
});

const RUNS = [
  'A connect B\nB listen\nrun',
  'lose next SYN,ACK from B\nA -> B SYN\nrun',
  'link A B delay=20ms rate=1mbit loss=3,7\nA connect B\nB listen\nA send 20000\nrun\nB close\nrun',
  'profile linux\nlink A B delay=5ms\nduplicate every 4th from A\nA connect B\nB listen\nrun\nA send 30000\nA close\nrun',
  'delay 3rd data from A by 40ms\nlink A B delay=1ms\nA => B len=9000\nA close\nB close\nrun',
];

describe('sim: equal states are equal', () => {
  const flows = scenarios().map(({ file: name, text }) => ({ name, text, trace: check(parse(text)) }));

  for (const { name, text, trace } of flows) {
    it(`${name}: whatever stands between its lines`, () => {
      const lines = text.split('\n').flatMap((line) => ['', line, '# a comment']);
      const other = check(parse(lines.join('\n')));
      assert.equal(other.steps.length, trace.steps.length);
      trace.steps.forEach(({ after }, i) => {
        assert.ok(sameWorld(after, other.steps[i]?.after as World), `step ${i + 1}`);
      });
    });
  }

  it('a run is the same one without its text', () => {
    let runs = 0;
    const played = [...flows, ...RUNS.map((text) => ({ name: text, trace: check(parse(text)) }))];
    for (const { name, trace } of played) {
      const { lines } = trace.script;
      lines.forEach(({ statement }, line) => {
        if (statement?.kind !== 'run' || statement.until !== undefined || statement.duration !== undefined) return;
        runs++;
        const goal = { reached: () => false, until: Infinity, whole: true };
        const { world } = finished(run(worldBefore(trace, line), rolesOf(trace), () => goal));
        const right = lines.length === line + 1 ? final(trace) : worldBefore(trace, line + 1);
        assert.ok(same(world, right), `${name}, line ${line + 1}`);
      });
    }
    assert.ok(runs >= RUNS.length + 2, `only ${runs} runs`);
  });
});
