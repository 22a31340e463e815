/**
 * Connections as flows: an explained connection becomes the text of a flow, which is parsed, checked, drawn and stepped like any
 * other. An order of arrivals that the checker finds wrong is searched for a right one (`search.ts`),
 * where the evidence leaves one. Fates are arrows, what was not captured is `supposed`, frames are named, and times are those of
 * the capture. `heads.ts` and `payloads.ts` choose the octets of HTTP and TLS that lines tell.
 */
export { type CapturedFlow, type FlowSource, flowOf, writtenFlow } from './flow';
export {
  type Begun,
  type OpenAs,
  type OpenedConnection,
  type OtherCapture,
  type Run,
  type Unopened,
  openConnection,
  openConnections,
  openInSlices,
  opening,
  outcomesOf,
} from './open';
export type { Outcome, Verdict } from './outcome';
export { MOST_SEGMENTS, type Part } from './parts';
export { type PastedFlow, pastedFlow } from './pasted';
