/** Captures that lack a frame, which shows in what it has caused; and what the frame's presence changes. */
import assert from 'node:assert/strict';
import { readOctets, sightingsIn } from '../../../src/capture';
import { type Explanation, type TapPlace, explain } from '../../../src/capture/explain';
import { ACK, FIN, PSH, RST, SYN, type Segment, pseudoChecksum, seq } from '../../../src/wire';
import { CLIENT, SERVER, type Sent, ethernet, ip, pcap } from './make';

const ts = (val: number, ecr: number): Segment['options'] => ({ ts: { val: seq(val), ecr: seq(ecr) } });

/** A segment and its time, milliseconds. */
type At = readonly [time: number, sent: Sent];

const client = (time: number, flags: number, sent: Partial<Sent>): At => [time, { ...CLIENT, flags, ...sent }];
const server = (time: number, flags: number, sent: Partial<Sent>): At => [time, { ...SERVER, flags, ...sent }];

function explained(frames: readonly At[], tap: TapPlace): Explanation {
  const times = frames.map(([time]) => time * 1000);
  const file = pcap(
    frames.map(([, sent]) => ethernet(ip(sent))),
    { times },
  );
  return explain([{ sightings: sightingsIn(readOctets(file), file) }], tap);
}

/** The frames that show that others are missing. */
const signs = (frames: readonly At[], tap: TapPlace): readonly number[] =>
  explained(frames, tap).notes.find(({ id }) => id === 'incomplete')?.frames ?? [];

const OPENING = [
  client(0, SYN, { seq: 1000 }),
  server(20, SYN | ACK, { seq: 5000, ack: 1001 }),
  client(20, ACK, { seq: 1001, ack: 5001 }),
];

const FAR_OPENING = [
  client(0, SYN, { seq: 1000 }),
  server(0, SYN | ACK, { seq: 5000, ack: 1001 }),
  client(20, ACK, { seq: 1001, ack: 5001 }),
];

/** All segments, without the one that is left out: it and the sign of its absence are numbered from 0. */
interface Case {
  readonly what: string;
  readonly tap: TapPlace;
  readonly frames: readonly At[];
  readonly out: number;
  readonly sign: number;
}

const CASES: readonly Case[] = [
  {
    what: 'a second reset of a host beside the tap answers a segment of its own',
    tap: 'client',
    frames: [
      ...OPENING,
      client(100, RST, { seq: 1001 }),
      server(120, ACK, { seq: 5001, ack: 1001 }),
      client(120, RST, { seq: 1001 }),
    ],
    out: 4,
    sign: 5,
  },
  {
    what: 'a second reset of a host far from the tap does, too',
    tap: 'server',
    frames: [
      ...FAR_OPENING,
      client(100, RST, { seq: 1001 }),
      server(300, PSH | ACK, { seq: 5001, ack: 1001, data: 'hello' }),
      client(320, RST, { seq: 1001 }),
    ],
    out: 4,
    sign: 5,
  },
  {
    what: 'an ACK that says the same again answers a segment that was sent again',
    tap: 'client',
    frames: [
      ...OPENING,
      server(100, PSH | ACK, { seq: 5001, ack: 1001, data: 'hello' }),
      client(100, ACK, { seq: 1001, ack: 5006 }),
      server(400, PSH | ACK, { seq: 5001, ack: 1001, data: 'hello' }),
      client(400, ACK, { seq: 1001, ack: 5006 }),
    ],
    out: 5,
    sign: 6,
  },
  {
    what: 'data that was not repeated in seconds was acknowledged before',
    tap: 'client',
    frames: [
      ...OPENING,
      client(100, PSH | ACK, { seq: 1001, ack: 5001, data: 'hello' }),
      server(120, ACK, { seq: 5001, ack: 1006 }),
      server(3000, FIN | ACK, { seq: 5001, ack: 1006 }),
    ],
    out: 4,
    sign: 5,
  },
  {
    what: 'an echo of a timestamp behind the last one of the peer, within its time, is of a segment',
    tap: 'server',
    frames: [
      client(0, SYN, { seq: 1000, options: ts(1, 0) }),
      server(0, SYN | ACK, { seq: 5000, ack: 1001, options: ts(7000, 1) }),
      client(20, ACK, { seq: 1001, ack: 5001, options: ts(21, 7000) }),
      client(50, PSH | ACK, { seq: 1001, ack: 5001, data: 'hello', options: ts(51, 7000) }),
      server(50, ACK, { seq: 5001, ack: 1006, options: ts(7050, 51) }),
      client(100, FIN | ACK, { seq: 1006, ack: 5001, options: ts(101, 7050) }),
    ],
    out: 4,
    sign: 5,
  },
];

