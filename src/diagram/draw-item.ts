/** A drawn row as an accessible tree item: its label, its name, and its expanded state. */
import { isFoldable } from './draw-fold';
import type { Row, RowKind } from './model';
import { mark, type Mark } from './scene';
import { rowName } from './terms';
import { canFold, type View } from './view';

/** By kind of row: the class of the texts that form the row's label, with which the accessible name begins. */
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

/** The texts in a drawing, one string for each text element. */
function textsIn(marks: readonly (Mark | string)[]): string[] {
  return marks.flatMap((m) => {
    if (typeof m === 'string') return [];
    return m.tag === 'text' ? [textOf(m)] : textsIn(m.children);
  });
}

/** The `aria-expanded` value of a row; undefined if it can't be opened or closed. */
function expanded(row: Row): 'true' | 'false' | undefined {
  if (row.kind === 'fold') return 'false';
  if (row.kind === 'section') return row.closed ? 'false' : 'true';
  return isFoldable(row) ? 'true' : undefined;
}

/**
 * A row as an accessible tree item whose name describes everything drawn in it. The label is the item's visible text
 * and is contained in the name word by word (WCAG 2.5.3). All other marks are hidden from assistive technology, as is a
 * truncated label.
 */
export function itemMarks(view: View, row: Row, hit: Mark, said: readonly Mark[], rest: readonly Mark[]): Mark[] {
  const label = row.as === 'tick' ? 'fate' : LABELS[row.kind];
  const name = rowName(row, view.index, view.form, view.say);
  const isLabel = (m: Mark): boolean => row.kind === 'fold' || String(m.attributes['class']).split(' ')[0] === label;
  const labels = said.filter(isLabel);
  const texts = textsIn(labels);
  // If there is little room, a fold omits the number of bytes.
  const isWhole = row.kind === 'fold' ? name.includes(texts.join(' · ')) : texts.every((t) => name.includes(t));
  // Texts on separate lines are separate words, except within a Chinese sentence of a note.
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
  // The rectangle behind a label belongs to the item.
  const boxes = isWhole ? said.filter((m) => m.tag === 'rect') : [];
  const hidden = isWhole ? said.filter((m) => !isLabel(m) && m.tag !== 'rect') : said;
  return [
    mark('g', attributes, hit, ...boxes, ...(isWhole ? apart : [])),
    mark('g', { 'aria-hidden': 'true' }, ...rest, ...hidden),
  ];
}
