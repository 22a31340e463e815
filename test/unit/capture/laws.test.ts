import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Capture, inMemory, packetsOf, readCapture, readOctets, sightingsIn } from '../../../src/capture';
import { ACK, FIN, PSH, SYN, joined } from '../../../src/wire';
import { SERVER, block, enhanced, ethernet, hex, ip, packet, pcap, section } from './make';
import { share } from '../share';

const FLOW = [
  ip({ flags: SYN, seq: 1000, options: { mss: 1460 } }),
  ip({ ...SERVER, flags: SYN | ACK, seq: 5000, ack: 1001 }),
  ip({ flags: PSH | ACK, seq: 1001, ack: 5001, data: 'hello' }),
  ip({ from: '2001:db8::1', to: '2001:db8::2', flags: FIN | ACK, seq: 1 }),
];
const tunnel = packet(hex('c0000201'), hex('c0000202'), 47, joined(hex('0000 0800'), FLOW[0]!));
const FRAMES = [...FLOW, tunnel].map((p) => ethernet(p));

const FILES: readonly Uint8Array[] = [
  pcap(FRAMES),
  pcap(FRAMES, { little: false, nano: true }),
  joined(
    section([{ link: 1 }]),
    ...FRAMES.map((frame, i) => enhanced(frame, BigInt(i))),
    block(10, new Uint8Array(70)),
    section([{ link: 1 }], false),
    ...FRAMES.map((frame, i) => enhanced(frame, BigInt(i), { little: false })),
  ),
];

const files = fc.constantFrom(...FILES);
const cuts = fc.array(fc.nat(400), { maxLength: 12 });

/** The octets in chunks of these lengths, then the rest; each chunk in memory of its own, which is overwritten after it. */
async function* chunked(file: Uint8Array, lengths: readonly number[]): AsyncIterable<Uint8Array> {
  let at = 0;
  for (const length of [...lengths, file.length]) {
    const chunk = file.slice(at, at + length);
    at += chunk.length;
    yield await Promise.resolve(chunk);
    chunk.fill(0xee);
  }
}

/** A capture without the readers of its records. */
function readOf({ sections: _, ...rest }: Capture): unknown {
  return rest;
}

/** Changes of single octets, and an end. */
const damages = fc.record({
  octets: fc.array(fc.record({ at: fc.nat(2000), value: fc.nat(255) }), { maxLength: 6 }),
  end: fc.option(fc.nat(2000)),
});

describe('laws of captures', () => {
  it('any cutting into chunks gives the same table and the same packets', async () => {
    await fc.assert(
      fc.asyncProperty(files, cuts, cuts, async (file, lengths, others) => {
        const whole = readOctets(file);
        const capture = await readCapture(chunked(file, lengths));
        assert.deepEqual(readOf(capture), readOf(whole));
        const all = sightingsIn(whole, file);
        for (const { id } of whole.connections) {
          const own = all.filter((_, row) => whole.packets.connection[row] === id);
          assert.deepEqual(await packetsOf(capture, id, chunked(file, others)), own);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a file that is cut off gives a beginning of its table', () => {
    for (const file of FILES) {
      const { packets } = readOctets(file);
      for (let end = 0; end <= file.length; end++) {
        const part = readOctets(file.subarray(0, end)).packets;
        assert.deepEqual(part.seq, packets.seq.subarray(0, part.count));
        assert.deepEqual(part.at, packets.at.subarray(0, part.count));
      }
    }
  });

  it('damage never throws, and no more comes out than is there', () => {
    fc.assert(
      fc.property(files, damages, (file, { octets, end }) => {
        const damaged = file.slice(0, end ?? file.length);
        for (const { at, value } of octets) if (at < damaged.length) damaged[at] = value;
        const capture = readOctets(damaged);
        assert.ok(capture.counts.frames <= damaged.length / 16);
        assert.ok(capture.packets.count <= capture.counts.frames);
        const sightings = sightingsIn(capture, damaged);
        assert.equal(sightings.length, capture.packets.count);
        const packets = capture.connections.reduce((sum, c) => sum + c.packets, 0);
        assert.equal(packets, sightings.filter((s) => s.packet !== undefined).length);
      }),
      { numRuns: share(5000, 5) },
    );
  });

  it('damaged gzip ends reading with a problem, or changes nothing that is read', async () => {
    const { gzipSync } = await import('node:zlib');
    const zipped = gzipSync(FILES[0]!);
    await fc.assert(
      fc.asyncProperty(fc.nat(zipped.length - 1), fc.nat(255), async (at, value) => {
        const damaged = Uint8Array.from(zipped);
        damaged[at] = value;
        const capture = await readCapture(inMemory(damaged));
        assert.ok(capture.counts.frames <= FRAMES.length);
      }),
      { numRuns: 200 },
    );
  });
});
