import assert from 'node:assert/strict';
import { diagram } from '../../../src/diagram/build';
import { PLAIN } from '../../../src/diagram/arrange';
import { burstAround, nextEvent, rowOf } from '../../../src/diagram/model';
import { foldText } from '../../../src/diagram/terms';
import { english } from '../../../src/words/words';
import { EVERYTHING, FLOWS, play } from './flows';

function all(text: string) {
  const made = diagram(play(text));
  return { ...made, window: made.rows(0, made.index.rows) };
}

describe('diagram: rows of a trace', () => {
  it('gives each step its row, and none to an expectation that holds', () => {
    const { index, window } = all(FLOWS.handshake);
    assert.deepEqual(
      window.rows.map((r) => [r.kind, r.step]),
      [
        ['call', 0],
        ['segment', 1],
        ['segment', 2],
        ['segment', 3],
      ],
    );
    assert.equal(index.steps, 5);
    assert.equal(rowOf(index, 4), 3);
    assert.deepEqual(window.rows[3]?.held, [{ step: 4, text: 'expect client ESTABLISHED, server ESTABLISHED' }]);
    assert.deepEqual(window.rows[2]?.held, []);
  });

  it('goes by events on the wire: past calls, notes and closed sections, and over a burst from outside', () => {
    const { index } = all(FLOWS.handshake);
    assert.deepEqual(
      [-1, 0, 1, 3, 4].map((step) => nextEvent(index, step, 1)),
      [1, 1, 2, 4, 4],
    );
    assert.deepEqual(
      [4, 3, 1, 0].map((step) => nextEvent(index, step, -1)),
      [3, 2, 0, 0],
    );
    const data = Array.from({ length: 10 }, (_, i) => `client -> server ACK seq=x+${1 + 100 * i} len=100\n`).join('');
    const trace = play(`${FLOWS.handshake}${data}section "Close"\nnote "n"\nclient -> server FIN,ACK\n`);
    const burst = diagram(trace, { ...PLAIN, runs: true }).index;
    assert.equal(nextEvent(burst, 3, 1), 5);
    assert.equal(nextEvent(burst, 5, 1), 6);
    assert.equal(nextEvent(burst, 5, 1, false), 16);
    assert.equal(nextEvent(burst, 16, -1), 5);
    assert.equal(nextEvent(burst, 9, -1), 3);
    assert.deepEqual(
      [4, 5, 6, 14, 15].map((step) => burstAround(burst, step)),
      [-1, -1, 5, 5, -1],
    );
    const line = trace.script.lines.findIndex((l) => l.statement?.kind === 'section');
    const closed = diagram(trace, { ...PLAIN, closed: [line] }).index;
    assert.equal(nextEvent(closed, 14, 1), 16);
    assert.equal(closed.rowOfStep[16], closed.rowOfStep[15]);
  });

  it('says which segment is missing before one that could not be sent', () => {
    const ghosts = (text: string) => all(text).window.rows.map(({ ghost }) => ghost);
    const waits = 'client -> server SYN seq=x\nclient -> server ACK seq=x+1 ack=y+1\n';
    assert.deepEqual(ghosts(waits), [undefined, { from: 1, to: 0, flags: 'SYN, ACK' }]);
    assert.deepEqual(ghosts(FLOWS.handshake), [undefined, undefined, undefined, undefined]);
  });

  it('says in one line how many segments of what size a burst has', () => {
    const text = (sizes: readonly number[]): string => {
      let at = 1;
      const lines = sizes.map((len) => {
        const said = `client -> server ACK seq=x+${at} len=${len}\n`;
        at += len;
        return said;
      });
      const made = diagram(play(`${FLOWS.handshake}${lines.join('')}`), { ...PLAIN, runs: true });
      const [fold] = made.rows(0, made.index.rows).rows.filter((row) => row.kind === 'fold');
      return fold?.fold ? foldText(fold.fold, english) : '';
    };
    assert.equal(text(Array.from({ length: 36 }, () => 1460)), '36 × 1460 B');
    assert.equal(text([...Array.from({ length: 9 }, () => 1460), 52]), '9 × 1460 + 52 B');
    assert.equal(text([...Array.from({ length: 8 }, () => 600), 5, 6]), '10 segments · 4,811 B');
  });

  it('has a number in its three forms', () => {
    const { window } = all(FLOWS.handshake);
    const [, , synAck] = window.rows;
    assert.deepEqual(synAck?.seq, ['y', '0', '5000']);
    assert.deepEqual(synAck.ack, ['x+1', '1', '1001']);
    assert.equal(synAck.flags, 'SYN, ACK');
    assert.equal(synAck.options, 'mss 1460 · wscale 7 · sackok');
  });

  it('says where in the row a state changes: the sender as it sends, the receiver as it receives', () => {
    const { window } = all(FLOWS.handshake);
    assert.deepEqual(window.rows[1]?.changes, [
      { end: 0, at: 'departure', to: 'SYN-SENT' },
      { end: 1, at: 'arrival', to: 'SYN-RECEIVED' },
    ]);
    assert.deepEqual(window.rows[1].before, ['CLOSED', 'LISTEN']);
  });

  it('puts headings before the first step behind them', () => {
    const { index, window } = all(FLOWS.close);
    assert.deepEqual(
      window.rows.filter((r) => r.kind === 'section').map((r) => [r.row, r.text]),
      [
        [1, 'Three-way handshake'],
        [5, 'Four-way close'],
      ],
    );
    assert.ok((index.stepOfRow[1] ?? 0) < 0);
  });

  it('knows how long TIME-WAIT lasts', () => {
    const { window } = all(FLOWS.close);
    const change = window.rows.flatMap((r) => r.changes).find((c) => c.to === 'TIME-WAIT');
    assert.equal(change?.wait, 240_000_000);
  });

  it('ties a segment in flight to the row where it arrives, and one that never does to none', () => {
    const { window } = all(FLOWS['simultaneous-open']);
    assert.deepEqual(
      window.spans.map((s) => [s.start, s.end, s.how]),
      [
        [0, 2, 'deliver'],
        [1, 3, 'deliver'],
        [4, 6, 'deliver'],
        [5, 7, 'deliver'],
      ],
    );
    const open = all(EVERYTHING).window.spans.filter((s) => s.how === 'open');
    assert.equal(open.length, 1);
  });

  it('gives a part of the rows as it gives all, and what crosses it', () => {
    for (const text of [...Object.values(FLOWS), EVERYTHING]) {
      const { index, rows, window } = all(text);
      for (let from = 0; from < index.rows; from++) {
        const part = rows(from, from + 3);
        assert.deepEqual(part.rows, window.rows.slice(from, from + 3));
        assert.deepEqual(
          part.spans,
          window.spans.filter((s) => s.start < from + 3 && s.end >= from),
        );
      }
      assert.deepEqual(rows(-5, 0).rows, []);
      assert.deepEqual(rows(index.rows, 1e9).rows, []);
    }
  });

  it('notes retransmissions, losses and mistakes', () => {
    const { window } = all(FLOWS.lost);
    const lost = window.rows.find((r) => r.fate === 'lost');
    const again = window.rows.find((r) => r.repeats > 0);
    assert.equal(again?.repeats, (lost?.step ?? -1) + 1);
    const { index } = all(EVERYTHING);
    assert.ok(index.marks.length >= 2);
    assert.equal(index.marks.length, index.markLevels.length);
  });

  it('survives structured cloning', () => {
    const { index, window } = all(EVERYTHING);
    assert.deepEqual(structuredClone(index), index);
    assert.deepEqual(structuredClone(window), window);
  });

  it('draws an empty flow as nothing', () => {
    const { index, window } = all('# nothing yet\n');
    assert.equal(index.rows, 0);
    assert.deepEqual(window.rows, []);
    assert.equal(rowOf(index, 0), -1);
  });
});
