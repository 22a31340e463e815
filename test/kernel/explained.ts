/** Why a finding at warning level stands on a run of a real kernel, and is right to. */
export interface Explained {
  readonly rule: string;
  /** The scenario that the captures are of: `synack_never` for `synack_never-a`. */
  readonly scenario: string;
  readonly reason: string;
}

export const EXPLAINED: readonly Explained[] = [
  {
    rule: 'tcp/syn-in-synchronized',
    scenario: 'accept_queue_full',
    reason:
      'The kernel threw the final ACK away and repeats its SYN,ACK out of SYN-RECEIVED; nothing on the wire tells that it ' +
      'did (NOTES.md, 5).',
  },
  {
    rule: 'tcp/isn-changed',
    scenario: 'synack_never',
    reason:
      'The request socket expires behind its SYN,ACKs, and the next copy of the SYN opens a new one: another ISN for ' +
      'what looks like the same handshake (NOTES.md, 4).',
  },
];

/** A change of state that kernel and engine make at different events, and why; by scenario and the state entered. */
export const DISPLACED: readonly { readonly scenario: string; readonly to: string; readonly reason: string }[] = [
  {
    scenario: 'accept_queue_full',
    to: 'ESTABLISHED',
    reason: 'With its accept queue full the kernel throws the final ACK away and stays in SYN-RECEIVED (NOTES.md, 5).',
  },
  {
    scenario: 'defer_accept',
    to: 'ESTABLISHED',
    reason: 'TCP_DEFER_ACCEPT throws the bare final ACK away; the first data ends the handshake (NOTES.md, 5).',
  },
];
