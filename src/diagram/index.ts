/**
 * Trace to sequence diagram: layout, scene, SVG. Pure, without a DOM.
 *
 * `diagram` numbers the rows of a flow in one pass (`numbering.ts`), for an arrangement that folds and filters (`arrange.ts`), and
 * makes single rows when they come into sight (`rows.ts`): a flow of 100,000 steps opens as fast as one of ten. `layout` says
 * where rows and lifelines stand in some width; `rowsScene` draws a window of rows as plain data (`scene.ts`), which a page turns
 * into elements and `svg` into a file. `pair` puts two flows beside each other, up to their first difference. `mermaid` and
 * `ladderText` write a diagram as text.
 *
 * Names from a flow are made harmless for each target before they are drawn. Nothing here checks a flow.
 */
export { type Arrangement, EYES, type Eyes, LOOKS, PLAIN, SHOWS, type Show, foldsRuns } from './arrange';
export { diagram } from './build';
export { type Pairing, currentAt, pair, placeOfRow } from './compare';
export { MOST_HEIGHT, svg, svgPair } from './export';
export { ladderText } from './ladder-text';
export { units } from './measure';
export { mermaid } from './mermaid';
export {
  type Begun,
  type Diagram,
  type DiagramIndex,
  type Fold,
  type MessageArrow,
  ROW_KINDS,
  type Row,
  type RowWindow,
  type Share,
  type Span,
  type Way,
  gravest,
  nextFinding,
} from './model';
export { THEMES, type Theme } from './palettes';
export { isKnown } from './rows';
