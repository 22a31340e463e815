import { ACK, FIN, RST, SYN, ZERO, formatFlags, has } from '../../wire';
import type { Breach, Case, Rule } from './rule';

const withAck = (c: Case): Breach => ({
  args: { right: formatFlags(c.seg.flags | ACK) },
  right: { flags: c.seg.flags | ACK, ack: c.x.rcvNxt },
});

/** True if the sender has not sent its SYN yet, or if the segment retransmits it. */
export function hasSynToSend({ x, seg }: Case): boolean {
  return x.state === 'CLOSED' || x.state === 'LISTEN' || x.sndNxt === x.iss || seg.seq === x.iss;
}

/**
 * Rules about the control bits (RFC 9293 §3.1). The most specific comes first: FIN without ACK before other segments
 * without ACK.
 */
export const flagRules: readonly Rule[] = [
  {
    id: 'tcp/fin-without-ack',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.10.7.4 step 5',
    aspect: 'flags',
    on: FIN,
    check: (c) => (has(c.seg, FIN) && (c.seg.flags & (ACK | SYN | RST)) === 0 ? withAck(c) : undefined),
  },
  {
    id: 'tcp/ack-bit-missing',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.10.7.4 step 5',
    aspect: 'flags',
    check: (c) => (c.x.synchronised && c.seg.flags !== 0 && (c.seg.flags & (ACK | RST)) === 0 ? withAck(c) : undefined),
  },
  {
    id: 'tcp/flags-none',
    level: 'error',
    source: 'RFC 9293 §3.1, §3.10.7.4 step 5',
    aspect: 'flags',
    check: (c) => ((c.seg.flags & (SYN | ACK | RST)) === 0 ? (c.x.synchronised ? withAck(c) : {}) : undefined),
  },
  {
    id: 'tcp/rst-form-ack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 groups 1 and 2',
    aspect: 'flags',
    on: RST,
    check(c) {
      const due = c.resets[0];
      if (!has(c.seg, RST) || due === undefined || due.ack !== undefined || due.mayAck !== undefined) return undefined;
      return has(c.seg, ACK)
        ? { args: { right: formatFlags(c.seg.flags & ~ACK) }, right: { flags: c.seg.flags & ~ACK, ack: ZERO } }
        : undefined;
    },
  },
  {
    id: 'tcp/rst-form-noack',
    level: 'error',
    source: 'RFC 9293 §3.5.2 group 1, §3.10.7.1',
    aspect: 'flags',
    on: RST,
    check(c) {
      const due = c.resets[0];
      if (!has(c.seg, RST) || due?.ack === undefined || has(c.seg, ACK)) return undefined;
      return {
        args: { right: formatFlags(c.seg.flags | ACK) },
        right: { flags: c.seg.flags | ACK, ack: due.ack },
      };
    },
  },
  {
    id: 'tcp/flags-syn-rst',
    level: 'warning',
    source: 'RFC 9293 §3.5.2, §3.10.5, §3.10.7',
    aspect: 'flags',
    on: RST,
    check(c) {
      if (!has(c.seg, SYN) || !has(c.seg, RST)) return undefined;
      // SYN and RST exclude each other: a side that still has to send its SYN keeps the SYN, any other the RST.
      const isOpening = c.resets.length === 0 && hasSynToSend(c);
      const flags = c.seg.flags & ~(isOpening ? RST : SYN);
      // No reset of RFC 9293 §3.5.2 and §3.10.5 has SYN.
      const level = isOpening ? 'warning' : 'error';
      return { args: { right: formatFlags(flags) }, right: { flags }, mends: true, level };
    },
  },
  {
    id: 'tcp/flags-syn-fin',
    level: 'warning',
    source: 'RFC 9293 §3.10.7.2',
    aspect: 'flags',
    on: FIN,
    check: (c) =>
      has(c.seg, SYN) && has(c.seg, FIN)
        ? { args: { right: formatFlags(c.seg.flags & ~FIN) }, right: { flags: c.seg.flags & ~FIN }, mends: true }
        : undefined,
  },
  {
    id: 'tcp/flags-rst-fin',
    level: 'hint',
    source: 'RFC 9293 §3.10.7',
    aspect: 'flags',
    on: RST,
    check: (c) =>
      has(c.seg, RST) && has(c.seg, FIN)
        ? { args: { right: formatFlags(c.seg.flags & ~FIN) }, right: { flags: c.seg.flags & ~FIN } }
        : undefined,
  },
];
