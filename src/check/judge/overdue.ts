import { type DueFor, Dues, type EndId, type Endpoint, FEW, endpointOf, infoOf, setEndpoint } from '../../sim';
import { SECOND, type Tcb, hasQueued, owes, whyOpen } from '../../tcp';
import type { Args, Span } from '../../script';
import { described, formatFlags } from '../../wire';
import { SILENCES } from '../../trace';
import { report, sentAt, type Player } from '../play/player';

/**
 * The longest delay of a reply, microseconds: an ACK must not be delayed by half a second or more (RFC 9293 §3.8.6.3,
 * MUST-40). No other reply is delayed longer.
 */
const REACTION = SECOND / 2;

/**
 * Reports missing segments in a script with times, at the line that lets time pass: replies due for half a second or
 * more, retransmissions due for an RTO, and closed windows that are not probed.
 *
 * @param speaker the end that sends a segment on this line; it may be late, but not missing
 */
export function reportSilence(p: Player, span: Span, speaker?: EndId): void {
  if (!p.roles.timed) return;
  const overdue = overdueEnds(p);
  const silent = new Set<EndId>();
  overdue.forEach((end) => {
    const endpoint = endpointOf(p.world, end);
    const { due } = endpoint;
    if (lacksAck(p, end)) return;
    // A segment sent on this line may be late; the rules on segments report that.
    if (due !== undefined && end !== speaker && p.world.clock - due.since >= REACTION) {
      const [owed] = owes(endpoint.tcb, endpoint.resets);
      const args = {
        flags: owed === undefined ? '' : formatFlags(owed.flags),
        delay: `${(p.world.clock - due.since) / SECOND} s`,
        called: described(due.by.segment),
      };
      say(p, SILENCE_OF[due.for], span, end, args, sentAt(p, due.by));
      // The ACK may still come and is then late on its own line too; it is reported once.
      setEndpoint(p, end, { ...endpoint, due: undefined, tcb: { ...endpoint.tcb, ackSince: undefined } });
      silent.add(end);
    }
  });
  overdue.forEach((end) => {
    const endpoint = endpointOf(p.world, end);
    if (end === speaker) return;
    const stalled = stalledRule(endpoint, p.world.clock);
    if (stalled === undefined) return;
    // If the peer's reply is missing, the missing retransmission is its consequence and is not reported.
    const follows = stalled === 'tcp/rtx-missing' && silent.has(infoOf(p, end).peer);
    if (!follows) say(p, stalled, span, end, { window: endpoint.tcb.sndWnd }, sentLast(p, endpoint));
    forget(p, end, stalled);
  });
}

/** The ends that may have to be reported now; a flow with many asks only those whose instant has come (`Dues`). */
function overdueEnds(p: Player): readonly EndId[] {
  const { clock, ends } = p.world;
  if (ends.size <= FEW) return p.roles.cast.ends.map(({ id }) => id);
  p.silences ??= new Dues(ends, overdueAt);
  return p.silences.upTo(ends, clock);
}

/** The time from which an end may have to be reported, microseconds; Infinity for none. */
function overdueAt({ due, tcb }: Endpoint): number {
  const { stalled } = stalledAt(tcb);
  return due === undefined ? stalled : Math.min(stalled, due.since + REACTION);
}

/** The rule about a missing reply, by its cause. */
const SILENCE_OF: Readonly<Record<DueFor, string>> = {
  'reset-closed': 'tcp/rst-missing-closed',
  'reset-listen': 'tcp/rst-missing-listen',
  'reset-bad-ack': 'tcp/rst-missing-bad-ack',
  syn: 'tcp/reply-missing',
  'ack-unsent': 'tcp/ack-unsent-reply',
  'fin-again': 'tcp/timewait-refin',
  'window-probe': 'tcp/zwp-unanswered',
  keepalive: 'tcp/keepalive-reply',
  unacceptable: 'tcp/reply-unacceptable-missing',
  fin: 'tcp/fin-not-acked',
  data: 'tcp/ack-late',
};

function sentLast(p: Player, { lastSent }: Endpoint): number | undefined {
  return lastSent && sentAt(p, lastSent);
}

/**
 * True if the side repeats its SYN,ACK below, so that segments received meanwhile may have been discarded and need no
 * reply.
 */
function lacksAck(p: Player, end: EndId): boolean {
  return p.roles.roles[end]?.lacksAck?.some(({ from, to }) => from <= p.line && p.line <= to) === true;
}

function stalledRule({ tcb }: Endpoint, now: number): string | undefined {
  const { resendAt, probeAt, sendAt } = stalledAt(tcb);
  if (now >= resendAt) return 'tcp/rtx-missing';
  if (now >= probeAt) return 'tcp/zwp-missing';
  return now >= sendAt ? 'tcp/window-signed' : undefined;
}

/** The times from which a retransmission, a window probe, or data are missing, and the earliest of them; Infinity for none. */
interface Stalled {
  readonly resendAt: number;
  readonly probeAt: number;
  readonly sendAt: number;
  readonly stalled: number;
}

function stalledAt(tcb: Tcb): Stalled {
  const { loss, probing, rto, activeAt } = tcb.timers;
  // The octet of a window probe is retransmitted by the persist timer (RFC 9293 §3.8.6.1).
  const probes = tcb.sndWnd === 0 && probing.probes > 0;
  const resendAt = !probes && loss.mustResend && loss.expiredAt !== undefined ? loss.expiredAt + rto : Infinity;
  const probeDue = probing.probeDue ?? (tcb.sndUna === tcb.sndNxt ? undefined : probing.probeAt);
  const probeAt = probeDue !== undefined && tcb.sndWnd === 0 ? probeDue + rto : Infinity;
  const sendAt = refusesLargeWindow(tcb) ? activeAt + SECOND : Infinity;
  return { resendAt, probeAt, sendAt, stalled: Math.min(resendAt, probeAt, sendAt) };
}

/** True if data waits although the window is open, and the window would be negative as a signed 16-bit number. */
function refusesLargeWindow(tcb: Tcb): boolean {
  const idle = tcb.sndUna === tcb.sndNxt && hasQueued(tcb) && tcb.state === 'ESTABLISHED';
  return idle && tcb.sndWnd >= 0x8000 && tcb.sndWnd <= 0xffff;
}

/** Prevents a repeated report. A probe stays due, as it is never due for long. */
function forget(p: Player, end: EndId, rule: string): void {
  const endpoint = p.world.ends.get(end);
  if (endpoint === undefined) return;
  const { timers: running } = endpoint.tcb;
  const timers = {
    ...running,
    loss: { ...running.loss, expiredAt: undefined },
    probing: { ...running.probing, probeDue: rule === 'tcp/zwp-missing' ? Number.POSITIVE_INFINITY : undefined },
    activeAt: p.world.clock,
  };
  setEndpoint(p, end, { ...endpoint, tcb: { ...endpoint.tcb, timers } });
}

function say(p: Player, rule: string, span: Span, end: EndId, more: Args, line: number | undefined): void {
  const silence = SILENCES[rule];
  if (silence === undefined) return;
  const host = infoOf(p, end).name;
  const because = whyOpen(silence.needs, p.world.ends.get(end)?.tcb.unknown ?? 0);
  report(p, silence, span, {
    ...(because === undefined ? {} : { because }),
    args: { host, peer: infoOf(p, infoOf(p, end).peer).name, ...more, state: p.world.ends.get(end)?.tcb.state ?? '' },
    ...(line === undefined ? {} : { related: [{ line, message: 'related/received-here', args: { host } }] }),
  });
}
