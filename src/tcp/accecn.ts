import { ACK, CWR, ECE, type Segment } from '../wire';

/**
 * AE, the last of the four reserved bits, where AccECN is asked for (RFC 9768 §3.1). The flags of a SYN are kept with it:
 * it stands above the eight control bits there.
 */
export const AE = 0x100;
/** The three bits of the ACE field: AE, CWR, ECE. */
const ACE = AE | CWR | ECE;

/** The AE bit among the reserved bits of a header. */
export const AE_RESERVED = 1;

/** The control bits of a segment, and AE. */
export function flagsWithAe({ flags, raw }: Segment): number {
  return ((raw?.reserved ?? 0) & AE_RESERVED) === 0 ? flags : flags | AE;
}

/** An AccECN-setup SYN has all three bits (RFC 9768 §3.1.1). */
export function asksForAccEcn(syn: number): boolean {
  return (syn & (ACK | ACE)) === ACE;
}

/**
 * A SYN,ACK that agrees to AccECN tells how the SYN was marked (RFC 9768 §3.1.2, table 2). ECE alone agrees to classic ECN,
 * none of the bits to nothing, and all three come from a peer that sends back what it gets.
 */
export function agreesToAccEcn(synAck: number): boolean {
  const ace = synAck & ACE;
  return (synAck & ACK) !== 0 && ace !== 0 && ace !== ECE && ace !== ACE;
}

/** AccECN is in force: one side has asked for it, and the other has agreed. */
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
