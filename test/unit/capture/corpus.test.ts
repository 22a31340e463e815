import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Capture, FROM_SERVER, ICMP_ERROR, inMemory, readCapture } from '../../../src/capture';

/** The captures beside the checkout, or where TCPFLOW_CORPUS says. */
const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');
const isThere = existsSync(CORPUS);

const read = (...path: string[]): Promise<Capture> => readCapture(inMemory(readFileSync(join(CORPUS, ...path))));
const isCapture = (file: string): boolean => /\.(?:pcap|pcapng|cap)(?:\.gz)?$/.test(file);
const capturesIn = (folder: string): string[] => (isThere ? readdirSync(join(CORPUS, folder)).filter(isCapture) : []);

/** The rows of a connection: time since its first packet, sender, numbers, payload, flags. */
function rowsOf({ packets, connections }: Capture, id: number): number[][] {
  const { first = 0 } = connections.find((c) => c.id === id) ?? {};
  const rows: number[][] = [];
  for (let i = 0; i < packets.count; i++) {
    if (packets.connection[i] !== id) continue;
    const { at, marks, seq, ack, length, flags } = packets;
    const row = [Math.round((at[i] ?? 0) - first), (marks[i] ?? 0) & FROM_SERVER];
    rows.push([...row, ...[seq, ack, length, flags].map((column) => column[i] ?? 0)]);
  }
  return rows;
}

describe('captures of the corpus', () => {
  if (!isThere) {
    it('are read where the corpus is', () =>
      console.log(`      ${CORPUS} is absent: its captures are read where it is`));
    return;
  }

  it('formats: each file gives the connections of the captures that it was made of', async () => {
    const four = await read('kernel', 'fast_retransmit_sack-a.s.pcap');
    const six = await read('formats', 'raw-ip-101.pcap');
    const wanted = [rowsOf(four, 1), rowsOf(six, 2)];
    let whole = 0;
    for (const file of capturesIn('formats')) {
      const capture = await read('formats', file);
      assert.equal(capture.problem?.id, file === 'truncated-file.pcap' ? 'capture/ends-early' : undefined, file);
      for (const { id, client, packets, cut } of capture.connections) {
        const isSix = client.address.includes(':');
        if (file === 'snaplen-40.pcap') assert.deepEqual([packets, cut], [wanted[0]?.length, packets], file);
        // A capture of its own, on any interface.
        else if (file === 'tcpdump-any-sll2.pcap') assert.equal(packets, 14);
        else assert.deepEqual(rowsOf(capture, id), wanted[isSix ? 1 : 0], `${file} ${id}`);
        whole++;
      }
      const count = file.startsWith('empty') ? 0 : /^(?:linux-sll|null-0|raw-ip-101|two-link)/.test(file) ? 2 : 1;
      assert.equal(capture.connections.length, count, file);
    }
    assert.ok(whole > 20, String(whole));
  });

  it('public: each is read to its end', async () => {
    const files = capturesIn('public');
    assert.ok(files.length > 50);
    for (const file of files) {
      const { problem, packets } = await read('public', file);
      assert.deepEqual([problem, packets.count > 0], [undefined, true], file);
    }
  });

  /** Lines of tshark: frame, time, stream, source, its port, destination's port, flags, seq, ack, length. */
  function lines(...path: string[]): string[][] {
    const text = readFileSync(join(CORPUS, 'tshark', ...path), 'utf8').trimEnd();
    return text
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
  }

  /** A packet behind an IP option of a wrong length, at which tshark gives up; the header's length is right. */
  const MALFORMED = { file: 'suricata-verify__tcp-session-decode-malformed-ipv4_input.pcap', frame: 8 };

  it('tshark: frames, senders, ports, flags and payload are the same', async () => {
    let rows = 0;
    for (const folder of ['kernel', 'public', 'formats']) {
      for (const file of capturesIn(folder)) {
        const path = folder === 'kernel' ? [`${file}.tsv`] : [folder, `${file}.tsv`];
        if (!existsSync(join(CORPUS, 'tshark', ...path))) continue;
        const { packets, connections } = await read(folder, file);
        const ours = Array.from(packets.frame, (frame, i) => {
          const c = connections[(packets.connection[i] ?? 0) - 1];
          const [from, to] =
            ((packets.marks[i] ?? 0) & FROM_SERVER) === 0 ? [c?.client, c?.server] : [c?.server, c?.client];
          return [frame, from?.address, from?.port, to?.port, (packets.flags[i] ?? 0) & 0x3f, packets.length[i]];
        });
        // A frame that quotes others (an ICMP error, a report of several) has their fields in tshark.
        const errors = new Set(packets.frame.filter((_, i) => ((packets.marks[i] ?? 0) & ICMP_ERROR) !== 0));
        if (file === MALFORMED.file) errors.add(MALFORMED.frame);
        // CWR and ECE stand in another form where a handshake of AccECN was seen.
        const sources = new Map(ours.map(([frame, source]) => [frame, source]));
        const theirs = lines(...path).map(([number, , , list = '', from, to, flags = '', , , length]) => {
          const frame = Number(number);
          // Of a tunnel, and of a packet that a payload quotes, there are several addresses.
          const source = list.split(',').find((one) => one === sources.get(frame)) ?? list;
          const bits = [...flags.slice(-6)].reduce((sum, letter) => 2 * sum + (letter === '.' ? 0 : 1), 0);
          return [frame, source, Number(from), Number(to), bits, Number(length) || 0];
        });
        const segments = (list: readonly (readonly unknown[])[]): unknown =>
          list.filter(([frame, , port]) => !errors.has(Number(frame)) && !Number.isNaN(port));
        assert.deepEqual(segments(ours), segments(theirs), file);
        rows += ours.length;
      }
    }
    assert.ok(rows > 10_000, String(rows));
  });
});
