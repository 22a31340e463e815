/**
 * The overview of the whole flow beside the diagram: findings, headings, the visible part, the current row. A click
 * scrolls to the clicked position.
 */
import { totalHeight, type Layout } from '../diagram/layout';
import { KIND_MASK, LEVELS, ROW_KINDS, type DiagramIndex } from '../diagram/model';
import { rect, line, type Mark } from '../diagram/scene';
import { draw, el, svgElement } from './dom';

const WIDTH = 14;
/** Marks at a smaller distance than this, in pixels, are merged; the gravest one is shown. */
const BIN = 3;
const SECTION = ROW_KINDS.indexOf('section');
/** The most headings that are drawn. */
const MOST_HEADINGS = 200;

export interface Overview {
  readonly element: HTMLElement;
  show(index: DiagramIndex, place: Layout): void;
  /** Sets the visible part, as shares of the whole height. */
  sight(from: number, to: number): void;
  current(at: number): void;
}

/** The marks that do not change while scrolling: findings and headings, in `height` pixels. */
function marksOf(index: DiagramIndex, { tops }: Layout, height: number): Mark[] {
  const all = totalHeight(tops);
  const y = (row: number): number => ((tops[row] ?? 0) / all) * height;
  const bins = new Map<number, number>();
  index.marks.forEach((row, i) => {
    const bin = Math.floor(y(row) / BIN);
    bins.set(bin, Math.max(bins.get(bin) ?? 0, index.markLevels[i] ?? 0));
  });
  const headings: Mark[] = [];
  for (let row = 0; row < index.rows && headings.length < MOST_HEADINGS; row++) {
    if (((index.shapes[row] ?? 0) & KIND_MASK) === SECTION) headings.push(line('rule', 0, y(row), WIDTH, y(row)));
  }
  const found = [...bins].map(([bin, level]) => rect(`mark ${LEVELS[level] ?? 'hint'}`, 4, bin * BIN, WIDTH - 7, BIN));
  return [...headings, ...found];
}

export function createOverview(goTo: (share: number) => void): Overview {
  const fixed = svgElement({}, 'g');
  const sight = svgElement({ class: 'sight', x: 0.5, width: WIDTH - 1, rx: 2 }, 'rect');
  const mine = svgElement({ class: 'here', width: WIDTH, height: 2 }, 'rect');
  const svg = svgElement({ class: 'tf overview-svg', width: WIDTH, 'aria-hidden': 'true' });
  const element = el('div', { class: 'overview' }, svg);
  let index: DiagramIndex | undefined;
  let place: Layout | undefined;
  let seen = { from: 0, to: 1 };
  let here = -1;
  let height = 0;
  let due = 0;

  /** Places the marks that move while scrolling and stepping: the visible part and the current row. */
  function render(): void {
    sight.setAttribute('y', String(seen.from * height));
    sight.setAttribute('height', String(Math.max(6, (seen.to - seen.from) * height)));
    mine.setAttribute('y', String(here * height - 1));
    mine.setAttribute('visibility', here >= 0 ? 'visible' : 'hidden');
  }

  const marks = (): Mark[] => (index && place ? marksOf(index, place, height) : []);

  /** The marks of the whole flow are drawn later than the visible rows. */
  function redraw(): void {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      due = requestAnimationFrame(() => fixed.replaceChildren(...marks().map(draw)));
    });
  }

  new ResizeObserver(() => {
    height = element.clientHeight;
    svg.setAttribute('height', String(height));
    render();
    redraw();
  }).observe(element);

  svg.append(fixed, sight, mine);

  const press = (event: PointerEvent): void => {
    const box = element.getBoundingClientRect();
    goTo((event.clientY - box.top) / box.height);
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    press(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) press(event);
  });

  return {
    element,
    show(newIndex, newPlace) {
      index = newIndex;
      place = newPlace;
      redraw();
    },
    sight(from, to) {
      seen = { from, to };
      // If nothing can be scrolled, the visible part is not marked.
      element.classList.toggle('idle', from <= 0 && to >= 1);
      render();
    },
    current(at) {
      here = at;
      render();
    },
  };
}
