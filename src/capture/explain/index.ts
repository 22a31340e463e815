/**
 * Explaining a connection: from the packets that a tap saw, in its order, to what both hosts must have sent and taken,
 * in the order of each. The room is pure.
 *
 * A packet's fields are facts; only its fate, the order of arrivals, and what the tap did not see are inferred, each by
 * a rule of evidence.
 */
export type {
  Event,
  Evidence,
  EvidenceId,
  Explanation,
  Fate,
  Given,
  GivenHost,
  Host,
  Micros,
  Note,
  NoteId,
  Passage,
  Tap,
  TapPlace,
} from './explanation';
export { explain } from './explain';
