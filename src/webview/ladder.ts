/** The diagram itself: a scroll area of the whole height, in which only the rows near sight are drawn. */
import { rowsScene } from '../diagram/draw';
import { headHeight, headScene } from '../diagram/head';
import { layout, rowAt, totalHeight, type Layout } from '../diagram/layout';
import { rowOf, type DiagramIndex, type RowWindow } from '../diagram/model';
import { mark } from '../diagram/scene';
import type { View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import { travel } from './travel';

/** Rows that are drawn above and below those in sight, and that are asked for beyond these. */
const MARGIN = 12;
const AHEAD = 40;
/** The font size that layout counts in. */
const BASE = 13;

export interface LadderEvents {
  readonly need: (from: number, to: number) => void;
  readonly pick: (step: number, line: number) => void;
}

export interface Ladder {
  readonly element: HTMLElement;
  show(index: DiagramIndex, window: RowWindow, detail: Detail): void;
  receive(window: RowWindow): void;
  /** Makes a step the current one; scrolls to it where it is out of sight. */
  go(step: number, reveal: boolean): void;
  states(detail: Detail): void;
  numbers(form: NumberForm): void;
  /** Lets the current segment travel along its arrow. */
  animate(): void;
  resize(): void;
}

export function createLadder(say: View['say'], events: LadderEvents, firstForm: NumberForm): Ladder {
  const head = svgElement({ class: 'tf head', role: 'img' });
  const rows = svgElement({ class: 'tf rows-svg', role: 'presentation' });
  const sky = el('div', { class: 'sky' }, rows);
  const scroller = el(
    'div',
    { class: 'ladder', tabindex: 0, role: 'listbox', 'aria-label': say('panel/diagram') },
    sky,
  );
  const headBox = el('div', { class: 'head-box' }, head);
  const element = el('div', { class: 'diagram' }, headBox, scroller);

  let index: DiagramIndex | undefined;
  let place: Layout | undefined;
  let loaded: RowWindow = { from: 0, rows: [], spans: [] };
  let form = firstForm;
  let step = -1;
  let shownDetail: Detail | undefined;
  let scale = 1;
  let drawn = { from: 0, to: -1 };
  let asked = '';
  let frame = 0;

  function sight(): { from: number; to: number } {
    if (!place || !index || index.rows === 0) return { from: 0, to: 0 };
    const top = scroller.scrollTop / scale;
    const from = rowAt(place.tops, top);
    const to = rowAt(place.tops, top + scroller.clientHeight / scale) + 1;
    return { from: Math.max(0, from), to: Math.min(index.rows, to) };
  }

  function has(from: number, to: number): boolean {
    return from >= loaded.from && to <= loaded.from + loaded.rows.length;
  }

  function render(): void {
    if (!index || !place) return;
    const seen = sight();
    const from = Math.max(0, seen.from - MARGIN);
    const to = Math.min(index.rows, seen.to + MARGIN);
    if (!has(from, to)) {
      const [a, b] = [Math.max(0, from - AHEAD), Math.min(index.rows, to + AHEAD)];
      if (asked !== `${a} ${b}`) {
        asked = `${a} ${b}`;
        events.need(a, b);
      }
    }
    const first = Math.max(from, loaded.from);
    const last = Math.min(to, loaded.from + loaded.rows.length);
    if (last <= first) {
      rows.replaceChildren();
      drawn = { from: 0, to: -1 };
      return;
    }
    const origin = first === 0 ? 0 : (place.tops[first] ?? 0);
    const end = last >= index.rows ? totalHeight(place.tops) : (place.tops[last] ?? 0);
    const current = rowOf(index, step);
    const window = {
      from: first,
      rows: loaded.rows.slice(first - loaded.from, last - loaded.from),
      spans: loaded.spans.filter((s) => s.start < last && s.end >= first),
    };
    const view: View = { index, layout: place, form, say, current, origin };
    rows.setAttribute('viewBox', `0 0 ${place.width} ${end - origin}`);
    rows.setAttribute('width', String(place.width * scale));
    rows.setAttribute('height', String((end - origin) * scale));
    rows.style.top = `${origin * scale}px`;
    rows.replaceChildren(...rowsScene(view, window).map(draw));
    drawn = { from: first, to: last };
    if (current >= first && current < last) scroller.setAttribute('aria-activedescendant', `row-${current}`);
    else scroller.removeAttribute('aria-activedescendant');
  }

  function renderHead(): void {
    if (!index || !place) return;
    const height = headHeight(index);
    head.setAttribute('viewBox', `0 0 ${place.width} ${height}`);
    head.setAttribute('width', String(place.width * scale));
    head.setAttribute('height', String(height * scale));
    const states = shownDetail?.states ?? [];
    head.setAttribute(
      'aria-label',
      index.lanes.map((lane, end) => `${lane.name} ${states[end] ?? 'CLOSED'}`).join(', '),
    );
    head.replaceChildren(...headScene(index, place, states).map(draw));
  }

  function arrange(): void {
    if (!index) return;
    scale = (parseFloat(getComputedStyle(scroller).fontSize) || BASE) / BASE;
    place = layout(index, scroller.clientWidth / scale, form);
    sky.style.height = `${totalHeight(place.tops) * scale}px`;
    sky.style.width = `${place.width * scale}px`;
    asked = '';
    renderHead();
    render();
  }

  function reveal(): void {
    if (!index || !place) return;
    const row = rowOf(index, step);
    if (row < 0) {
      scroller.scrollTop = 0;
      return;
    }
    const top = (place.tops[row] ?? 0) * scale;
    const bottom = (place.tops[row + 1] ?? 0) * scale;
    const room = scroller.clientHeight;
    const slack = Math.min(40 * scale, room / 4);
    if (top - slack < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - slack);
    else if (bottom + slack > scroller.scrollTop + room) scroller.scrollTop = bottom + slack - room;
  }

  scroller.addEventListener(
    'scroll',
    () => {
      headBox.scrollLeft = scroller.scrollLeft;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const seen = sight();
        // Scrolling within what is drawn costs nothing.
        const inside = seen.from >= drawn.from && seen.to <= drawn.to;
        if (!inside || !has(Math.max(0, seen.from - 2), Math.min(index?.rows ?? 0, seen.to + 2))) render();
      });
    },
    { passive: true },
  );

  rows.addEventListener('click', (event) => {
    const group = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const row = Number(group?.getAttribute('data-row') ?? -1);
    const found = loaded.rows[row - loaded.from];
    if (found) events.pick(found.step, found.line);
  });

  return {
    element,
    show(newIndex, window, detail) {
      const moved = !index || step !== detail.step;
      index = newIndex;
      loaded = window;
      step = detail.step;
      shownDetail = detail;
      arrange();
      if (moved) {
        reveal();
        render();
      }
    },
    receive(window) {
      loaded = window;
      render();
    },
    go(newStep, shouldReveal) {
      step = newStep;
      if (shouldReveal) reveal();
      render();
    },
    states(detail) {
      shownDetail = detail;
      renderHead();
    },
    numbers(newForm) {
      form = newForm;
      arrange();
      reveal();
    },
    animate() {
      if (index) {
        travel(rows, rowOf(index, step), () => mark('circle', { class: 'traveller', r: 5 }));
      }
    },
    resize: arrange,
  };
}
