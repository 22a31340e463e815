/** A dot that goes along the current arrow while the flow plays. */
import type { Mark } from '../diagram/scene';
import { draw } from './dom';

const MILLISECONDS = 620;

function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Lets a segment travel along the wire of a row, or along the longer one that arrives in it. */
export function travel(svg: SVGSVGElement, row: number, make: () => Mark): void {
  if (reducedMotion()) return;
  const wire =
    svg.querySelector<SVGPathElement>(`#row-${row} .wire`) ??
    svg.querySelector<SVGPathElement>(`.span[data-end="${row}"] .wire`);
  if (!wire) return;
  const length = wire.getTotalLength();
  const dot = draw(make());
  svg.append(dot);
  let began = 0;
  const tick = (now: number): void => {
    if (!dot.isConnected) return;
    if (began === 0) began = now;
    const t = Math.min(1, (now - began) / MILLISECONDS);
    const eased = t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
    const at = wire.getPointAtLength(eased * length);
    dot.setAttribute('cx', String(at.x));
    dot.setAttribute('cy', String(at.y));
    if (t < 1) requestAnimationFrame(tick);
    else dot.remove();
  };
  requestAnimationFrame(tick);
}
