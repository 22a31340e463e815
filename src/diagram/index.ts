/**
 * From a trace to a sequence diagram: index of rows, layout, scene, SVG. Pure functions, without a DOM.
 *
 * `diagram` numbers the rows of a flow in one pass (`numbering.ts`); an arrangement (`arrange.ts`) determines which
 * steps are folded or filtered. Single rows are made only when they become visible (`rows.ts`), so a flow of 100,000
 * steps opens as fast as a flow of ten. `layout` places rows and lifelines in a given width. `rowsScene` draws a range
 * of rows as plain data (`scene.ts`), which the page turns into elements and `svg` into a file. `pair` aligns two flows
 * side by side around their first difference. `mermaid` and `ladderText` write a diagram as text.
 *
 * Names from a script are escaped for each output format. This folder checks no flow.
 */
export {
  type Arrangement,
  EYES,
  type Eyes,
  LOOKS,
  type MessageLook,
  PLAIN,
  SHOWS,
  type Show,
  foldsRuns,
  turn,
} from './arrange';
export { diagram } from './build';
export { type Pairing, currentAt, pair, placeOfRow } from './compare';
export { MOST_HEIGHT, svg, svgPair } from './export';
export { type FilmFrame, frames } from './frames';
export { ladderText } from './ladder-text';
export { units } from './measure';
export { mermaid } from './mermaid';
export {
  type Begun,
  type Diagram,
  type DiagramIndex,
  type Fold,
  type Ghost,
  type Held,
  type MessageArrow,
  ROW_KINDS,
  type Row,
  type RowWindow,
  type FoldedStreams,
  type Share,
  type Span,
  type Stall,
  type StreamLane,
  type StreamWindow,
  type Way,
  burstAround,
  gravest,
  nextEvent,
  nextFinding,
} from './model';
export { PALETTES, THEMES, type Theme } from './palettes';
export { isKnown } from './rows';
export { drawingSheet, escapeMarkup } from './svg';
