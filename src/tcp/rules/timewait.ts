import { ACK, RST, SYN, add, gt, has, isBareSyn } from '../../wire';
import { doubtOf, reopensBy, type Doubt } from '../time-wait';
import type { Rule } from './rule';

const DOUBTS: Readonly<Record<Doubt, string>> = {
  sequence: 'tcp/timewait-6191',
  timestamp: 'tcp/timewait-6191-timestamp',
  'same-timestamp': 'tcp/timewait-6191-same',
};

/** Rules about reuse of a four-tuple whose last connection is in TIME-WAIT (RFC 9293 §3.6.1, RFC 6191). */
export const timeWaitRules: readonly Rule[] = [
  {
    id: 'tcp/timewait-reuse',
    level: 'warning',
    source: 'RFC 9293 §3.6.1 (MUST-13, MAY-2)',
    aspect: 'segment',
    on: SYN,
    check: (c) => (c.reuses === 'own' && (c.seg.flags & (SYN | ACK | RST)) === SYN ? {} : undefined),
  },
  {
    // A SYN in TIME-WAIT that may be an old duplicate is answered as if it opened a new connection.
    id: 'tcp/timewait-6191',
    level: 'warning',
    source: 'RFC 6191 §2; RFC 9293 §3.6.1 (SHLD-4)',
    aspect: 'segment',
    on: SYN,
    check(c) {
      const { waited } = c.x.opening;
      if (waited === undefined || c.x.sndNxt !== c.x.iss || (c.seg.flags & (SYN | ACK | RST)) !== (SYN | ACK))
        return undefined;
      const syn = c.lastHeard;
      const doubt = syn === undefined || !isBareSyn(syn) ? undefined : doubtOf(waited, syn, c.config);
      if (syn === undefined || doubt === undefined) return undefined;
      const args = {
        last: c.peer(add(waited.rcvNxt, -1)),
        written: c.peer(syn.seq),
        val: syn.options.ts?.val ?? 0,
        recent: waited.ts.recent ?? 0,
      };
      // A hint only if the profile's TCP implementation accepts such a SYN.
      return { args, says: DOUBTS[doubt], ...(reopensBy(waited, syn, c.config) ? { level: 'hint' as const } : {}) };
    },
  },
  {
    id: 'tcp/timewait-isn',
    level: 'error',
    source: 'RFC 9293 §3.6.1 (MAY-2)',
    aspect: 'seq',
    on: SYN,
    check(c) {
      const { lastUsed } = c.x.opening;
      if (!has(c.seg, SYN) || has(c.seg, RST) || lastUsed === undefined || c.x.sndNxt !== c.x.iss) return undefined;
      return gt(c.seg.seq, lastUsed) ? undefined : { args: { written: c.own(c.seg.seq), last: c.own(lastUsed) } };
    },
  },
];
