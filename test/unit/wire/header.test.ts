import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAddress } from '../../../src/wire/address';
import { checksum, checksumSum } from '../../../src/wire/checksum';
import { SYN } from '../../../src/wire/flags';
import {
  checksumHolds,
  decodeSegment,
  encodeSegment,
  headerWords,
  received,
  rightChecksum,
  type Path,
} from '../../../src/wire/header';
import { decodeOptions, encodeOptions, fromHex, rawOptions, toHex } from '../../../src/wire/option-bytes';
import { optionBytes, type Options } from '../../../src/wire/options';
import type { RawHeader, Segment } from '../../../src/wire/segment';
import { seq } from '../../../src/wire/seq';
import { readOctets, sightingsIn } from '../../../src/capture';
import { CORPUS, listRuns } from '../../kernel/corpus';

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(/[^0-9a-f]/g, ''));
const address = (text: string): Uint8Array => parseAddress(text) ?? new Uint8Array(0);

const PATH: Path = {
  source: address('10.0.0.1'),
  destination: address('10.0.0.2'),
  sourcePort: 49152,
  destinationPort: 80,
};
const DATA = fromHex('616263');
const SEGMENT: Segment = {
  seq: seq(1001),
  ack: seq(5001),
  flags: 0x18,
  win: 64240,
  urg: 0,
  len: 3,
  data: DATA,
  options: { ts: { val: seq(100), ecr: seq(200) } },
};
/** The segment above as a packet analyser shows it. */
const BYTES = hex('c0000050 000003e9 00001389 8018faf0 ca6d0000 0101 080a 00000064 000000c8 616263');

const withRaw = (raw: RawHeader): Segment => ({ ...SEGMENT, raw });

