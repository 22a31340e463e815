import assert from 'node:assert/strict';
import { FIRST_INPUT, isReady, isSetup, readInput } from '../../../src/panel/isnMessages';
import { initialSequenceNumber } from '../../../src/tcp/isn';
import { compute, neighbours, stepped, wrongFields } from '../../../src/webview/isnNumbers';

describe('the page on initial sequence numbers', () => {
  it('computes M + F as the engine does, with the key of the SipHash reference vectors', () => {
    const { ticks, hash, isn } = compute(FIRST_INPUT);
    assert.equal(ticks, 900_000_000);
    assert.equal(isn, (ticks + hash) % 2 ** 32);
    const key = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c] as const;
    assert.equal(isn, initialSequenceNumber('10.0.0.1:49152>10.0.0.2:80', key, FIRST_INPUT.clock));
  });

  it('goes up by 250,000 a second, and comes round', () => {
    const later = compute({ ...FIRST_INPUT, clock: FIRST_INPUT.clock + 1_000_000 });
    assert.equal(later.isn, (compute(FIRST_INPUT).isn + 250_000) % 2 ** 32);
    assert.equal(compute({ ...FIRST_INPUT, clock: 4 * 2 ** 32 }).isn, compute({ ...FIRST_INPUT, clock: 0 }).isn);
  });

  it('shows ports that tell nothing of each other, and the fixed step that tells all', () => {
    const all = neighbours(FIRST_INPUT, 16);
    assert.equal(new Set(all).size, 16);
    assert.equal(all[0], compute({ ...FIRST_INPUT, localPort: '49153' }).isn);
    assert.deepEqual(stepped(2 ** 32 - 1, 2), [63_999, 127_999]);
    assert.equal(
      neighbours({ ...FIRST_INPUT, localPort: '65535' }, 1)[0],
      compute({ ...FIRST_INPUT, localPort: '0' }).isn,
    );
  });

  it('says which field is wrong', () => {
    assert.deepEqual(wrongFields(FIRST_INPUT), []);
    assert.deepEqual(wrongFields({ ...FIRST_INPUT, localPort: '65536', remote: 'server', secret: 'xyz' }), [
      'localPort',
      'remote',
      'secret',
    ]);
    assert.deepEqual(wrongFields({ ...FIRST_INPUT, local: '2001:db8::1', remotePort: '' }), ['remotePort']);
  });

  it('takes only messages and states that it knows', () => {
    assert.deepEqual(readInput(FIRST_INPUT), FIRST_INPUT);
    for (const no of [undefined, null, 1, {}, { ...FIRST_INPUT, clock: -1 }, { ...FIRST_INPUT, secret: 7 }]) {
      assert.equal(readInput(no), undefined);
    }
    assert.ok(isReady({ type: 'ready' }) && !isReady({ type: 'setup' }) && !isReady(null));
    assert.ok(isSetup({ type: 'setup', texts: {} }) && !isSetup({ type: 'setup' }) && !isSetup('setup'));
  });
});
