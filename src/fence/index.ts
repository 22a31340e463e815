/**
 * `tcpflow` fences of Markdown texts.
 *
 * A fence holds a flow of its own. `fencesOf` finds the fences of a text, in lists and quotations too, with their lines. The
 * word `wrong` behind `tcpflow` says that mistakes are meant.
 */
export { type Fence, fencesOf } from './fences';
