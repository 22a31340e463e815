import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_TLS, TLS12, TLS13, type TlsSetup, endOfTls, newTls, progress, tlsState } from '../../../src/layers/tls';
import { Side, play, setup, withShortKey } from './tls';

/** What both sides say in a handshake, flight by flight, each with both sides as they were before the other heard it. */
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

const HANDSHAKES: readonly (readonly [string, Partial<TlsSetup>])[] = [
  ['TLS 1.2 with RSA', { version: TLS12, suites: [0x002f] }],
  ['TLS 1.2 with ECDHE', { version: TLS12, suites: [0xc02f] }],
  ['TLS 1.3', { version: TLS13, suites: [0x1301] }],
];

/** Where the heads of records in clear have their versions, which nobody looks at (RFC 8446 §5.1). */
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

/** What is found where one octet of a flight is changed on the way. */
function foundWith(turn: Turn, place: number): boolean {
  const [client, server] = [copy(turn.client), copy(turn.server)];
  const octets = turn.octets.slice();
  octets[place] = (octets[place] ?? 0) ^ (1 << (place % 8));
  const receiver = turn.by === 'client' ? server : client;
  receiver.hear(octets);
  if (receiver.errors.length > 0 || receiver.end.alert !== undefined) return true;
  const answered = receiver.due();
  const sender = turn.by === 'client' ? client : server;
  if (answered.length > 0) sender.hear(answered);
  play(client, server);
  const isFound = [client, server].some(
    (s) => s.errors.length > 0 || s.end.alert !== undefined || s.end.ended.client !== undefined,
  );
  return isFound || endOfTls(receiver.heard) !== undefined;
}

describe('TLS: laws', () => {
  for (const [name, how] of HANDSHAKES) {
    it(`${name}: any octet that is changed on the way is found`, () => {
      const missed: string[] = [];
      for (const [i, turn] of turnsOf(how).entries()) {
        const versions = versionsIn(turn);
        for (let at = 0; at < turn.octets.length; at++)
          if (!versions.has(at) && !foundWith(turn, at)) missed.push(`flight ${String(i)}, octet ${String(at)}`);
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
        { numRuns: 12 },
      );
    }
  });

  it('random octets, and handshakes with random changes, neither throw nor hang', () => {
    const turns = HANDSHAKES.map(([, how]) => [how, turnsOf(how)] as const);
    const change = fc.record({ at: fc.nat(4000), octets: fc.uint8Array({ maxLength: 12 }), cut: fc.nat(20) });
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.constantFrom('client', 'server'),
        fc.array(change, { maxLength: 4 }),
        (n, role, changes) => {
          const [how, flights] = turns[n] ?? [{}, []];
          let octets: Uint8Array = Buffer.concat(flights.filter((t) => t.by !== role).map((t) => t.octets));
          for (const { at, octets: fresh, cut } of changes)
            octets = Buffer.concat([octets.subarray(0, at), fresh, octets.subarray(at + cut)]);
          const p = progress(newTls(setup(role, how)), NO_TLS, octets, 'peer');
          assert.ok(p.messages.length <= octets.length);
        },
      ),
      { numRuns: 150 },
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
      { numRuns: 300 },
    );
  });
});
