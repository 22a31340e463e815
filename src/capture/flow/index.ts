/**
 * Connections as flows: an explained connection becomes the text of a flow, which is parsed, checked, drawn and stepped like any
 * other. Fates are arrows, what was not captured is `supposed`, frames are named, and times are those of the capture.
 */
export { type CapturedFlow, type FlowSource, MOST_SEGMENTS, flowOf } from './flow';
export { type OpenedConnection, type Unopened, openConnection, openConnections } from './open';
export { type PastedFlow, pastedFlow } from './pasted';
