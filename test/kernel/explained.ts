/** A finding of warning level in a run of a real kernel that is justified, with the reason. */
export interface Explained {
  readonly rule: string;
  /** The scenario of the captures: `synack_never` for `synack_never-a`; `*` for many. */
  readonly scenario: string;
  readonly reason: string;
}

export const EXPLAINED: readonly Explained[] = [
  {
    rule: 'tcp/isn-changed',
    scenario: 'synack_never',
    reason:
      'The request socket expires behind its SYN,ACKs, and the next copy of the SYN opens a new one: another ISN for ' +
      'what looks like the same handshake (NOTES.md, 4).',
  },
  {
    rule: 'tcp/ts-ecr-rule',
    scenario: 'synack_never',
    reason: 'A SYN,ACK that is repeated echoes the TSval of the SYN that was seen first (NOTES.md, 17).',
  },
  {
    rule: 'tcp/window-shrunk',
    scenario: 'without_options',
    reason: 'The ACK out of TIME-WAIT cuts its window to 16 bits where no scaling was negotiated (NOTES.md, 3).',
  },
  {
    rule: 'tcp/window-shrunk',
    scenario: 'window_shrink',
    reason: 'With net.ipv4.tcp_shrink_window the kernel takes back what its window had admitted (NOTES.md, 2).',
  },
  {
    rule: 'tcp/timewait-reuse',
    scenario: 'time_wait_reuse',
    reason: 'net.ipv4.tcp_tw_reuse lets the client leave its own TIME-WAIT after a second (NOTES.md, 14).',
  },
  {
    rule: 'tcp/ts-ecr-without-ack',
    scenario: 'time_wait_reuse',
    reason: 'The SYN out of TIME-WAIT goes on with what was echoed last.',
  },
];

/** Changes of state that kernel and simulation make at different events, with the reason; by scenario and state entered. */
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

/** Scenarios in which two sockets have the same ports, so that the kernels' events can't be assigned. */
export const TWO_SOCKETS: readonly { readonly scenario: string; readonly reason: string }[] = [
  {
    scenario: 'mptcp',
    reason:
      'The MPTCP connection and its subflow bear the same ports (NOTES.md, 18). The subflow is TCP’s; the connection goes ' +
      'on by DATA_FIN, which is not.',
  },
];