describe('a segment that nothing captured has caused', () => {
  for (const { what, tap, frames, out, sign } of CASES) {
    it(what, () => {
      assert.deepEqual(signs(frames, tap), []);
      // The frame behind the one that is left out has its number.
      assert.deepEqual(signs(frames.toSpliced(out, 1), tap), [sign]);
    });
  }

  it('may be an echo that no clock explains: then its number is wrong', () => {
    const stamped = (time: number, ecr: number): At =>
      client(time, ACK, { seq: 1001, ack: 5001, options: ts(21, ecr) });
    const begun = [
      client(0, SYN, { seq: 1000, options: ts(1, 0) }),
      server(0, SYN | ACK, { seq: 5000, ack: 1001, options: ts(7000, 1) }),
    ];
    assert.deepEqual(signs([...begun, stamped(20, 7015)], 'server'), [3]);
    assert.deepEqual(signs([...begun, stamped(20, 9000)], 'server'), []);
  });
});

describe('a segment that is known from its answer alone', () => {
  const supposed = ({ events }: Explanation): unknown[] =>
    events.flatMap(({ kind, passage }) => (kind === 'send' && passage.supposed ? [passage.segment.flags] : []));

  it('is the SYN of a host that opens, as its peer does', () => {
    const both = explained(
      [
        client(0, SYN, { seq: 1000 }),
        server(20, SYN | ACK, { seq: 5000, ack: 1001 }),
        client(20, SYN | ACK, { seq: 1000, ack: 5001 }),
      ],
      'client',
    );
    assert.deepEqual(supposed(both), [SYN]);
  });

  it('is the SYN,ACK that a host resets which no longer opens', () => {
    const alone = explained([client(0, SYN, { seq: 1000 }), client(20, RST, { seq: 1001 })], 'client');
    assert.deepEqual(supposed(alone), [SYN | ACK]);
  });
});

describe('a wrong checksum', () => {
  const FLOW = [...OPENING, client(100, PSH | ACK, { seq: 1001, ack: 5001, data: 'hello' })];
  const ANSWER = server(120, ACK, { seq: 5001, ack: 1006 });

  /** The notes on checksums, and the place of the tap, where frames (from 0) of a flow have this checksum. */
  function told(frames: readonly At[], wrong: readonly number[], checksum: (right: Uint8Array) => number): unknown {
    const octets = frames.map(([, sent], i) => {
      const packet = ip(sent);
      if (wrong.includes(i)) new DataView(packet.buffer).setUint16(36, checksum(packet));
      return ethernet(packet);
    });
    const file = pcap(octets, { times: frames.map(([time]) => time * 1000) });
    const { placedBy, tap, notes } = explain([{ sightings: sightingsIn(readOctets(file), file) }]);
    return [
      placedBy,
      tap,
      ...notes.flatMap(({ id, frames: by }) => (id.includes('d') && by.length > 0 ? [`${id} ${by.join()}`] : [])),
    ];
  }

  const partial = (packet: Uint8Array): number =>
    pseudoChecksum(packet.subarray(12, 16), packet.subarray(16, 20), packet.length - 20);

  it('of the pseudo-header alone is that of a host beside the tap, whose network card completes it', () => {
    assert.deepEqual(told([...FLOW, ANSWER], [3], partial), ['offload', 'client', 'checksum-offload 4']);
  });

  it('is the network card’s, too, where the octets were acknowledged without another copy', () => {
    assert.deepEqual(
      told([...FLOW, ANSWER], [3], () => 1),
      ['nothing', 'path', 'checksum-offload 4'],
    );
  });

  it('is damage where the octets were sent again, or not acknowledged', () => {
    const again = client(400, PSH | ACK, { seq: 1001, ack: 5001, data: 'hello' });
    assert.deepEqual(
      told([...FLOW, again, server(420, ACK, { seq: 5001, ack: 1006 })], [3], () => 1),
      ['nothing', 'path', 'damaged 4'],
    );
    assert.deepEqual(
      told(FLOW, [3], () => 1),
      ['nothing', 'path', 'damaged 4'],
    );
  });
});
