import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Pair, cutAt, exchange, told } from './http1';
import { share } from '../share';

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe('the law of HTTP/1 messages', () => {
  it('writing and then reading gives the wish back', () => {
    fc.assert(
      fc.property(exchange, ([requests, responses]) => {
        const pair = new Pair();
        pair.write(0, pair.octetsOf(0, requests));
        pair.deliver(0);
        pair.write(1, pair.octetsOf(1, responses));
        pair.deliver(1);
        assert.deepEqual(
          pair.said.map((s) => s.map((m) => m.name.split(' ').slice(0, 2).join(' ')).join()),
          [
            requests.map((r) => `${r.method} ${r.target}`).join(),
            responses
              .map(
                (r) =>
                  `${r.status} ${pair.said[1].find((m) => m.head?.status === r.status)?.head?.reason.split(' ')[0] ?? ''}`,
              )
              .join(),
          ],
        );
        for (const [i, wish] of [...requests, ...responses].entries()) {
          const message = [...pair.said[0], ...pair.said[1]][i];
          for (const { name, value } of wish.fields)
            assert.ok(
              message?.fields.some((f) => f.name === name && f.value === value),
              `${name}: ${value}`,
            );
        }
        assert.deepEqual(
          pair.said.flat().flatMap((m) => m.breaches),
          [],
        );
      }),
    );
  });

  it('however octets are cut, both ends have the same messages, and the same breaches', () => {
    fc.assert(
      fc.property(exchange, cuts, cuts, cuts, ([requests, responses], a, b, c) => {
        const whole = new Pair();
        const parts = new Pair();
        for (const [side, wishes, at] of [
          [0, requests, a],
          [1, responses, b],
        ] as const) {
          const octets = whole.octetsOf(side, wishes);
          whole.write(side, octets);
          for (const part of cutAt(octets, at)) parts.write(side, part);
          whole.deliver(side);
          // The receiver gets as far in steps of its own, some of them again.
          for (const share of [...c, 1]) parts.hear(side === 0 ? 1 : 0, Math.floor(share * octets.length));
        }
        for (const side of [0, 1] as const) {
          assert.deepEqual(parts.said[side].map(told), whole.said[side].map(told));
          assert.deepEqual(parts.heard[side].map(told), whole.heard[side].map(told));
          assert.deepEqual(parts.heard[side].map(told), parts.said[side === 0 ? 1 : 0].map(told));
        }
      }),
    );
  });

  it('octets at random end somewhere, and are all counted', () => {
    const line = fc.constantFrom(
      'GET / HTTP/1.1\r\n',
      'HTTP/1.1 200 OK\r\n',
      'Host: a\r\n',
      '\r\n',
      '\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      '3\r\n',
      'abc',
      '0\r\n',
      ': x\r\n',
      'A\r\n',
      'HTTP/1.0 100 C\r\n',
      'HEAD * HTTP/1.0\r\n',
    );
    const text = fc.array(line, { maxLength: 12 }).map((l) => Uint8Array.from(l.join(''), (ch) => ch.charCodeAt(0)));
    const octets = fc.oneof(fc.uint8Array({ maxLength: 200 }), text);
    fc.assert(
      fc.property(octets, octets, cuts, fc.boolean(), (a, b, at, ends) => {
        const pair = new Pair();
        for (const part of cutAt(a, at)) pair.write(0, part);
        pair.deliver(0, false);
        for (const part of cutAt(b, at)) pair.write(1, part);
        pair.deliver(1, false);
        if (ends) for (const side of [0, 1] as const) pair.end(side);
        for (const [side, all] of [
          [0, a],
          [1, b],
        ] as const) {
          const voice = pair.app(side)?.voice;
          // Nothing is counted of a direction that speaks no HTTP from its first octet on.
          const isCounted = voice === undefined || voice.kind !== 'opaque' || voice.messages.size > 0;
          if (isCounted) assert.equal(voice?.octets ?? 0, all.length);
          // Messages lie one behind the other.
          let last = 0;
          for (const m of pair.said[side]) {
            assert.ok(m.from >= last && m.to >= m.from && m.to <= all.length);
            for (const f of m.fields) assert.ok(f.from <= f.to && f.to <= m.to - m.from, JSON.stringify(f));
            last = m.to;
          }
        }
      }),
      { numRuns: share(500) },
    );
  });
});
