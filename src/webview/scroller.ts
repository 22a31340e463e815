/** A scroll area of the drawing's full height under a fixed head, in which only the visible part is drawn. */
import type { Pane } from './pane';
import { el } from './dom';

/** The font size for which layouts are computed, pixels. */
const BASE = 13;

export interface Scroller {
  readonly element: HTMLElement;
  readonly head: HTMLElement;
  /** Screen pixels per pixel of the drawing. */
  scale(): number;
  /** The user's zoom factor; sets the factor if an argument is given. */
  zoom(to?: number): number;
  /** The available width in the drawing's pixels. */
  width(): number;
  /** The size of the visible part, and the width of the drawing that is scrolled out at the left, in screen pixels. */
  room(): Room;
  /**
   * Measures sizes and scroll position. All other functions use the last measurement, since reading from the DOM may
   * force a layout.
   */
  measure(): void;
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

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly left: number;
}

interface Area {
  room(): Room;
  /** Top of the visible part, screen pixels. */
  top(): number;
  /** The font size, pixels. */
  font(): number;
  measure(): void;
  /** Reads the scroll position again. */
  scrolled(): Room;
  to(top: number): void;
}

/** Sizes and position of a scroll area, stored at the last measurement or scroll event. */
function createArea(element: HTMLElement): Area {
  let font = BASE;
  let room: Room = { width: 0, height: 0, left: 0 };
  let top = 0;
  function scrolled(): Room {
    top = element.scrollTop;
    room = { ...room, left: element.scrollLeft };
    return room;
  }
  return {
    room: () => room,
    top: () => top,
    font: () => font,
    scrolled,
    measure() {
      font = parseFloat(getComputedStyle(element).fontSize) || BASE;
      room = { ...room, width: element.clientWidth, height: element.clientHeight };
      scrolled();
    },
    to(wanted) {
      if (Math.abs(wanted - top) < 0.5) return;
      element.scrollTop = wanted;
      top = element.scrollTop;
    },
  };
}

/** Work that is done in the next frame, once, regardless of the number of requests. */
function nextFrame(work: () => void): { ask(): void; renew(): void } {
  let frame = 0;
  const ask = (): void => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      work();
    });
  };
  return {
    ask,
    renew() {
      cancelAnimationFrame(frame);
      frame = 0;
      ask();
    },
  };
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
  let zoom = 1;
  let tell: (from: number, to: number) => void = () => undefined;
  const area = createArea(element);
  /** Height of the drawing, screen pixels. */
  let whole = 0;
  /** The sideways scroll position of the head. */
  let beside = 0;
  const scale = (): number => (zoom * area.font()) / BASE;

  const bottom = (): number => area.top() + area.room().height;
  const seen = (): void => {
    const all = Math.max(1, whole, area.room().height);
    tell(area.top() / all, bottom() / all);
  };
  function draw(): void {
    seen();
    render(area.top(), bottom());
    // If rows beyond the visible ones are still missing, they are drawn in the next frame.
    if (panes.some((p) => p.isBare)) later.renew();
  }
  const later = nextFrame(() => {
    seen();
    // Scrolling within the drawn rows needs no drawing.
    if (!panes.every((p) => p.covers(area.top(), bottom()))) draw();
  });

  element.addEventListener(
    'scroll',
    () => {
      const { left } = area.scrolled();
      if (left !== beside) head.scrollLeft = left;
      beside = left;
      later.ask();
    },
    { passive: true },
  );

  return {
    element,
    head,
    scale,
    zoom: (to = zoom) => (zoom = to),
    width: () => area.room().width / scale(),
    room: area.room,
    measure: area.measure,
    size(width, height) {
      whole = height * scale();
      sky.style.width = `${width * scale()}px`;
      sky.style.height = `${whole}px`;
    },
    top: () => area.top() / scale(),
    height: () => area.room().height / scale(),
    to: (at) => area.to(at * scale()),
    center: (share) => area.to(share * whole - area.room().height / 2),
    onScroll(next) {
      tell = next;
    },
    reveal(from, to) {
      const [first, last] = [from * scale(), to * scale()];
      const [{ height }, top] = [area.room(), area.top()];
      const slack = Math.min(40 * scale(), height / 4);
      if (first - slack < top) area.to(Math.max(0, first - slack));
      else if (last + slack > top + height) area.to(last + slack - height);
    },
    active(id) {
      if (element.querySelector(`#${id}`)) element.setAttribute('aria-activedescendant', id);
      else element.removeAttribute('aria-activedescendant');
    },
    render: draw,
  };
}
