import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pasted, pastedFlow, readOctets, sightingsIn, type Sighting } from '../../../src/capture';
import { createParser } from '../../../src/script';
import { formatFlags, formatOptions } from '../../../src/wire';

const FOLDER = 'test/fixtures/paste';

function sightings(file: Uint8Array): readonly Sighting[] {
  return sightingsIn(readOctets(file), file);
}

/** A text's segments, a line each: sockets, numbers as on the wire, options. */
function told(text: string): string[] {
  return sightings(pasted(text)?.file ?? new Uint8Array()).map(({ packet }) => lineOf(packet));
}

function lineOf(packet: Sighting['packet']): string {
  if (packet === undefined) return 'nothing';
  const { source, sourcePort, destination, destinationPort, segment } = packet;
  const { seq, ack, flags, win, len, options } = segment;
  const list = Object.keys(options).length === 0 ? '' : ` ${formatOptions(options)}`;
  const sockets = `${source}.${sourcePort} > ${destination}.${destinationPort}`;
  return `${sockets} ${formatFlags(flags)} seq=${seq} ack=${ack} win=${win} len=${len}${list}`;
}

/** The segments of the fixture, counted from the ISNs where a notation does not print these. */
function captured(isRelative: boolean): { readonly lines: string[]; readonly times: number[] } {
  const all = sightings(new Uint8Array(readFileSync(join(FOLDER, 'reordering.pcap'))));
  const isns = new Map(all.slice(0, 2).map(({ from, packet }) => [from, isRelative ? (packet?.segment.seq ?? 0) : 0]));
  const less = (value: number, from: 'client' | 'server'): never => ((value - (isns.get(from) ?? 0)) >>> 0) as never;
  const lines = all.map(({ from, packet }) => {
    if (packet === undefined) return 'nothing';
    const peer = from === 'client' ? 'server' : 'client';
    const { segment } = packet;
    const ack = segment.ack === 0 ? segment.ack : less(segment.ack, peer);
    const sack = segment.options.sack?.map(({ left, right }) => ({ left: less(left, peer), right: less(right, peer) }));
    const options = sack === undefined ? segment.options : { ...segment.options, sack };
    return lineOf({ ...packet, segment: { ...segment, seq: less(segment.seq, from), ack, options } });
  });
  return { lines, times: all.map(({ at }) => at) };
}

