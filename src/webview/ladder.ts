/** The diagram itself: a scroll area of the whole height, in which only the rows near sight are drawn. */
import { layout, totalHeight, type Layout } from '../diagram/layout';
import { rowOf, type DiagramIndex, type RowWindow } from '../diagram/model';
import { mark } from '../diagram/scene';
import type { View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { el } from './dom';
import { createPane } from './pane';
import { createScroller } from './scroller';
import { travel } from './travel';

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
  const pane = createPane(say, '', events.need);
  const scroller = createScroller(say('panel/diagram'), [pane], render);
  const element = el('div', { class: 'diagram' }, scroller.head, scroller.element);

  let index: DiagramIndex | undefined;
  let place: Layout | undefined;
  let form = firstForm;
  let step = -1;
  let shownDetail: Detail | undefined;

  function render(top: number, bottom: number): void {
    if (!index) return;
    const current = rowOf(index, step);
    pane.render(top, bottom, current);
    scroller.active(`row-${current}`);
  }

  function arrange(): void {
    if (!index) return;
    const scale = scroller.scale();
    place = layout(index, scroller.width(), form);
    pane.arrange({ index, place, form, scale, x: 0 });
    scroller.size(place.width, totalHeight(place.tops));
    pane.heads(shownDetail?.states ?? []);
    scroller.render();
  }

  function reveal(): void {
    if (!index || !place) return;
    const row = rowOf(index, step);
    scroller.reveal(row < 0 ? 0 : (place.tops[row] ?? 0), row < 0 ? 0 : (place.tops[row + 1] ?? 0));
  }

  pane.rows.addEventListener('click', (event) => {
    const found = event.target instanceof Element ? pane.row(event.target) : undefined;
    if (found) events.pick(found.step, found.line);
  });

  return {
    element,
    show(newIndex, window, detail) {
      const moved = !index || step !== detail.step;
      index = newIndex;
      pane.receive(window);
      step = detail.step;
      shownDetail = detail;
      arrange();
      if (moved) {
        reveal();
        scroller.render();
      }
    },
    receive(window) {
      pane.receive(window);
      scroller.render();
    },
    go(newStep, shouldReveal) {
      step = newStep;
      if (shouldReveal) reveal();
      scroller.render();
    },
    states(detail) {
      shownDetail = detail;
      pane.heads(detail.states);
    },
    numbers(newForm) {
      form = newForm;
      arrange();
      reveal();
    },
    animate() {
      if (index) {
        travel(pane.rows, rowOf(index, step), () => mark('circle', { class: 'traveller', r: 5 }));
      }
    },
    resize: arrange,
  };
}
