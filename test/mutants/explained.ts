/** The reasons why a mutant is legal, and why a mistake is reported a second time: two lists used by reports and tests. */
import { has, segEnd, segLen } from '../../src/wire/segment';
import { FIN, RST, SYN } from '../../src/wire/flags';
import { gt, le } from '../../src/wire/seq';
import type { Verdict } from './verdict';

export interface Reason {
  readonly kind: RegExp;
  readonly reason: string;
  readonly when?: (v: Verdict) => boolean;
}

/** True if the segment begins and ends within unacknowledged octets of its sender. */
function goesAgain({ mutation: { segment }, place: { sender } }: Verdict): boolean {
  const { sndUna, sndNxt } = sender.tcb;
  return (segment.len > 0 || has(segment, FIN)) && le(segment.seq, sndNxt) && gt(segEnd(segment), sndUna);
}

/** Mutants that the standard allows: no finding is expected on their line. */
export const LEGAL: readonly Reason[] = [
  {
    kind: /^seq/,
    reason: 'octets that wait for their ACK may go again, cut as the sender likes (RFC 9293 §3.8.1)',
    when: goesAgain,
  },
  {
    kind: /^seq -1$/,
    reason: 'an octet or none below SND.NXT on an idle connection is a keepalive probe (RFC 9293 §3.8.4)',
    when: ({ mutation: { segment }, place }) =>
      segLen(segment) <= 1 && place.sender.tcb.sndUna === place.sender.tcb.sndNxt,
  },
  {
    kind: /^ack \+1$/,
    reason: 'the octet that probed a closed window may have been taken: there was room that was not worth an update',
    when: ({ mutation: { segment }, place: { sender } }) => sender.tcb.reassembly.offered?.right === segment.ack,
  },
  { kind: /^flag [+-]PSH$/, reason: 'PSH may stand on any data (RFC 9293 §3.9.1.2); on none it is a hint' },
  { kind: /^flag -URG$/, reason: 'urgent data may end' },
  { kind: /^flag \+FIN$/, reason: 'the user may close now; beside RST a FIN is a hint' },
  { kind: /^flag -FIN$/, reason: 'the user may close later' },
  {
    kind: /^flag -ACK$/,
    reason: 'the RST of an abort may do without ACK (RFC 9293 §3.10.5)',
    when: ({ mutation: { segment }, place: { step, sender } }) =>
      has(segment, RST) && (step.implied.some((i) => i.call === 'abort') || sender.resets[0]?.mayAck !== undefined),
  },
  { kind: /^flag \+RST$/, reason: 'the user may abort at any time (RFC 9293 §3.10.5)' },
  { kind: /^win/, reason: 'any window will do that does not draw its right edge back (RFC 9293 §3.8.6)' },
  { kind: /^urg without URG$/, reason: 'without URG the field has no meaning: a hint (RFC 9293 §3.1)' },
  { kind: /^len [+-]1$/, reason: 'a segment may carry as much as the window and the MSS allow' },
  {
    kind: /^ack [+-]1$/,
    reason: 'of data on a SYN, the SYN,ACK may take as much as its sender likes (RFC 9293 §3.10.7.2, RFC 7413 §4.2.2)',
    when: ({ mutation: { segment }, place: { sender, receiver } }) =>
      has(segment, SYN) && gt(segment.ack, sender.tcb.irs) && le(segment.ack, receiver.tcb.sndNxt),
  },
  {
    kind: /^option -.* \(SYN(,ACK)?\)$/,
    reason: 'what a SYN offers is the sender’s choice; no MSS is a hint (SHLD-5)',
  },
  { kind: /^ts val back \(SYN(,ACK)?\)$/, reason: 'a timestamp clock may begin anywhere (RFC 7323 §5.4)' },
  { kind: /^sack (left \+1|right -1)$/, reason: 'a receiver may have discarded part of what it held (RFC 2018 §8)' },
  {
    kind: /^option -sack$/,
    reason: 'nothing is held any more',
    when: (v) => v.place.sender.tcb.reassembly.held.length === 0,
  },
  {
    kind: /^sack \+block$/,
    reason: 'the block lies where octets are held',
    when: (v) => v.place.sender.tcb.reassembly.held.length > 0,
  },
];

/** Mistakes without a single right value, so that later lines may not fit the continuation of the flow. */
export const CASCADES: readonly Reason[] = [
  { kind: /^win/, reason: 'a warning: the window is as small as it is written, and what follows does not fit it' },
  { kind: /^len/, reason: 'the right length is not known: the longest that is allowed is gone on with' },
  { kind: /^option wscale 15/, reason: 'the right shift is not known: 14 is gone on with' },
  { kind: /^ts|^option -ts$/, reason: 'the right value is the sender’s own: a likely one is gone on with, and echoed' },
  { kind: /^seq/, reason: 'new data or data once more: both readings have a right number' },
  { kind: /^flag \+RST$/, reason: 'the connection is over, and yet it goes on' },
  { kind: /^flag \+FIN$/, reason: 'FIN and CLOSE do not agree: either may be the mistake' },
  {
    kind: /^flag -FIN$/,
    reason: 'what is found is an ACK that says nothing new: that the user was to close only what follows tells',
  },
  {
    kind: /^ack|^flag -ACK$/,
    reason: 'of data on a SYN all or nothing may have been meant to be acknowledged: nothing is gone on with',
    when: ({ mutation: { segment }, place: { sender } }) =>
      has(segment, SYN) && sender.lastHeard !== undefined && sender.lastHeard.segment.len > 0,
  },
  {
    kind: /^other bytes again$/,
    reason:
      'the octets are taken as they arrive, where the first sending did not: the layer above reads what is written',
  },
  { kind: /^flag -SYN$/, reason: 'without its SYN a connection is supposed, or none' },
  { kind: /^flag -RST$/, reason: 'who does not refuse is taken for a listener from the beginning' },
];

export const reasonFor = (list: readonly Reason[], v: Verdict): Reason | undefined =>
  list.find((r) => r.kind.test(v.mutation.kind) && (r.when?.(v) ?? true));

export const isCaught = (v: Verdict): boolean => v.here.length > 0;
export const isCascade = (v: Verdict): boolean => isCaught(v) && v.elsewhere.length > 0;
/** True if there is no finding, and no reason why the mutant is legal. */
export const isMissed = (v: Verdict): boolean => !isCaught(v) && reasonFor(LEGAL, v) === undefined;

/** The verdict for a message. */
export function show(v: Verdict): string {
  const found = [...v.here, ...v.elsewhere].map((f) => `${f.line + 1} ${f.level} ${f.rule}`).join(', ');
  return `${v.flow}:${v.line} ${v.mutation.kind}\n    was ${v.was}\n    is  ${v.text}\n    found ${found || 'nothing'}`;
}
