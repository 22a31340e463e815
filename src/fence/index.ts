/**
 * `tcpflow` fences of Markdown texts.
 *
 * A fence holds a flow of its own, with words behind `tcpflow` that say how it is shown.
 *
 * `fencesOf` finds the fences of a text, in lists and quotations too, with their lines. `attributesOf` reads the words behind
 * `tcpflow`. Both are pure, and shared by the preview and the command line.
 */
export { type Attributes, attributesOf } from './attributes';
export { type Fence, fencesOf, isFlowInfo } from './fences';
