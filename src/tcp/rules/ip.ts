import { type Segment, formatOptions } from '../../wire';
import type { Case, Rule } from './rule';

/** Rules about IP header fields other than ECN, which TCP hands to IP with each segment (RFC 9293 §3.9.2). */
export const ipRules: readonly Rule[] = [
  {
    id: 'tcp/dscp-changed',
    level: 'warning',
    source: 'RFC 9293 §3.9.2 (SHLD-23)',
    aspect: 'dscp',
    check(c) {
      if (c.lastSent === undefined) return undefined;
      const written = c.seg.ip?.dscp ?? 0;
      const right = c.lastSent.ip?.dscp ?? 0;
      return written === right ? undefined : { args: { written, right }, right: { ip: { ...c.seg.ip, dscp: right } } };
    },
  },
  {
    id: 'tcp/ip-id-repeated',
    level: 'hint',
    source: 'RFC 9293 §3.8.1 (MAY-4); RFC 6864 §4',
    aspect: 'id',
    check(c) {
      const id = c.seg.ip?.id;
      if (id === undefined) return undefined;
      const same = [c.lastSent, c.before?.segment].find((s) => s?.ip?.id === id);
      return same === undefined || isIdentical(same, c.seg) ? undefined : { args: { id } };
    },
  },
  {
    id: 'tcp/security-changed',
    level: 'error',
    source: 'RFC 9293 §3.10.7, Appendix A.1',
    aspect: 'security',
    check(c) {
      const right = c.config.security ?? boundSecurity(c);
      const written = c.seg.ip?.security;
      if (right === undefined || written === undefined || written === right) return undefined;
      return { args: { written, right }, right: { ip: { ...c.seg.ip, security: right } } };
    },
  },
];

/** The security level and compartment of the connection: those of the sender's last segment. */
function boundSecurity(c: Case): number | undefined {
  return c.lastSent?.ip?.security;
}

/** True if neither payload nor header has changed. Only such a retransmission may reuse the IP identification. */
function isIdentical(a: Segment, b: Segment): boolean {
  return (
    a.seq === b.seq &&
    a.ack === b.ack &&
    a.flags === b.flags &&
    a.win === b.win &&
    a.urg === b.urg &&
    a.len === b.len &&
    formatOptions(a.options) === formatOptions(b.options)
  );
}
