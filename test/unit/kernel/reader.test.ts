import { strict as assert } from 'node:assert';
import { ACK, PSH, SYN, formatFlags } from '../../../src/wire/flags';
import { ipOf } from '../../kernel/link';
import { optionsOf, packetOf } from '../../kernel/packet';
import { readPcap } from '../../kernel/pcap';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/[^0-9a-f]/g, ''), 'hex'));
const u32 = (n: number, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n, little);
  return bytes;
};
const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** A file with one frame, captured at 10.000002 s (or 10.0000025 s in a file with nanoseconds). */
function file(frame: Uint8Array, little: boolean, nano: boolean, linkType = 1): Uint8Array {
  const words = (...numbers: number[]): Uint8Array => join(...numbers.map((n) => u32(n, little)));
  const header = words(nano ? 0xa1b23c4d : 0xa1b2c3d4, 0x00040002, 0, 0, 65535, linkType);
  return join(header, words(10, nano ? 2500 : 2, frame.length, frame.length + 4), frame);
}

const IPV4 = hex('45000037 00004000 4006 26bf 0a000001 0a000002');
const TCP = hex('c0000050 000003e9 00001389 8018faf0 ca6d0000 0101 080a 00000064 000000c8 616263');
const SYN4 = hex(
  '45000038 00004000 4006 0000 0a000001 0a000002 c0000050 000003e8 00000000 8002faf0 00000000 020405b4 0402 0303 07 00 0000',
);

describe('capture reader', () => {
  for (const little of [true, false]) {
    for (const nano of [true, false]) {
      it(`reads a file, ${little ? 'little' : 'big'} endian, ${nano ? 'nano' : 'micro'}seconds`, () => {
        const capture = readPcap(file(hex('0102'), little, nano));
        const [frame] = capture?.frames ?? [];
        assert.equal(capture?.linkType, 1);
        assert.equal(capture.problem, undefined);
        assert.equal(frame?.number, 1);
        assert.equal(frame.time, nano ? 10_000_002.5 : 10_000_002);
        assert.deepEqual([...frame.bytes], [1, 2]);
        assert.equal(frame.wireLength, 6);
      });
    }
  }

  it('says where a file ends early, and knows what is none, at every length', () => {
    const whole = file(hex('01020304'), true, false);
    for (let end = 0; end < whole.length; end++) {
      const capture = readPcap(whole.subarray(0, end));
      if (end < 24) assert.equal(capture, undefined);
      else assert.equal(capture?.problem, end === 24 ? undefined : 'truncated');
    }
    assert.equal(readPcap(new Uint8Array(100)), undefined);
  });

  it('finds IP in Ethernet with tags, raw, loopback and cooked frames', () => {
    const ip = hex('45');
    const at = (linkType: number, head: string): number[] => [...(ipOf(linkType, join(hex(head), ip)) ?? [])];
    assert.deepEqual(at(1, '000000000000 000000000000 0800'), [0x45]);
    assert.deepEqual(at(1, '000000000000 000000000000 88a80001 81000002 0800'), [0x45]);
    assert.deepEqual(at(1, '000000000000 000000000000 0806'), []);
    assert.deepEqual(at(101, ''), [0x45]);
    assert.deepEqual(at(0, '02000000'), [0x45]);
    assert.deepEqual(at(113, '0000 0001 0006 0000000000000000 0800'), [0x45]);
    assert.deepEqual(at(276, '0800 0000 00000001 0001 00 06 0000000000000000'), [0x45]);
    assert.deepEqual(at(999, ''), []);
  });

  it('reads a segment with its options and payload, and checks its sum', () => {
    const packet = packetOf(101, join(IPV4, TCP));
    assert.ok(packet);
    const { segment } = packet;
    assert.deepEqual(
      [packet.source, packet.sourcePort, packet.destination, packet.destinationPort],
      ['10.0.0.1', 49152, '10.0.0.2', 80],
    );
    assert.equal(segment.seq, 1001);
    assert.equal(segment.ack, 5001);
    assert.equal(segment.flags, PSH | ACK);
    assert.equal(segment.win, 64240);
    assert.equal(segment.len, 3);
    assert.equal(Buffer.from(segment.data ?? []).toString(), 'abc');
    assert.deepEqual(segment.options, { ts: { val: 100, ecr: 200 } });
    const damaged = join(IPV4, TCP);
    damaged[damaged.length - 1]! ^= 1;
    assert.equal(packet.checksum, true);
    assert.equal(packetOf(101, damaged)?.checksum, false);
    const cut = packetOf(101, join(IPV4, TCP).subarray(0, 52));
    assert.equal(cut?.segment.len, 3);
    assert.equal(cut.checksum, undefined);
    assert.equal(cut.segment.data, undefined);
  });

  it('reads the options of a SYN, over IPv6 too', () => {
    const tcp = SYN4.subarray(20);
    const ip6 = join(hex('60000000 0020 06 40 20010db8000000000000000000000001 fe800000000000000000000000000002'), tcp);
    for (const packet of [packetOf(101, SYN4), packetOf(101, ip6)]) {
      assert.equal(formatFlags(packet?.segment.flags ?? 0), formatFlags(SYN));
      assert.deepEqual(packet?.segment.options, { mss: 1460, sackOk: true, wscale: 7 });
    }
    assert.equal(packetOf(101, ip6)?.source, '2001:db8::1');
    assert.equal(packetOf(101, ip6)?.destination, 'fe80::2');
  });

  it('reads SACK blocks and a Fast Open cookie, and names what it does not know', () => {
    const read = optionsOf(
      hex('05 12 00000001 00000005 00000009 0000000c 22 06 a1b2c3d4 1e 03 00 fe 04 f989 08 0a 00'),
    );
    assert.deepEqual(read.options.sack, [
      { left: 1, right: 5 },
      { left: 9, right: 12 },
    ]);
    assert.equal(read.options.fastopen, 'a1b2c3d4');
    assert.deepEqual(read.other, ['30', '254/0xf989', '8 cut off']);
  });

  it('answers nothing for what is not TCP, and throws on no bytes', () => {
    const whole = join(IPV4, TCP);
    for (let end = 0; end < 52; end++) assert.equal(packetOf(101, whole.subarray(0, end)), undefined, String(end));
    for (let i = 0; i < whole.length; i++) {
      const odd = whole.slice();
      odd[i] = 0xff;
      packetOf(101, odd);
    }
    assert.equal(packetOf(101, hex('45000014 00000000 4011 0000 0a000001 0a000002')), undefined);
  });
});
