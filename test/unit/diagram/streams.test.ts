import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { diagram } from '../../../src/diagram/build';
import { rowsScene } from '../../../src/diagram/draw';
import { layout } from '../../../src/diagram/layout';
import type { DiagramIndex, RowWindow, StreamWindow } from '../../../src/diagram/model';
import type { Mark } from '../../../src/diagram/scene';
import { MOST_LANES, lanesIn, lanesOf } from '../../../src/diagram/stream-lanes';
import { lanesText } from '../../../src/diagram/terms';
import type { StreamCourse, StreamCourses } from '../../../src/tell';
import { createParser } from '../../../src/script/parser';
import { sayIn } from '../../../src/words/words';
import { CONTROL } from './nasty';

const ROWS = Int32Array.from({ length: 4000 }, (_, i) => i);

function stream(id: number, first: number, last: number, more: Partial<StreamCourse> = {}): StreamCourse {
  return {
    ...{ stream: id, name: `GET /${id}`, client: 0, server: 1, first, last, how: 'ended', sealed: false, data: [] },
    ...more,
  };
}
const courses = (all: readonly StreamCourse[], stalls: StreamCourses['stalls'] = []): StreamCourses => ({
  all,
  stalls,
});

describe('diagram: lanes of streams', () => {
  it('a stream takes the first column that is free', () => {
    const { columns, lanes } = lanesOf(
      courses([stream(1, 0, 4), stream(3, 1, 2), stream(5, 3, 9), stream(7, 5, 6)]),
      'wire',
      ROWS,
    );
    assert.deepEqual(
      lanes.map((l) => [l.stream, l.column]),
      [
        [1, 0],
        [3, 1],
        [5, 1],
        [7, 0],
      ],
    );
    assert.equal(columns, 2);
  });

  it('lanes fold beyond eight, and the folded ones are counted', () => {
    const all = Array.from({ length: 30 }, (_, i) => stream(2 * i + 1, i, 40 + i));
    const { columns, lanes, folded } = lanesOf(courses(all), 'wire', ROWS);
    assert.equal(lanes.length, MOST_LANES);
    assert.equal(columns, MOST_LANES + 1);
    assert.deepEqual(folded, [{ start: 8, end: 69, streams: 22 }]);
  });

  it('the wire sees no streams inside TLS, their ends do', () => {
    const sealed = courses([stream(1, 0, 4, { sealed: true })]);
    assert.equal(lanesOf(sealed, 'wire', ROWS).columns, 0);
    assert.equal(lanesOf(sealed, 'client', ROWS).columns, 1);
  });

  it('a window of rows has the streams that cross it, of 1,000 as of one', () => {
    const data = Array.from({ length: 3 }, (_, i) => ({ step: i, from: 1, octets: 10 }));
    const all = Array.from({ length: 1000 }, (_, i) => {
      const own = data.map((d) => ({ ...d, step: 3 * i + d.step }));
      return stream(2 * i + 1, 3 * i, 3 * i + 4, { data: own });
    });
    const lanes = lanesOf(courses(all, [{ first: 5, last: 9, client: 0, server: 1 }]), 'wire', ROWS);
    const { lanes: seen, stalls } = lanesIn(lanes, 1500, 1510);
    assert.deepEqual(
      seen.map((l) => l.stream),
      [999, 1001, 1003, 1005, 1007],
    );
    assert.ok(seen.every(({ ticks }) => ticks.every(({ row }) => row >= 1500 && row < 1510)));
    assert.deepEqual(stalls, []);
    assert.deepEqual(lanesIn(lanes, 8, 12).stalls, [{ start: 5, end: 9 }]);
  });
});

const FLOW = ['SYN', 'ACK', 'PSH,ACK len=1', 'PSH,ACK len=2', 'PSH,ACK len=3', 'PSH,ACK len=4', 'PSH,ACK len=5']
  .map((clause, i) => `client -> server ${clause}${i === 0 ? '\nserver -> client SYN,ACK' : ''}`)
  .join('\n');

