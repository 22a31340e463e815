import assert from 'node:assert/strict';
import { explore } from '../../../src/explore/explore';
import { initialWorld } from '../../../src/sim/setting';
import { bounds, claims, pair, searched, told } from './explorations';

describe('explore: all that can happen', () => {
  it('says that a claim holds, with the number of states', () => {
    for (const [text, name, states] of [
      ['lose 2, client connect', 'opens', 34],
      ['lose 2, delay 1, duplicate 1, client connect', 'opens', 1168],
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

  it('gives up when it is told to, as at its limit', () => {
    const setting = pair();
    const allowed = bounds('lose 2, delay 1, duplicate 1, client connect');
    const work = explore(initialWorld(setting), setting, allowed, claims('opens'), { states: 300_000 });
    assert.equal(work.next().done, false);
    const { done, value } = work.next('give-up');
    assert.ok(done === true && value.kind === 'limit' && value.faults === 0, JSON.stringify(value));
    assert.ok(value.states > 0 && value.states < 1326);
  });

  it('says that a claim speaks of nothing', () => {
    assert.equal(searched(pair(), 'lose 1, client connect', claims('keeps-time-wait')).outcome.kind, 'idle');
  });

  it('finds the war of ACKs that forged data starts', () => {
    const text = 'forge 1 guessed, client connect';
    assert.equal(searched(pair(), text, claims('no-deadlock')).outcome.kind, 'broken');
  });
});
