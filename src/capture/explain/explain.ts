import { SYN, has } from '../../wire';
import type { Event, Explanation, Fate, Passage, Tap, TapPlace } from './explanation';

const IN_ORDER: Fate = { kind: 'arrived', sure: 'presumed', because: [{ rule: 'E-order', frames: [] }] };

/**
 * Explains a connection.
 *
 * @param taps its packets in one capture, or in several that were taken at different places
 * @param wish the place of the first tap, instead of the one that the packets show
 */
export function explain(taps: readonly Tap[], wish?: TapPlace): Explanation {
  const [tap] = taps;
  const events: Event[] = [];
  for (const { frame, at, from, packet } of tap?.sightings ?? []) {
    if (packet === undefined) continue;
    const passage: Passage = {
      from: from === 'client' ? 0 : 1,
      segment: packet.segment,
      frames: [frame],
      supposed: false,
      sent: at,
      arrivals: [at],
      fate: IN_ORDER,
    };
    events.push({ kind: 'send', passage, at }, { kind: 'arrive', passage, at });
  }
  const first = events[0]?.passage.segment;
  const begins = first === undefined || has(first, SYN) ? 'syn' : ([{}, {}] as const);
  return { tap: wish ?? tap?.place ?? 'path', events, begins, notes: [] };
}
