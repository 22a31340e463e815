/**
 * The negotiated shift counts: both 0 unless both SYNs carried the option; a count above 14 is used as 14 (RFC 7323
 * §2.2, §2.3).
 */
export function negotiatedShifts(
  own: number | undefined,
  peer: number | undefined,
): { readonly sndShift: number; readonly rcvShift: number } {
  if (own === undefined || peer === undefined) return { sndShift: 0, rcvShift: 0 };
  return { sndShift: Math.min(peer, 14), rcvShift: Math.min(own, 14) };
}
