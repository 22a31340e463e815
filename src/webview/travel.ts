/** Animation of a segment: its arrow grows from the sender, and its label moves along. */
import { arrowhead } from '../diagram/scene';
import { draw } from './dom';

export const MILLISECONDS = 620;

export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Easing: slow at both ends. `t` from 0 to 1. */
export function eased(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
}

/**
 * Animates the segment of a row along its arrow; for a row in which an earlier segment arrives, along that segment's
 * arrow.
 */
export function travel(svg: SVGSVGElement, row: number): void {
  if (reducedMotion()) return;
  const own = svg.querySelector(`#row-${row}:not(.fold)`);
  const carrier = own?.querySelector('.wire') ? own : svg.querySelector(`.span[data-end="${row}"]:not(.timeout)`);
  const wire = carrier?.querySelector<SVGPathElement>('.wire');
  if (!carrier || !wire || carrier.classList.contains('travelling')) return;
  const length = wire.getTotalLength();
  const [from, to] = [wire.getPointAtLength(0), wire.getPointAtLength(length)];
  const grown = wire.cloneNode() as SVGPathElement;
  const tip = draw(arrowhead('head', from.x, from.y, to.x, to.y));
  for (const part of [grown, tip]) part.classList.add('grown');
  wire.after(grown, tip);
  carrier.classList.add('travelling');
  const labels = carrier === own ? [...own.querySelectorAll('.label, .second')] : [];

  function place(share: number): void {
    const at = wire?.getPointAtLength(share * length) ?? to;
    grown.setAttribute('d', `M${from.x} ${from.y}L${at.x} ${at.y}`);
    const { d = '' } = arrowhead('head', from.x, from.y, at.x, at.y).attributes;
    tip.setAttribute('d', String(d));
    for (const label of labels) {
      // The label moves from the sender to the middle.
      label.setAttribute('transform', `translate(${((from.x - to.x) / 2) * 0.6 * (1 - share)} 0)`);
      label.setAttribute('opacity', String(Math.min(1, 0.2 + share)));
    }
  }

  function land(): void {
    grown.remove();
    tip.remove();
    carrier?.classList.remove('travelling');
    for (const label of labels) {
      label.removeAttribute('transform');
      label.removeAttribute('opacity');
    }
  }

  let began = 0;
  const tick = (now: number): void => {
    // The row was redrawn in the meantime, so the element is no longer in the document.
    if (!grown.isConnected) return;
    if (began === 0) began = now;
    const t = Math.min(1, (now - began) / MILLISECONDS);
    if (t === 1) {
      land();
      return;
    }
    // An arrow of length 0 has no direction.
    place(Math.max(0.03, eased(t)));
    requestAnimationFrame(tick);
  };
  place(0.03);
  requestAnimationFrame(tick);
}
