import assert from 'node:assert/strict';
import { initialSequenceNumber, keyedHash } from '../../../src/tcp/isn';
import { distance } from '../../../src/wire/seq';

/** The key 00 01 02 … 0f of the SipHash reference vectors, as little-endian words. */
const KEY = [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c] as const;

describe('initial sequence numbers (RFC 6528)', () => {
  it('are hashed with SipHash-2-4: its reference vectors, folded to 32 bits', () => {
    assert.equal(keyedHash('', KEY), (0x726fdb47 ^ 0xdd0e0e31) >>> 0);
    // The bytes 00 01 … 07 as four 16-bit units.
    assert.equal(keyedHash('\u0100\u0302\u0504\u0706', KEY), (0x93f5f579 ^ 0x9a932462) >>> 0);
  });

  it('go up by one every four microseconds for the same four-tuple', () => {
    const tuple = '10.0.0.1:49152>10.0.0.2:80';
    const first = initialSequenceNumber(tuple, KEY, 0);
    assert.equal(distance(first, initialSequenceNumber(tuple, KEY, 4)), 1);
    assert.equal(distance(first, initialSequenceNumber(tuple, KEY, 1_000_000)), 250_000);
    // The clock wraps after 2^32 ticks, about 4.77 hours.
    assert.equal(initialSequenceNumber(tuple, KEY, 4 * 2 ** 32), first);
  });

  it('tell nothing of each other across four-tuples, or across secrets', () => {
    const seen = new Set<number>();
    for (let port = 1024; port < 3024; port++) seen.add(initialSequenceNumber(`10.0.0.1:${port}>10.0.0.2:80`, KEY, 0));
    assert.equal(seen.size, 2000);
    const other = [KEY[0] ^ 1, KEY[1], KEY[2], KEY[3]] as const;
    assert.notEqual(
      initialSequenceNumber('10.0.0.1:1024>10.0.0.2:80', KEY, 0),
      initialSequenceNumber('10.0.0.1:1024>10.0.0.2:80', other, 0),
    );
  });
});
