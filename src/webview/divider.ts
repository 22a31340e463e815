/** The bar between diagram and details, which is moved by the mouse or the arrow keys. */
import { el } from './dom';

const LEAST = 0.1;
const MOST = 0.8;
const PER_KEY = 0.04;

/** @param set receives the share of the page's height below the bar */
export function createDivider(label: string, get: () => number, set: (share: number) => void): HTMLElement {
  const element = el('div', {
    class: 'divider',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'horizontal',
    'aria-label': label,
    'aria-valuemin': LEAST * 100,
    'aria-valuemax': MOST * 100,
  });
  const move = (share: number): void => {
    set(Math.min(MOST, Math.max(LEAST, share)));
    element.setAttribute('aria-valuenow', String(Math.round(get() * 100)));
  };
  element.setAttribute('aria-valuenow', String(Math.round(get() * 100)));
  element.addEventListener('pointerdown', (down) => {
    element.setPointerCapture(down.pointerId);
    down.preventDefault();
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) move(1 - event.clientY / window.innerHeight);
  });
  element.addEventListener('keydown', (event) => {
    const by = { ArrowUp: PER_KEY, ArrowDown: -PER_KEY }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(get() + by);
  });
  return element;
}
