import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type MessageName,
  NO_TLS,
  RECORD_KEYS,
  TLS12,
  TLS13,
  type TlsSetup,
  endOfTls,
  heardTls,
  WISH_KEYS,
  newTls,
  nextTls,
  progress,
  readingFrom,
  tlsState,
} from '../../../src/layers/tls';
import { joined } from '../../../src/wire';
import { recordOctets } from '../../../src/layers/tls/record';
import { WHOLE } from '../share';
import { Side, play, setup, withShortKey } from './tls';

/** A flight of a handshake, with both sides as they are before the other hears it. */
interface Turn {
  readonly by: 'client' | 'server';
  readonly octets: Uint8Array;
  readonly client: Side;
  readonly server: Side;
}

function copy(side: Side): Side {
  const other = new Side(side.end.setup);
  [other.end, other.said, other.heard] = [side.end, side.said, side.heard];
  return other;
}

function turnsOf(how: Partial<TlsSetup>): Turn[] {
  const client = new Side(setup('client', how));
  const server = new Side(setup('server', { ...how, ...withShortKey() }));
  const turns: Turn[] = [];
  play(client, server, (octets, by) => {
    turns.push({ by, octets, client: copy(client), server: copy(server) });
    return octets;
  });
  assert.equal(tlsState(client.end), 'CONNECTED');
  return turns;
}

/** Octets from one that is changed to the next; the unit run changes a share. */
const EACH = WHOLE ? 1 : 7;

const HANDSHAKES: readonly (readonly [string, Partial<TlsSetup>])[] = [
  ['TLS 1.2 with RSA', { version: TLS12, suites: [0x002f] }],
  ['TLS 1.2 with ECDHE', { version: TLS12, suites: [0xc02f] }],
  ['TLS 1.3', { version: TLS13, suites: [0x1301] }],
];

/** Places of the versions in heads of records in clear, which nobody looks at (RFC 8446 §5.1). */
function versionsIn(turn: Turn): Set<number> {
  const places = new Set<number>();
  let sealed = turn.by === 'client' && turn.client.end.ccs.client === true;
  for (let at = 0; at + 5 <= turn.octets.length;) {
    const type = turn.octets[at] ?? 0;
    // A record of application data, and what follows ChangeCipherSpec in TLS 1.2, are sealed: their heads are authenticated.
    const isClear = type !== 23 && !sealed;
    if (isClear) places.add(at + 1).add(at + 2);
    if (type === 20) sealed = true;
    at += 5 + (turn.octets[at + 3] ?? 0) * 256 + (turn.octets[at + 4] ?? 0);
  }
  return places;
}

/** A flight record by record, each with its receiver as it is before it. */
function recordsIn(turn: Turn): { readonly from: number; readonly to: number; readonly receiver: Side }[] {
  const receiver = copy(turn.by === 'client' ? turn.server : turn.client);
  const records: { from: number; to: number; receiver: Side }[] = [];
  for (let from = 0; from < turn.octets.length;) {
    const to = from + 5 + (turn.octets[from + 3] ?? 0) * 256 + (turn.octets[from + 4] ?? 0);
    records.push({ from, to, receiver: copy(receiver) });
    receiver.hear(turn.octets.subarray(from, to));
    from = to;
  }
  return records;
}

function isWrong(side: Side): boolean {
  return side.errors.length > 0 || side.end.alert !== undefined || side.end.ended.client !== undefined;
}

/** Is it found where one octet of a record is changed on the way? */
function isFound(turn: Turn, record: ReturnType<typeof recordsIn>[number], place: number): boolean {
  const receiver = copy(record.receiver);
  const octets = turn.octets.subarray(record.from, record.to).slice();
  octets[place - record.from] = (octets[place - record.from] ?? 0) ^ (1 << (place % 8));
  receiver.hear(octets);
  if (!isWrong(receiver)) receiver.hear(turn.octets.subarray(record.to));
  if (isWrong(receiver)) return true;
  const sender = copy(turn.by === 'client' ? turn.client : turn.server);
  const answered = receiver.due();
  if (answered.length > 0) sender.hear(answered);
  if (!isWrong(sender)) play(...(turn.by === 'client' ? ([sender, receiver] as const) : ([receiver, sender] as const)));
  return isWrong(sender) || isWrong(receiver) || endOfTls(receiver.heard) !== undefined;
}

