import { ACK, RST, SYN } from '../../wire/flags';
import { has } from '../../wire/segment';
import { gt } from '../../wire/seq';
import type { Rule } from './rule';

/** A four-tuple that is used again while its last connection is in TIME-WAIT (RFC 9293 §3.6.1, RFC 6191). */
export const timeWaitRules: readonly Rule[] = [
  {
    id: 'tcp/timewait-reuse',
    level: 'warning',
    source: 'RFC 9293 §3.6.1 (MUST-13, MAY-2)',
    aspect: 'segment',
    check: (c) => (c.reuses === 'own' && (c.seg.flags & (SYN | ACK | RST)) === SYN ? {} : undefined),
  },
  {
    id: 'tcp/timewait-isn',
    level: 'error',
    source: 'RFC 9293 §3.6.1 (MAY-2)',
    aspect: 'seq',
    check(c) {
      const { lastUsed } = c.x.opening;
      if (!has(c.seg, SYN) || has(c.seg, RST) || lastUsed === undefined || c.x.sndNxt !== c.x.iss) return undefined;
      return gt(c.seg.seq, lastUsed) ? undefined : { args: { written: c.own(c.seg.seq), last: c.own(lastUsed) } };
    },
  },
];
