import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOctets } from '../../../src/capture';
import { explain } from '../../../src/capture/explain';
import { connectionsIn } from '../../kernel/fates';
import { ACK, FIN, PSH, SYN } from '../../../src/wire';
import { WHOLE, some } from '../share';
import { agree, namesIn, newAgreements } from './agreement';
import { CLIENT, SERVER, type Sent, ethernet, ip, pcap } from './make';

const CORPUS = process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus');

const OPENING: readonly Sent[] = [
  { ...CLIENT, seq: 1000, flags: SYN, options: { mss: 1460, sackOk: true } },
  { ...SERVER, seq: 5000, ack: 1001, flags: SYN | ACK, options: { mss: 1460, sackOk: true } },
  { ...CLIENT, seq: 1001, ack: 5001, flags: ACK },
];
const data = (from: number, text: string): Sent => ({ ...CLIENT, seq: from, ack: 5001, flags: PSH | ACK, data: text });
const ackOf = (ack: number, more: Partial<Sent> = {}): Sent => ({ ...SERVER, seq: 5001, ack, flags: ACK, ...more });

/** The names of each frame behind the handshake, at the client's tap. */
function namesOfFrames(...sent: readonly Sent[]): string[] {
  const file = pcap([...OPENING, ...sent].map((one) => ethernet(ip(one))));
  assert.equal(readOctets(file).problem, undefined);
  const names = namesIn(connectionsIn(file).map((sightings) => explain([{ sightings, place: 'client' }])));
  return sent.map((_, i) => [...(names.get(OPENING.length + i + 1) ?? [])].join());
}

const block = (left: number, right: number): Partial<Sent> => ({ options: { sack: [{ left, right }] } as never });

describe('names of segments', () => {
  it('a retransmission is a fast one behind three reports of a hole', () => {
    assert.deepEqual(
      namesOfFrames(
        ...[data(1001, 'aa'), data(1003, 'bb'), data(1005, 'cc'), data(1007, 'dd')],
        ...[ackOf(1001, block(1003, 1005)), ackOf(1001, block(1003, 1007)), ackOf(1001, block(1003, 1009))],
        ...[data(1001, 'aa'), ackOf(1009)],
      ),
      ['', '', '', '', 'duplicate-ack', 'duplicate-ack', 'duplicate-ack', 'fast-retransmission', ''],
    );
  });

  it('one of what had arrived is spurious: a duplicate SACK block proves it', () => {
    const names = namesOfFrames(
      data(1001, 'aa'),
      data(1001, 'aa'),
      ackOf(1003),
      ackOf(1003, block(1001, 1003)),
      data(1003, 'b'),
    );
    assert.equal(names[1], 'tail-loss-probe');
    const twice = namesOfFrames(
      ...[data(1001, 'aa'), data(1003, 'bb'), data(1001, 'aa')],
      ...[ackOf(1003), ackOf(1005), ackOf(1005, block(1001, 1003)), data(1005, 'b')],
    );
    assert.equal(twice[2], 'spurious-retransmission');
  });

  it('a keepalive and its ACK', () => {
    const probe: Sent = { ...CLIENT, seq: 1002, ack: 5001, flags: ACK };
    const names = namesOfFrames(data(1001, 'aa'), ackOf(1003), probe, ackOf(1003));
    assert.deepEqual(names.slice(2), ['keepalive', 'keepalive-ack']);
  });

  it('a FIN that is sent again is a retransmission', () => {
    const fin: Sent = { ...CLIENT, seq: 1001, ack: 5001, flags: FIN | ACK };
    assert.equal(
      namesOfFrames(data(1001, 'a'), ackOf(1002), { ...fin, seq: 1002 }, { ...fin, seq: 1002 })[3],
      'tail-loss-probe',
    );
  });

  /** The rows of the table in the page on other analysers: `| \`flag\` | both | tshark alone | TCP Flow alone |`. */
  const page = readFileSync('media/docs/analysers.md', 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|/gm)].map(([, flag = '', ...counts]) => [
      flag,
      counts.map(Number),
    ]),
  );

  it('agree with the flags of tshark as the page on other analysers says', () => {
    const folder = resolve(CORPUS, 'kernel');
    if (!existsSync(folder)) {
      console.log(`      ${folder} is absent: its captures are compared where it is`);
      return;
    }
    const agreements = newAgreements();
    const files = readdirSync(folder).filter((file) => file.endsWith('.pcap'));
    for (const file of some(files)) agree(folder, file, resolve(CORPUS, 'tshark'), agreements);
    for (const [flag, { both, tshark, ours }] of agreements) {
      const row = rows.get(flag);
      assert.ok(row !== undefined, flag);
      if (WHOLE) assert.deepEqual([both, tshark, ours], row, flag);
      else assert.ok(both <= (row[0] ?? 0) && tshark <= (row[1] ?? 0) && ours <= (row[2] ?? 0), flag);
    }
  });
});
