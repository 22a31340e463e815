/** Laws of each explanation, whatever was captured. */
import assert from 'node:assert/strict';
import type { Explanation, Passage } from '../../../src/capture/explain';

export const passagesOf = ({ events }: Explanation): readonly Passage[] => [
  ...new Set(events.map(({ passage }) => passage)),
];

/** Events are in order, each sending is before its arrivals, and only what arrived has any. */
export function assertWellExplained(explanation: Explanation): void {
  const sent = new Set<Passage>();
  let now = -Infinity;
  for (const { kind, passage, at } of explanation.events) {
    assert.ok(at >= now, 'times do not go back');
    now = at;
    if (kind === 'send') {
      assert.ok(!sent.has(passage), 'each passage is sent once');
      sent.add(passage);
    } else if (kind === 'arrive') assert.ok(sent.has(passage), 'no arrival is before its sending');
  }
  for (const { fate, arrivals, supposed, frames } of passagesOf(explanation)) {
    assert.equal(arrivals.length > 0, fate.kind === 'arrived', 'what arrived has arrivals');
    assert.ok(!supposed || frames.length === 0, 'what is supposed has no frame');
  }
}
