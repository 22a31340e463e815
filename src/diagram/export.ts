/** A trace as an SVG file, for the command line and for documents. */
import { type NumberForm, type Trace, before } from '../trace';
import { visible } from '../script';
import type { Say } from '../words/words';
import { playing } from './animate';
import { PLAIN, type Arrangement } from './arrange';
import { GUTTER, pairLayout, pairMarks } from './beside';
import { diagram } from './build';
import { pair } from './compare';
import { rowsScene } from './draw';
import { headHeight, headScene } from './head';
import { layout, rowsAbove, totalHeight } from './layout';
import { fit } from './measure';
import { mark, text, type Mark } from './scene';
import type { Theme } from './palettes';
import { svgText } from './svg';
import type { DiagramIndex } from './model';
import { lanesText, unseenText } from './terms';
import type { View } from './view';

export interface ExportOptions {
  /** Width in pixels, 240 at least; 760 if absent. */
  readonly width?: number;
  readonly theme?: Theme;
  readonly numbers?: NumberForm;
  /** Folds, filters and time scale; if absent, every step has a row of its own. */
  readonly arrangement?: Arrangement;
  readonly say: Say;
  /** Language of the file for screen readers: `en` or `zh-cn`. */
  readonly language?: string;
  /** The first step to draw, from 0; 0 if absent. Up to {@link MOST_ROWS} rows are drawn. */
  readonly from?: number;
  /** The step after the last one to draw; the flow's end if absent. */
  readonly to?: number;
  /** The greatest height of the picture, pixels; for bitmaps. */
  readonly most?: number;
  /** The current step, from 0: its row is highlighted, and later rows are dimmed. */
  readonly step?: number;
  /** The most rows; {@link MOST_ROWS} if absent. */
  readonly mostRows?: number;
  /** A prefix of element ids, for a document that has other drawings and the style sheet (`drawingSheet`). */
  readonly within?: string;
  /**
   * True for an endless animation in which the steps appear one after the other; not allowed together with {@link
   * within}.
   */
  readonly plays?: boolean;
}

/** The greatest height of a bitmap, pixels: a limit of browsers' canvases. */
export const MOST_HEIGHT = 15_000;

/** The most rows of a file; programs have difficulty opening larger ones. */
export const MOST_ROWS = 2000;

/** The most streams in the textual description of a picture. */
const MOST_TOLD = 20;

/** The diagram of a trace as the text of an SVG file. If rows are omitted, a line at the end gives their number. */
export function svg(trace: Trace, options: ExportOptions): string {
  const { say, numbers = 'symbolic', theme = 'light' } = options;
  const { index, rows } = diagram(trace, options.arrangement ?? PLAIN);
  const place = layout(index, Math.min(4000, options.width ?? 760), numbers);
  const first = Math.max(0, options.from ?? 0);
  const firstRow = first === 0 ? 0 : Math.max(0, index.rowOfStep[first] ?? index.rows);
  const behind = options.to === undefined ? index.rows : (index.rowOfStep[options.to] ?? index.rows);
  const most = (options.most ?? Infinity) - 160 + (place.tops[firstRow] ?? 0);
  const fits = rowsAbove(place.tops, most);
  const lastRow = Math.max(firstRow, Math.min(behind, firstRow + (options.mostRows ?? MOST_ROWS), fits));
  const window = rows(firstRow, lastRow);

  const title = index.title === '' ? say('panel/untitled') : index.title;
  const titleRoom = index.title === '' ? 10 : 40;
  const headTop = titleRoom;
  const rowsTop = headTop + headHeight(index);
  const origin = firstRow === 0 ? 0 : (place.tops[firstRow] ?? 0) - 4;
  const current = options.step === undefined ? -1 : (index.rowOfStep[options.step] ?? -1);
  const prefix = options.within ?? '';
  const view: View = { index, layout: place, form: numbers, say, current, origin, still: true, prefix };
  const rowsBottom = lastRow >= index.rows ? totalHeight(place.tops) : (place.tops[lastRow] ?? 0) + 16;
  const hidden = index.rows - window.rows.length;

  // The heads show the states after the current step, or without one the states before the first row.
  const world =
    options.step === undefined
      ? before(trace, Math.max(0, index.stepOfRow[firstRow] ?? 0))
      : before(trace, options.step + 1);
  const states = trace.cast.ends.map((e) => world.ends.get(e.id)?.tcb.state ?? 'CLOSED');
  const room = { width: place.width, height: rowsBottom - origin };
  const moving = options.plays === true ? playing(trace, view, window, room) : undefined;
  const marks: Mark[] = [];
  if (index.title !== '') {
    const cut = fit(title, place.right - place.left - 20, 15, 'bold');
    marks.push(text('title', (place.left + place.right) / 2, 25, 'middle', cut));
  }
  const heads = moving?.heads ?? headScene(index, place, states);
  marks.push(mark('g', { transform: `translate(0 ${headTop})` }, ...heads));
  const drawn = rowsScene(view, window);
  marks.push(mark('g', { transform: `translate(0 ${rowsTop})` }, ...drawn, ...(moving ? [moving.curtain] : [])));
  let height = rowsTop + rowsBottom - origin;
  if (hidden > 0) {
    marks.push(text('left-out', place.width / 2, height + 4, 'middle', say('panel/left-out', { count: hidden })));
    height += 20;
  }
  const unseen = unseenText(index, say);
  if (unseen !== '') {
    marks.push(text('left-out', place.width / 2, height + 4, 'middle', unseen));
    height += 20;
  }
  const hosts = index.heads.map((h) => h.name).join(', ');
  const streams = window.streams === undefined ? [] : lanesText(index, window.streams, say).slice(0, MOST_TOLD);
  const description = [say('panel/description', { hosts, count: index.steps }), ...streams].join(' · ');
  const language = options.language ?? 'en';
  const messages = window.messages.length > 0;
  const within = options.within === undefined ? {} : { within: options.within };
  const rules = moving === undefined ? {} : { rules: moving.rules };
  const page = { width: place.width, height, theme, language, title, description, messages, ...rules, ...within };
  return svgText(page, marks);
}

