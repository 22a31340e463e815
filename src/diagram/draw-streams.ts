/** Draws HTTP/2 streams as lanes beside the ladder, and hatches the rows in which TCP waits for a lost segment. */
import type { RowWindow, StreamLane } from './model';
import { group, line, mark, rect, round, text, type Mark } from './scene';
import { laneText } from './terms';
import { partsOf, topOf, type View } from './view';

/** The numbers of hatchings and of colours; neighbouring lanes differ in both. */
const HATCHES = 3;
const HUES = 4;
/** The distance between the lines of a hatching, pixels: in lanes, and in stalls across all lanes. */
const STEP = 7;
const STALL_STEP = 10;

/** The hatching of a bar: rising, falling or horizontal lines; none for kind 0. */
function hatch(x: number, top: number, bottom: number, width: number, kind: number): Mark[] {
  if (kind === 0 || bottom - top < STEP) return [];
  const rise = kind === 1 ? width : kind === 2 ? -width : 0;
  const lines: string[] = [];
  // Lines are at the same heights in all windows of rows, so that windows join without a break.
  for (let y = Math.ceil((top + width) / STEP) * STEP; y < bottom - width; y += STEP)
    lines.push(`M${round(x)} ${round(y + rise / 2)}L${round(x + width)} ${round(y - rise / 2)}`);
  return lines.length === 0 ? [] : [mark('path', { class: 'stream-hatch', d: lines.join('') })];
}

interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** The top and bottom of a bar, limited to a window and a small margin around it. */
function extentOf(view: View, window: RowWindow, { start, end }: { start: number; end: number }): Extent {
  const above = topOf(view, window.from) - 40;
  const below = topOf(view, window.from + window.rows.length) + 40;
  const top = topOf(view, start) + partsOf(view, start).departure;
  const bottom = topOf(view, end) + partsOf(view, end).arrival;
  return { top: Math.max(top, above), bottom: Math.min(Math.max(bottom, top + 6), below) };
}

function laneMarks(view: View, window: RowWindow, lane: StreamLane): Mark {
  const { layout, say } = view;
  const { stream, column, start, how, ticks } = lane;
  const wide = layout.streamGap - 4;
  const middle = layout.streamX + column * layout.streamGap;
  const { top, bottom } = extentOf(view, window, lane);
  // Stream numbers of one side are all odd or all even (RFC 9113 §5.1.1), so half the number selects hatching and
  // colour.
  const nth = stream >> 1;
  const x = middle - wide / 2;
  const later = view.current >= 0 && start > view.current ? ' later' : '';
  const about = laneText(view.index, lane, say);
  const bar = rect('stream-bar', x, top, wide, bottom - top, 2);
  const marks = [mark('title', {}, about), bar, ...hatch(x, top, bottom, wide, nth % HATCHES)];
  for (const { row, up } of ticks) {
    const y = topOf(view, row) + partsOf(view, row).arrival;
    marks.push(line('stream-tick', up ? x : x - 2, y, up ? x + wide + 2 : x + wide, y));
  }
  if (start >= window.from) marks.push(text('stream-number', middle, top - 3, 'middle', String(stream)));
  if (how === 'reset' && bottom > top) {
    const [l, r] = [middle - 3.5, middle + 3.5];
    marks.push(line('cross', l, bottom - 3.5, r, bottom + 3.5), line('cross', l, bottom + 3.5, r, bottom - 3.5));
  }
  return mark('g', { class: `stream hue-${nth % HUES} ${how}${later}`, 'data-stream': stream }, ...marks);
}

/** The marks of a window's streams, of the streams that share one lane, and of the stalls across all lanes. */
export function streamMarks(view: View, window: RowWindow): Mark[] {
  const { index, layout, say } = view;
  if (window.streams === undefined || index.streams === 0) return [];
  const { lanes, folded, stalls } = window.streams;
  const [left, wide] = [layout.streamX - layout.streamGap / 2, index.streams * layout.streamGap];
  const last = layout.streamX + (index.streams - 1) * layout.streamGap;
  const shared = folded.map((one) => {
    const { top, bottom } = extentOf(view, window, one);
    const half = layout.streamGap / 2 - 2;
    const about = say('panel/streams-folded', { count: one.streams });
    const number = one.start >= window.from ? [text('stream-number', last, top - 3, 'middle', `+${one.streams}`)] : [];
    return mark(
      'g',
      { class: 'stream folded' },
      mark('title', {}, about),
      rect('stream-bar', last - half, top, 2 * half, bottom - top, 2),
      ...number,
    );
  });
  const waits = stalls.map((stall) => {
    const { top, bottom } = extentOf(view, window, stall);
    const lines: string[] = [];
    for (let y = Math.ceil(top / STALL_STEP) * STALL_STEP; y < bottom; y += STALL_STEP)
      lines.push(
        `M${round(left)} ${round(Math.min(y + 5, bottom))}L${round(left + wide)} ${round(Math.max(y - 5, top))}`,
      );
    return mark(
      'g',
      { class: 'stall' },
      mark('title', {}, say('panel/stall')),
      rect('stall-box', left, top, wide, bottom - top),
      mark('path', { class: 'stall-hatch', d: lines.join('') }),
    );
  });
  return [group('streams', ...lanes.map((lane) => laneMarks(view, window, lane)), ...shared, ...waits)];
}
