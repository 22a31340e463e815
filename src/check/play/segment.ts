import {
  type EndId,
  type Sent,
  beginsAt,
  configOf,
  count,
  deliver,
  depart,
  endpointOf,
  firstSending,
  flightKey,
  infoOf,
  isUnread,
  launch,
  setEndpoint,
  takeNumber,
} from '../../sim';
import { ACK, type RawHeader, SYN, type Segment, ZERO, add, distance, has, le, max, segEnd } from '../../wire';
import type { EndRef, SegmentStatement } from '../../script';
import { type Cause, type Given, complete, doubtBeyond, notKept } from '../../tcp';
import { resetsFor, Sending } from '../judge/case';
import { learnFromSending, presume } from './evidence';
import { bindIsn, connect, hasIss, implyEnd, openFor } from './implied';
import { withRightHeader, withWrittenHeader } from '../judge/mended';
import { Written } from './written';
import { reportPortZero } from './ends';
import { bind, boundAt, soleName } from './names';
import { breaks, judge, type Judgement, type Verdict } from '../judge/judge';
import { push, report, type Player } from './player';
import { adoptConnection, adoptSyn } from '../judge/recovery';
import { chooseReply } from './syn-reply';
import { startAt } from './time';
import { FILLED_ACK, FILLED_SEQ, type SegmentStep } from '../../trace';
import { reportVerdict, type Scene } from '../judge/verdicts';
import { isJudged, keepWindows, windowsOf } from './supposed';
import { checkViolations } from '../judge/violates';

/** A line that sends a segment: `A -> B …`, `A -x B …`, `A ~> B …`. */
export function playSegment(p: Player, s: SegmentStatement, broken: boolean): void {
  if (s.from.host.text === s.to.host.text) {
    report(p, 'flow/same-host', 'error', s.to, { args: { host: s.to.host.text } });
    return;
  }
  const from = p.roles.arrows.get(s.from, s.to);
  if (from === undefined) return;
  for (const ref of [s.from, s.to]) reportPortZero(p, ref.port);
  const written = new Written(p, s, from);
  startAt(p, s.time, from);
  if (s.spoofing !== undefined) {
    playForged(p, s, from, s.spoofing, written);
    return;
  }
  const to = infoOf(p, from).peer;
  const implied: SegmentStep['implied'][number][] = [];
  const given = written.given();
  chooseReply(p, from, given.flags, given);
  learn(p, from, to, s, given);
  openFor(p, s, from, given, implied);
  let segment = fillIn(p, from, given, written.raw);
  implyEnd(p, from, segment, implied);
  // A close that the segment implied changes nothing in what is filled in; an abort's RST may.
  if (implied.length > 0) segment = fillIn(p, from, given, written.raw);
  // A side without a connection has no ISN yet: then only the mended segment brings one.
  const opened = hasIss(endpointOf(p.world, from).tcb);
  if (opened) bindIsn(p, s, from, segment);

  const cause = given.ack === undefined ? undefined : takeBack(p, from, to, segment);
  const sender = endpointOf(p.world, from);
  const c = new Sending(p, from, to, segment, cause);
  const scene: Scene = { from, to, sender, named: written.named };
  const judgement = judge(c, p.rules);
  let played = segment;
  if (s.violates !== undefined) {
    checkViolations(p, s, c, scene, judgement, (id) => breaks(c, id, p.rules));
  } else {
    for (const verdict of judgement.verdicts) {
      if (!broken && !written.said.has(verdict.rule.aspect) && isJudged(s, verdict))
        reportVerdict(p, s, c, scene, verdict);
    }
    if (judgement.impossible !== undefined && !recover(p, from, to, judgement, segment)) {
      forgiveNames(p, s, judgement.impossible);
      // What never left cannot arrive: its name is known, and lines about it pass in silence.
      if (s.as !== undefined && !p.scope.names.has(s.as.text)) {
        bind(p, s.as.text, { kind: 'unknown' });
      }
      push(p, {
        kind: 'segment',
        sent: { ...sentOf(p, s, from, to, segment), id: 0 },
        label: s.as?.text,
        fate: 'not-sent',
        filled: written.filled(segment) | unknown(given),
        implied,
      });
      return;
    }
    if (judgement.impossible === undefined) played = afterMistake(p, from, judgement, given, segment, implied);
    else {
      // In the connection that is now supposed, the segment may imply a call: a flow that begins with a FIN.
      implyEnd(p, from, segment, implied);
      played = fillIn(p, from, given, written.raw);
    }
    played = judgement.drops ? withWrittenHeader(played, segment) : withRightHeader(played, segment);
    presume(p, from, segment, judgement.verdicts);
  }
  const gained = !opened || !has(segment, SYN);
  if (gained && hasIss(endpointOf(p.world, from).tcb)) bindIsn(p, s, from, played);
  const tooMuch = judgement.verdicts.some((v) => v.rule.aspect === 'len' && v.level !== 'hint');
  const before = s.supposed === undefined ? undefined : windowsOf(p, from, to);
  transmit(p, s, from, to, played, written.filled(segment), implied, s.violates === undefined && tooMuch);
  if (before !== undefined) keepWindows(p, s, from, to, before);
}

