import assert from 'node:assert/strict';
import { claims, pair, searched, told } from './explorations';

describe('explore: all that can happen', () => {
  it('says that a claim holds, with the number of states', () => {
    for (const [text, name, states] of [
      ['lose 2, client connect', 'opens', 36],
      ['lose 2, delay 1, duplicate 1, client connect', 'opens', 1326],
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
