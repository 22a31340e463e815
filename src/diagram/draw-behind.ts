/** Marks in the background of the rows: windows as areas beside the lifelines, and cuts of the time axis. */
import { duration } from '../trace';
import { BAND } from './layout';
import { fit, width } from './measure';
import type { RowWindow, WindowUse } from './model';
import { line, mark, rect, round, text, type Mark } from './scene';
import { centred } from './draw-fold';
import { outward, partsOf, topOf, type View } from './view';

/** The largest width of a window area, pixels. */
const WIDEST = 54;

/**
 * The send window of each side as an area inside the side's lifeline: the width is the offered window, the darker part
 * is in use.
 */
export function windowMarks(view: View, window: RowWindow): Mark[] {
  const { index, layout } = view;
  if (index.window === 0) return [];
  const most = Math.min(WIDEST, layout.gap / 7);
  return index.lanes.flatMap((_, end) => {
    const toward = -outward(view, end);
    const x = (layout.laneX[end] ?? 0) + toward * (BAND + 1);
    const area = (name: string, bytes: number, y1: number, y2: number): Mark[] => {
      const wide = Math.min(most, (bytes / index.window) * most);
      return wide < 0.5 ? [] : [rect(name, toward > 0 ? x : x - wide, y1, wide, y2 - y1)];
    };
    const stretches: { readonly use: WindowUse; readonly y1: number; y2: number }[] = [];
    for (const row of window.rows) {
      const top = topOf(view, row.row);
      // Headings and captions do not change the windows.
      const use = row.windows[end];
      const y = use ? top + partsOf(view, row.row).arrival : top;
      const last = stretches.at(-1);
      if (last) last.y2 = use ? y : top + partsOf(view, row.row).height;
      const isSame = last?.use.offered === use?.offered && last?.use.used === use?.used;
      if (use && !isSame) stretches.push({ use, y1: y, y2: y });
    }
    const last = stretches.at(-1);
    if (last) last.y2 = topOf(view, window.from + window.rows.length);
    return stretches.flatMap(({ use, y1, y2 }) => [
      ...area('window', use.offered, y1, y2),
      ...area('window used', Math.min(use.used, use.offered), y1, y2),
    ]);
  });
}

/** Breaks in the lifelines where a long time is cut out, with the duration in the middle. */
export function cutMarks(view: View, window: RowWindow): Mark[] {
  const { index, layout } = view;
  return window.rows.flatMap((row) => {
    if (row.row === 0 || layout.cuts[row.row] !== 1) return [];
    const above = topOf(view, row.row - 1) + partsOf(view, row.row - 1).height;
    const y = (above + topOf(view, row.row)) / 2;
    const breaks = layout.laneX.flatMap((x) => {
      const d = (dy: number): string =>
        `M${round(x - BAND - 4)} ${round(y + dy + 3)}L${round(x + BAND + 4)} ${round(y + dy - 3)}`;
      const [l, r] = [round(x - BAND - 4), round(x + BAND + 4)];
      const body = `M${l} ${round(y + 0)}L${r} ${round(y - 6)}L${r} ${round(y)}L${l} ${round(y + 6)}Z`;
      return [
        mark('path', { class: 'cut-gap', d: body }),
        mark('path', { class: 'cut', d: d(-3) }),
        mark('path', { class: 'cut', d: d(3) }),
      ];
    });
    // The row of a `wait` shows the duration itself.
    if (row.kind === 'wait') return breaks;
    const { x, room } = centred(view);
    const said = fit(duration((index.times[row.row] ?? 0) - (index.times[row.row - 1] ?? 0)), room - 30, 11, 'sans');
    const half = width(said, 11, 'sans') / 2 + 10;
    return [
      ...breaks,
      line('pause', x - Math.min(room / 2, half + 60), y, x - half, y),
      line('pause', x + half, y, x + Math.min(room / 2, half + 60), y),
      text('event', x, y + 4, 'middle', said),
    ];
  });
}
