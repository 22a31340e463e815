/** A scroll area of the drawing's full height under a fixed head; its content draws the visible part. */
import type { Pane } from './pane';
import { el } from './dom';

/** The font size for which layouts are computed, pixels. */
const BASE = 13;

export interface Scroller {
  readonly element: HTMLElement;
  readonly head: HTMLElement;
  /** Screen pixels per pixel of the drawing. */
  scale(): number;
  /** The factor by which the user has enlarged the drawing; sets it, if one is given. */
  zoom(to?: number): number;
  /** The available width in the drawing's pixels. */
  width(): number;
  size(width: number, height: number): void;
  /** Top of the visible part in the drawing's pixels; `height` is its height. */
  top(): number;
  height(): number;
  to(top: number): void;
  /** Scrolls so that the given share of the whole height is in the middle. */
  center(share: number): void;
  /** Reports the visible part as shares of the whole height. */
  onScroll(tell: (from: number, to: number) => void): void;
  /** Scrolls so that the part between two heights of the drawing is visible. */
  reveal(top: number, bottom: number): void;
  /** Sets the active descendant: the id of the current row's element. */
  active(id: string): void;
  render(): void;
}

/** @param render draws the part between two heights, in screen pixels */
export function createScroller(
  label: string,
  panes: readonly Pane[],
  render: (top: number, bottom: number) => void,
): Scroller {
  const sky = el('div', { class: 'sky' }, ...panes.map((p) => p.rows));
  const element = el('div', { class: 'ladder', tabindex: 0, role: 'tree', 'aria-label': label }, sky);
  const heads = el('div', { class: 'heads' }, ...panes.map((p) => p.head));
  const head = el('div', { class: 'head-box' }, heads);
  let frame = 0;
  let zoom = 1;
  let tell: (from: number, to: number) => void = () => undefined;
  const scale = (): number => (zoom * (parseFloat(getComputedStyle(element).fontSize) || BASE)) / BASE;

  function seen(): void {
    const all = Math.max(1, element.scrollHeight);
    tell(element.scrollTop / all, (element.scrollTop + element.clientHeight) / all);
  }

  function draw(): void {
    seen();
    render(element.scrollTop, element.scrollTop + element.clientHeight);
  }

  element.addEventListener(
    'scroll',
    () => {
      head.scrollLeft = element.scrollLeft;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        seen();
        const [top, bottom] = [element.scrollTop, element.scrollTop + element.clientHeight];
        // Scrolling within the drawn part costs nothing.
        if (!panes.every((p) => p.covers(top, bottom))) draw();
      });
    },
    { passive: true },
  );

  return {
    element,
    head,
    scale,
    zoom: (to = zoom) => (zoom = to),
    width: () => element.clientWidth / scale(),
    size(width, height) {
      sky.style.width = `${width * scale()}px`;
      sky.style.height = `${height * scale()}px`;
    },
    top: () => element.scrollTop / scale(),
    height: () => element.clientHeight / scale(),
    to(top) {
      element.scrollTop = top * scale();
    },
    center(share) {
      element.scrollTop = share * element.scrollHeight - element.clientHeight / 2;
    },
    onScroll(next) {
      tell = next;
    },
    reveal(from, to) {
      const [top, bottom] = [from * scale(), to * scale()];
      const room = element.clientHeight;
      const slack = Math.min(40 * scale(), room / 4);
      if (top - slack < element.scrollTop) element.scrollTop = Math.max(0, top - slack);
      else if (bottom + slack > element.scrollTop + room) element.scrollTop = bottom + slack - room;
    },
    active(id) {
      if (element.querySelector(`#${id}`)) element.setAttribute('aria-activedescendant', id);
      else element.removeAttribute('aria-activedescendant');
    },
    render: draw,
  };
}
