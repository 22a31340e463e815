/** The diagram: a scroll area of full height in which only the rows near the visible part are drawn. */
import { layout, rowAt, totalHeight, type Layout } from '../diagram/layout';
import { rowOf, type DiagramIndex, type RowWindow } from '../diagram/model';
import type { View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { el } from './dom';
import { createOverview, type Overview } from './overview';
import { Pane } from './pane';
import { createScroller, type Scroller } from './scroller';
import { anchorOf, isInSight, type Anchor, type Sight } from './sight';
import { travel } from './travel';
import { createWhatIfMenu, type WhatIfMenu } from './what-if';
import { STAGE, fitting, limited, movable } from './zoom';

export interface LadderEvents {
  readonly need: (from: number, to: number) => void;
  readonly pick: (step: number, line: number) => void;
  /** The user moved by keyboard to a row with a step. */
  readonly go: (step: number) => void;
  /** The user clicked the sign of a fold or section: `fold:STEP` or `section:LINE`. */
  readonly turn: (sign: string) => void;
  /** The user wants to insert the script line that is missing before a step. */
  readonly insert: (step: number) => void;
  /** The zoom factor of the diagram has changed. */
  readonly zoomed: (zoom: number) => void;
}

const heightOf = (tops: Float64Array, row: number): number => (tops[row + 1] ?? 0) - (tops[row] ?? 0);

/** The parameters of the last layout. */
interface Arranged {
  readonly index: DiagramIndex;
  readonly width: number;
  readonly scale: number;
}

export class Ladder {
  readonly element: HTMLElement;
  private readonly pane: Pane;
  private readonly scroller: Scroller;
  private readonly menu: WhatIfMenu;
  private readonly overview: Overview;
  private index: DiagramIndex | undefined;
  private place: Layout | undefined;
  private arranged: Arranged | undefined;
  private detail: Detail | undefined;
  private step = -1;
  /** The row of the heading or caption at the keyboard position; -1 if the keyboard position is the current step. */
  private heading = -1;
  /** True if the current row was visible before the size changed. */
  private wasInSight = false;

  constructor(
    say: View['say'],
    private readonly events: LadderEvents,
    private form: NumberForm,
    zoom = 1,
  ) {
    this.pane = new Pane(say, '', events.need);
    this.scroller = createScroller(say('panel/diagram'), [this.pane], (top, bottom) => this.render(top, bottom));
    this.scroller.zoom(zoom);
    movable(this.scroller.element, (factor, at) => this.zoomTo(this.scroller.zoom() * factor, at));
    this.menu = createWhatIfMenu(say, this.scroller, () => {
      this.reveal();
      this.scroller.render();
    });
    this.overview = createOverview((share) => this.scroller.center(share));
    this.scroller.onScroll((from, to) => {
      this.overview.sight(from, to);
      this.placeMenu();
      this.wasInSight = this.place !== undefined && isInSight(this.place.tops, this.row(), this.sight());
    });
    const area = el('div', { class: 'ladder-area' }, this.scroller.element, this.menu.element);
    const body = el('div', { class: 'ladder-body' }, area, this.overview.element);
    this.element = el('div', { class: 'diagram' }, this.scroller.head, body);
    this.scroller.element.addEventListener('keydown', (event) => this.pressed(event));
    this.pane.rows.addEventListener('click', ({ target }) => this.clicked(target));
  }

  show(index: DiagramIndex, window: RowWindow, detail: Detail): void {
    const moved = !this.index || this.step !== detail.step;
    const kept = moved ? undefined : this.anchor();
    this.index = index;
    if ((index.stepOfRow[this.heading] ?? 0) >= 0) this.heading = -1;
    this.pane.receive(window);
    this.step = detail.step;
    this.detail = detail;
    this.lay();
    if (moved) this.reveal();
    else if (kept && this.place) {
      // Folding or opening rows above keeps the visible rows in place.
      const { wasInSight } = this;
      this.scroller.to((this.place.tops[rowOf(index, kept.step)] ?? 0) - kept.offset);
      if (wasInSight) this.reveal();
    }
    this.scroller.render();
  }

  receive(window: RowWindow): void {
    this.pane.receive(window);
    this.scroller.render();
  }

  /** Makes a step the current one; scrolls to it if it is not visible. */
  go(step: number, reveal: boolean): void {
    this.step = step;
    this.heading = -1;
    this.tellOverview();
    if (reveal) this.reveal();
    this.scroller.render();
  }

  states(detail: Detail): void {
    this.detail = detail;
    this.pane.heads(detail.states);
  }

  numbers(form: NumberForm): void {
    this.form = form;
    this.lay();
    this.reveal();
    this.scroller.render();
  }

  /** Opens or closes the fold or section at the keyboard position. */
  turn(): void {
    this.turnRow(this.rowHere());
  }

  /** Requests to insert the script line that is missing before the current step, if a line is missing. */
  insert(): void {
    const missing = this.pane.rows.querySelector(`#row-${this.row()} [data-insert]`);
    if (missing) this.events.insert(Number(missing.getAttribute('data-insert')));
  }

  focus(): void {
    this.scroller.element.focus();
  }

  /** Zooms the diagram in or out by one stage. */
  zoomBy(by: 1 | -1): void {
    this.zoomTo(this.scroller.zoom() * (by > 0 ? STAGE : 1 / STAGE));
  }

  /**
   * Sets the zoom factor to `to`, or to the factor that fits. The row at the height `at` of the visible part (screen
   * pixels) keeps its position; without `at`, the current row does.
   */
  zoomTo(to: number | 'width' | 'all', at?: number): void {
    const { index, place, scroller } = this;
    if (!index || !place) return;
    scroller.measure();
    const zoom = limited(typeof to === 'number' ? to : fitting(index, this.form, scroller, to));
    if (zoom === scroller.zoom()) return;
    const inSight = isInSight(place.tops, this.row(), this.sight());
    const own = inSight ? ((place.tops[this.row()] ?? 0) - scroller.top()) * scroller.scale() : 0;
    const fixed = at ?? own;
    const y = scroller.top() + fixed / scroller.scale();
    const row = Math.max(0, rowAt(place.tops, y));
    const part = heightOf(place.tops, row) > 0 ? (y - (place.tops[row] ?? 0)) / heightOf(place.tops, row) : 0;
    scroller.zoom(zoom);
    this.lay();
    const { tops } = this.place ?? place;
    scroller.to((tops[row] ?? 0) + part * heightOf(tops, row) - fixed / scroller.scale());
    scroller.render();
    this.events.zoomed(zoom);
  }

  /** Animates the current segment along its arrow. */
  animate(): void {
    if (this.index) travel(this.pane.rows, this.row());
  }

  resize(): void {
    const { arranged, index, scroller, wasInSight } = this;
    scroller.measure();
    // Most size changes affect the visible part only, not the layout.
    const isPlaced =
      arranged?.index === index && arranged?.width === scroller.width() && arranged.scale === scroller.scale();
    if (!isPlaced) this.lay();
    scroller.render();
    // If the area shrinks, the current step stays visible.
    if (wasInSight) this.reveal();
  }

  /** Draws the rows between two heights of the scroll area. */
  private render(top: number, bottom: number): void {
    if (!this.index) return;
    const { pane, heading } = this;
    const current = this.row();
    this.menu.mark(pane.render(top, bottom, current, this.step), (element) => pane.row(element));
    pane.rows.querySelector('.heading-here')?.classList.remove('heading-here');
    if (heading >= 0) pane.rows.querySelector(`#row-${heading}`)?.classList.add('heading-here');
    this.scroller.active(`item-${heading >= 0 ? heading : current}`);
    this.placeMenu();
  }

  /** Computes the layout; the next `render` draws it. */
  private lay(): void {
    if (!this.index) return;
    const { index, form, scroller } = this;
    scroller.measure();
    const [width, scale] = [scroller.width(), scroller.scale()];
    const place = layout(index, width, form);
    this.arranged = { index, width, scale };
    this.place = place;
    this.pane.arrange({ index, place, form, scale, x: 0 });
    scroller.size(place.width, totalHeight(place.tops));
    this.pane.heads(this.detail?.states ?? []);
    this.overview.show(index, place);
    this.tellOverview();
  }

  /** The row of the current step. */
  private row(): number {
    return this.index ? rowOf(this.index, this.step) : -1;
  }

  /** The row at the keyboard position. */
  private rowHere(): number {
    return this.heading >= 0 ? this.heading : this.row();
  }

  private sight(): Sight {
    const top = this.scroller.top();
    return { top, bottom: top + this.scroller.height() };
  }

  private anchor(): Anchor | undefined {
    return this.index && this.place && anchorOf(this.index, this.place.tops, this.step, this.sight());
  }

  /** Moves the menu's button to the current row. */
  private placeMenu(): void {
    if (!this.index || !this.place) return;
    const { pane, place, scroller } = this;
    const current = this.row();
    const shown = pane.rows.querySelector(`#row-${current}`);
    const [scale, top] = [scroller.scale(), (place.tops[current] ?? 0) - scroller.top()];
    const right = place.right * scale - scroller.room().left;
    const row = shown ? pane.row(shown) : undefined;
    this.menu.show(row ?? (current < 0 ? undefined : 'coming'), (top + 3) * scale, right);
  }

  private tellOverview(): void {
    if (!this.index || !this.place) return;
    const row = this.row();
    this.overview.current(row < 0 ? -1 : (this.place.tops[row] ?? 0) / totalHeight(this.place.tops));
  }

  private reveal(): void {
    if (this.index) this.revealRow(this.row());
  }

  private revealRow(row: number): void {
    if (!this.place) return;
    const { tops } = this.place;
    this.scroller.reveal(row < 0 ? 0 : (tops[row] ?? 0), row < 0 ? 0 : (tops[row + 1] ?? 0));
  }

  /** Goes to the next or previous row, headings included. */
  private move(by: 1 | -1): void {
    if (!this.index) return;
    const to = this.rowHere() + by;
    if (to < 0 || to >= this.index.rows) return;
    const found = this.index.stepOfRow[to] ?? -1;
    this.heading = found < 0 ? to : -1;
    if (found >= 0) {
      this.events.go(found);
      return;
    }
    this.revealRow(to);
    this.scroller.render();
  }

  /** Opens or closes the fold or section of a row. A fold made by a closed section belongs to the heading above it. */
  private turnRow(row: number): void {
    const { pane } = this;
    const element = (at: number): Element | null => pane.rows.querySelector(`#row-${at}`);
    const own = element(row);
    const isSection = own && pane.row(own)?.fold?.why === 'section';
    const sign = (isSection ? element(row - 1) : own)?.querySelector('[data-toggle]');
    if (sign) this.events.turn(sign.getAttribute('data-toggle') ?? '');
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { heading } = this;
    // `true` if the heading is open, `false` if it is closed, undefined if it can't be opened or closed.
    const isOpen =
      heading < 0 ? undefined : this.pane.rows.querySelector(`#item-${heading}`)?.getAttribute('aria-expanded');
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      // At a heading, the left and right arrow keys close and open the section, as in a tree; at a step, they go back
      // and forward.
      ArrowRight: heading < 0 ? undefined : () => (isOpen === 'false' ? this.turnRow(heading) : this.move(1)),
      ArrowLeft: heading < 0 ? undefined : () => (isOpen === 'true' ? this.turnRow(heading) : this.move(-1)),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /**
   * A click on a fold's sign opens or closes the fold; a click elsewhere in a row makes the row's step the current one.
   */
  private clicked(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const sign = target.closest('[data-toggle]');
    if (sign) {
      this.turnRow(Number(sign.closest('[data-row]')?.getAttribute('data-row') ?? -1));
      return;
    }
    const missing = target.closest('[data-insert]');
    if (missing) {
      this.events.insert(Number(missing.getAttribute('data-insert')));
      return;
    }
    const message = target.closest('[data-to-step]');
    if (message) {
      this.events.go(Number(message.getAttribute('data-to-step')));
      return;
    }
    const found = this.pane.row(target);
    if (found) this.events.pick(found.step, found.line);
  }
}
