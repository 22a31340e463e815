import { RST, SYN, ge, has, lt, segLen } from '../../wire';
import { TIMED, type Case, type Rule } from './rule';
import { isOddWindowProbe } from './sequence';

/** A duration for a message. */
export const seconds = (micros: number): string => `${Math.round(micros / 1000) / 1000} s`;
/** Tolerance of a tenth: TCP implementations round their timers to ticks. */
export const LEEWAY = 0.9;

/** True for a window probe (RFC 9293 §3.8.6.1). */
export const isProbe = (c: Case): boolean =>
  c.x.sndWnd === 0 &&
  !has(c.seg, SYN) &&
  !has(c.seg, RST) &&
  ((c.seg.len === 1 && ge(c.seg.seq, c.x.sndUna)) || (segLen(c.seg) === 0 && lt(c.seg.seq, c.x.sndNxt)));

/** Rules about window probes (RFC 9293 §3.8.6.1). */
export const probeRules: readonly Rule[] = [
  {
    id: 'tcp/zwp-first',
    level: 'warning',
    source: 'RFC 9293 §3.8.6.1 (SHLD-29)',
    aspect: 'time',
    on: TIMED,
    needs: ['rtt'],
    check: (c) =>
      c.timed &&
      isProbe(c) &&
      c.x.timers.probing.probes === 0 &&
      c.x.timers.probing.probeDue === undefined &&
      c.now - c.x.timers.activeAt < c.x.timers.rto * LEEWAY
        ? { args: { gap: seconds(c.now - c.x.timers.activeAt), rto: seconds(c.x.timers.rto) } }
        : undefined,
  },
  {
    id: 'tcp/zwp-backoff',
    level: 'warning',
    source: 'RFC 9293 §3.8.6.1 (SHLD-30)',
    aspect: 'time',
    on: TIMED,
    needs: ['rtt'],
    check(c) {
      const { probes, probeAt, probeDue } = c.x.timers.probing;
      if (!c.timed || !isProbe(c) || probes === 0 || probeAt === undefined || probeDue !== undefined) return undefined;
      return c.now < probeAt - c.x.timers.rto * (1 - LEEWAY)
        ? { args: { gap: seconds(c.now - c.lastSentAt), rto: seconds(c.x.timers.rto) } }
        : undefined;
    },
  },
  {
    id: 'tcp/zwp-form',
    level: 'hint',
    source: 'RFC 9293 §3.8.6.1',
    aspect: 'time',
    check: (c) => (isOddWindowProbe(c) ? { args: { written: c.own(c.seg.seq), right: c.own(c.x.sndNxt) } } : undefined),
  },
];
