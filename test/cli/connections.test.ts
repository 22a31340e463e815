import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACK, SYN } from '../../src/wire';
import { SERVER, ethernet, hex, ip, pcap } from '../unit/capture/make';
import { inFolder, tcpflow } from './run';

const FRAMES = [
  ip({ flags: SYN, seq: 1000 }),
  ip({ ...SERVER, flags: SYN | ACK, seq: 5000, ack: 1001 }),
  ip({ flags: ACK, seq: 1001, ack: 5001, data: 'hello' }),
].map((p) => ethernet(p, '8100 0001 0800'));
const FILE = pcap(FRAMES);

const TABLE = (
  file: string,
): string => `${file}: connections: 1 · packets: 3 · frames: 3 · first frame: 1970-01-12T13:46:40.000000000Z
  #  client          server       packets  octets >  octets <     start  duration  opened  ended  through
  1  10.0.0.1:49152  10.0.0.2:80        3         5         0  0.000000  0.002000  SYN     open   vlan
`;

describe('tcp-flow connections', () => {
  it('lists the connections of a capture, in gzip and from standard input too', () => {
    assert.deepEqual(tcpflow(['connections', '-'], { input: FILE }), { code: 0, out: TABLE('-'), err: '' });
    assert.deepEqual(tcpflow(['connections', '-'], { input: gzipSync(FILE) }), { code: 0, out: TABLE('-'), err: '' });
  });

  it('prints one object for all files', () =>
    inFolder({ 'a.pcap': FILE, 'b.pcap': pcap([]) }, (folder) => {
      const { out, code } = tcpflow(['connections', '--format', 'json', 'a.pcap', 'b.pcap'], { cwd: folder });
      assert.equal(code, 0);
      const counts = { fragments: 0, cut: 0, unknownLinks: 0, dropped: 0 };
      const connection = {
        id: 1,
        client: '10.0.0.1:49152',
        server: '10.0.0.2:80',
        packets: 3,
        octets: [5, 0],
        start: 0,
        duration: 0.002,
        opened: 'syn',
        ended: 'open',
        through: ['vlan'],
        cut: 0,
      };
      assert.deepEqual(JSON.parse(out), {
        files: [
          {
            file: 'a.pcap',
            frames: 3,
            packets: 3,
            ...counts,
            began: '1970-01-12T13:46:40.000000000Z',
            connections: [connection],
          },
          { file: 'b.pcap', frames: 0, packets: 0, ...counts, connections: [] },
        ],
      });
    }));

  it('says with --verdicts what was lost, and whether a connection is legal', () => {
    const wrong = ethernet(ip({ ...SERVER, flags: ACK, seq: 5001, ack: 9999 }));
    const file = pcap([...FRAMES, wrong]);
    const rows = (lang: string): string =>
      tcpflow(['connections', '--verdicts', '--lang', lang, '-'], { input: file }).out.split('\n')[2] ?? '';
    assert.match(rows('en'), / 0 \(\?1\) {2}illegal \(1\) {2}vlan$/);
    assert.match(rows('zh-cn'), / 违规 \(1\) {2}vlan$/);
    const { out } = tcpflow(['connections', '--verdicts', '--format', 'json', '-'], { input: FILE });
    const { files } = JSON.parse(out) as { files: { connections: Record<string, unknown>[] }[] };
    const { verdict, illegal, open, lost, dropped, undecided, names } = files[0]?.connections[0] ?? {};
    assert.deepEqual([verdict, illegal, open, lost, dropped, undecided, names], ['legal', 0, 0, 0, 0, 1, {}]);
  });

  it('says in one line each which files could not be read, or not to their end, and reads the others', () =>
    inFolder({ 'cut.pcap': FILE.subarray(0, -1), 'text.pcap': hex('3132333435'), 'a.pcap': FILE }, (folder) => {
      const files = ['none.pcap', 'cut.pcap', 'text.pcap', '.', 'a.pcap'];
      const { code, out, err } = tcpflow(['connections', ...files], { cwd: folder });
      assert.equal(code, 2);
      assert.deepEqual(err.trimEnd().split('\n'), [
        'tcp-flow: none.pcap: no such file or folder',
        `tcp-flow: cut.pcap: The file breaks off within the record at octet ${FILE.length - 79}. The 2 frames before it were read.`,
        'tcp-flow: text.pcap: This is no capture file: it is neither pcap nor pcapng, nor one of these in gzip.',
        'tcp-flow: .: is a folder, not a file',
      ]);
      assert.match(out, /^cut\.pcap: connections: 1 · packets: 2 /);
      assert.ok(out.endsWith(`\n\n${TABLE('a.pcap')}`));
    }));

  it('names what is left out, in Chinese too', () => {
    const fragment = FRAMES[0]!.slice();
    fragment[14 + 4 + 6] = 0x20;
    const { out } = tcpflow(['connections', '--lang', 'zh-cn', '-'], { input: pcap([fragment, FRAMES[0]!]) });
    assert.match(out, /^-：连接：1 · 分组：1 · 帧：2 /);
    assert.match(out, /\n {2}IP 分片不予重组，共 1 个。\n/);
  });

  it('has a help of its own, and no options of others', () => {
    assert.match(tcpflow(['connections', '--help']).out, /^Usage: tcp-flow connections /);
    const { code, err } = tcpflow(['connections', '--fold', join('a', 'b.pcap')]);
    assert.deepEqual([code, err.split('\n')[0]], [2, 'tcp-flow: connections has no option --fold']);
  });
});
