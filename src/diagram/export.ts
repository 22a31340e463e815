/** A trace as a file of its own, for the command line and for books. */
import { type NumberForm, type Trace, before } from '../trace';
import { visible } from '../script';
import type { Say } from '../words/words';
import { PLAIN, type Arrangement } from './arrange';
import { GUTTER, pairLayout, pairMarks } from './beside';
import { diagram } from './build';
import { pair } from './compare';
import { rowsScene } from './draw';
import { headHeight, headScene } from './head';
import { layout, rowAt, totalHeight } from './layout';
import { fit } from './measure';
import { mark, text, type Mark } from './scene';
import type { Theme } from './palettes';
import { svgText } from './svg';
import type { DiagramIndex } from './model';
import { unseenText } from './terms';
import type { View } from './view';

export interface ExportOptions {
  /** Pixels, 240 and up; 760 where not said. */
  readonly width?: number;
  readonly theme?: Theme;
  readonly numbers?: NumberForm;
  /** What is folded, filtered, to scale; every step in a row of its own where not said. */
  readonly arrangement?: Arrangement;
  readonly say: Say;
  /** `en` or `zh-cn`, for who reads the file aloud. */
  readonly language?: string;
  /** Steps from 0, `to` exclusive; all of them where not said, up to {@link MOST_ROWS} rows. */
  readonly from?: number;
  readonly to?: number;
  /** The most pixels that the picture may be high, for pictures made of pixels. */
  readonly most?: number;
}

/** Pictures made of pixels are no higher than this: browsers' canvases end there. */
export const MOST_HEIGHT = 15_000;

/** More rows than this make a file that no program opens with ease. */
export const MOST_ROWS = 2000;

/** The diagram of a trace as the text of an SVG file; what is left out is said at its end. */
export function svg(trace: Trace, options: ExportOptions): string {
  const { say, numbers = 'symbolic', theme = 'light' } = options;
  const { index, rows } = diagram(trace, options.arrangement ?? PLAIN);
  const place = layout(index, Math.min(4000, options.width ?? 760), numbers);
  const first = Math.max(0, options.from ?? 0);
  const firstRow = first === 0 ? 0 : Math.max(0, index.rowOfStep[first] ?? index.rows);
  const behind = options.to === undefined ? index.rows : (index.rowOfStep[options.to] ?? index.rows);
  const room = (options.most ?? Infinity) - 160 + (place.tops[firstRow] ?? 0);
  const fits = room === Infinity ? index.rows : rowAt(place.tops, room);
  const lastRow = Math.max(firstRow, Math.min(behind, firstRow + MOST_ROWS, fits));
  const window = rows(firstRow, lastRow);

  const title = index.title === '' ? say('panel/untitled') : index.title;
  const titleRoom = index.title === '' ? 10 : 40;
  const headTop = titleRoom;
  const rowsTop = headTop + headHeight(index);
  const origin = firstRow === 0 ? 0 : (place.tops[firstRow] ?? 0) - 4;
  const view: View = { index, layout: place, form: numbers, say, current: -1, origin, still: true };
  const rowsBottom = lastRow >= index.rows ? totalHeight(place.tops) : (place.tops[lastRow] ?? 0) + 16;
  const hidden = index.rows - window.rows.length;

  const world = before(trace, Math.max(0, index.stepOfRow[firstRow] ?? 0));
  const states = trace.cast.ends.map((e) => world.ends.get(e.id)?.tcb.state ?? 'CLOSED');
  const marks: Mark[] = [];
  if (index.title !== '') {
    const cut = fit(title, place.right - place.left - 20, 15, 'bold');
    marks.push(text('title', (place.left + place.right) / 2, 25, 'middle', cut));
  }
  marks.push(mark('g', { transform: `translate(0 ${headTop})` }, ...headScene(index, place, states)));
  marks.push(mark('g', { transform: `translate(0 ${rowsTop})` }, ...rowsScene(view, window)));
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
  const description = say('panel/description', { hosts, count: index.steps });
  const language = options.language ?? 'en';
  const messages = window.messages.length > 0;
  return svgText({ width: place.width, height, theme, language, title, description, messages }, marks);
}

function nameOf(index: DiagramIndex, say: Say): string {
  return index.title === '' ? say('panel/untitled') : index.title;
}

type PairOptions = Omit<ExportOptions, 'from' | 'to'> & {
  /** What the two are called; their own titles where not said. */
  readonly titles?: readonly [string, string];
};

/** Two flows beside each other as the text of an SVG file, with the first difference marked. */
export function svgPair(left: Trace, right: Trace, options: PairOptions): string {
  const { say, numbers = 'symbolic', theme = 'light' } = options;
  const [a, b] = [diagram(left), diagram(right)];
  // What is left out below need not be paired; a moment has a row of one side at least.
  const pairing = pair(a, b, 2 * MOST_ROWS);
  const place = pairLayout(a.index, b.index, pairing, Math.min(4000, options.width ?? 1100), numbers);
  const moments = pairing.left.length;
  const all = Math.max(moments, a.index.rows, b.index.rows);
  const fits = options.most === undefined ? moments : rowAt(place.tops, options.most - 160);
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
  const marks = sides.flatMap(({ made, trace, layout: own, x, rows, prefix, name }): Mark[] => {
    const { index } = made;
    const view: View = { index, layout: own, form: numbers, say, current: -1, origin: 0, prefix, still: true };
    const states = trace.cast.ends.map((e) => trace.initial.ends.get(e.id)?.tcb.state ?? 'CLOSED');
    const title = fit(name, own.right - own.left - 20, 15, 'bold');
    return [
      text('title', x + (own.left + own.right) / 2, 25, 'middle', title),
      mark('g', { transform: `translate(${x} ${titleRoom})` }, ...headScene(index, own, states)),
      mark('g', { transform: `translate(${x} ${rowsTop})` }, ...rowsScene(view, made.rows(0, rows))),
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
  return svgText({ width: place.width, height, theme, language, title, description }, marks);
}
