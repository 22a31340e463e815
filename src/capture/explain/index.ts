/**
 * Explaining a connection: from the packets that a tap saw, in its order, to what both hosts must have sent and taken,
 * in the order of each. The room is pure.
 *
 * A packet's fields are facts; only its fate, the order of arrivals, and what the tap did not see are inferred, each by
 * a rule of evidence (`evidence/`).
 *
 * `prepare.ts` unwraps numbers, cuts long frames, folds sightings of one packet. `tap.ts` finds the place of the tap by the
 * times of answers. `order.ts` puts a host's sendings in order, `supposed.ts` adds what must have been sent besides.
 * `near.ts` places arrivals at a host beside the tap; `far.ts` at another host, by what it reports: octets that were sent
 * once as the reports come, octets that were sent repeatedly (`units.ts`) in `repeated.ts`. `pair.ts` takes two captures,
 * one beside each host. `events.ts` merges both hosts' events by time.
 *
 * A proof by exclusion needs a capture that misses nothing: where something shows that it does, the same is presumed.
 * Each packet is placed once, so that time grows with the number of packets.
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
export { LEAD } from './near';
export { besideOf } from './tap';
