import type { Host, Note } from './explanation';
import { LONGEST_STEP, stepOf } from './order';
import type { ByHost, Sending } from './sending';

/** The notes on what the tap does not have: octets that were supposed, packets that identifications count, a direction. */
export function missingNotes(sent: ByHost, isOwn: ByHost<boolean>): readonly Note[] {
  const notes: Note[] = [];
  for (const host of [0, 1] as const) {
    const sendings = sent[host];
    const octets = sendings.reduce((sum, { supposed, seq, end }) => sum + (supposed ? end - seq : 0), 0);
    if (octets > 0) notes.push({ id: 'supposed', frames: [], host, count: octets });
    if (isOwn[host]) notes.push(...notCaptured(sendings, host));
  }
  const [only] = ([0, 1] as const).filter((host) => sent[host].some(({ supposed }) => !supposed));
  const isOneWay = only !== undefined && sent[only === 0 ? 1 : 0].every(({ supposed }) => supposed);
  if (isOneWay && sent[only].length > 1) notes.push({ id: 'one-direction', frames: [], host: only });
  return notes;
}

/** The packets that steps of identifications count (RFC 6864 §4.1), behind those that were supposed. */
function notCaptured(sendings: readonly Sending[], host: Host): readonly Note[] {
  const frames: number[] = [];
  let count = 0;
  let last = 0;
  let supposed = 0;
  for (const one of sendings) {
    if (one.supposed) supposed++;
    if (one.id === 0) continue;
    const missing = stepOf(last, one.id) - 1 - supposed;
    if (last !== 0 && missing > 0 && missing < LONGEST_STEP) {
      count += missing;
      frames.push(...one.frames);
    }
    last = one.id;
    supposed = 0;
  }
  return count > 0 ? [{ id: 'not-captured', frames, host, count }] : [];
}
