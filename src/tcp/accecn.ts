import { ACK, CWR, ECE, type Segment } from '../wire';

/**
 * The AE control bit (RFC 9768 §3.1), on the wire the last of the four reserved bits. Here it is bit 8, above the eight
 * control bits, so that the flags of a SYN can be stored together with it.
 */
export const AE = 0x100;
/** The ACE field: the control bits AE, CWR and ECE (RFC 9768 §3.1). */
const ACE = AE | CWR | ECE;

/** AE as a bit of the header's reserved bits. */
export const AE_RESERVED = 1;

/** The eight control bits of a segment, and {@link AE}. */
export function flagsWithAe({ flags, raw }: Segment): number {
  return ((raw?.reserved ?? 0) & AE_RESERVED) === 0 ? flags : flags | AE;
}

/** True for the flags of an AccECN-setup SYN: no ACK, all three bits of the ACE field (RFC 9768 §3.1.1). */
export function asksForAccEcn(syn: number): boolean {
  return (syn & (ACK | ACE)) === ACE;
}

/**
 * True for the flags of a SYN,ACK that agrees to AccECN: its ACE field reports the IP-ECN field of the SYN (RFC 9768
 * §3.1.2, table 2). ECE alone agrees to classic ECN, no bit to neither; all three bits come from a peer that reflects
 * the reserved flags.
 */
export function agreesToAccEcn(synAck: number): boolean {
  const ace = synAck & ACE;
  return (synAck & ACK) !== 0 && ace !== 0 && ace !== ECE && ace !== ACE;
}

/** True if AccECN is in use: one side's SYN asked for it and the other's SYN,ACK agreed. */
export function usesAccEcn({
  opening: { ownSynFlags, peerSynFlags },
}: {
  readonly opening: { readonly ownSynFlags: number; readonly peerSynFlags: number };
}): boolean {
  return (
    (asksForAccEcn(ownSynFlags) && agreesToAccEcn(peerSynFlags)) ||
    (asksForAccEcn(peerSynFlags) && agreesToAccEcn(ownSynFlags))
  );
}
