/**
 * `tcpflow` fences of Markdown texts (CommonMark §4.5).
 *
 * A fence holds a flow of its own. `fencesOf` finds the fences of a text, in lists and quotations too, with their lines.
 * `attributes.ts` reads the words behind `tcpflow`: which step stands out, how numbers are shown, whether mistakes are meant.
 *
 * `createPictures` draws a fence as HTML: `figure.ts` checks the flow and puts the caption under its SVG, which has classes
 * only; colours come from the sheet of `sheet.ts`, so that themes change without drawing anew. `colours.ts` colours the text.
 *
 * `drawFences` is the plug-in of markdown-it; who uses it says how a fence is drawn.
 *
 * `ticket.ts` writes a flow for a ticket: fence, ladder as text, findings.
 *
 * Columns stay those of the file: what a list or a quotation puts before a line of the flow is blank. All text is escaped.
 */
export { colourFlow } from './colours';
export { type Fence, fencesOf } from './fences';
export { type FenceLook } from './figure';
export { type DrawnFence, type MarkdownIt, attributesHtml, drawFences } from './markdown-it';
export { type OpenLink, fenceAtLink, fenceLink } from './open-link';
export { type Pictures, createPictures } from './pictures';
export { ownSheet, previewSheet } from './sheet';
export { ticketOf } from './ticket';
