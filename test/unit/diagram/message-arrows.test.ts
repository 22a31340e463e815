import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PLAIN, nextLook } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import { svgPair } from '../../../src/diagram/export';
import { nextMessage, type Diagram } from '../../../src/diagram/model';
import { rowName } from '../../../src/diagram/terms';
import { english, sayIn } from '../../../src/words/words';
import { EXCHANGE, PIPELINED } from './exchanges';
import { FLOWS, play } from './flows';

const ARROWS = { ...PLAIN, show: 'messages' } as const;

function arrows(text: string): Diagram {
  return diagram(play(text), ARROWS);
}

describe('diagram: an arrow a message', () => {
  it('is stepped along to the step that makes a message whole, and its looks follow one another in a circle', () => {
    const { index } = diagram(play(PIPELINED), PLAIN);
    // Two requests in step 4, two responses in step 5, and one that is delivered in step 8.
    const steps = [-1, 3, 4, 5, 7].map((step) => nextMessage(index, step, 1));
    assert.deepEqual(steps, [3, 4, 7, 7, -1]);
    assert.deepEqual(
      [8, 7, 4, 3].map((step) => nextMessage(index, step, -1)),
      [7, 4, 3, -1],
    );
    assert.deepEqual(nextLook({ show: 'both', eyes: 'server' }, 'm'), { show: 'messages' });
    assert.deepEqual(nextLook({ show: 'messages', eyes: 'server' }, 'm'), { show: 'segments' });
    assert.deepEqual(nextLook({ show: 'both', eyes: 'server' }, 'e'), { eyes: 'client' });
    assert.equal(nextLook({ show: 'both', eyes: 'server' }, 'x'), undefined);
  });

  it('stands in the picture of two flows as in that of one', () => {
    const [left, right] = [play(EXCHANGE), play(PIPELINED)];
    const drawn = svgPair(left, right, { say: english, arrangement: { ...ARROWS, eyes: 'client' } });
    assert.equal(
      drawn.match(/class="message-line"/g)?.length,
      arrows(EXCHANGE).rows(0, 99).messages.length + arrows(PIPELINED).rows(0, 99).messages.length,
    );
    assert.match(drawn, /\.message-line\{/);
    assert.doesNotMatch(svgPair(left, right, { say: english }), /message-line/);
  });

  it('goes from the departure of the first octet to the arrival in order of the last, and bends where an octet is late', () => {
    const made = arrows(EXCHANGE);
    const [request, response] = made.rows(0, made.index.rows).messages;
    const rowOf = (step: number): number => made.index.rowOfStep[step - 1] ?? -1;
    assert.deepEqual(request?.points, [{ row: rowOf(5), share: 1 }]);
    assert.deepEqual([response?.start, response?.end, response?.step], [rowOf(7), rowOf(13), 12]);
    // While the lost segment is missing nothing behind it has come in order.
    assert.deepEqual(response?.points, [
      { row: rowOf(7), share: 1460 / 5041 },
      { row: rowOf(13), share: 1 },
    ]);
  });

  it('makes segments, ACKs and repetitions ticks, and names a message where it begins', () => {
    const made = arrows(EXCHANGE);
    const rows = made.rows(0, made.index.rows).rows.filter((row) => row.kind === 'segment');
    assert.deepEqual(
      rows.map(({ step, as }) => `${step + 1} ${as}`),
      [
        '1 tick',
        '2 tick',
        '3 tick',
        '5 message',
        '7 message',
        '8 tick',
        '9 tick',
        '10 tick',
        '11 tick',
        '12 tick',
        '13 tick',
        '14 tick',
      ],
    );
    const names = rows.map((row) => rowName(row, made.index, 'symbolic', english));
    assert.match(
      names[4] ?? '',
      /^Step 7: server sends client 200 OK 5041 bytes in 5 segments · 1 again, arrived; 200 OK 1–1460 \/ 5041/,
    );
    assert.match(names[5] ?? '', /^Step 8: server sends client 1461–2920, lost; /);
  });

  it('has several arrows from one segment, and one over the rows between departure and arrival', () => {
    const { messages } = arrows(PIPELINED).rows(0, 100);
    assert.deepEqual(
      messages.map(({ place, start, end }) => [place, end - start]),
      [
        [0, 0],
        [1, 0],
        [0, 0],
        [1, 0],
        [0, 2],
      ],
    );
  });

  it('shows an end no name of what it never reads', () => {
    const open = EXCHANGE.slice(0, EXCHANGE.indexOf('server -> client ACK len=1460 seq'));
    const name = (eyes: 'client' | 'server'): string =>
      mermaid(diagram(play(open), { ...ARROWS, eyes }), 'symbolic', english);
    assert.match(name('server'), /h1-xh0: 200 OK · 5041 bytes in 4 segments · not whole/);
    assert.match(name('client'), /h1-xh0: not read · 5041 bytes in 4 segments · not whole/);
    assert.doesNotMatch(name('client'), /200 OK/);
  });

  it('is written a line a message, without its ticks', () => {
    const made = arrows(EXCHANGE);
    const chart = mermaid(made, 'symbolic', english);
    assert.match(chart, /h0->>h1: GET \/index\.html · 61 bytes\n/);
    assert.match(chart, /h1->>h0: 200 OK · 5041 bytes in 5 segments · 1 again\n/);
    assert.doesNotMatch(chart, /1460 bytes|: ACK seq=x\+62/);
    const text = ladderText(made, 'symbolic', sayIn('zh-cn'));
    assert.match(text, /7\. {2}ESTABLISHED {2}<-- {2}200 OK · 5041 字节，5 个报文段 · 1 个重发 +<-- {2}ESTABLISHED/);
    assert.doesNotMatch(text, /DATA/);
    // The handshake's ACK opens the server's side: it is told.
    assert.match(text, /3\. {2}ESTABLISHED {2}--> {2}<SEQ=x\+1><ACK=y\+1><CTL=ACK> +--> {2}ESTABLISHED/);
  });

  it('is nothing else than before where there are no messages', () => {
    for (const text of [FLOWS.handshake, FLOWS.close, FLOWS['simultaneous-open']]) {
      const all = (made: Diagram): unknown => made.rows(0, made.index.rows);
      assert.deepEqual(all(arrows(text)), all(diagram(play(text))));
    }
  });

  it('gives a window of rows the arrows that cross it, with the bends in it and beside it', () => {
    const made = arrows(EXCHANGE);
    fc.assert(
      fc.property(fc.nat(made.index.rows), fc.nat(made.index.rows), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const all = made.rows(0, made.index.rows).messages.filter((m) => m.start < to && m.end >= from);
        const some = made.rows(from, to).messages;
        assert.deepEqual(
          some.map((m) => m.message),
          all.map((m) => m.message),
        );
        for (const [i, { points }] of some.entries()) {
          const inside = all[i]?.points.filter(({ row }) => row >= from && row < to) ?? [];
          assert.ok(inside.every((p) => points.some((q) => q.row === p.row && q.share === p.share)));
        }
      }),
    );
  });
});
