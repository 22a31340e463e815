/** One diagram in a scroll area: its head, and an SVG with only the rows near the visible part. */
import { aroundScene, backScene, kinOf, rowScenes, spansScene } from '../diagram/draw';
import { messagesScene } from '../diagram/draw-message';
import { headHeight, headScene } from '../diagram/head';
import { rowAt, type Layout } from '../diagram/layout';
import type { DiagramIndex, RowWindow } from '../diagram/model';
import { timeClass, type View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { draw, svgElement } from './dom';
import { Demand, holds, widened, type Stretch } from './stretch';

/** The number of rows drawn above and below the visible ones. */
const MARGIN = 12;
/**
 * With fewer drawn rows than this beyond the visible ones, further rows are drawn: a few at a time, so that no frame
 * draws many.
 */
const LEAST = 6;
/** The number of rows requested before and after the drawn rows. */
const AHEAD = 40;
/**
 * The largest distance of a row from a drawing's origin, in the drawing's pixels: further away, single precision is too
 * coarse for glyphs.
 */
const FAR = 250_000;

export interface Shown {
  readonly index: DiagramIndex;
  readonly place: Layout;
  readonly form: NumberForm;
  /** Screen pixels per pixel of the drawing. */
  readonly scale: number;
  /** The x position of the drawing's left edge, in the drawing's pixels. */
  readonly x: number;
}

/** The current content of the drawing. */
interface Drawn {
  readonly shown: Shown;
  readonly loaded: RowWindow;
  readonly window: RowWindow;
  readonly view: View;
}

/** Makes another row the current one. Only the classes of the rows between the old and the new current row change. */
function mark(rows: SVGElement, was: number, view: View): void {
  const { current } = view;
  const [low, high] = [Math.min(was, current), Math.max(was, current)];
  for (const element of rows.querySelectorAll('.row')) {
    const row = Number(element.getAttribute('data-row'));
    if (was >= 0 && current >= 0 && (row < low || row > high)) continue;
    const now = timeClass(view, row).trim();
    element.classList.toggle('current', now === 'current');
    element.classList.toggle('later', now === 'later');
    element.querySelector('[role=treeitem]')?.setAttribute('aria-selected', String(now === 'current'));
  }
}

/**
 * Highlights the badge of the current step, if this step is an `expect` that holds, which has a badge in place of a
 * row.
 */
function markHeld(rows: SVGElement, { step = -1 }: View): void {
  for (const element of rows.querySelectorAll('.held')) {
    const [first, last] = ['data-to-step', 'data-last'].map((name) => Number(element.getAttribute(name)));
    element.classList.toggle('now', step >= (first ?? 0) && step <= (last ?? -1));
  }
}

/** Highlights the rows that concern the same messages as the current row. */
function markKin(rows: SVGElement, { kin = [], current }: View): void {
  for (const element of rows.querySelectorAll('.row[data-messages]')) {
    const about = (element.getAttribute('data-messages') ?? '').split(' ').map(Number);
    const isOther = Number(element.getAttribute('data-row')) !== current;
    element.classList.toggle('kin', isOther && about.some((message) => kin.includes(message)));
  }
}

/** The range of row indices of a window. */
function stretchOf({ from, rows }: RowWindow): Stretch {
  return { from, to: from + rows.length };
}

/** The part of a window between two rows, with the segments that cross it. */
function cut({ from, rows, spans, messages, streams }: RowWindow, first: number, last: number): RowWindow {
  const crosses = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    start < last && end >= first;
  return {
    from: first,
    rows: rows.slice(first - from, last - from),
    spans: spans.filter(crosses),
    messages: messages.filter(crosses),
    ...(streams !== undefined && {
      streams: {
        lanes: streams.lanes.filter(crosses),
        folded: streams.folded.filter(crosses),
        stalls: streams.stalls.filter(crosses),
      },
    }),
  };
}

/** Removes the rows of a drawing that are outside a range; the group's rows are in ascending order. */
function drop(group: SVGElement, { from, to }: Stretch): void {
  const rowOf = (element: Element): number => Number(element.getAttribute('data-row'));
  while (group.firstElementChild && rowOf(group.firstElementChild) < from) group.firstElementChild.remove();
  while (group.lastElementChild && rowOf(group.lastElementChild) >= to) group.lastElementChild.remove();
}

export class Pane {
  readonly head = svgElement({ class: 'tf head', role: 'img' });
  readonly rows = svgElement({ class: 'tf rows-svg', role: 'presentation' });
  /**
   * True if only the visible rows are drawn so far, to spread the work over frames: the next `render` draws the rows
   * beyond.
   */
  isBare = false;
  private shown: Shown | undefined;
  private loaded: RowWindow = { from: 0, rows: [], spans: [], messages: [] };
  private drawn: Drawn | undefined;
  /** The flow and states for which the head was drawn. */
  private headed: { readonly shown: Shown; readonly states: Detail['states'] } | undefined;
  private readonly demand: Demand;
  /** The SVG group of the drawn rows. */
  private readonly group = svgElement({ class: 'rows' }, 'g');

  /**
   * @param prefix prefix of the rows' element ids
   * @param need requests missing rows
   */
  constructor(
    private readonly say: View['say'],
    private readonly prefix: string,
    need: (from: number, to: number) => void,
  ) {
    this.demand = new Demand(need);
  }

  arrange(shown: Shown): void {
    this.shown = shown;
    this.demand.renew();
  }

  /** Takes new rows; the next `render` draws them. */
  receive(window: RowWindow): void {
    this.loaded = window;
  }

  /**
   * Draws the part between two heights of the scroll area and requests missing rows. Returns the elements of the rows
   * that are new in the drawing. `step` is the current step, which may be drawn as a badge in the current row.
   */
  render(top: number, bottom: number, current: number, step = -1): readonly SVGElement[] {
    const { shown, loaded } = this;
    if (!shown) return [];
    const count = shown.index.rows;
    const seen = this.sight(shown, top, bottom);
    const wanted = widened(seen, MARGIN, count);
    this.isBare = false;
    const there = stretchOf(loaded);
    const least = widened(seen, LEAST, count);
    const around = { from: Math.max(least.from, there.from), to: Math.min(least.to, there.to) };
    if (!holds(there, wanted)) this.demand.ask(widened(wanted, AHEAD, count));
    const [first, last] = [Math.max(wanted.from, there.from), Math.min(wanted.to, there.to)];
    if (last <= first) {
      this.rows.replaceChildren();
      this.drawn = undefined;
      return [];
    }
    if (this.drawn?.shown === shown && this.drawn.loaded === loaded && this.isDrawn(around)) {
      this.mark(this.drawn, current, step);
      return [];
    }
    const stretch = { from: first, to: last };
    const kept = this.kept(shown, stretch);
    if (kept) return this.draw(shown, stretch, kept, current, step);
    const bare = { from: Math.max(first, seen.from), to: Math.min(last, seen.to) };
    this.isBare = bare.from < bare.to && (bare.from > first || bare.to < last);
    return this.draw(shown, this.isBare ? bare : stretch, undefined, current, step);
  }

  /** True if all rows between two heights of the scroll area and some rows beyond are drawn. */
  covers(top: number, bottom: number): boolean {
    const { shown } = this;
    if (!shown) return false;
    const seen = this.sight(shown, top, bottom);
    const around = widened(seen, LEAST, shown.index.rows);
    return this.isDrawn(around) && holds(stretchOf(this.loaded), around);
  }

  heads(states: Detail['states']): void {
    if (!this.shown) return;
    const { index, place, scale } = this.shown;
    const { head, headed } = this;
    if (headed?.shown === this.shown && states.length === headed.states.length) {
      if (states.every((state, end) => state === headed.states[end])) return;
    }
    this.headed = { shown: this.shown, states };
    const height = headHeight(index);
    head.setAttribute('viewBox', `0 0 ${place.width} ${height}`);
    head.setAttribute('width', String(place.width * scale));
    head.setAttribute('height', String(height * scale));
    const said = index.lanes.map((lane, end) => `${lane.name} ${states[end] ?? 'CLOSED'}`);
    head.setAttribute('aria-label', said.join(', '));
    head.replaceChildren(...headScene(index, place, states).map(draw));
  }

  /** The row to which an element belongs. */
  row(element: Element): RowWindow['rows'][number] | undefined {
    const row = Number(element.closest('[data-row]')?.getAttribute('data-row') ?? -1);
    return this.loaded.rows[row - this.loaded.from];
  }

  private sight({ index, place, scale }: Shown, top: number, bottom: number): Stretch {
    if (index.rows === 0) return { from: 0, to: 0 };
    const from = rowAt(place.tops, top / scale);
    const to = rowAt(place.tops, bottom / scale) + 1;
    return { from: Math.max(0, from), to: Math.min(index.rows, to) };
  }

  private isDrawn(rows: Stretch): boolean {
    return this.drawn !== undefined && holds(stretchOf(this.drawn.window), rows);
  }

  /** Makes another row of the drawing the current one. */
  private mark(drawn: Drawn, current: number, step: number): void {
    const { window, view } = drawn;
    if (view.current === current && view.step === step) return;
    const next = { ...view, current, step, kin: kinOf(this.loaded, current) };
    this.drawn = { ...drawn, view: next };
    markHeld(this.rows, next);
    if (view.current === current) return;
    mark(this.rows, view.current, next);
    this.rows.querySelector(':scope > .back')?.replaceWith(draw(backScene(next, window)));
    this.rows.querySelector(':scope > .spans')?.replaceWith(draw(spansScene(next, window)));
    this.rows.querySelector(':scope > .messages')?.replaceWith(draw(messagesScene(next, window)));
    markKin(this.rows, next);
  }

  /** Draws a range of rows. Rows that are already drawn stay, so that scrolling draws only the new ones. */
  private draw(
    shown: Shown,
    stretch: Stretch,
    kept: Drawn | undefined,
    current: number,
    step: number,
  ): readonly SVGElement[] {
    const { index, place, form, scale, x } = shown;
    const { say, prefix, loaded, rows, group } = this;
    const { from, to } = stretch;
    const top = from === 0 ? 0 : (place.tops[from] ?? 0);
    const origin = kept?.view.origin ?? top;
    const window = cut(loaded, from, to);
    const kin = kinOf(loaded, current);
    const view: View = { index, layout: place, form, say, current, step, origin, prefix, kin };
    if (!kept) {
      // The rows overflow their SVG box of height 1: in a box of the full height, each new row would cause a layout of
      // all texts.
      rows.setAttribute('viewBox', `0 0 ${place.width} 1`);
      rows.setAttribute('width', String(place.width * scale));
      rows.setAttribute('height', String(scale));
      rows.style.top = `${top * scale}px`;
      rows.style.left = `${x * scale}px`;
    }
    if (group.parentNode !== rows) rows.replaceChildren(group);
    for (const layer of [...rows.children]) if (layer !== group) layer.remove();
    const { behind, over } = aroundScene(view, window);
    group.before(...behind.map(draw));
    group.after(...over.map(draw));
    this.drawn = { shown, loaded, window, view };
    if (!kept) {
      const all = rowScenes(view, window, from, to).map(draw);
      group.replaceChildren(...all);
      return all;
    }
    drop(group, stretch);
    if (kept.view.current !== current) mark(group, kept.view.current, view);
    markHeld(group, view);
    markKin(group, view);
    const there = stretchOf(kept.window);
    const above = rowScenes(view, window, from, Math.max(from, there.from)).map(draw);
    const below = rowScenes(view, window, Math.min(to, there.to), to).map(draw);
    group.prepend(...above);
    group.append(...below);
    return [...above, ...below];
  }

  /** The drawing, if some of its rows can keep their position when a range of rows is drawn. */
  private kept(shown: Shown, { from, to }: Stretch): Drawn | undefined {
    const { drawn } = this;
    const top = from === 0 ? 0 : (shown.place.tops[from] ?? 0);
    if (drawn?.shown !== shown || Math.abs(top - drawn.view.origin) > FAR) return undefined;
    const there = stretchOf(drawn.window);
    return there.from < to && there.to > from ? drawn : undefined;
  }
}
