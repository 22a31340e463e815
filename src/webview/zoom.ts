/** The size of the diagram: its limits, the factor that fits, and the mouse that enlarges and drags it. */
import { layout, totalHeight } from '../diagram/layout';
import type { DiagramIndex } from '../diagram/model';
import type { NumberForm } from '../panel/messages';
import type { Scroller } from './scroller';

const LEAST = 0.25;
const MOST = 4;
/** The factor of one press of a key. */
export const STAGE = 1.25;
/** The change of the wheel, pixels, that enlarges by e. */
const WHEEL = 300;
/** Pixels that the mouse moves before it drags. */
const SLACK = 4;
/** The number of layouts that are tried to fit a flow. */
const TRIES = 7;

/** A factor within the limits; one next to 1 is 1. */
export function limited(zoom: number): number {
  const within = Math.min(MOST, Math.max(LEAST, zoom));
  return Math.abs(within - 1) < 0.02 ? 1 : within;
}

type Room = Pick<Scroller, 'zoom' | 'scale' | 'element'>;

/** The least height of a row, pixels. */
const LOWEST = 20;

/** The largest factor, 1 at most, at which nothing is to be scrolled sideways, or nothing at all. */
export function fitting(
  index: DiagramIndex,
  form: NumberForm,
  { zoom, scale, element }: Room,
  to: 'width' | 'all',
): number {
  const { clientWidth, clientHeight } = element;
  const unit = scale() / zoom();
  // A flow of thousands of rows fits at no factor, and its width does not depend on them.
  if (to === 'all' && index.rows * LOWEST * unit * LEAST > clientHeight) return LEAST;
  const measured = to === 'all' ? index : { ...index, rows: 0, times: index.times.subarray(0, 1) };
  const fits = (factor: number): boolean => {
    const place = layout(measured, clientWidth / (unit * factor), form);
    if (place.width * unit * factor > clientWidth + 1) return false;
    return to === 'width' || totalHeight(place.tops) * unit * factor <= clientHeight;
  };
  if (fits(1)) return 1;
  let [low, high] = [LEAST, 1];
  for (let i = 0; i < TRIES; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Marks that a press acts on, and texts that may be selected; all else is ground to drag. */
const HELD = '[data-toggle],[data-to-step],[data-insert],text,button';

/**
 * Lets the wheel with Ctrl, and fingers on a touchpad, enlarge an area, and the mouse drag it by its empty ground.
 *
 * @param enlarge receives a factor, and the height in the visible part that stays where it is
 */
export function movable(area: HTMLElement, enlarge: (factor: number, at: number) => void): void {
  area.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      enlarge(Math.exp(-event.deltaY / WHEEL), event.clientY - area.getBoundingClientRect().top);
    },
    { passive: false },
  );
  let from: { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined;
  let drags = false;
  area.addEventListener('pointerdown', ({ button, pointerType, target, clientX, clientY }) => {
    drags = false;
    const isGround = target instanceof Element && target !== area && !target.closest(HELD);
    const takes = isGround && button === 0 && pointerType === 'mouse';
    from = takes ? { x: clientX, y: clientY, left: area.scrollLeft, top: area.scrollTop } : undefined;
  });
  area.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
    if (!from) return;
    const [dx, dy] = [clientX - from.x, clientY - from.y];
    if (!drags && Math.hypot(dx, dy) < SLACK) return;
    if (!drags) area.setPointerCapture(pointerId);
    drags = true;
    area.classList.add('dragged');
    area.scrollTo(from.left - dx, from.top - dy);
  });
  const end = (): void => {
    from = undefined;
    area.classList.remove('dragged');
  };
  area.addEventListener('pointerup', end);
  area.addEventListener('pointercancel', end);
  // The click at the end of a drag chooses no row.
  area.addEventListener(
    'click',
    (event) => {
      if (drags) event.stopPropagation();
      drags = false;
    },
    { capture: true },
  );
}