/** In a flow that begins in the middle of a connection, the line's own numbers and options may be the first to tell. */
function learn(p: Player, from: EndId, to: EndId, s: SegmentStatement, given: Given): void {
  const isPartial = (endpointOf(p.world, from).tcb.unknown | endpointOf(p.world, to).tcb.unknown) !== 0;
  if (isPartial) learnFromSending(p, from, to, s, given);
}

/** An ACK that counts less than has arrived, where its sender need not have kept that: its RCV.NXT goes back first. */
function takeBack(p: Player, from: EndId, to: EndId, segment: Segment): Cause | undefined {
  const sender = endpointOf(p.world, from);
  const outcome = notKept(sender.tcb, segment, (n) => beginsAt(endpointOf(p.world, to), n));
  if (outcome !== undefined) setEndpoint(p, from, { ...sender, tcb: outcome.tcb });
  return outcome?.cause;
}

/** The whole segment, as its sender would send what the line gives. */
function fillIn(p: Player, from: EndId, given: Given, raw: RawHeader | undefined): Segment {
  const sender = endpointOf(p.world, from);
  const segment = complete(sender.tcb, given, resetsFor(sender, given.flags ?? 0), configOf(p, from), p.world.clock);
  return raw === undefined ? segment : { ...segment, raw };
}

/** Numbers that the line writes and that nothing is known of. */
function unknown({ seq, ack }: Given): number {
  return (seq === undefined ? FILLED_SEQ : 0) | (ack === undefined ? FILLED_ACK : 0);
}

/** The name of a number that the missing segment of the handshake would have brought: not to be known is the same mistake. */
function forgiveNames(p: Player, { ack }: SegmentStatement, { breach }: Verdict): void {
  if (breach.says?.includes('/waits/') !== true || ack === undefined) return;
  p.findings = p.findings.filter((f) => f.rule !== 'flow/unbound-name' || f.start < ack.start || f.end > ack.end);
}

/** Nothing tells what the line should have been; where the flow clearly goes on, it is taken at its word. */
function recover(p: Player, from: EndId, to: EndId, judgement: Judgement, segment: Segment): boolean {
  switch (judgement.impossible?.rule.id) {
    case 'tcp/open-not-syn':
      adoptConnection(p, from, to, segment);
      return true;
    case 'tcp/synack-without-syn':
      return adoptSyn(p, from, to, segment);
    default:
      return false;
  }
}

/** The segment that the checker goes on with: mended where there was one right value. */
function afterMistake(
  p: Player,
  from: EndId,
  judgement: Judgement,
  given: Given,
  segment: Segment,
  implied: SegmentStep['implied'][number][],
): Segment {
  const { right } = judgement;
  if (right === segment) return segment;
  const { tcb } = endpointOf(p.world, from);
  if (has(right, SYN) && !has(right, ACK) && (tcb.state === 'CLOSED' || tcb.state === 'LISTEN')) {
    // A SYN,ACK that should have been a SYN: the side opens after all.
    connect(p, from, given.seq, implied);
    const opened = endpointOf(p.world, from).tcb;
    return complete(
      opened,
      { ...given, flags: right.flags, seq: undefined, ack: undefined },
      [],
      configOf(p, from),
      p.world.clock,
    );
  }
  if (right.flags === segment.flags) return right;
  // With other flags, what was not written would have been filled in otherwise.
  implyEnd(p, from, right, implied);
  const sender = endpointOf(p.world, from);
  const refilled = complete(
    sender.tcb,
    { ...given, flags: right.flags },
    sender.resets,
    configOf(p, from),
    p.world.clock,
  );
  return { ...refilled, seq: right.seq, ack: has(right, ACK) ? right.ack : ZERO, len: right.len };
}

function sentOf(p: Player, s: SegmentStatement, from: EndId, to: EndId, segment: Segment): Sent {
  const repeated = firstSending(endpointOf(p.world, from), segment);
  return {
    id: p.world.serial,
    from,
    to,
    segment,
    time: p.world.clock,
    repeats: repeated === undefined ? undefined : (repeated.repeats ?? repeated.id),
    spoofed: undefined,
    ...(s.supposed === undefined ? {} : { supposed: true as const }),
  };
}

const NO_CALLS: SegmentStep['implied'] = [];

