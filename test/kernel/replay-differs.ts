/**
 * Natural runs that the simulation does not play exactly as the kernels did, by cause. The test asserts that each still
 * differs.
 */
export interface Differs {
  readonly reason: string;
  readonly runs: readonly string[];
}

export const DIFFERS: readonly Differs[] = [
  {
    reason:
      'The kernel hands a stream to its driver in batches (GSO), with PSH at the end of each, and takes arrivals in batches ' +
      '(GRO), with one ACK for several: what is sent depends on which frames happened to fall together.',
    runs: [
      'acks_lost-a',
      'acks_lost-b',
      'basic_client_close-a',
      'half_close-a',
      'offloads_on-a',
      'old_duplicate-a',
      'old_duplicate-b',
      'random_impairment-b',
      'random_impairment-d',
      'seq_wrap-a',
      'seq_wrap-b',
      'seq_wrap-c',
      'seq_wrap_both-a',
      'tiny_mss-b',
      'window_scale_extremes-a',
    ],
  },
  {
    reason:
      'Linux tells losses by time and lets data go in proportion to what arrives (RACK of RFC 8985, PRR of RFC 6937), and its ' +
      'window follows CUBIC (RFC 9438); the engine counts segments (RFC 5681, RFC 6675).',
    runs: [
      'corrupted_payload-a',
      'fast_retransmit_nosack-a',
      'fast_retransmit_nosack-b',
      'fast_retransmit_sack-a',
      'fast_retransmit_sack-b',
      'fast_retransmit_sack-c',
      'fin_overtakes_data-a',
      'random_impairment-a',
      'random_impairment-c',
      'reordering-a',
      'reordering-b',
      'retransmission_lost-a',
      'spurious_rto-a',
      'tail_loss_probe-a',
    ],
  },
  {
    reason: 'What the user passed to SEND in several pieces does not show in the capture: it left in one.',
    runs: ['half_close-b', 'spurious_rto-b'],
  },
  {
    reason: 'A socket option that a host line has no word for: TCP_CORK, TCP_KEEPINTVL with TCP_KEEPCNT, TCP_MAXSEG.',
    runs: ['cork-a', 'keepalive_unanswered-a', 'tiny_mss-a'],
  },
  {
    reason: 'The host crashed and knows of no connection: to data that comes then the kernel answers RST.',
    runs: ['half_open-a'],
  },
  {
    reason:
      'A SYN,ACK that comes again is answered at most once in half a second (tcp_invalid_ratelimit), and a repeated SYN puts ' +
      "off the SYN,ACK's own timer (NOTES.md, 6).",
    runs: ['duplication-a', 'duplication-b', 'handshake_messy-a', 'synack_lost-a', 'synack_lost-b', 'synack_never-a'],
  },
  { reason: 'Congestion marks were set on the path: faults have no word for that.', runs: ['ecn-a'] },
  {
    reason: 'Options that a flow has no words for take room in every segment (NOTES.md, 18).',
    runs: ['md5_signature-a', 'mptcp-a'],
  },
  { reason: 'The path reported its MTU by ICMP.', runs: ['path_mtu-a'] },
  {
    reason: 'The SYN,ACK of a simultaneous open draws a further ACK, with a D-SACK for the SYN (NOTES.md, 7).',
    runs: ['simultaneous_open-a', 'simultaneous_open-b'],
  },
  { reason: 'net.ipv4.tcp_syn_linear_timeouts was 0 (NOTES.md, 16).', runs: ['syn_giveup-b'] },
  { reason: 'The user sent urgent data: SEND has no word for that.', runs: ['urgent_data-a', 'urgent_data-b'] },
  {
    reason:
      'A small receive buffer is counted by the socket buffers that lie in it (truesize), and at most half of it is offered: ' +
      'the windows follow from the memory of the kernel, not from what SEND and RECEIVE say.',
    runs: ['window_scale_extremes-b'],
  },
  {
    reason:
      'An ACK is due at the next tick of the clock, up to 4 ms later: the FIN came before it, or the ACK before the answer.',
    runs: ['server_speaks_first-a', 'three_segment_close-b'],
  },
];

/** Explanations for `replayOf` results: the reasons why calls and faults of a run can't be derived. */
export const UNTOLD: Readonly<Record<string, string>> = {
  'several connections': 'One flow of calls would have to say which connection each of them is about.',
  'opens again': 'What ended the connection before does not show in the capture.',
  'one host': 'A flow has no words for a host that talks to itself.',
  'very long': 'More than 3,000 segments.',
  'forged segments': 'Nobody called for them.',
  'windows that close':
    'As window_scale_extremes-b: what the buffer holds, and when RECEIVE emptied it, cannot be told from windows that count ' +
    'socket buffers. The instants of the probes are played (played.tcpflow, window-of-a-kernel).',
  'begins within a connection': 'The calls before are not captured.',
};