function nameOf(index: DiagramIndex, say: Say): string {
  return index.title === '' ? say('panel/untitled') : index.title;
}

type PairOptions = Omit<ExportOptions, 'from' | 'to' | 'step' | 'within'> & {
  /** Titles of the two flows; the titles in the flows if absent. */
  readonly titles?: readonly [string, string];
};

/** Two flows side by side as the text of an SVG file, with the first difference marked. */
export function svgPair(left: Trace, right: Trace, options: PairOptions): string {
  const { say, numbers = 'symbolic', theme = 'light' } = options;
  const how = options.arrangement ?? PLAIN;
  const [a, b] = [diagram(left, how), diagram(right, how)];
  // Rows beyond the limit need not be paired; each moment has a row on at least one side.
  const pairing = pair(a, b, 2 * MOST_ROWS);
  const place = pairLayout(a.index, b.index, pairing, Math.min(4000, options.width ?? 1100), numbers);
  const moments = pairing.left.length;
  const all = Math.max(moments, a.index.rows, b.index.rows);
  const fits = rowsAbove(place.tops, (options.most ?? Infinity) - 160);
  const shown = Math.min(moments, MOST_ROWS, fits);
  const rowsOf = (rows: Int32Array): number => rows.subarray(0, shown).reduce((n, row) => n + (row >= 0 ? 1 : 0), 0);

  const [nameA, nameB] = options.titles ?? [nameOf(a.index, say), nameOf(b.index, say)];
  const names = [visible(nameA), visible(nameB)] as const;
  const titleRoom = 40;
  const rowsTop = titleRoom + Math.max(headHeight(a.index), headHeight(b.index));
  const sides = [
    { made: a, trace: left, layout: place.left, x: 0, rows: rowsOf(pairing.left), prefix: 'left-', name: names[0] },
    {
      made: b,
      trace: right,
      layout: place.right,
      x: place.rightX,
      rows: rowsOf(pairing.right),
      prefix: 'right-',
      name: names[1],
    },
  ];
  let messages = false;
  const marks = sides.flatMap(({ made, trace, layout: own, x, rows, prefix, name }): Mark[] => {
    const { index } = made;
    const window = made.rows(0, rows);
    messages ||= window.messages.length > 0;
    const view: View = { index, layout: own, form: numbers, say, current: -1, origin: 0, prefix, still: true };
    const states = trace.cast.ends.map((e) => trace.initial.ends.get(e.id)?.tcb.state ?? 'CLOSED');
    const title = fit(name, own.right - own.left - 20, 15, 'bold');
    return [
      text('title', x + (own.left + own.right) / 2, 25, 'middle', title),
      mark('g', { transform: `translate(${x} ${titleRoom})` }, ...headScene(index, own, states)),
      mark('g', { transform: `translate(${x} ${rowsTop})` }, ...rowsScene(view, window)),
    ];
  });
  marks.push(mark('g', { transform: `translate(0 ${rowsTop})` }, ...pairMarks(pairing, place, say, 0, shown)));
  let height = rowsTop + (place.tops[shown] ?? 0) + 16;
  if (shown < all) {
    marks.push(text('left-out', place.width / 2, height + 4, 'middle', say('panel/left-out', { count: all - shown })));
    height += GUTTER;
  }
  const title = names.join(' ↔ ');
  const hosts = a.index.heads.map((h) => h.name).join(', ');
  const description = say('panel/description', { hosts, count: a.index.steps });
  const language = options.language ?? 'en';
  return svgText({ width: place.width, height, theme, language, title, description, messages }, marks);
}
