/** One diagram in a scroll area: its head, and an SVG that holds only the rows near sight. */
import { backScene, rowsScene, spansScene } from '../diagram/draw';
import { headHeight, headScene } from '../diagram/head';
import { rowAt, totalHeight, type Layout } from '../diagram/layout';
import type { DiagramIndex, RowWindow } from '../diagram/model';
import { timeClass, type View } from '../diagram/view';
import type { NumberForm } from '../panel/messages';
import { draw, svgElement } from './dom';

/** Rows that are drawn above and below those in sight, and that are asked for beyond these. */
const MARGIN = 12;
const AHEAD = 40;

export interface Shown {
  readonly index: DiagramIndex;
  readonly place: Layout;
  readonly form: NumberForm;
  /** Pixels of the screen in one of the drawing's. */
  readonly scale: number;
  /** Where the drawing begins, in its own pixels. */
  readonly x: number;
}

export interface Pane {
  readonly head: SVGSVGElement;
  readonly rows: SVGSVGElement;
  arrange(shown: Shown): void;
  /** New rows; `false` to leave the drawing as it is until the next `render`. */
  receive(window: RowWindow): void;
  /**
   * Draws what is between two heights of the scroll area, and asks for rows that are missing. Gives whether rows were drawn
   * anew: where only the current one is another, they are marked anew.
   */
  render(top: number, bottom: number, current: number): boolean;
  /** Whether all rows between two heights are drawn. */
  covers(top: number, bottom: number): boolean;
  heads(states: Parameters<typeof headScene>[2]): void;
  row(element: Element): RowWindow['rows'][number] | undefined;
}

/** What stands in the drawing. */
interface Drawn {
  readonly shown: Shown;
  readonly loaded: RowWindow;
  readonly window: RowWindow;
  readonly view: View;
}

/** Makes another row the current one: those between the two change what they are marked as, and nothing else does. */
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

export function createPane(say: View['say'], prefix: string, need: (from: number, to: number) => void): Pane {
  const head = svgElement({ class: 'tf head', role: 'img' });
  const rows = svgElement({ class: 'tf rows-svg', role: 'presentation' });
  let shown: Shown | undefined;
  let loaded: RowWindow = { from: 0, rows: [], spans: [] };
  let drawn: Drawn | undefined;
  let asked = '';

  function sight(top: number, bottom: number): { from: number; to: number } {
    if (!shown || shown.index.rows === 0) return { from: 0, to: 0 };
    const { tops } = shown.place;
    const from = rowAt(tops, top / shown.scale);
    const to = rowAt(tops, bottom / shown.scale) + 1;
    return { from: Math.max(0, from), to: Math.min(shown.index.rows, to) };
  }

  function has(from: number, to: number): boolean {
    return from >= loaded.from && to <= loaded.from + loaded.rows.length;
  }

  /** Whether rows are drawn. */
  function covered({ from, to }: { readonly from: number; readonly to: number }): boolean {
    if (!drawn) return false;
    const { window } = drawn;
    return from >= window.from && to <= window.from + window.rows.length;
  }

  return {
    head,
    rows,
    arrange(next) {
      shown = next;
      asked = '';
    },
    receive(window) {
      loaded = window;
    },
    render(top, bottom, current) {
      if (!shown) return false;
      const { index, place, form, scale, x } = shown;
      const seen = sight(top, bottom);
      const from = Math.max(0, seen.from - MARGIN);
      const to = Math.min(index.rows, seen.to + MARGIN);
      if (!has(from, to)) {
        const [a, b] = [Math.max(0, from - AHEAD), Math.min(index.rows, to + AHEAD)];
        if (asked !== `${a} ${b}`) {
          asked = `${a} ${b}`;
          need(a, b);
        }
      }
      const first = Math.max(from, loaded.from);
      const last = Math.min(to, loaded.from + loaded.rows.length);
      if (last <= first) {
        rows.replaceChildren();
        drawn = undefined;
        return true;
      }
      if (drawn?.shown === shown && drawn.loaded === loaded && covered(seen)) {
        const { window, view } = drawn;
        if (view.current === current) return false;
        drawn = { ...drawn, view: { ...view, current } };
        mark(rows, view.current, drawn.view);
        rows.querySelector(':scope > .back')?.replaceWith(draw(backScene(drawn.view, window)));
        rows.querySelector(':scope > .spans')?.replaceWith(draw(spansScene(drawn.view, window)));
        return false;
      }
      const origin = first === 0 ? 0 : (place.tops[first] ?? 0);
      const end = last >= index.rows ? totalHeight(place.tops) : (place.tops[last] ?? 0);
      const window = {
        from: first,
        rows: loaded.rows.slice(first - loaded.from, last - loaded.from),
        spans: loaded.spans.filter((s) => s.start < last && s.end >= first),
      };
      const view: View = { index, layout: place, form, say, current, origin, prefix };
      rows.setAttribute('viewBox', `0 0 ${place.width} ${end - origin}`);
      rows.setAttribute('width', String(place.width * scale));
      rows.setAttribute('height', String((end - origin) * scale));
      rows.style.top = `${origin * scale}px`;
      rows.style.left = `${x * scale}px`;
      rows.replaceChildren(...rowsScene(view, window).map(draw));
      drawn = { shown, loaded, window, view };
      return true;
    },
    covers(top, bottom) {
      const seen = sight(top, bottom);
      return covered(seen) && has(Math.max(0, seen.from - 2), Math.min(shown?.index.rows ?? 0, seen.to + 2));
    },
    heads(states) {
      if (!shown) return;
      const { index, place, scale } = shown;
      const height = headHeight(index);
      head.setAttribute('viewBox', `0 0 ${place.width} ${height}`);
      head.setAttribute('width', String(place.width * scale));
      head.setAttribute('height', String(height * scale));
      const said = index.lanes.map((lane, end) => `${lane.name} ${states[end] ?? 'CLOSED'}`);
      head.setAttribute('aria-label', said.join(', '));
      head.replaceChildren(...headScene(index, place, states).map(draw));
    },
    row(element) {
      const row = Number(element.closest('[data-row]')?.getAttribute('data-row') ?? -1);
      return loaded.rows[row - loaded.from];
    },
  };
}