describe("pasting an analyser's text", () => {
  const files = readdirSync(FOLDER).filter((name) => !name.endsWith('.pcap'));
  for (const name of files) {
    it(`${name} tells the same segments as the capture that it was printed from`, () => {
      const text = readFileSync(join(FOLDER, name), 'utf8');
      const isRelative = name === 'tshark.txt' || name === 'wireshark.csv';
      const { lines, times } = captured(isRelative);
      assert.deepEqual(told(text), lines);
      const read = pasted(text);
      assert.equal(read?.isTimed, name !== 'tcpdump-nt.txt');
      assert.equal(read.analyser, /^tcpdump/.test(name) ? 'tcpdump' : 'wireshark');
      if (read.isTimed) {
        const at = sightings(read.file).map((s) => Math.round(s.at));
        assert.deepEqual(at, times);
      }
    });
  }
  it('the folder has a text of each notation', () => assert.ok(files.length >= 9, files.join()));

  it('releases of tcpdump before 4.0: flags first, lengths in brackets, names of hosts and ports', () => {
    const text = `
09:32:43.910000 rtsg.1023 > csam.login: S 768512:768512(0) win 4096 <mss 1024>
09:32:43.930000 csam.login > rtsg.1023: S 947648:947648(0) ack 768513 win 4096 <mss 1024>
09:32:43.940000 rtsg.1023 > csam.login: . ack 1 win 4096
09:32:43.950000 rtsg.1023 > csam.login: P 1:2(1) ack 1 win 4096
09:32:43.960000 csam.login > rtsg.1023: . ack 2 win 4096
09:32:43.970000 csam.login > rtsg.1023: FP 1:3(2) ack 2 win 4077 urg 1`;
    assert.deepEqual(told(text), [
      '192.0.2.1.1023 > 192.0.2.2.513 SYN seq=768512 ack=0 win=4096 len=0 <mss 1024>',
      '192.0.2.2.513 > 192.0.2.1.1023 SYN,ACK seq=947648 ack=768513 win=4096 len=0 <mss 1024>',
      '192.0.2.1.1023 > 192.0.2.2.513 ACK seq=768513 ack=947649 win=4096 len=0',
      '192.0.2.1.1023 > 192.0.2.2.513 PSH,ACK seq=768513 ack=947649 win=4096 len=1',
      '192.0.2.2.513 > 192.0.2.1.1023 ACK seq=947649 ack=768514 win=4096 len=0',
      '192.0.2.2.513 > 192.0.2.1.1023 FIN,PSH,ACK seq=947649 ack=768514 win=4077 len=2',
    ]);
  });

  it('the middle of a connection: the first segment has whole numbers, later ones count from these', () => {
    const text = `
IP 10.0.0.2.443 > 10.0.0.1.51000: Flags [P.], seq 3000000000:3000000100, ack 2000000000, win 501, length 100
IP 10.0.0.1.51000 > 10.0.0.2.443: Flags [.], ack 100, win 502, length 0
IP 10.0.0.2.443 > 10.0.0.1.51000: Flags [.], seq 100:1548, ack 1, win 501, length 1448
IP 10.0.0.1.51000 > 10.0.0.2.443: Flags [P.], seq 1:11, ack 1548, win 502, options [nop,nop,sack 1 {100:200}], length 10`;
    assert.deepEqual(told(text), [
      '10.0.0.2.443 > 10.0.0.1.51000 PSH,ACK seq=3000000000 ack=2000000000 win=501 len=100',
      '10.0.0.1.51000 > 10.0.0.2.443 ACK seq=2000000000 ack=3000000100 win=502 len=0',
      '10.0.0.2.443 > 10.0.0.1.51000 ACK seq=3000000100 ack=2000000000 win=501 len=1448',
      '10.0.0.1.51000 > 10.0.0.2.443 PSH,ACK seq=2000000000 ack=3000001548 win=502 len=10 <sack 3000000100..3000000200>',
    ]);
  });

  it('lines named by the protocol above TCP carry what the frame has room for', () => {
    const text = `
  1 0.000000 10.0.0.1 → 10.0.0.2 TCP 66 50000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 WS=256 SACK_PERM=1
  2 0.010000 10.0.0.2 → 10.0.0.1 TCP 66 80 → 50000 [SYN, ACK] Seq=0 Ack=1 Win=65535 Len=0 MSS=1460 SACK_PERM=1 WS=128
  3 0.010100 10.0.0.1 → 10.0.0.2 TCP 54 50000 → 80 [ACK] Seq=1 Ack=1 Win=131328 Len=0
  4 0.020000 10.0.0.1 → 10.0.0.2 HTTP 132 GET / HTTP/1.1
  5 0.021000 10.0.0.9 → 10.0.0.255 UDP 100 5353 → 5353 Len=58
  6 0.030000 10.0.0.2 → 10.0.0.1 TCP 54 80 → 50000 [ACK] Seq=1 Ack=79 Win=65536 Len=0
  7 0.040000 10.0.0.2 → 10.0.0.1 TCP 154 HTTP/1.0 200 OK  [TCP segment of a reassembled PDU]`;
    assert.deepEqual(told(text).slice(2), [
      '10.0.0.1.50000 > 10.0.0.2.80 ACK seq=1 ack=1 win=513 len=0',
      '10.0.0.1.50000 > 10.0.0.2.80 PSH,ACK seq=1 ack=1 win=513 len=78',
      '10.0.0.2.80 > 10.0.0.1.50000 ACK seq=1 ack=79 win=512 len=0',
      '10.0.0.2.80 > 10.0.0.1.50000 PSH,ACK seq=1 ack=79 win=512 len=100',
    ]);
    assert.deepEqual(pasted(text)?.unread, [5]);
    assert.equal(pasted(text)?.filled, 2);
  });

  it('IPv6, a clock that passes midnight, and lines that were cut', () => {
    const text = `
23:59:59.900000 IP6 2001:db8::1.50000 > 2001:db8::2.443: Flags [S], seq 1, win 64800, options [mss 1440,sackOK,TS val 1 ec
00:00:00.100000 IP6 2001:db8::2.https > 2001:db8::1.50000: Flags [R.], seq 0, ack 2, win 0, length 0`;
    assert.deepEqual(told(text), [
      '2001:db8::1.50000 > 2001:db8::2.443 SYN seq=1 ack=0 win=64800 len=0 <mss 1440, sackok>',
      '2001:db8::2.443 > 2001:db8::1.50000 RST,ACK seq=0 ack=2 win=0 len=0',
    ]);
    assert.deepEqual(
      sightings(pasted(text)?.file ?? new Uint8Array()).map(({ at }) => at),
      [0, 200_000],
    );
  });

  it('a SYN within a connection, old or forged, moves no numbers', () => {
    const text = `
IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [S], seq 1000, win 64240, length 0
IP 10.0.0.2.80 > 10.0.0.1.50000: Flags [S.], seq 5000, ack 1001, win 64240, length 0
IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [S], seq 4000000000, win 64240, length 0
IP 10.0.0.2.80 > 10.0.0.1.50000: Flags [.], ack 1, win 64240, length 0`;
    assert.equal(told(text).at(-1), '10.0.0.2.80 > 10.0.0.1.50000 ACK seq=5001 ack=1001 win=64240 len=0');
  });

  for (const text of [
    '',
    'flow "a"\nclient -> server SYN\n',
    'IP 10.0.0.1.53 > 10.0.0.2.53: UDP, length 5',
    'a -> b: c',
  ])
    it(`no segment: ${JSON.stringify(text)}`, () => assert.equal(pasted(text), undefined));

  it('a line whose length no frame has is not read, and times stay numbers that a flow counts with', async () => {
    const line = 'IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [.], seq 11585:130, ack 1';
    assert.equal(pasted(line), undefined);
    const lines = Array.from(
      { length: 9 },
      (_, i) =>
        `${i % 2 === 0 ? '2026-11-21 11' : '1'}:33:26.6 IP 10.0.0.2.80 > 10.0.0.1.50000: Flags [.], ack 1, length 0`,
    );
    const flow = await pastedFlow(lines.join('\n'));
    assert.ok(flow !== undefined && 'text' in flow);
    assert.deepEqual(
      createParser()
        .parse(flow.text)
        .lines.flatMap(({ findings }) => findings),
      [],
    );
  });

  it('no text makes it throw, and its size bounds what comes of it', () => {
    const texts = files.map((name) => readFileSync(join(FOLDER, name), 'utf8'));
    const change = fc.record({ at: fc.nat(7000), drop: fc.nat(40), put: fc.string({ maxLength: 12 }) });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(change, { maxLength: 12 }), (text, changes) => {
        let changed = text;
        for (const { at, drop, put } of changes) changed = changed.slice(0, at) + put + changed.slice(at + drop);
        const read = pasted(changed);
        if (read === undefined) return;
        assert.ok(read.segments <= changed.split('\n').length);
        assert.equal(sightings(read.file).length, read.segments);
      }),
    );
  });
});
