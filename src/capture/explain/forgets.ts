import { FIN, RST, SYN, has } from '../../wire';
import type { Host } from './explanation';
import { type ByHost, NOWHERE, other } from './sending';

/**
 * Marks the SYNs of a host that has forgotten a connection: with a new initial sequence number, though the connection was
 * neither closed from both ends nor reset (RFC 9293 §3.5.1). A host that crashed sends one, and so does a listener whose
 * half-open connection has expired.
 */
export function markForgotten(sent: ByHost, host: Host): void {
  const ends = sent[other(host)].filter(({ segment, before }) => before !== NOWHERE && has(segment, FIN | RST));
  let next = 0;
  let isn = NaN;
  let isFinished = false;
  let isEnded = false;
  for (const sending of sent[host]) {
    for (; next < ends.length && (ends[next]?.before ?? 0) <= sending.place; next++) {
      const end = ends[next];
      if (end === undefined) continue;
      isEnded ||= isFinished || has(end.segment, RST);
      isFinished = true;
    }
    const { segment, seq } = sending;
    if (has(segment, SYN) && !has(segment, RST)) {
      sending.forgets = !Number.isNaN(isn) && isn !== seq && !isEnded;
      if (isn !== seq) isFinished = isEnded = false;
      isn = seq;
    } else if (has(segment, RST)) isEnded = true;
    else if (has(segment, FIN)) {
      isEnded ||= isFinished;
      isFinished = true;
    }
  }
}