/** Puts the segment on the wire, and through the arrow's fate. */
function transmit(
  p: Player,
  s: SegmentStatement,
  from: EndId,
  to: EndId,
  segment: Segment,
  filled: number,
  implied: SegmentStep['implied'],
  tooMuch: boolean,
): void {
  const before = p.world.network;
  const { network, struck } = count(before, from, [infoOf(p, from).host, infoOf(p, to).host], segment, p.world.clock);
  if (network !== before) p.world = { ...p.world, network };
  const arrives = s.arrow === 'deliver' ? struck : [];
  const delays = arrives.filter((fault) => fault.kind === 'delay');
  const late = delays.reduce((sum, fault) => sum + fault.by, 0);
  const isLost = s.arrow === 'lose' || arrives.some((fault) => fault.kind === 'lose');
  const plain = sentOf(p, s, from, to, segment);
  const sent = delays.length > 0 && !isLost ? { ...plain, arrives: p.world.clock + late } : plain;
  takeNumber(p);
  depart(p, from, sent, isLost || isUnread(p, sent));
  label(p, s, sent);
  let fate: SegmentStep['fate'];
  if (isLost) fate = 'lost';
  else if (sent.arrives !== undefined) {
    fate = 'in-flight';
    launch(p, sent);
  } else if (s.arrow === 'deliver') {
    if (tooMuch) widen(p, to, segment);
    fate = deliver(p, to, sent);
  } else {
    fate = 'in-flight';
    if (s.as !== undefined) p.world = { ...p.world, flights: p.world.flights.set(flightKey(sent), sent) };
    else report(p, 'tcp/arrival-unknown', 'hint', s.arrowSpan, { args: { host: infoOf(p, from).name } });
  }
  push(p, {
    kind: 'segment',
    sent,
    label: s.as?.text,
    fate,
    filled,
    implied: implied.length === 0 ? NO_CALLS : implied,
  });
  if (!isLost && arrives.some((fault) => fault.kind === 'duplicate')) again(p, s, to, sent);
}

/** A fault makes the segment arrive once more: right behind itself. */
function again(p: Player, { as }: SegmentStatement, to: EndId, sent: Sent): void {
  if (sent.arrives === undefined) {
    const fate = deliver(p, to, sent);
    push(p, { kind: 'duplicate', sent, label: as?.text, fate, generated: true });
    return;
  }
  const copy: Sent = { ...sent, id: p.world.serial, copyOf: sent };
  takeNumber(p);
  launch(p, copy);
}

/**
 * After a window mistake that was reported, the receiver takes the segment all the same: one mistake, one finding. It need not
 * have taken it. A window that was taken back has no room for it.
 */
function widen(p: Player, to: EndId, segment: Segment): void {
  const receiver = endpointOf(p.world, to);
  const { tcb } = receiver;
  const end = segEnd(segment);
  if (!tcb.synchronised || segment.len === 0 || has(segment, SYN)) return;
  if (le(end, add(tcb.rcvNxt, tcb.rcvWnd)) || !le(segment.seq, add(tcb.rcvNxt, tcb.rcvWnd))) return;
  if (tcb.reassembly.shrunk !== undefined) return;
  const reassembly = doubtBeyond(tcb.reassembly, max(segment.seq, tcb.rcvNxt), add(segment.seq, segment.len));
  setEndpoint(p, to, { ...receiver, tcb: { ...tcb, rcvWnd: distance(tcb.rcvNxt, end), reassembly } });
}

function label(p: Player, s: SegmentStatement, sent: Sent): void {
  if (s.as === undefined) return;
  const above = boundAt(p, s.as.text) ?? p.line;
  if (above !== p.line) report(p, 'flow/name-taken', 'error', s.as, { args: { name: s.as.text, line: above + 1 } });
  bind(p, s.as.text, { kind: 'segment', sent });
}

/** `spoofing HOST:PORT`: the sender writes that address. Nothing is asked of it but a receiver; nobody's TCB has sent it. */
function playForged(p: Player, s: SegmentStatement, from: EndId, bears: EndRef, written: Written): void {
  const claimed = p.roles.arrows.get(bears, s.to);
  if (claimed === undefined) {
    report(p, 'flow/unknown-host', 'error', bears, { args: { name: bears.host.text } });
    return;
  }
  const to = infoOf(p, claimed).peer;
  const segment = fillIn(p, claimed, written.given(), written.raw);
  const name = soleName(s.seq?.expr);
  if (name !== undefined && has(segment, SYN) && !p.scope.names.has(name))
    bind(p, name, { kind: 'number', value: segment.seq });
  const sent: Sent = { ...sentOf(p, s, claimed, to, segment), from, spoofed: claimed, repeats: undefined };
  takeNumber(p);
  label(p, s, sent);
  const fate = s.arrow === 'deliver' ? deliver(p, to, sent) : s.arrow === 'lose' ? 'lost' : 'in-flight';
  if (fate === 'in-flight' && s.as !== undefined)
    p.world = { ...p.world, flights: p.world.flights.set(flightKey(sent), sent) };
  push(p, { kind: 'segment', sent, label: s.as?.text, fate, filled: written.filled(segment), implied: [] });
}
