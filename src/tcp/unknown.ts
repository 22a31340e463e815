/**
 * What is not known of a TCB: a flow that begins in the middle of a connection shows neither its SYNs nor all that was
 * sent before. A facet becomes known by evidence (a segment, an ACK, a SACK block, a timestamp), never by default; until
 * then the TCB holds a value to go on with.
 *
 * A rule lists the facets that it needs. Where one of them is not known, its breach is `open`: it can't be told.
 */

/** SND.NXT: a number at least as high has been sent. */
export const SND_NXT = 1;
export const RCV_NXT = 2;
export const SND_UNA = 4;
/** SND.WND: no window of the peer has been heard. */
export const SND_WND = 8;
/** SND.WND is a window field without its shift: the window is that large at least. */
export const WND_SCALE = 16;
/** RCV.WND, as last told to the peer. */
export const RCV_WND = 32;
/** Shift counts in force (RFC 7323 §2): Snd.Wind.Shift and Rcv.Wind.Shift. */
export const SND_SHIFT = 64;
export const RCV_SHIFT = 128;
/** The MSS option of the peer's SYN, and of the own one. */
export const PEER_MSS = 256;
export const OWN_MSS = 512;
/** Whether both SYNs agreed on the option, or on ECN. */
export const SACK = 1024;
export const TIMESTAMPS = 2048;
export const ECN = 4096;
export const ISS = 8192;
/** What lies below the first numbers seen: octets, duplicates and timestamps from before the flow begins. */
export const BELOW = 16384;
/** SRTT and RTTVAR, and so the RTO (RFC 6298 §2). */
export const RTT = 32768;
/** When the side last sent or heard anything (RFC 9293 §3.8.4). */
export const IDLE = 65536;

/** The TSval of a segment that reached this side and was not captured. */
export const STAMP = 131072;

/** Of a side of which nothing is known but its state. */
export const EVERYTHING = 131071;

/** The facets that rules may need. */
export type Facet = 'numbers' | 'window' | 'scale' | 'mss' | 'sack' | 'iss' | 'below' | 'stamp' | 'rtt' | 'idle';

/** Why a verdict can't be told. A closed set. */
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

/** Why a rule with these needs can't be answered; undefined where all that it needs is known. */
export function whyOpen(needs: readonly Facet[] | undefined, unknown: number): Reason | undefined {
  if (needs === undefined || unknown === 0) return undefined;
  for (const facet of needs) {
    const { bit, reason } = FACETS[facet];
    if ((unknown & bit) !== 0) return reason;
  }
  return undefined;
}

/** The largest shift count (RFC 7323 §2.3), and the largest window that it gives, bytes. */
export const MOST_SHIFT = 14;
export const MOST_WINDOW = 65535 * 2 ** MOST_SHIFT;
