/** A run with forged segments in which kernel and engine part, and why. */
export interface Departure {
  readonly run: string;
  readonly reason: string;
}

/** What the kernel did that the standard does not say, or that a flow cannot say. */
export const DEPARTURES: readonly Departure[] = [
  {
    run: 'forged_in_handshake-a',
    reason:
      'The forged ACK bears a port of its own, and `spoofing` names a host without one: the flow takes it for part of the ' +
      'only connection there is.',
  },
  {
    run: 'forged_in_handshake-e',
    reason:
      'A SYN with another number in SYN-RECEIVED: the kernel sends RST,ACK and forgets the request, where RFC 9293 ' +
      '§3.10.7.4 goes back to LISTEN and says nothing.',
  },
];

/** Forged segments that no rule can tell from the host's own. */
export const INDISTINGUISHABLE: readonly Departure[] = [
  { run: 'forged_in_established-b', reason: 'An RST with the exact number is what ABORT would send.' },
  { run: 'time_wait_forged-a', reason: 'The host has no connection any more, and may open one with any number.' },
];
