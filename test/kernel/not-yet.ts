/** A natural run that does not pass, and why. The test asserts that it still fails, so that the list shrinks in time. */
export interface NotYet {
  readonly run: string;
  /**
   * What does not hold: findings at error level stand on it, its states differ, errors stand on it once the times are
   * written, or it cannot be written at all.
   */
  readonly what: 'errors' | 'states' | 'times' | 'unsayable';
  /** The frame of the capture from which on it does not hold. */
  readonly frame: number;
  /** The requirement that the kernel breaks, with its section; undefined where it breaks none. */
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
