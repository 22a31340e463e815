/** Laws of the search: what a key tells apart, and how a way is told. */
import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { Acts } from '../../../src/explore/acts';
import type { Node } from '../../../src/explore/node';
import { pathTo } from '../../../src/explore/search';
import { StateKeys } from '../../../src/explore/state-key';
import { Columns, type Reached } from '../../../src/explore/table';
import { createParser } from '../../../src/script/parser';
import { endpointOf, initialWorld } from '../../../src/sim/setting';
import { isGrave } from '../../../src/trace/finding';
import { final } from '../../../src/trace/trace';
import { WHOLE, share } from '../share';
import { CLIENT, SERVER, bounds, claims, pair, searched, told } from './explorations';

/** Opening and closing with faults, data, a crash, a forger, and another connection. */
const SEARCHES = [
  'lose 1, delay 1, duplicate 1, client connect',
  'lose 1, delay 1, duplicate 1, client connect, client close, server close',
  'lose 1, delay 1, client connect, client send 5, server send 5',
  'crash server 1, lose 1, client connect, client send 5',
  'forge 1 guessed, client connect, client send 5',
  'forge 1 blind, client connect, client send 5, client close, server close',
  'lose 1, delay 1, client connect, client abort, client connect',
  'isn repeats, duplicate 1, client connect, client send 5, client close, server close, client connect',
] as const;

/** Both sides open at once: neither listens. */
const CROSSED = 'lose 1, delay 1, client connect, server connect, client close, server close';

const EXPLORATIONS = [
  ...SEARCHES.map((text) => ({ setting: pair(), listens: true, text })),
  { setting: pair('', false), listens: false, text: CROSSED },
  {
    setting: pair('variant no-time-wait'),
    head: 'variant no-time-wait',
    listens: true,
    text: 'isn repeats, delay 1, client connect, client send 5, client close, server close, client connect, client send 5',
  },
  { setting: pair('profile linux'), head: 'profile linux', listens: true, text: SEARCHES[2] },
];

describe('explore: laws', () => {
  it('any state, told as lines, checks clean and ends in the same world', () => {
    const each = share(400, 200);
    for (const { setting, head = '', listens, text } of EXPLORATIONS) {
      const { reached } = searched(setting, text, undefined, share(20_000));
      for (let i = 0; i < each; i++) {
        const path = pathTo(reached, Math.floor(((i + 0.5) * reached.size) / each));
        const { lines, flow, world } = told(setting, head, text, path, listens);
        const trace = check(createParser().parse(flow));
        assert.deepEqual(trace.findings.filter(isGrave), [], flow);
        for (const { id, name } of trace.cast.ends.filter((end) => !end.name.includes('mallory'))) {
          const [own, other] = [endpointOf(final(trace), id), endpointOf(world, name === 'client' ? CLIENT : SERVER)];
          // A side that has not opened yet is taken to listen, as no line of the flow says otherwise.
          const isUntold = !listens && own.tcb.state === 'LISTEN' && !lines.includes(`${name} connect`);
          for (const field of ['state', 'iss', 'sndUna', 'sndNxt', 'rcvNxt', 'timeWaitEnd'] as const)
            assert.equal(
              isUntold && field === 'state' ? 'CLOSED' : own.tcb[field],
              other.tcb[field],
              `${name} ${field}\n${flow}`,
            );
        }
      }
    }
  });

  it('two states with one key have successors with the same keys, by the same events', () => {
    const most = share(12_000, 60);
    for (const { setting, text } of EXPLORATIONS) {
      const world = initialWorld(setting);
      const acts = new Acts(world, setting, bounds(text));
      const keys = new StateKeys(acts, false);
      const keyOf = (node: Node): string => {
        if (!keys.writeSettled(node)) keys.write(node);
        return `${node.used}:${keys.keys.out.slice(0, keys.keys.length).join()}`;
      };
      const known = new Map<string, string>();
      const open = [acts.root(world)];
      let compared = 0;
      for (let i = 0; i < open.length && known.size < most; i++) {
        const node = open[i] as Node;
        const list: number[] = [];
        const isAtRest = !acts.list(node, list);
        const nexts = list.map((act) => {
          const next = acts.do(node, act);
          return { next, told: `${acts.events} ${keyOf(next)}` };
        });
        const reached = [String(isAtRest), ...new Set(nexts.map((one) => one.told))].sort().join('|');
        const key = keyOf(node);
        const before = known.get(key);
        if (before === undefined) open.push(...nexts.map(({ next }) => next));
        else {
          compared++;
          assert.equal(reached, before, text);
        }
        known.set(key, reached);
      }
      assert.ok(compared > 0, text);
    }
  });

  it('a table of hashes answers as one of exact keys', () => {
    const [text, states] = WHOLE
      ? ['delay 1, duplicate 1, client connect, client send 5, client close, server close, client connect', 40_000]
      : ['lose 1, delay 1, duplicate 1, client connect', 500];
    const { outcome } = searched(pair(), text, claims('data-in-order'), 300_000);
    const exact = searched(pair(), text, claims('data-in-order'), 300_000, new Exact()).outcome;
    assert.deepEqual(outcome, exact);
    assert.ok(outcome.states > states, String(outcome.states));
  });
});

/** The states by their whole keys. */
class Exact extends Columns implements Reached {
  private readonly byKey = new Map<string, number[]>();
  private readonly keys: string[] = [];
  private last = '';

  find(key: Int32Array, length: number, covers: (used: number) => boolean): number | undefined {
    this.last = key.subarray(0, length).join();
    return this.byKey.get(this.last)?.find((state) => covers(this.usedOf(state)));
  }

  alike(state: number, covers: (used: number) => boolean): number | undefined {
    return this.byKey.get(this.keys[state] ?? '')?.find((other) => other !== state && covers(this.usedOf(other)));
  }

  override add(parent: number, act: number, used: number, depth: number): number {
    const state = super.add(parent, act, used, depth);
    this.keys.push(this.last);
    this.byKey.set(this.last, [...(this.byKey.get(this.last) ?? []), state]);
    return state;
  }
}
