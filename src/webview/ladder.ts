/** The diagram itself: a scroll area of the whole height, in which only the rows near sight are drawn. */
import { layout, rowAt, totalHeight, type Layout } from '../diagram/layout';
import { rowOf, type DiagramIndex, type RowWindow } from '../diagram/model';
import type { View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { el } from './dom';
import { createOverview } from './overview';
import { createPane } from './pane';
import { createScroller } from './scroller';
import { travel } from './travel';
import { createWhatIfMenu } from './what-if';

export interface LadderEvents {
  readonly need: (from: number, to: number) => void;
  readonly pick: (step: number, line: number) => void;
  /** A key led to a row with a step. */
  readonly go: (step: number) => void;
  /** A sign that opens or closes was pressed: `fold:STEP` or `section:LINE`. */
  readonly turn: (what: string) => void;
}

export interface Ladder {
  readonly element: HTMLElement;
  show(index: DiagramIndex, window: RowWindow, detail: Detail): void;
  receive(window: RowWindow): void;
  /** Makes a step the current one; scrolls to it where it is out of sight. */
  go(step: number, reveal: boolean): void;
  states(detail: Detail): void;
  numbers(form: NumberForm): void;
  /** Opens or closes the fold or heading that a key would act on. */
  turn(): void;
  /** Lets the current segment travel along its arrow. */
  animate(): void;
  resize(): void;
}

export function createLadder(say: View['say'], events: LadderEvents, firstForm: NumberForm): Ladder {
  const pane = createPane(say, '', events.need);
  const scroller = createScroller(say('panel/diagram'), [pane], render);
  const menu = createWhatIfMenu(say, scroller.element, () => {
    reveal();
    scroller.render();
  });
  const overview = createOverview((share) => scroller.center(share));
  scroller.onScroll((from, to) => {
    overview.sight(from, to);
    placeMenu();
    wasInSight = isInSight();
  });
  const area = el('div', { class: 'ladder-area' }, scroller.element, menu.element);
  const body = el('div', { class: 'ladder-body' }, area, overview.element);
  const element = el('div', { class: 'diagram' }, scroller.head, body);

  let index: DiagramIndex | undefined;
  let place: Layout | undefined;
  let form = firstForm;
  let step = -1;
  /** The heading or caption that the keys have led to; -1 where they are at the current step. */
  let heading = -1;
  /** What the rows were last placed for. */
  let arranged: { readonly index: DiagramIndex; readonly width: number; readonly scale: number } | undefined;
  let shownDetail: Detail | undefined;

  function render(top: number, bottom: number): void {
    if (!index) return;
    const current = rowOf(index, step);
    if (pane.render(top, bottom, current)) menu.mark(pane.rows.querySelectorAll<SVGElement>('[data-row]'), pane.row);
    pane.rows.querySelector('.heading-here')?.classList.remove('heading-here');
    if (heading >= 0) pane.rows.querySelector(`#row-${heading}`)?.classList.add('heading-here');
    scroller.active(`item-${heading >= 0 ? heading : current}`);
    placeMenu();
  }

  /** Whether the current row was in sight before the room for it changed. */
  let wasInSight = false;
  function isInSight(): boolean {
    const row = index ? rowOf(index, step) : -1;
    if (!place || row < 0) return false;
    const [top, bottom] = [place.tops[row] ?? 0, place.tops[row + 1] ?? 0];
    return bottom > scroller.top() && top < scroller.top() + scroller.height();
  }

  /** Keeps the menu's button at the current row. */
  function placeMenu(): void {
    if (!index || !place) return;
    const current = rowOf(index, step);
    const shown = pane.rows.querySelector(`#row-${current}`);
    const [scale, top] = [scroller.scale(), (place.tops[current] ?? 0) - scroller.top()];
    const right = place.right * scale - scroller.element.scrollLeft;
    const row = shown ? pane.row(shown) : undefined;
    menu.show(row ?? (current < 0 ? undefined : 'coming'), (top + 3) * scale, right);
  }

  function tellOverview(): void {
    if (!index || !place) return;
    const row = rowOf(index, step);
    overview.current(row < 0 ? -1 : (place.tops[row] ?? 0) / totalHeight(place.tops));
  }

  /** Places the rows; what is in sight is drawn by the next `render`. */
  function lay(): void {
    if (!index) return;
    const [width, scale] = [scroller.width(), scroller.scale()];
    arranged = { index, width, scale };
    place = layout(index, width, form);
    pane.arrange({ index, place, form, scale, x: 0 });
    scroller.size(place.width, totalHeight(place.tops));
    pane.heads(shownDetail?.states ?? []);
    overview.show(index, place);
    tellOverview();
  }

  function arrange(): void {
    lay();
    scroller.render();
  }

  /** The step at the top of what is in sight, or the current one where it is, and how far below the top it stands. */
  function anchor(): { readonly step: number; readonly offset: number } | undefined {
    if (!index || !place) return undefined;
    const { tops } = place;
    const [top, bottom] = [scroller.top(), scroller.top() + scroller.height()];
    const current = rowOf(index, step);
    const at = tops[current] ?? -1;
    if (current >= 0 && at >= top && at < bottom) return { step, offset: at - top };
    let row = rowAt(tops, top);
    while (row < index.rows && (index.stepOfRow[row] ?? -1) < 0) row++;
    const found = index.stepOfRow[row];
    return found === undefined ? undefined : { step: found, offset: (tops[row] ?? 0) - top };
  }

  function revealRow(row: number): void {
    if (place) scroller.reveal(row < 0 ? 0 : (place.tops[row] ?? 0), row < 0 ? 0 : (place.tops[row + 1] ?? 0));
  }

  function reveal(): void {
    if (index) revealRow(rowOf(index, step));
  }

  /** The row that keys act on. */
  function rowHere(): number {
    if (heading >= 0) return heading;
    return index ? rowOf(index, step) : -1;
  }

  /** Goes to the next row or the one before: headings too, which have no step. */
  function move(by: 1 | -1): void {
    if (!index) return;
    const to = rowHere() + by;
    if (to < 0 || to >= index.rows) return;
    const found = index.stepOfRow[to] ?? -1;
    heading = found < 0 ? to : -1;
    if (found >= 0) {
      events.go(found);
      return;
    }
    revealRow(to);
    scroller.render();
  }

  /** Opens or closes what stands in a row. A fold that a closed section made belongs to the heading above it. */
  function turnRow(row: number): void {
    const element = (at: number): Element | null => pane.rows.querySelector(`#row-${at}`);
    const own = element(row);
    const isSection = own && pane.row(own)?.fold?.why === 'section';
    const sign = (isSection ? element(row - 1) : own)?.querySelector('[data-toggle]');
    if (sign) events.turn(sign.getAttribute('data-toggle') ?? '');
  }

  /** What a heading is: open, closed, or none that could be either. */
  function expanded(row: number): string | undefined {
    return pane.rows.querySelector(`#item-${row}`)?.getAttribute('aria-expanded') ?? undefined;
  }

  scroller.element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const isOpen = heading >= 0 ? expanded(heading) : undefined;
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      // At a heading they are a tree's keys; at a step they go on and back.
      ArrowRight: heading < 0 ? undefined : () => (isOpen === 'false' ? turnRow(heading) : move(1)),
      ArrowLeft: heading < 0 ? undefined : () => (isOpen === 'true' ? turnRow(heading) : move(-1)),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  pane.rows.addEventListener('click', (event) => {
    const what = event.target instanceof Element ? event.target.closest('[data-toggle]') : null;
    if (what) {
      turnRow(Number(what.closest('[data-row]')?.getAttribute('data-row') ?? -1));
      return;
    }
    const found = event.target instanceof Element ? pane.row(event.target) : undefined;
    if (found) events.pick(found.step, found.line);
  });

  return {
    element,
    show(newIndex, window, detail) {
      const moved = !index || step !== detail.step;
      const kept = moved ? undefined : anchor();
      index = newIndex;
      if ((index.stepOfRow[heading] ?? 0) >= 0) heading = -1;
      pane.receive(window);
      step = detail.step;
      shownDetail = detail;
      lay();
      if (moved) reveal();
      else if (kept && place) {
        // What was folded or opened above leaves in place what one looks at.
        scroller.to((place.tops[rowOf(index, kept.step)] ?? 0) - kept.offset);
      }
      scroller.render();
    },
    receive(window) {
      pane.receive(window);
      scroller.render();
    },
    go(newStep, shouldReveal) {
      step = newStep;
      heading = -1;
      tellOverview();
      if (shouldReveal) reveal();
      scroller.render();
    },
    states(detail) {
      shownDetail = detail;
      pane.heads(detail.states);
    },
    numbers(newForm) {
      form = newForm;
      lay();
      reveal();
      scroller.render();
    },
    turn: () => turnRow(rowHere()),
    animate() {
      if (index) travel(pane.rows, rowOf(index, step));
    },
    resize() {
      const isFollowed = wasInSight;
      // Most of what changes sizes changes only how much is in sight.
      if (arranged?.index === index && arranged?.width === scroller.width() && arranged.scale === scroller.scale()) {
        scroller.render();
      } else arrange();
      // A smaller room keeps in sight the step that one looked at.
      if (isFollowed) reveal();
    },
  };
}
