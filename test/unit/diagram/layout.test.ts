import { FORMS } from '../../../src/trace/numbers';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diagram } from '../../../src/diagram/build';
import { rowsScene } from '../../../src/diagram/draw';
import { headScene } from '../../../src/diagram/head';
import { layout, rowAt, totalHeight } from '../../../src/diagram/layout';
import { fit, units, width, wrap } from '../../../src/diagram/measure';
import type { NumberForm } from '../../../src/trace/numbers';
import { type Diagram } from '../../../src/diagram/model';
import type { Mark } from '../../../src/diagram/scene';
import type { View } from '../../../src/diagram/view';
import { sayIn } from '../../../src/words/words';
import { anyArrangement, anyFlow } from './any';
import { EVERYTHING, FLOWS, play } from './flows';
import { share, some } from '../share';

const WIDTHS = [300, 420, 480, 520, 560, 760, 1600];

interface Box {
  readonly said: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Font size and face of a class of texts, as in the style sheet. */
function face(name: string): [number, 'mono' | 'sans' | 'bold' | 'caps'] {
  if (/bulk-text/.test(name)) return [11, 'bold'];
  if (/^time/.test(name)) return [9.5, 'sans'];
  if (/caption/.test(name)) return [11, 'mono'];
  if (/flags|heading|host-name/.test(name)) return [12, 'bold'];
  if (/numbers/.test(name)) return [11.5, 'mono'];
  if (/call-text|small|expect-text|host-address/.test(name)) return [11, 'mono'];
  if (/state|chip-text/.test(name)) return [10.5, 'caps'];
  return [/note-text/.test(name) ? 12 : 11, 'sans'];
}

function plain(mark: Mark): string {
  return mark.children.map((c) => (typeof c === 'string' ? c : plain(c))).join(' ');
}

function textBoxes(marks: readonly (Mark | string)[]): Box[] {
  return marks.flatMap((mark): Box[] => {
    if (typeof mark === 'string') return [];
    if (mark.tag !== 'text') return textBoxes(mark.children);
    const own = String(mark.attributes['class']);
    let wide = 0;
    for (const child of mark.children) {
      const isRun = typeof child !== 'string';
      const [size, kind] = face(isRun ? String(child.attributes['class'] ?? own) : own);
      wide += width(isRun ? plain(child) : child, size, kind) + (isRun ? Number(child.attributes['dx'] ?? 0) : 0);
    }
    const x = Number(mark.attributes['x']);
    const y = Number(mark.attributes['y']);
    const anchor = mark.attributes['text-anchor'] ?? 'start';
    const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
    return [{ said: plain(mark), left, right: left + wide, top: y - 8, bottom: y + 2 }];
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
}

describe('diagram: layout', () => {
  const flows = [...Object.values(FLOWS), EVERYTHING].map((text) => diagram(play(text)));

  it('gives rows tops that ascend, and finds the row at a height', () => {
    for (const { index } of flows) {
      const { tops } = layout(index, 760, 'symbolic');
      for (let row = 0; row < index.rows; row++) {
        const [top, next] = [tops[row] ?? 0, tops[row + 1] ?? 0];
        assert.ok(next - top >= 20, `row ${row} is ${next - top} high`);
        assert.equal(rowAt(tops, top), row);
        assert.equal(rowAt(tops, next - 0.01), row);
      }
      assert.equal(rowAt(tops, -1), 0);
      assert.equal(rowAt(tops, 1e9), index.rows - 1);
      assert.ok(totalHeight(tops) > (tops[index.rows] ?? 0));
    }
  });

  it('bounds the distance between lifelines and stands in the middle of a wide panel', () => {
    for (const { index } of flows) {
      const place = layout(index, 1600, 'symbolic');
      const [a = 0, b = 0] = place.hostX;
      assert.ok(b - a <= 621);
      if (place.width === 1600) assert.ok(Math.abs((place.left + place.right) / 2 - 800) < 1);
    }
  });

  /** Asserts that every text is within the drawing, that no two overlap, and that no name of a state is truncated. */
  function isReadable(made: Diagram, wide: number, form: NumberForm, language: string): void {
    const { index, rows } = made;
    const say = sayIn(language);
    const place = layout(index, wide, form);
    const view: View = { index, layout: place, form, say, current: -1, origin: 0 };
    const window = rows(0, index.rows);
    const boxes = textBoxes(rowsScene(view, window));
    const heads = textBoxes(headScene(index, place, window.rows[0]?.before ?? []));
    const at = `${wide} ${form} ${language}`;
    for (const box of [...boxes, ...heads]) {
      assert.ok(box.left >= 0 && box.right <= place.width, `${at}: “${box.said}” ${box.left}–${box.right}`);
    }
    const cut = boxes.filter((b) => /^[A-Z-]+…$/.test(b.said));
    assert.deepEqual(cut, [], 'no name of a state is cut');
    boxes.sort((a, b) => a.top - b.top);
    for (const [i, a] of boxes.entries()) {
      for (let j = i + 1; j < boxes.length && (boxes[j] as Box).top < a.bottom; j++) {
        const b = boxes[j] as Box;
        assert.ok(!overlap(a, b), `${at}: “${a.said}” over “${b.said}”`);
      }
    }
  }

  for (const wide of WIDTHS) {
    it(`keeps every text inside and apart from every other at ${wide} px`, () => {
      for (const language of ['en', 'zh-cn']) {
        for (const made of some(flows, 2)) {
          for (const form of FORMS) {
            const { width: taken } = layout(made.index, wide, form);
            // More than two lifelines may exceed the width; they are scrolled to.
            if (made.index.lanes.length <= 2) assert.equal(taken, wide);
            else assert.ok(taken >= wide);
            isReadable(made, wide, form, language);
          }
        }
      }
    });
  }

  it('keeps every text apart in any flow, however it is arranged', () => {
    fc.assert(
      fc.property(
        anyFlow,
        anyArrangement,
        fc.constantFrom(...WIDTHS),
        fc.constantFrom(...FORMS),
        fc.constantFrom('en', 'zh-cn'),
        (text, arrangement, wide, form, language) => {
          isReadable(diagram(play(text), arrangement), wide, form, language);
        },
      ),
      { numRuns: share(300) },
    );
  });

  it('draws the box of a note and of what was expected behind its text, in a page and in a file', () => {
    const { index, rows } = diagram(play('a -> b SYN\nnote "A note"\nexpect a CLOSED\n'));
    for (const still of [false, true]) {
      const place = layout(index, 760, 'symbolic');
      const view: View = { index, layout: place, form: 'symbolic', say: sayIn('en'), current: -1, origin: 0, still };
      const names = (marks: readonly (Mark | string)[]): string[] =>
        marks.flatMap((m) =>
          typeof m === 'string' ? [] : [String(m.attributes['class'] ?? ''), ...names(m.children)],
        );
      const order = names(rowsScene(view, rows(0, index.rows)));
      for (const kind of ['note', 'expect']) {
        const [box, text] = [order.indexOf(`${kind}-box`), order.indexOf(`${kind}-text`)];
        assert.ok(box >= 0 && box < text, `${kind} ${still}`);
      }
    }
  });

  it('makes room for more than two hosts, if need be by being wider than the panel', () => {
    const { index } = diagram(play('a -> b SYN\nb -> c SYN\nc -> d SYN\n'));
    const place = layout(index, 300, 'symbolic');
    assert.ok(place.width > 300);
    const gaps = place.hostX.slice(1).map((x, i) => x - (place.hostX[i] ?? 0));
    assert.ok(gaps.every((gap) => gap >= 149));
  });
});

describe('diagram: measuring text', () => {
  it('counts wide letters twice', () => {
    assert.equal(units('SYN'), 3);
    assert.equal(units('三次握手'), 8);
  });
  it('cuts what does not fit', () => {
    assert.equal(fit('ESTABLISHED', 1000, 11, 'sans'), 'ESTABLISHED');
    assert.equal(fit('ESTABLISHED', 40, 11, 'sans'), 'ESTAB…');
    assert.equal(fit('ESTABLISHED', 4, 11, 'sans'), '');
  });
  it('wraps at spaces, between wide letters, and within words that are longer than a line', () => {
    assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
    assert.deepEqual(wrap('三次握手', 4), ['三次', '握手']);
    assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
    for (const line of wrap(EVERYTHING.replace(/\n/g, ' '), 20)) assert.ok(units(line) <= 20, line);
  });
});
