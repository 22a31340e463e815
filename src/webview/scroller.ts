/** A scroll area that is as high as the whole drawing, under heads that stay; what is in it draws what comes into sight. */
import type { Pane } from './pane';
import { el } from './dom';

/** The font size that layout counts in. */
const BASE = 13;

export interface Scroller {
  readonly element: HTMLElement;
  readonly head: HTMLElement;
  /** Pixels of the screen in one of the drawing's. */
  scale(): number;
  /** The width at hand, in the drawing's pixels. */
  width(): number;
  size(width: number, height: number): void;
  /** What is in sight, in the drawing's pixels. */
  top(): number;
  height(): number;
  to(top: number): void;
  /** Scrolls to where a share of the whole height is in the middle. */
  center(share: number): void;
  /** Tells, as shares of the whole height, what is in sight. */
  onScroll(tell: (from: number, to: number) => void): void;
  /** Scrolls so far that what is between two heights of the drawing is in sight. */
  reveal(top: number, bottom: number): void;
  /** Says which element is the current one, where it is drawn. */
  active(id: string): void;
  render(): void;
}

/** `render` draws what is between two heights, in pixels of the screen. */
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
  let tell: (from: number, to: number) => void = () => undefined;
  const scale = (): number => (parseFloat(getComputedStyle(element).fontSize) || BASE) / BASE;

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
        // Scrolling within what is drawn costs nothing.
        if (!panes.every((p) => p.covers(top, bottom))) draw();
      });
    },
    { passive: true },
  );

  return {
    element,
    head,
    scale,
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
