/** Animation of an endpoint on the state diagram: its token moves along the edges of the last transition. */
import { MILLISECONDS, eased, reducedMotion } from './travel';

/** The point at a share (0 to 1) of the total length of several paths that follow one another. */
function pointAt(paths: readonly SVGPathElement[], share: number): DOMPoint | undefined {
  const lengths = paths.map((path) => path.getTotalLength());
  let rest = share * lengths.reduce((sum, n) => sum + n, 0);
  for (const [i, path] of paths.entries()) {
    const length = lengths[i] ?? 0;
    if (rest <= length || i === paths.length - 1) return path.getPointAtLength(Math.min(rest, length));
    rest -= length;
  }
  return undefined;
}

/** Moves a token along paths to its drawn position. */
export function travelAlong(token: SVGElement, paths: readonly SVGPathElement[]): void {
  const end = pointAt(paths, 1);
  if (reducedMotion() || !end) return;
  let began = 0;
  const place = (share: number): void => {
    const at = pointAt(paths, share) ?? end;
    token.setAttribute('transform', `translate(${at.x - end.x} ${at.y - end.y})`);
  };
  const tick = (now: number): void => {
    // The chart was redrawn in the meantime.
    if (!token.isConnected) return;
    if (began === 0) began = now;
    const t = Math.min(1, (now - began) / MILLISECONDS);
    if (t === 1) {
      token.removeAttribute('transform');
      return;
    }
    place(eased(t));
    requestAnimationFrame(tick);
  };
  place(0);
  requestAnimationFrame(tick);
}