/** The records at the head that are in clear and of the handshake, as one. */
function inOneRecord(octets: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (octets[at] === 22 && parts.length < 3) {
    const length = (octets[at + 3] ?? 0) * 256 + (octets[at + 4] ?? 0);
    parts.push(octets.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return parts.length === 0 ? octets : joined(recordOctets(22, TLS12, joined(...parts)), octets.subarray(at));
}

describe('TLS: laws', () => {
  let turns: readonly Turn[][] = [];
  before(() => {
    turns = HANDSHAKES.map(([, how]) => turnsOf(how));
  });

  for (const [n, [name]] of HANDSHAKES.entries()) {
    it(`${name}: any octet that is changed on the way is found`, () => {
      const missed: string[] = [];
      for (const [i, turn] of (turns[n] ?? []).entries()) {
        const versions = versionsIn(turn);
        for (const record of recordsIn(turn))
          for (let at = record.from; at < record.to; at += EACH)
            if (!versions.has(at) && !isFound(turn, record, at))
              missed.push(`flight ${String(i)}, octet ${String(at)}`);
      }
      assert.deepEqual(missed, []);
    });
  }

  it('octets cut anywhere give the same messages', () => {
    for (const [, how] of HANDSHAKES) {
      const turns = turnsOf(how);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }), (sizes) => {
          const [whole, cut] = [new Side(setup('client', how)), new Side(setup('client', how))];
          for (const { by, octets } of turns) {
            const heard = (side: Side, part: Uint8Array): void => {
              const p = progress(
                side.end,
                by === 'client' ? side.said : side.heard,
                part,
                by === 'client' ? 'own' : 'peer',
              );
              side.end = p.end;
              if (by === 'client') side.said = p.reading;
              else side.heard = p.reading;
              side.messages.push(...p.messages.map((m) => ({ ...m, by })));
            };
            heard(whole, octets);
            for (let at = 0, i = 0; at < octets.length; i++) {
              const n = sizes[i % sizes.length] ?? 1;
              heard(cut, octets.subarray(at, at + n));
              at += n;
            }
          }
          const told = (side: Side): unknown =>
            side.messages.map(({ message: m, breaches }) => [m.name, m.from, m.to, m.octets, breaches]);
          assert.deepEqual(told(cut), told(whole));
          assert.deepEqual(cut.end.known, whole.end.known);
        }),
        { numRuns: 6 },
      );
    }
  });

  it('a side may read on by itself from any message', () => {
    for (const [, how] of HANDSHAKES) {
      const [client, server] = [new Side(setup('client', how)), new Side(setup('server', how))];
      play(client, server, (octets, by) => {
        if (by === 'client') return octets;
        // Records in clear are joined: several messages stand in one.
        const flight = inOneRecord(octets);
        const whole = progress(client.end, client.heard, flight, 'peer');
        let { end } = client;
        for (const [i, { message }] of whole.messages.entries()) {
          const from = message.parts[0]?.from ?? 0;
          const base = whole.messages[0]?.message.from ?? 0;
          const own = progress(end, readingFrom(message, end.in), flight.subarray(from - base), 'peer');
          const names = (list: typeof whole.messages): string[] =>
            list.map((m) => `${m.message.name} ${String(m.breaches.length)}`);
          assert.deepEqual(names(own.messages), names(whole.messages).slice(i));
          end = heardTls(end, message).end;
        }
        return octets;
      });
      assert.deepEqual(client.errors, []);
    }
  });

  it('any wish is written, whatever it says, and read again', () => {
    const names = fc.constantFrom<MessageName>(
      ...(Object.keys(WISH_KEYS) as MessageName[]),
      'Certificate',
      'ApplicationData',
    );
    const values = fc.oneof(
      fc.constantFrom(
        'none',
        '0x0303',
        '1.2',
        '300',
        '99999',
        'x448',
        '0x1301+0x002f',
        'key_share+supported_groups',
        'no',
      ),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      fc.string({ maxLength: 12 }),
    );
    const keys = fc.constantFrom(...RECORD_KEYS, ...Object.values(WISH_KEYS).flat());
    const wishes = fc.array(
      fc.record({ name: names, set: fc.array(fc.record({ name: keys, value: values }), { maxLength: 3 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.nat(2), fc.nat(3), wishes, (n, flight, all) => {
        const turn = (turns[n] ?? []).at(flight % 3);
        if (turn === undefined) return;
        const [client, server] = [copy(turn.client), copy(turn.server)];
        for (const side of [client, server]) {
          const octets = side.say(...all);
          (side === client ? server : client).hear(octets);
          assert.ok(nextTls(side.end).must.length < 20);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('random octets, and handshakes with random changes, neither throw nor hang', () => {
    const change = fc.record({ at: fc.nat(4000), octets: fc.uint8Array({ maxLength: 12 }), cut: fc.nat(20) });
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.constantFrom('client', 'server'),
        fc.array(change, { maxLength: 4 }),
        (n, role, changes) => {
          const [how, flights] = [HANDSHAKES[n]?.[1] ?? {}, turns[n] ?? []];
          let octets: Uint8Array = Buffer.concat(flights.filter((t) => t.by !== role).map((t) => t.octets));
          for (const { at, octets: fresh, cut } of changes)
            octets = Buffer.concat([octets.subarray(0, at), fresh, octets.subarray(at + cut)]);
          const p = progress(newTls(setup(role, how)), NO_TLS, octets, 'peer');
          assert.ok(p.messages.length <= octets.length);
        },
      ),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('client', 'server'),
        fc.nat(3),
        (octets, role, wrap) => {
          const head = [
            [],
            [22, 3, 3, 0, octets.length],
            [22, 3, 3, 0, octets.length, 1, 0, 0],
            [22, 3, 1, 0, octets.length, 2, 0, 0],
          ];
          const p = progress(
            newTls(setup(role)),
            NO_TLS,
            Buffer.concat([Uint8Array.from(head[wrap] ?? []), octets]),
            'peer',
          );
          assert.ok(p.messages.length <= octets.length + 2);
        },
      ),
      { numRuns: 150 },
    );
  });
});