const u32 = fc.nat(0xffff_ffff).map(seq);
const options: fc.Arbitrary<Options> = fc.record(
  {
    mss: fc.nat(65535),
    wscale: fc.nat(255),
    sackOk: fc.constant(true),
    ts: fc.record({ val: u32, ecr: u32 }, { noNullPrototype: true }),
    sack: fc.array(fc.record({ left: u32, right: u32 }, { noNullPrototype: true }), { minLength: 1, maxLength: 4 }),
    fastopen: fc.uint8Array({ maxLength: 16 }).map(toHex),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const segments: fc.Arbitrary<Segment> = fc
  .record({
    seq: u32,
    ack: u32,
    flags: fc.nat(255),
    win: fc.nat(65535),
    urg: fc.nat(65535),
    data: fc.uint8Array({ maxLength: 40 }),
    options: options.filter((o) => encodeOptions(o).length <= 40),
  })
  .map(({ data, ...rest }) => ({ ...rest, len: data.length, ...(data.length > 0 ? { data } : {}) }));

/** The segment without the raw fields that decoding adds. */
function plain(segment: Segment | undefined): Partial<Segment> {
  const rest: { -readonly [K in keyof Segment]?: Segment[K] } = { ...segment };
  delete rest.raw;
  return rest;
}

describe('wire: header bytes', () => {
  it('a known segment', () => {
    assert.equal(toHex(encodeSegment(SEGMENT, PATH)), toHex(BYTES));
    assert.equal(rightChecksum(SEGMENT, PATH), 0xca6d);
    assert.equal(checksumHolds(BYTES, PATH), true);
    const decoded = decodeSegment(BYTES);
    assert.deepEqual([decoded?.sourcePort, decoded?.destinationPort], [49152, 80]);
    assert.deepEqual(plain(decoded?.segment), SEGMENT);
    assert.deepEqual(
      [decoded?.segment.raw?.checksum, decoded?.segment.raw?.doff, decoded?.segment.raw?.reserved],
      [0xca6d, 8, 0],
    );
  });

  it('options stand as stacks lay them out', () => {
    const laid = (o: Options): string => toHex(encodeOptions(o));
    const ts = { val: seq(1), ecr: seq(2) };
    assert.equal(laid({}), '');
    assert.equal(laid({ mss: 1460 }), '020405b4');
    assert.equal(laid({ mss: 1460, sackOk: true, ts, wscale: 7 }), '020405b40402080a000000010000000201030307');
    assert.equal(laid({ mss: 1460, sackOk: true, wscale: 7 }), '020405b40101040201030307');
    assert.equal(laid({ ts }), '0101080a0000000100000002');
    assert.equal(
      laid({ ts, sack: [{ left: seq(3), right: seq(4) }] }),
      '0101080a00000001000000020101050a0000000300000004',
    );
    assert.equal(laid({ mss: 1460, fastopen: '' }), '020405b422020101');
    assert.equal(laid({ fastopen: '0011223344556677' }), '220a00112233445566770101');
  });

  it('raw bytes replace the options, padded with zeros', () => {
    const segment = { ...SEGMENT, flags: SYN, len: 0, raw: { options: hex('020405b4 0303') } };
    delete (segment as { data?: Uint8Array }).data;
    const bytes = encodeSegment(segment, PATH);
    assert.equal(toHex(bytes.subarray(20)), '020405b403030000');
    assert.equal((bytes[12] ?? 0) >> 4, 7);
    assert.equal(headerWords(segment), 7);
  });

  it('written fields stand as they are', () => {
    const bytes = encodeSegment(withRaw({ checksum: 0x1234, doff: 4, reserved: 5 }), PATH);
    assert.equal(toHex(bytes.subarray(12, 18)), '4518faf01234');
    assert.equal(decodeSegment(bytes), undefined);
  });

  it('any segment comes back from its bytes', () => {
    fc.assert(
      fc.property(segments, (segment) => {
        const bytes = encodeSegment(segment, PATH);
        assert.equal(checksumHolds(bytes, PATH), true);
        assert.deepEqual(plain(decodeSegment(bytes)?.segment), segment);
      }),
    );
  });

  it('the layout takes no less than the options need, and a multiple of four', () => {
    fc.assert(
      fc.property(options, (o) => {
        const { length } = encodeOptions(o);
        assert.equal(length % 4, 0);
        assert.ok(length >= optionBytes(o));
      }),
    );
  });

  it('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const decoded = decodeSegment(bytes);
        if (decoded === undefined) return;
        const { segment, ...ports } = decoded;
        assert.equal(toHex(encodeSegment(segment, { ...PATH, ...ports })), toHex(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('a list ends at End of Option List, and at a length that cannot be', () => {
    const found = (text: string): unknown[] => rawOptions(hex(text)).map((o) => [o.kind, o.length, o.whole]);
    assert.deepEqual(found('01 020405b4 00 ab'), [
      [1, undefined, true],
      [2, 4, true],
      [0, undefined, true],
    ]);
    assert.deepEqual(found('0200 0101'), [[2, 0, false]]);
    assert.deepEqual(found('0204'), [[2, 4, false]]);
    assert.deepEqual(found('fe'), [[254, undefined, false]]);
    assert.equal(rawOptions(new Uint8Array(41).fill(1)).at(-1)?.whole, false);
    assert.deepEqual(decodeOptions(hex('0303070203050101')), { wscale: 7 });
  });

  describe('what the receiver reads', () => {
    it('is the segment itself where nothing is written', () => {
      assert.equal(received(SEGMENT, PATH), SEGMENT);
      const reserved = withRaw({ reserved: 3, checksum: rightChecksum(withRaw({ reserved: 3 }), PATH) });
      assert.equal(received(reserved, PATH), reserved);
    });

    it('is nothing where the checksum is wrong or the data offset impossible', () => {
      assert.equal(received(withRaw({ checksum: 0xca6e }), PATH), undefined);
      assert.equal(received(withRaw({ doff: 4 }), PATH), undefined);
      assert.equal(received(withRaw({ doff: 9 }), PATH), undefined, 'beyond the end of the segment');
    });

    it('is cut elsewhere where the data offset says so', () => {
      const early = received(withRaw({ doff: 5 }), PATH);
      assert.deepEqual([early?.len, early?.data?.length, early?.options], [15, 15, {}]);
      const long = { ...SEGMENT, len: 5, data: hex('01010161 62'), raw: { doff: 9 } };
      const late = received(long, PATH);
      assert.deepEqual([late?.len, late?.data && toHex(late.data)], [1, '62']);
    });

    it('cannot be told from a checksum where the payload is not known', () => {
      const unknown = { ...withRaw({ checksum: 1 }) };
      delete (unknown as { data?: Uint8Array }).data;
      assert.equal(received(unknown, PATH), unknown);
    });
  });
});

describe('wire: checksum', () => {
  it('over IPv6', () => {
    const source = address('2001:db8::1');
    const destination = address('2001:db8::2');
    const bytes = encodeSegment(SEGMENT, { ...PATH, source, destination });
    assert.equal(checksumSum(source, destination, bytes), 0xffff);
    // The sum for IPv4, less 10.0.0.1 and 10.0.0.2, plus 2001:db8::1 and 2001:db8::2 (RFC 1624).
    const moved = 0xca6d + 2 * 0x0a00 - 2 * (0x2001 + 0x0db8);
    assert.equal((((bytes[16] ?? 0) << 8) | (bytes[17] ?? 0)) % 0xffff, ((moved % 0xffff) + 0xffff) % 0xffff);
  });

  it('of an odd number of bytes counts the last as the upper half of a word', () => {
    const zero = new Uint8Array(4);
    assert.equal(checksum(zero, zero, Uint8Array.of(0xab)), 0xffff - (0xab00 + 6 + 1));
  });

  it('one changed bit is noticed', () => {
    fc.assert(
      fc.property(segments, fc.nat(), (segment, n) => {
        const bytes = encodeSegment(segment, PATH);
        const bit = n % (8 * bytes.length);
        const at = bit >> 3;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
        assert.equal(checksumHolds(bytes, PATH), false);
      }),
    );
  });
});

/** The content of an IP packet, without a frame's padding. */
function insideOf(ip: Uint8Array): Uint8Array {
  const u16 = (at: number): number => ((ip[at] ?? 0) << 8) | (ip[at + 1] ?? 0);
  return (ip[0] ?? 0) >> 4 === 6 ? ip.subarray(40, 40 + u16(4)) : ip.subarray(((ip[0] ?? 0) & 15) * 4, u16(2));
}

describe('wire: header bytes of captured segments', () => {
  const runs = listRuns();

  it('hold their checksums, and come back byte for byte', function () {
    this.timeout(60_000);
    let whole = 0;
    let laidOut = 0;
    for (const { name } of runs.slice(0, 40)) {
      const file = readFileSync(join(CORPUS, `${name}.c.pcap`));
      const capture = readOctets(file);
      for (const [row, { frame, packet }] of sightingsIn(capture, file).entries()) {
        if (packet?.checksum !== true) continue;
        // The headers of the record and of Ethernet lie before that of IP.
        const ip = file.subarray((capture.packets.offset[row] ?? 0) + 16 + 14);
        const path = { ...packet, source: address(packet.source), destination: address(packet.destination) };
        const bytes = insideOf(ip);
        whole++;
        assert.equal(checksumHolds(bytes, path), true, `${name} ${frame}`);
        const segment = decodeSegment(bytes)?.segment;
        assert.ok(segment);
        assert.equal(toHex(encodeSegment(segment, path)), toHex(bytes), `${name} ${frame}`);
        assert.deepEqual(segment.options, packet.segment.options);
        if (packet.otherOptions.length > 0) continue;
        // Encoded from the decoded fields instead of raw bytes: the layout is the kernel's own, so the checksum agrees.
        const plainly: Segment = { ...segment, raw: { reserved: packet.reserved } };
        assert.equal(toHex(encodeSegment(plainly, path)), toHex(bytes), `${name} ${frame}`);
        laidOut++;
      }
    }
    assert.ok(runs.length === 0 || (whole > 100 && laidOut > 100), `${whole} ${laidOut}`);
  });
});
