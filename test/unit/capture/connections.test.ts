import assert from 'node:assert/strict';
import { readOctets } from '../../../src/capture';
import { ACK, FIN, PSH, RST, SYN } from '../../../src/wire';
import { SERVER, type Sent, ethernet, ip, pcap } from './make';

const client = (flags: number, seq: number, ack = 0, data = ''): Sent => ({ flags, seq, ack, data });
const server = (flags: number, seq: number, ack = 0, data = ''): Sent => ({ ...SERVER, flags, seq, ack, data });

const HANDSHAKE = [client(SYN, 1000), server(SYN | ACK, 5000, 1001), client(ACK, 1001, 5001)];
const CLOSE = [client(FIN | ACK, 1001, 5001), server(FIN | ACK, 5001, 1002), client(ACK, 1002, 5002)];

/** The connections of segments a millisecond apart: packets, opened, ended. */
function connections(sent: readonly Sent[]): unknown[] {
  const { connections: found } = readOctets(pcap(sent.map((s) => ethernet(ip(s)))));
  return found.map((c) => [c.packets, c.opened, c.ended]);
}

describe('connections of a capture', () => {
  it('open by SYN and end by FIN or RST', () => {
    assert.deepEqual(connections([...HANDSHAKE, ...CLOSE]), [[6, 'syn', 'fin']]);
    assert.deepEqual(connections([...HANDSHAKE, client(RST, 1001)]), [[4, 'syn', 'rst']]);
    assert.deepEqual(connections(HANDSHAKE), [[3, 'syn', 'open']]);
  });

  it('are refused where an RST answers the SYN', () => {
    assert.deepEqual(connections([client(SYN, 1000), server(RST | ACK, 0, 1001)]), [[2, 'syn-refused', 'rst']]);
  });

  it('a SYN with a new ISN begins another incarnation, a repeated one does not', () => {
    const again = [client(SYN, 9000), client(SYN, 9000), server(SYN | ACK, 7000, 9001)];
    assert.deepEqual(connections([...HANDSHAKE, ...CLOSE, ...again]), [
      [6, 'syn', 'fin'],
      [3, 'syn', 'open'],
    ]);
  });

  it('a SYN that is not answered takes nothing from the connection before', () => {
    const forged = client(SYN, 0x7000_0000);
    const on = [server(ACK, 5001, 1001), client(PSH | ACK, 1001, 5001, 'still here'), server(ACK, 5001, 1011)];
    assert.deepEqual(connections([...HANDSHAKE, forged, ...on, { ...forged, seq: 0x6000_0000 }, ...on]), [
      [9, 'syn', 'open'],
      [1, 'syn', 'open'],
      [1, 'syn', 'open'],
    ]);
  });

  it('a host that has forgotten its connection resets it by the answer to a SYN, which is told with it, and opens another', () => {
    const [syn, synAck] = [client(SYN, 9000), server(SYN | ACK, 7000, 9001)];
    const challenge = [server(ACK, 5001, 1001), client(RST, 1001)];
    assert.deepEqual(connections([...HANDSHAKE, syn, ...challenge, syn, synAck]), [
      [6, 'syn', 'rst'],
      [2, 'syn', 'open'],
    ]);
  });

  it('two SYNs that cross are one connection', () => {
    const crossing = [
      client(SYN, 1000),
      server(SYN, 5000),
      client(SYN | ACK, 1000, 5001),
      server(SYN | ACK, 5000, 1001),
    ];
    assert.deepEqual(connections(crossing), [[4, 'syn', 'open']]);
  });

  it('an RST that its seeming sender belies by going on ends nothing', () => {
    const belied = [...HANDSHAKE, client(RST, 1001), client(PSH | ACK, 1001, 5001, 'x'), server(ACK, 5001, 1002)];
    assert.deepEqual(connections(belied), [[6, 'syn', 'open']]);
  });

  it('time out where a side has sent the same again and again, and nothing more came', () => {
    const elsewhere = Array.from({ length: 20 }, (): Sent => ({ fromPort: 9, toPort: 7, flags: ACK }));
    const unanswered = Array.from({ length: 3 }, () => client(SYN, 1000));
    assert.deepEqual(connections([...unanswered, ...elsewhere])[0], [3, 'syn', 'timeout']);
    assert.deepEqual(connections(unanswered)[0], [3, 'syn', 'open']);
  });
});
