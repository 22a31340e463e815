import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type Capture, inMemory, packetsOf, readCapture, readOctets, sightingsIn } from '../../../src/capture';
import { ACK, FIN, PSH, SYN, joined } from '../../../src/wire';
import { CLIENT, SERVER, block, enhanced, ethernet, hex, ip, number, option, packet, pcap, section } from './make';

const V6 = { from: '2001:db8::1', to: 'fe80::2' } as const;
const FLOW = [
  ip({ flags: SYN, seq: 1000, options: { mss: 1460, sackOk: true } }),
  ip({ ...SERVER, flags: SYN | ACK, seq: 5000, ack: 1001 }),
  ip({ flags: PSH | ACK, seq: 1001, ack: 5001, data: 'hello' }),
];

/** The packets and connections of a capture, without its form, its links and its tunnels. */
function essence({ packets, connections }: Capture): unknown {
  const rows = Array.from(packets.seq, (seq, i) => [
    seq,
    packets.ack[i],
    packets.length[i],
    packets.flags[i],
    packets.at[i],
  ]);
  return { rows, connections: connections.map(({ through: _, ...rest }) => rest) };
}

const WANTED = essence(readOctets(pcap(FLOW.map((p) => ethernet(p)))));

describe('capture files', () => {
  it('a connection is read off its frames', () => {
    const { connections, packets, counts, began } = readOctets(pcap(FLOW.map((p) => ethernet(p))));
    assert.deepEqual(connections, [
      {
        id: 1,
        client: { address: '10.0.0.1', port: 49152 },
        server: { address: '10.0.0.2', port: 80 },
        packets: 3,
        octets: [5, 0],
        first: 0,
        last: 2000,
        opened: 'syn',
        ended: 'open',
        through: [],
        cut: 0,
      },
    ]);
    assert.deepEqual([...packets.seq], [1000, 5000, 1001]);
    assert.deepEqual([...packets.at], [0, 1000, 2000]);
    assert.equal(counts.frames, 3);
    assert.deepEqual(began, { seconds: 1_000_000, nanoseconds: 0 });
  });

  for (const little of [true, false]) {
    for (const nano of [true, false]) {
      it(`classic, ${little ? 'little' : 'big'} endian, ${nano ? 'nano' : 'micro'}seconds`, () => {
        assert.deepEqual(
          essence(
            readOctets(
              pcap(
                FLOW.map((p) => ethernet(p)),
                { little, nano },
              ),
            ),
          ),
          WANTED,
        );
      });
    }

    it(`pcapng, ${little ? 'little' : 'big'} endian, each interface with its clock`, () => {
      // Nanoseconds; units of 2^-10 s, counted from 999,999 s on.
      const nano = option(9, Uint8Array.of(9), little);
      const offset = new Uint8Array(8);
      new DataView(offset.buffer).setBigInt64(0, 999_999n, little);
      const binary = joined(option(9, Uint8Array.of(0x8a), little), option(14, offset, little));
      const interfaces = [
        { link: 1, options: nano },
        { link: 101, options: binary },
      ];
      const second = 1_000_000_000n;
      const [syn, , data] = FLOW.map((p) => ethernet(p));
      const file = joined(
        section(interfaces, little),
        enhanced(syn!, 1_000_000n * second + 7n, { little }),
        block(10, new Uint8Array(33), little),
        enhanced(FLOW[1]!, 1024n + 512n, { little, from: 1 }),
        enhanced(data!, 1_000_000n * second + 8n, { little }),
      );
      const { packets, began } = readOctets(file);
      assert.deepEqual([...packets.at], [0, 500_000 - 0.007, 0.001]);
      assert.deepEqual([...packets.frame], [1, 2, 3]);
      assert.deepEqual(began, { seconds: 1_000_000, nanoseconds: 7 });
    });
  }

  it('pcapng: sections of their own byte order, old and simple packets, comments, drops, directions', () => {
    const [syn, synAck, data] = FLOW.map((p) => ethernet(p));
    const drops = new Uint8Array(8);
    drops[0] = 3;
    const options = joined(
      option(1, Buffer.from('odd')),
      option(2, number(2, 4, true)),
      option(4, drops),
      option(0, hex('')),
    );
    const old = joined(
      number(0, 2),
      number(2, 2),
      number(0, 4),
      number(7, 4),
      number(synAck!.length, 4),
      number(synAck!.length, 4),
      synAck!,
    );
    const file = joined(
      section([{ link: 1 }]),
      enhanced(syn!, 5n, { options }),
      section([{ link: 1 }], false),
      block(2, old, false),
      block(3, joined(number(data!.length, 4), data!), false),
    );
    const capture = readOctets(file);
    assert.equal(capture.problem, undefined);
    assert.deepEqual([...capture.packets.seq], [1000, 5000, 1001]);
    assert.deepEqual([...capture.packets.at], [0, 2, 2]);
    assert.deepEqual(capture.comments, [{ frame: 1, text: 'odd' }]);
    assert.equal(capture.counts.dropped, 5);
    assert.deepEqual(
      sightingsIn(capture, file).map((s) => s.direction),
      ['sent', undefined, undefined],
    );
  });

  it('gzip, of one member and of several', async () => {
    const file = pcap(FLOW.map((p) => ethernet(p)));
    const members = [file.subarray(0, 50), file.subarray(50, 51), file.subarray(51)].map((part) => gzipSync(part));
    const files: readonly Uint8Array[] = [gzipSync(file), joined(...members)];
    for (const zipped of files) {
      assert.deepEqual(essence(await readCapture(inMemory(zipped))), WANTED);
      const octets = Array.from(zipped, (octet) => Uint8Array.of(octet));
      assert.deepEqual(essence(await readCapture(inMemory(...octets))), WANTED);
    }
    const cut = await readCapture(inMemory(gzipSync(file).subarray(0, -12)));
    assert.equal(cut.problem?.id, 'capture/gzip-broken');
    const behind = await readCapture(inMemory(joined(gzipSync(file), hex('00000000000000000000'))));
    assert.deepEqual(essence(behind), WANTED);
  });

  const HEADS: Readonly<Record<string, readonly [link: number, head: string, through: readonly string[]]>> = {
    'BSD loopback': [0, '02000000', []],
    'BSD loopback of the other order': [0, '00000002', []],
    'OpenBSD loopback': [108, '00000002', []],
    'raw IP': [101, '', []],
    'raw IP, older number': [12, '', []],
    IPv4: [228, '', []],
    'Linux cooked': [113, '0004 0001 0006 0000000000000000 0800', []],
    'Linux cooked, version 2': [276, '0800 0000 00000001 0001 04 06 0000000000000000', []],
    'a tag': [1, '000000000000 000000000000 8100 0002 0800', ['vlan']],
    'two tags': [1, '000000000000 000000000000 88a8 0001 8100 0002 0800', ['vlan']],
    PPPoE: [1, '000000000000 000000000000 8864 1100 0001 0040 0021', ['pppoe']],
    'two labels': [1, '000000000000 000000000000 8847 00010040 00011140', ['mpls']],
  };
  for (const [name, [link, head, through]] of Object.entries(HEADS)) {
    it(`finds segments behind ${name}`, () => {
      const capture = readOctets(
        pcap(
          FLOW.map((p) => joined(hex(head), p)),
          { link },
        ),
      );
      assert.deepEqual(essence(capture), WANTED);
      assert.deepEqual(capture.connections[0]?.through, through);
    });
  }

  const outer = (protocol: number, payload: Uint8Array): Uint8Array =>
    ethernet(packet(hex('c0000201'), hex('c0000202'), protocol, payload));
  const TUNNELS: Readonly<Record<string, (inner: Uint8Array) => Uint8Array>> = {
    gre: (inner) => outer(47, joined(hex('3000 0800 00000001 00000002'), inner)),
    'ip-in-ip': (inner) => outer(4, inner),
    vxlan: (inner) => outer(17, joined(hex('c000 12b5 0000 0000 0800000000000700'), ethernet(inner))),
  };
  for (const [name, wrap] of Object.entries(TUNNELS)) {
    it(`opens ${name}, and names it`, () => {
      const capture = readOctets(pcap(FLOW.map(wrap)));
      assert.deepEqual(essence(capture), WANTED);
      assert.deepEqual(capture.connections[0]?.through, [name]);
    });
  }

  it('IPv6: extension headers are passed, a whole "fragment" is none, a real one is counted', () => {
    const plain = ip({ ...V6, flags: SYN, seq: 7 });
    const withHeaders = (headers: string): Uint8Array => {
      const payload = joined(hex(headers), plain.subarray(40));
      return ethernet(
        packet(
          plain.subarray(8, 24),
          plain.subarray(24, 40),
          Number.parseInt(headers.slice(0, 2), 16),
          payload.subarray(1),
        ),
      );
    };
    // The first octet names the first header; each header names the next one.
    const frames = [ethernet(plain), withHeaders('00 3c00010400000000 2c00010400000000 0600000000000000')];
    const fragment = withHeaders('2c 0600000900000001');
    const { connections, counts } = readOctets(pcap([...frames, fragment]));
    assert.deepEqual(
      connections.map((c) => [c.client, c.packets]),
      [[{ address: '2001:db8::1', port: 49152 }, 2]],
    );
    assert.equal(counts.fragments, 1);
  });

  it('a frame that was cut short keeps what is there', () => {
    const frame = ethernet(ip({ flags: PSH | ACK, seq: 9, data: 'hello' }));
    const cutTo = (octets: number): Uint8Array => {
      const file = pcap([frame.subarray(0, octets)]);
      new DataView(file.buffer).setUint32(24 + 12, frame.length, true);
      return file;
    };
    const seen = (octets: number): unknown => {
      const file = cutTo(octets);
      const capture = readOctets(file);
      const [sighting] = sightingsIn(capture, file);
      const { segment } = sighting?.packet ?? {};
      return [capture.connections[0]?.packets, capture.counts.cut, segment?.seq, segment?.len, segment?.data?.length];
    };
    assert.deepEqual(seen(59), [1, 0, 9, 5, 5]);
    assert.deepEqual(seen(58), [1, 0, 9, 5, 4]);
    assert.deepEqual(seen(48), [1, 0, 9, 5, undefined]);
    assert.deepEqual(seen(40), [1, 0, 0, 0, undefined]);
    assert.deepEqual(seen(37), [undefined, 1, undefined, undefined, undefined]);
  });

  it('the packets of one connection are read again, and their checksums judged', async () => {
    const other = ip({ fromPort: 7, flags: SYN });
    const damaged = ethernet(FLOW[2]!);
    damaged[damaged.length - 1]! ^= 1;
    const file = pcap([ethernet(FLOW[0]!), ethernet(other), ethernet(FLOW[1]!), damaged]);
    const capture = readOctets(file);
    const sightings = await packetsOf(capture, 1, inMemory(...Array.from(file, (o) => Uint8Array.of(o))));
    assert.deepEqual(
      sightings.map((s) => [s.frame, s.from, s.packet?.checksum]),
      [
        [1, 'client', true],
        [3, 'server', true],
        [4, 'client', false],
      ],
    );
    assert.deepEqual(sightings[0]?.packet?.segment.options, { mss: 1460, sackOk: true });
    assert.deepEqual([capture.connections[1]?.client.port, capture.connections.length], [7, 2]);
  });

  it('an ICMP error belongs to the connection that it quotes', () => {
    const quoted = FLOW[2]!.subarray(0, 28);
    const error = ethernet(packet(hex('c0000201'), hex('0a000001'), 1, joined(hex('0304 0000 0000 0500'), quoted)));
    const file = pcap([...FLOW.map((p) => ethernet(p)), error]);
    const capture = readOctets(file);
    assert.equal(capture.connections[0]?.packets, 3);
    const { icmp, packet: none, from } = sightingsIn(capture, file)[3] ?? {};
    assert.deepEqual(
      [icmp?.type, icmp?.code, icmp?.rest, icmp?.sourcePort, icmp?.seq, from],
      [3, 4, 1280, 49152, 1001, 'client'],
    );
    assert.equal(none, undefined);
  });

  it('options without a place of their own are kept as octets', () => {
    const tcp = hex('c0000050 00000001 00000000 a002ffff 00000000 1e04 0000 fe04 f989 050a0000 00090000 000c0101');
    const file = pcap([ethernet(packet(hex('0a000001'), hex('0a000002'), 6, tcp))]);
    const [sighting] = sightingsIn(readOctets(file), file);
    assert.deepEqual(sighting?.packet?.segment.options.sack, [{ left: 9, right: 12 }]);
    assert.deepEqual([...sighting.packet.otherOptions], [...hex('1e040000 fe04f989')]);
    assert.equal(sighting.packet.optionsBreakOff, false);
  });

  it('what is broken is said, and all before it stays', async () => {
    const file = pcap(FLOW.map((p) => ethernet(p)));
    const problemOf = async (octets: Uint8Array): Promise<unknown> => {
      const { problem, packets } = await readCapture(inMemory(octets));
      return [problem?.id, problem?.args['offset'], packets.count];
    };
    const third = 24 + 2 * 16 + 14 + FLOW[0]!.length + 14 + FLOW[1]!.length;
    assert.deepEqual(await problemOf(file), [undefined, undefined, 3]);
    assert.deepEqual(await problemOf(file.subarray(0, -1)), ['capture/ends-early', third, 2]);
    assert.deepEqual(await problemOf(hex('')), ['capture/empty', undefined, 0]);
    assert.deepEqual(await problemOf(hex('0a0d')), ['capture/not-a-capture', undefined, 0]);
    assert.deepEqual(await problemOf(new Uint8Array(100)), ['capture/not-a-capture', undefined, 0]);
    const long = file.slice();
    new DataView(long.buffer).setUint32(third + 8, 0x7fffffff, true);
    assert.deepEqual(await problemOf(long), ['capture/broken', third, 2]);
    const blocks = joined(
      section([{ link: 1 }]),
      enhanced(ethernet(FLOW[0]!), 5n),
      enhanced(ethernet(FLOW[1]!), 6n, { from: 1 }),
    );
    assert.deepEqual(((await problemOf(blocks)) as unknown[])[0], 'capture/broken');
  });

  it('reading is cancelled by its progress', async () => {
    const chunk = pcap(Array.from({ length: 20_000 }, () => ethernet(FLOW[2]!)));
    const heard: number[] = [];
    const { problem, packets } = await readCapture(inMemory(chunk), (octets) => heard.push(octets) < 1);
    assert.equal(problem?.id, 'capture/cancelled');
    assert.deepEqual(heard, [1 << 20]);
    assert.ok(packets.count > 10_000 && packets.count < 20_000);
  });

  it('sides without a SYN are told by their ports; a FIN of both ends a connection', () => {
    const frames = [
      ip({ ...SERVER, flags: FIN | ACK, seq: 5, ack: 9 }),
      ip({ ...CLIENT, flags: FIN | ACK, seq: 9, ack: 6 }),
    ];
    const [c] = readOctets(pcap(frames.map((p) => ethernet(p)))).connections;
    assert.deepEqual([c?.client.port, c?.opened, c?.ended], [49152, 'mid-stream', 'fin']);
  });
});
