import type { RuleRow } from './rule-row';

type Facts = Omit<RuleRow, 'id'>;

/** The rows with their ids, which their keys are. */
function rows<K extends string>(table: Readonly<Record<K, Facts & { id?: string }>>): Readonly<Record<K, RuleRow>> {
  for (const id in table) table[id].id = id;
  return table as Readonly<Record<K, RuleRow>>;
}

/** No reply, or no retransmission: said in timed flows, at the line that lets the time pass. */
const silences = rows({
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
});
export const SILENCES: Readonly<Record<string, RuleRow>> = silences;

/** What the standard says of expectations, calls, settings, and the end of a flow. */
const stated = rows({
  // Expectations.
  'tcp/state-mismatch': { level: 'error', source: 'RFC 9293 §3.3.2, §3.10' },
  'tcp/timewait-wrong-side': { level: 'error', source: 'RFC 9293 §3.3.2, §3.6' },
  'tcp/rtx-give-up-syn': { level: 'error', source: 'RFC 9293 §3.8.3 (MUST-23)' },
  'tcp/rtx-give-up-data': { level: 'warning', source: 'RFC 9293 §3.8.3 (SHLD-11)' },
  'tcp/rst-blind-accepted': { level: 'warning', source: 'RFC 5961 §3.2' },
  // Fields and settings.
  'tcp/state-name': { level: 'hint', source: 'RFC 9293 §3.3.2' },
  'tcp/field-range': { level: 'error', source: 'RFC 9293 §3.1, §3.4' },
  'tcp/window-needs-scale': { level: 'error', source: 'RFC 9293 §3.1; RFC 7323 §2.2, §2.3' },
  'tcp/port-zero': { level: 'hint', source: 'RFC 6335 §6' },
  'tcp/keepalive-units': { level: 'hint', source: 'RFC 9293 §3.8.4 (MUST-28)' },
  'tcp/timewait-length': { level: 'hint', source: 'RFC 9293 §3.4.2, §3.6.1' },
  // User calls.
  'tcp/user-call': { level: 'error', source: 'RFC 9293 §3.10.1–3.10.5' },
  'tcp/address-in-use': { level: 'error', source: 'RFC 9293 §3.6.1; RFC 1122 §4.2.2.13' },
  'tcp/open-unspecified': { level: 'error', source: 'RFC 9293 §3.10.1' },
  // Endpoints that answer each other.
  'tcp/ack-storm': { level: 'warning', source: 'RFC 9293 §3.10.7.4 step 1; RFC 5961 §7' },
  // The end of the flow.
  'tcp/arrival-unknown': { level: 'hint', source: 'RFC 9293 §3.10' },
  'tcp/close-wait-stuck': { level: 'hint', source: 'RFC 9293 §3.6' },
  'tcp/left-open': { level: 'hint', source: 'RFC 9293 §3.5.1' },
});

/** Rules of the notation: no standard is their source. */
const text = rows({
  // Names and hosts.
  'flow/call-succeeds': { level: 'error', source: '' },
  'flow/unbound-name': { level: 'error', source: '' },
  'flow/name-taken': { level: 'error', source: '' },
  'flow/unknown-flight': { level: 'error', source: '' },
  'flow/unknown-segment': { level: 'error', source: '' },
  'flow/misspelt-host': { level: 'warning', source: '' },
  'flow/unknown-host': { level: 'error', source: '' },
  'flow/same-host': { level: 'error', source: '' },
  'flow/host-twice': { level: 'error', source: '' },
  'flow/no-connection': { level: 'error', source: '' },
  'flow/which-connection': { level: 'error', source: '' },
  // Values.
  'flow/setting-range': { level: 'error', source: '' },
  'flow/message-value': { level: 'error', source: '' },
  'flow/unknown-certificate': { level: 'error', source: '' },
  'flow/certificate-twice': { level: 'error', source: '' },
  'flow/today-twice': { level: 'error', source: '' },
  'flow/bad-keylog': { level: 'error', source: '' },
  'flow/tls-not-up': { level: 'error', source: '' },
  'flow/handshake-failed': { level: 'error', source: '' },
  'flow/time-back': { level: 'error', source: '' },
  'flow/time-limit': { level: 'error', source: '' },
  'flow/send-limit': { level: 'error', source: '' },
  'flow/unknown-variable': { level: 'error', source: '' },
  'flow/unknown-rule': { level: 'error', source: '' },
  'flow/rule-not-broken': { level: 'error', source: '' },
  'flow/relative-numbers': { level: 'error', source: '' },
  'flow/scaled-windows': { level: 'error', source: '' },
  'flow/window-beyond-buffer': { level: 'warning', source: '' },
  // Open fates.
  'flow/fate-shown': { level: 'hint', source: '' },
  'flow/fate-presumed': { level: 'hint', source: '' },
  // Given states.
  'flow/given-late': { level: 'error', source: '' },
  'flow/nothing-to-forget': { level: 'error', source: '' },
  // Expectations.
  'flow/expectation-variable': { level: 'error', source: '' },
  'flow/expectation-layer': { level: 'error', source: 'RFC 9112 §9' },
  'flow/expectation-owes': { level: 'error', source: '' },
  'flow/expectation-message': { level: 'error', source: '' },
  'flow/expectation-knows': { level: 'error', source: '' },
  // Runs, flights and faults.
  'flow/run-never': { level: 'error', source: '' },
  'flow/run-idle': { level: 'hint', source: '' },
  'flow/run-segments': { level: 'warning', source: '' },
  'flow/run-large': { level: 'warning', source: '' },
  'flow/run-time': { level: 'warning', source: '' },
  'flow/run-probes': { level: 'warning', source: '' },
  'flow/nothing-in-flight': { level: 'error', source: '' },
  'flow/message-lost': { level: 'error', source: '' },
  'flow/fault-unused': { level: 'hint', source: '' },
  // Exercises.
  'flow/goal-open': { level: 'hint', source: '' },
  // The end of the flow.
  'flow/owed-at-end': { level: 'hint', source: '' },
  'flow/in-flight-at-end': { level: 'hint', source: '' },
});

/**
 * The rules that no single segment's sending breaks: silences, expectations, calls, settings, the notation, the end of a
 * flow. SEGMENT_RULES of src/tcp/rules has the others.
 */
export const FLOW_RULES = { ...silences, ...stated, ...text };