/** A flow's drawing, with streams beside it. */
function drawn(
  streams: StreamWindow,
  columns: number,
  width = 760,
): { marks: readonly Mark[]; index: DiagramIndex; window: RowWindow } {
  const made = diagram(check(createParser().parse(FLOW)));
  const index = { ...made.index, streams: columns };
  const window = { ...made.rows(0, index.rows), streams };
  const view = {
    index,
    layout: layout(index, width, 'symbolic'),
    form: 'symbolic',
    say: sayIn('en'),
    current: -1,
    origin: 0,
  } as const;
  return { marks: rowsScene(view, window), index, window };
}

function all(marks: readonly (Mark | string)[], name: string): Mark[] {
  return marks.flatMap((m) =>
    typeof m === 'string'
      ? []
      : [
          ...(String(m.attributes['class'] ?? '')
            .split(' ')
            .includes(name)
            ? [m]
            : []),
          ...all(m.children, name),
        ],
  );
}

const STREAMS: StreamWindow = {
  lanes: [
    {
      stream: 1,
      name: 'GET /a',
      column: 0,
      start: 1,
      end: 6,
      how: 'ended',
      ticks: [{ row: 4, up: false, octets: 10 }],
    },
    { stream: 3, name: 'GET /b', column: 1, start: 2, end: 5, how: 'reset', ticks: [] },
  ],
  folded: [{ start: 3, end: 5, streams: 12 }],
  stalls: [{ start: 3, end: 4 }],
};

describe('diagram: drawn lanes of streams', () => {
  it('a bar has its number, its ticks, and a hatching of its own', () => {
    const { marks } = drawn(STREAMS, 3);
    assert.equal(all(marks, 'stream-bar').length, 3);
    assert.deepEqual(
      all(marks, 'stream-number').map((m) => m.children[0]),
      ['1', '3', '+12'],
    );
    assert.equal(all(marks, 'stream-tick').length, 1);
    assert.deepEqual(
      ['hue-0', 'hue-1'].map((hue) => all(marks, hue).map((lane) => all([lane], 'stream-hatch').length)),
      [[0], [1]],
    );
  });

  it('a wait for a lost segment is hatched across all lanes', () => {
    const { marks } = drawn(STREAMS, 3);
    const [box] = all(marks, 'stall-box');
    const bars = all(marks, 'stream-bar').map(({ attributes }) => Number(attributes['x']));
    assert.ok(box);
    const [x, wide] = [Number(box.attributes['x']), Number(box.attributes['width'])];
    assert.ok(bars.every((bar) => bar >= x && bar < x + wide));
    assert.equal(all(marks, 'stall-hatch').length, 1);
  });

  it('lanes stand at the right edge, beside the ladder, in any width', () => {
    for (const width of [240, 300, 760, 1400]) {
      const { index } = drawn(STREAMS, 3, width);
      const place = layout(index, width, 'symbolic');
      const plain = layout({ ...index, streams: 0 }, width, 'symbolic');
      assert.ok(place.streamX > Math.max(...place.laneX));
      assert.ok(place.streamX + 3 * place.streamGap <= place.width + place.streamGap);
      assert.ok(place.right <= place.streamX);
      assert.equal(plain.width <= place.width, true);
    }
  });

  it('the text alternative says what the lanes show', () => {
    const { index } = drawn(STREAMS, 3);
    assert.deepEqual(lanesText(index, STREAMS, sayIn('en')), [
      'Stream 1: GET /a, steps 2 to 7, ended by both sides',
      'Stream 3: GET /b, steps 3 to 6, reset',
      '12 more streams, steps 4 to 6',
      'Steps 4 to 5: TCP waits for a lost segment, and no stream goes on',
    ]);
  });

  it('its names have no control characters', () => {
    const { index } = drawn(STREAMS, 3);
    const [lane] = STREAMS.lanes;
    assert.ok(lane !== undefined);
    const [said] = lanesText(index, { ...STREAMS, lanes: [{ ...lane, name: 'GET /\0\u202e' }] }, sayIn('en'));
    assert.doesNotMatch(said ?? '', CONTROL);
  });
});
