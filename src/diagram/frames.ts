/** A drawing as frames of an animated GIF: one frame for each row, with the row's step as the current one. */
import type { Trace } from '../trace';
import { END, MOST, ROW } from './animate';
import { PLAIN } from './arrange';
import { diagram } from './build';
import { type ExportOptions, MOST_HEIGHT, svg } from './export';

/** The most frames; the picture gives the number of omitted rows. */
export const MOST_FRAMES = 60;

export interface FilmFrame {
  /** The text of an SVG file, of the same size in all frames. */
  readonly draw: () => string;
  /** The time for which the frame is shown, seconds. */
  readonly delay: number;
}

export function frames(trace: Trace, options: Omit<ExportOptions, 'step' | 'from' | 'to' | 'most'>): FilmFrame[] {
  const { index } = diagram(trace, options.arrangement ?? PLAIN);
  const firsts = [...index.stepOfRow].filter((step) => step >= 0);
  const to = firsts.length > MOST_FRAMES ? firsts[MOST_FRAMES] : undefined;
  const shown = firsts.slice(0, MOST_FRAMES);
  const each = Math.min(ROW, MOST / Math.max(1, shown.length));
  return shown.map((_, i) => ({
    // In the frame of a fold, the fold's last step is the current one.
    draw: () => {
      const step = (firsts[i + 1] ?? index.steps) - 1;
      return svg(trace, { ...options, step, most: MOST_HEIGHT, ...(to === undefined ? {} : { to }) });
    },
    delay: i === shown.length - 1 ? END : each,
  }));
}
