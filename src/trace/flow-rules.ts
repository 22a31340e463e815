import type { Level } from '../script';
import type { Facet } from '../tcp';

/** The level of a rule and its source. */
export interface FlowRule {
  readonly level: Level;
  /** Document and section, with the requirement's identifier of RFC 9293 Appendix B if there is one. */
  readonly source: string;
  /** The facets of the TCB that the verdict depends on. If one of them is unknown, the finding is `open`. */
  readonly needs?: readonly Facet[] | undefined;
}

/**
 * Rules about missing replies and retransmissions. They apply to scripts with times, and are reported at the line that
 * lets the time pass.
 */
export const SILENCES: Readonly<Record<string, FlowRule>> = {
  'tcp/rst-missing-closed': { level: 'error', source: 'RFC 9293 §3.10.7.1' },
  'tcp/rst-missing-listen': { level: 'error', source: 'RFC 9293 §3.10.7.2' },
  'tcp/rst-missing-bad-ack': { level: 'error', source: 'RFC 9293 §3.5.2 group 2, §3.10.7.3, §3.10.7.4' },
  'tcp/reply-missing': { level: 'error', source: 'RFC 9293 §3.10' },
  'tcp/ack-unsent-reply': { level: 'error', source: 'RFC 9293 §3.10.7.4 step 5' },
  'tcp/timewait-refin': { level: 'error', source: 'RFC 9293 §3.10.7.4 steps 5 and 8' },
  'tcp/zwp-unanswered': { level: 'error', source: 'RFC 9293 §3.8.6.1' },
  'tcp/keepalive-reply': { level: 'error', source: 'RFC 9293 §3.8.4, §3.10.7.4 step 1' },
  'tcp/reply-unacceptable-missing': { level: 'warning', source: 'RFC 9293 §3.10.7.4 step 1' },
  'tcp/fin-not-acked': { level: 'error', source: 'RFC 9293 §3.10.7.4 step 8' },
  'tcp/ack-late': { level: 'error', source: 'RFC 9293 §3.8.6.3 (MUST-40)' },
  'tcp/rtx-missing': { level: 'warning', source: 'RFC 9293 §3.10.8', needs: ['rtt'] },
  'tcp/zwp-missing': { level: 'error', source: 'RFC 9293 §3.8.6.1 (MUST-35, MUST-36)', needs: ['rtt'] },
  'tcp/window-signed': { level: 'hint', source: 'RFC 9293 §3.1 (MUST-1)' },
};

/**
 * Rules that are not about sending a single segment: missing replies, expectations, calls, settings, the end of a flow.
 * `SEGMENT_RULES` of src/tcp/rules has the others.
 */
export const FLOW_RULES: Readonly<Record<string, FlowRule>> = {
  ...SILENCES,
  // Expectations.
  'tcp/state-mismatch': { level: 'error', source: 'RFC 9293 §3.3.2, §3.10' },
  'tcp/timewait-wrong-side': { level: 'error', source: 'RFC 9293 §3.3.2, §3.6' },
  'tcp/rtx-give-up-syn': { level: 'error', source: 'RFC 9293 §3.8.3 (MUST-23)' },
  'tcp/rtx-give-up-data': { level: 'warning', source: 'RFC 9293 §3.8.3 (SHLD-11)' },
  'tcp/rst-blind-accepted': { level: 'warning', source: 'RFC 5961 §3.2' },
  // Spelling and ranges.
  'tcp/state-name': { level: 'hint', source: 'RFC 9293 §3.3.2' },
  'tcp/field-range': { level: 'error', source: 'RFC 9293 §3.1, §3.4' },
  'tcp/window-needs-scale': { level: 'error', source: 'RFC 9293 §3.1; RFC 7323 §2.2, §2.3' },
  'tcp/port-zero': { level: 'hint', source: 'RFC 6335 §6' },
  'tcp/keepalive-units': { level: 'hint', source: 'RFC 9293 §3.8.4 (MUST-28)' },
  'tcp/timewait-length': { level: 'hint', source: 'RFC 9293 §3.4.2, §3.6.1' },
  // User calls.
  'tcp/user-call': { level: 'error', source: 'RFC 9293 §3.10.1–3.10.5' },
  'tcp/open-unspecified': { level: 'error', source: 'RFC 9293 §3.10.1' },
  // Results of a run.
  'tcp/ack-storm': { level: 'warning', source: 'RFC 9293 §3.10.7.4 step 1; RFC 5961 §7' },
  // Leftovers at the end.
  'tcp/arrival-unknown': { level: 'hint', source: 'RFC 9293 §3.10' },
  'tcp/close-wait-stuck': { level: 'hint', source: 'RFC 9293 §3.6' },
  'tcp/left-open': { level: 'hint', source: 'RFC 9293 §3.5.1' },
};
