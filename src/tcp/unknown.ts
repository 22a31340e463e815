/**
 * Unknown parts (facets) of a TCB, as bits of `Tcb.unknown`. A flow that begins in the middle of a connection shows
 * neither its SYNs nor all segments before. A facet becomes known by evidence only: a segment, an ACK, a SACK block, a
 * timestamp. Until then the TCB holds a provisional value.
 *
 * A rule lists the facets that it needs. If one of them is unknown, a breach of the rule is `open`: it can't be
 * decided.
 */

/** SND.NXT is a lower bound: a sequence number at least as high has been sent. */
export const SND_NXT = 1;
export const RCV_NXT = 2;
export const SND_UNA = 4;
/** SND.WND is unknown: no window of the peer has been seen. */
export const SND_WND = 8;
/** SND.WND is unscaled as the shift count is unknown: a lower bound. */
export const WND_SCALE = 16;
/** RCV.WND, as last announced to the peer. */
export const RCV_WND = 32;
/** The shift counts Snd.Wind.Shift and Rcv.Wind.Shift (RFC 7323 §2). */
export const SND_SHIFT = 64;
export const RCV_SHIFT = 128;
/** The MSS option of the peer's SYN, and of this side's SYN. */
export const PEER_MSS = 256;
export const OWN_MSS = 512;
/** Whether SACK, timestamps or ECN are negotiated. */
export const SACK = 1024;
export const TIMESTAMPS = 2048;
export const ECN = 4096;
export const ISS = 8192;
/** Data, duplicates and timestamps from before the flow begins, below the first sequence numbers seen. */
export const BELOW = 16384;
/** SRTT and RTTVAR, and so the RTO (RFC 6298 §2). */
export const RTT = 32768;
/** Time at which the side last sent or received a segment (RFC 9293 §3.8.4). */
export const IDLE = 65536;

/** The TSval of a segment that reached this side and is not in the capture. */
export const STAMP = 131072;

/** All facets together: for a side of which only the state is known. */
export const EVERYTHING = 131071;

/** Names of the facets in a rule's `needs`. */
export type Facet = 'numbers' | 'window' | 'scale' | 'mss' | 'sack' | 'iss' | 'below' | 'stamp' | 'rtt' | 'idle';

/** The reasons why a breach can't be decided. */
export const REASONS = [
  'syn-not-captured',
  'not-captured',
  'fate-open',
  'one-direction',
  'cut-short',
  'offload',
  'before-tap',
  'clock',
] as const;
export type Reason = (typeof REASONS)[number];

const FACETS: Readonly<Record<Facet, { readonly bit: number; readonly reason: Reason }>> = {
  numbers: { bit: SND_NXT, reason: 'not-captured' },
  window: { bit: SND_WND, reason: 'not-captured' },
  scale: { bit: WND_SCALE, reason: 'syn-not-captured' },
  mss: { bit: PEER_MSS, reason: 'syn-not-captured' },
  sack: { bit: SACK, reason: 'syn-not-captured' },
  iss: { bit: ISS, reason: 'syn-not-captured' },
  stamp: { bit: STAMP, reason: 'not-captured' },
  below: { bit: BELOW, reason: 'not-captured' },
  rtt: { bit: RTT, reason: 'not-captured' },
  idle: { bit: IDLE, reason: 'not-captured' },
};

/** The reason why a rule with these needs can't be decided; undefined if all facets that it needs are known. */
export function whyOpen(needs: readonly Facet[] | undefined, unknown: number): Reason | undefined {
  if (needs === undefined || unknown === 0) return undefined;
  for (const facet of needs) {
    const { bit, reason } = FACETS[facet];
    if ((unknown & bit) !== 0) return reason;
  }
  return undefined;
}

/** The largest shift count (RFC 7323 §2.3), and the largest window, bytes, which it allows. */
export const MOST_SHIFT = 14;
export const MOST_WINDOW = 65535 * 2 ** MOST_SHIFT;
