/** A drawn row as an item of a tree: its label, its name, and what of it can be opened or closed. */
import { isFoldable } from './draw-fold';
import type { Row, RowKind } from './model';
import { mark, type Mark } from './scene';
import { rowName } from './terms';
import { canFold, type View } from './view';

/** The class of the texts that are a row's label: what it says first, and what its name begins with. */
const LABELS: Readonly<Record<RowKind, string>> = {
  segment: 'label',
  arrival: 'fate',
  drop: 'fate',
  call: 'call-text',
  event: 'event',
  timer: 'event',
  wait: 'event',
  note: 'note-text',
  expect: 'expect-text',
  section: 'heading',
  fold: '',
  run: 'caption',
};

function textOf(drawn: Mark | string): string {
  return typeof drawn === 'string' ? drawn : drawn.children.map(textOf).join('');
}

/** The words in a drawing, text by text. */
function textsIn(marks: readonly (Mark | string)[]): string[] {
  return marks.flatMap((m) => {
    if (typeof m === 'string') return [];
    return m.tag === 'text' ? [textOf(m)] : textsIn(m.children);
  });
}

/** Whether a sign in the row opens or closes something, and whether that is open now. */
function expanded(row: Row): 'true' | 'false' | undefined {
  if (row.kind === 'fold') return 'false';
  if (row.kind === 'section') return row.closed ? 'false' : 'true';
  return isFoldable(row) ? 'true' : undefined;
}

/**
 * A row to point at and to read out: an item of a tree whose name says all that is drawn in it. Its label is the item's
 * own text, word by word in the name (WCAG 2.5.3); the rest of the drawing is hidden from who cannot see it, and so is a
 * label that had to be cut.
 */
export function itemMarks(view: View, row: Row, hit: Mark, said: readonly Mark[], rest: readonly Mark[]): Mark[] {
  const label = row.as === 'tick' ? 'fate' : LABELS[row.kind];
  const name = rowName(row, view.index, view.form, view.say);
  const isLabel = (m: Mark): boolean => row.kind === 'fold' || String(m.attributes['class']).split(' ')[0] === label;
  const labels = said.filter(isLabel);
  const texts = textsIn(labels);
  // Where there is little room a fold leaves out its bytes.
  const isWhole = row.kind === 'fold' ? name.includes(texts.join(' · ')) : texts.every((t) => name.includes(t));
  // Words that stand below each other are words of their own, except where a note's line ends within a sentence of Chinese.
  const apart = labels.flatMap((m, i) =>
    i > 0 && !name.includes(texts.slice(i - 1, i + 1).join('')) ? [' ', m] : [m],
  );
  const attributes = {
    id: `${view.prefix ?? ''}item-${row.row}`,
    role: 'treeitem',
    'aria-selected': view.current === row.row ? 'true' : 'false',
    'aria-label': name,
    'aria-posinset': row.row + 1,
    'aria-setsize': view.index.rows,
    'aria-expanded': canFold(view) ? expanded(row) : undefined,
  };
  // What a label is written on lies behind it.
  const boxes = isWhole ? said.filter((m) => m.tag === 'rect') : [];
  const hidden = isWhole ? said.filter((m) => !isLabel(m) && m.tag !== 'rect') : said;
  return [
    mark('g', attributes, hit, ...boxes, ...(isWhole ? apart : [])),
    mark('g', { 'aria-hidden': 'true' }, ...rest, ...hidden),
  ];
}
