/**
 * A natural run that does not pass, with the reason. The test asserts that it still fails, so that solved entries are
 * removed.
 */
export interface NotYet {
  readonly run: string;
  /**
   * The failure: findings of error level, different states, errors once times are written, or a run that can't be
   * written.
   */
  readonly what: 'errors' | 'states' | 'times' | 'unsayable';
  /** The frame of the capture at which it begins. */
  readonly frame: number;
  /** The requirement that the kernel violates, with its section; undefined for none. */
  readonly breaks: string | undefined;
  readonly reason: string;
}

export const NOT_YET: readonly NotYet[] = [
  {
    run: 'self_connect-a',
    what: 'unsayable',
    frame: 1,
    breaks: undefined,
    reason:
      'One socket is both endpoints (NOTES.md, 20), and its one TCB sends one SYN and one SYN,ACK, which it takes itself. A flow has two ' +
      'endpoints to a connection: opening at once, they send two of each (RFC 9293 §3.5, figure 7).',
  },
  {
    run: 'accept_queue_full-c',
    what: 'times',
    frame: 12,
    breaks: 'RFC 9293 §3.8.6.3, MUST-40',
    reason:
      "Data is acknowledged 1.8 s after it came. The kernel threw it away with the handshake's ACK (NOTES.md, 5), and does not send " +
      'its SYN,ACK again, which would tell.',
  },
];
