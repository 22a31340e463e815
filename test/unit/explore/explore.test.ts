import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { linesOf } from '../../../src/compose/lines';
import { Acts } from '../../../src/explore/acts';
import type { Node } from '../../../src/explore/node';
import { replay } from '../../../src/explore/replay';
import { pathTo } from '../../../src/explore/search';
import { StateKeys } from '../../../src/explore/state-key';
import type { Path } from '../../../src/explore/types';
import { createParser } from '../../../src/script/parser';
import { endpointOf, initialWorld, type Setting } from '../../../src/sim/setting';
import { isGrave } from '../../../src/trace/finding';
import { final } from '../../../src/trace/trace';
import { CLIENT, SERVER, bounds, claims, pair, searched } from './explorations';

/** A way as the text of a flow. */
function told(setting: Setting, head: string, text: string, path: Path) {
  const { happened, world } = replay(initialWorld(setting), setting, bounds(text), path);
  const refs = new Map([
    [CLIENT, ['client', 'server'] as const],
    [SERVER, ['server', 'client'] as const],
  ]);
  const lines = linesOf(happened, {
    cast: setting.cast,
    configs: setting.configs,
    refs,
    taken: new Set(),
    inFlight: new Map(),
    forger: 'mallory',
    isnRepeats: bounds(text).isnRepeats,
    clock: 0,
  });
  return { lines, world, flow: [head, 'host client', 'host server', 'server:80 listen', ...lines].join('\n') };
}

describe('explore: all that can happen', () => {
  it('says that a claim holds, with the number of states', () => {
    for (const [text, name, states] of [
      ['lose 2, client connect', 'opens', 37],
      ['lose 2, delay 1, duplicate 1, client connect', 'opens', 1388],
    ] as const) {
      const { outcome } = searched(pair(), text, claims(name));
      assert.deepEqual([outcome.kind, outcome.states], ['holds', states], text);
    }
  });

  it('shows the shortest flow that breaks a claim', () => {
    const head = 'variant two-way-handshake';
    const setting = pair(head);
    const text = 'client connect, client abort, client connect';
    const { outcome } = searched(setting, text, claims('no-ghost'));
    const path = outcome.kind === 'broken' ? outcome.path : [];
    assert.deepEqual(
      told(setting, head, text, path).lines.map((line) => line.replaceAll(/ +/g, ' ')),
      [
        'client connect server',
        'client ~> server SYN as s1',
        'client abort',
        'deliver s1',
        'server ~> client SYN,ACK as s2',
      ],
    );
  });

  it('stops at the limit and says up to how many faults the claim holds', () => {
    const { outcome } = searched(pair(), 'lose 2, delay 1, duplicate 1, client connect', claims('opens'), 500);
    assert.deepEqual([outcome.kind, outcome.kind === 'limit' && outcome.faults, outcome.states], ['limit', 1, 500]);
  });

  it('says that a claim speaks of nothing', () => {
    assert.equal(searched(pair(), 'lose 1, client connect', claims('keeps-time-wait')).outcome.kind, 'idle');
  });

  it('finds the war of ACKs that forged data starts', () => {
    const text = 'forge 1 guessed, client connect';
    assert.equal(searched(pair(), text, claims('no-deadlock')).outcome.kind, 'broken');
  });
});

const SEARCHES = [
  ['', 'lose 1, delay 1, duplicate 1, client connect'],
  ['', 'lose 1, delay 1, client connect, client close, server close'],
  ['', 'crash server 1, client connect, client send 5'],
  ['', 'forge 1 guessed, client connect, client send 5'],
  ['', 'lose 1, delay 1, client connect, client abort, client connect'],
] as const;

describe('explore: laws', () => {
  it('any state, told as lines, checks clean and ends in the same world', () => {
    for (const [head, text] of SEARCHES) {
      const setting = pair(head);
      const { reached } = searched(setting, text);
      for (let i = 0; i < 40; i++) {
        const { flow, world } = told(setting, head, text, pathTo(reached, Math.floor(((i + 0.5) * reached.size) / 40)));
        const trace = check(createParser().parse(flow));
        assert.deepEqual(trace.findings.filter(isGrave), [], flow);
        for (const { id, name } of trace.cast.ends.filter((end) => !end.name.includes('mallory'))) {
          const [own, other] = [endpointOf(final(trace), id), endpointOf(world, name === 'client' ? CLIENT : SERVER)];
          for (const field of ['state', 'iss', 'sndUna', 'sndNxt', 'rcvNxt', 'timeWaitEnd'] as const)
            assert.equal(own.tcb[field], other.tcb[field], `${name} ${field}\n${flow}`);
        }
      }
    }
  });

  it('two states with one key have successors with the same keys', () => {
    for (const [head, text] of SEARCHES) {
      const setting = pair(head);
      const world = initialWorld(setting);
      const acts = new Acts(world, setting, bounds(text));
      const keys = new StateKeys(acts, false);
      const keyOf = (node: Node): string => {
        keys.write(node);
        return `${node.used}:${keys.keys.out.slice(0, keys.keys.length).join()}`;
      };
      const known = new Map<string, string>();
      const open = [acts.root(world)];
      for (let i = 0; i < open.length && known.size < 1500; i++) {
        const node = open[i] as Node;
        const list: number[] = [];
        acts.list(node, list);
        const nexts = list.map((act) => acts.do(node, act));
        const reached = [...new Set(nexts.map(keyOf))].sort().join('|');
        const key = keyOf(node);
        const before = known.get(key);
        if (before !== undefined) assert.equal(reached, before);
        else open.push(...nexts);
        known.set(key, reached);
      }
    }
  });
});
