/** Zoom of the diagram: limits, the factor that fits, and zooming and dragging by mouse. */
import { layout, totalHeight } from '../diagram/layout';
import type { DiagramIndex } from '../diagram/model';
import type { NumberForm } from '../panel/messages';
import type { Scroller } from './scroller';

const LEAST = 0.25;
const MOST = 4;
/** The zoom factor of one key press. */
export const STAGE = 1.25;
/** The wheel movement, pixels, that zooms by the factor e. */
const WHEEL = 300;
/** The distance, pixels, that the mouse must move before a drag begins. */
const SLACK = 4;
/** The number of layouts that are tried to find a factor at which the flow fits. */
const TRIES = 7;

/** A zoom factor within the limits; a factor close to 1 becomes 1. */
export function limited(zoom: number): number {
  const within = Math.min(MOST, Math.max(LEAST, zoom));
  return Math.abs(within - 1) < 0.02 ? 1 : within;
}

type Room = Pick<Scroller, 'zoom' | 'scale' | 'element'>;

/** The least height of a row, pixels. */
const LOWEST = 20;

/**
 * The largest factor, at most 1, at which the diagram needs no horizontal scrolling, or no scrolling at all (`all`).
 */
export function fitting(
  index: DiagramIndex,
  form: NumberForm,
  { zoom, scale, element }: Room,
  to: 'width' | 'all',
): number {
  const { clientWidth, clientHeight } = element;
  const unit = scale() / zoom();
  // A flow of thousands of rows fits at no factor. The width does not depend on the rows, so it is measured without
  // them.
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

/** Marks that react to a click, and selectable texts; everything else is background for dragging. */
const HELD = '[data-toggle],[data-to-step],[data-insert],text,button';

/**
 * Makes an area zoomable by Ctrl and the wheel or by pinching on a touchpad, and draggable by its background.
 *
 * @param enlarge receives a factor, and the height in the visible part that keeps its position
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
