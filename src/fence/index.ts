/**
 * `tcpflow` fences of Markdown texts (CommonMark §4.5).
 *
 * A fence holds a flow of its own. `fencesOf` finds the fences of a text, in lists and quotations too, with their lines. The
 * word `wrong` behind `tcpflow` says that mistakes are meant.
 *
 * Columns stay those of the file: what a list or a quotation puts before a line of the flow is blank.
 */
export { type Fence, fencesOf } from './fences';
