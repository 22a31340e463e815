import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { packed, unpacked } from '../../../src/panel/linkText';

describe('the flow of a link', () => {
  it('is the text again, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
        const flow = await packed(text);
        assert.match(flow ?? '?', /^[\w-]*$/);
        assert.equal(await unpacked(flow ?? ''), text);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused above 64 kB, also when it is unpacked', async () => {
    assert.equal(await packed('a'.repeat(64_001)), undefined);
    const most = await packed('a'.repeat(64_000));
    assert.equal((await unpacked(most ?? ''))?.length, 64_000);
    // 100,000 zeros in a few octets.
    const deflated = new Blob([new Uint8Array(100_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bomb = Buffer.from(await new Response(deflated).arrayBuffer()).toString('base64url');
    assert.equal(await unpacked(bomb), undefined);
  });

  it('is nothing for what no packing gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
        const read = await unpacked(text);
        assert.ok(read === undefined || read.length <= 64_000);
      }),
      { numRuns: 50 },
    );
    assert.equal(await unpacked('not base64!'), undefined);
  });
});
