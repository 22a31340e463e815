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
  textFor,
} from '../../sim';
import { ACK, type RawHeader, SYN, type Segment, ZERO, add, distance, has, le, max, segEnd } from '../../wire';
import type { EndRef, SegmentStatement } from '../../script';
import { type Cause, type Given, complete, doubtBeyond, notKept } from '../../tcp';
import { resetsFor, Sending } from '../judge/case';
import { learnFromSending, presume } from './evidence';
import { bindIsn, connect, hasIss, implyEnd, openFor } from './implied';
import { withRightHeader, withWrittenHeader } from '../judge/mended';
import { reportUnbroken } from './say';
import { Written } from './written';
import { reportPortZero } from './ends';
import { bind, boundAt, soleName } from './names';
import { breaks, judge, type Judgement, type Verdict } from '../judge/judge';
import { push, report, type Player } from './player';
import { adoptConnection, adoptSyn } from '../judge/recovery';
import { chooseReply } from './syn-reply';
import { startAt } from './time';
import { FILLED_ACK, FILLED_SEQ, FLOW_RULES, type SegmentStep } from '../../trace';
import { isWritten, reportVerdict, type Scene } from '../judge/verdicts';
import { isJudged, keepFacts, silentOf } from './supposed';
import { checkViolations } from '../judge/violates';

/** Plays a line that sends a segment: `A -> B …`, `A -x B …`, `A ~> B …`. */
export function playSegment(p: Player, s: SegmentStatement, broken: boolean): void {
  if (s.from.host.text === s.to.host.text) {
    report(p, FLOW_RULES['flow/same-host'], s.to, { args: { host: s.to.host.text } });
    return;
  }
  const from = p.roles.arrows.get(s.from, s.to);
  if (from === undefined) return;
  for (const ref of [s.from, s.to]) reportPortZero(p, ref.port);
  const found = p.findings.length;
  const written = new Written(p, s, from);
  // A line that can't be read whole has one finding: what can't be read. What it means is not known.
  if (broken) p.findings = p.findings.slice(0, found);
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
  // An implied `close` does not change the filled-in fields; the RST of an implied `abort` may.
  if (implied.length > 0) segment = fillIn(p, from, given, written.raw);
  // A side without a connection has no ISS yet; the corrected segment may bring one.
  const opened = hasIss(endpointOf(p.world, from).tcb);
  if (opened) bindIsn(p, s, from, segment);

  const cause = given.ack === undefined ? undefined : takeBack(p, from, to, segment);
  const sender = endpointOf(p.world, from);
  const c = new Sending(p, from, to, segment, cause, s.supposed !== undefined && s.options === undefined);
  const scene: Scene = { from, to, sender, named: written.named };
  const judgement = judge(c, p.rules);
  let played = segment;
  if (s.violates !== undefined) {
    if (!broken) checkViolations(p, s, c, scene, judgement, (id) => breaks(c, id, p.rules));
  } else {
    for (const verdict of judgement.verdicts) {
      const { aspect } = verdict.rule;
      if (broken || written.said.has(aspect) || !isJudged(s, verdict)) continue;
      // A field that the line leaves out was filled in for its flags; the right flags would have got another value.
      if (judgement.right.flags === segment.flags || isWritten(s, aspect)) reportVerdict(p, s, c, scene, verdict);
    }
    if (judgement.impossible !== undefined && !recover(p, from, to, judgement, segment)) {
      forgiveNames(p, s, judgement.impossible);
      // A segment that was not sent can't arrive. Its name is bound all the same, and lines about it are not reported.
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
      // In the assumed connection the segment may imply a call: a flow that begins with a FIN.
      implyEnd(p, from, segment, implied);
      played = fillIn(p, from, given, written.raw);
    }
    played = judgement.drops ? withWrittenHeader(played, segment) : withRightHeader(played, segment);
    if (judgement.verdicts.some(({ level }) => level === 'open')) presume(p, from, segment, judgement.verdicts);
  }
  const gained = !opened || !has(segment, SYN);
  if (gained && hasIss(endpointOf(p.world, from).tcb)) bindIsn(p, s, from, played);
  const tooMuch = judgement.verdicts.some((v) => v.rule.aspect === 'len' && v.level !== 'hint');
  const before = s.supposed === undefined ? undefined : endpointOf(p.world, from).tcb;
  transmit(p, s, from, to, played, written.filled(segment), implied, s.violates === undefined && tooMuch);
  if (before !== undefined) keepFacts(p, s, from, before);
}

/** In a flow that begins in the middle of a connection, the line's own numbers and options are evidence. */
function learn(p: Player, from: EndId, to: EndId, s: SegmentStatement, given: Given): void {
  const isPartial = (endpointOf(p.world, from).tcb.unknown | endpointOf(p.world, to).tcb.unknown) !== 0;
  if (isPartial) learnFromSending(p, from, to, s, given);
}

/** Moves RCV.NXT back for an ACK that covers less than has arrived, if its sender may have discarded the rest. */
function takeBack(p: Player, from: EndId, to: EndId, segment: Segment): Cause | undefined {
  const sender = endpointOf(p.world, from);
  const outcome = notKept(sender.tcb, segment, (n) => beginsAt(endpointOf(p.world, to), n));
  if (outcome !== undefined) setEndpoint(p, from, { ...sender, tcb: outcome.tcb });
  return outcome?.cause;
}

/** The complete segment: fields that the line leaves out are those that its sender would send. */
function fillIn(p: Player, from: EndId, given: Given, raw: RawHeader | undefined): Segment {
  const sender = endpointOf(p.world, from);
  const whole = sender.outgoing.length === 0 ? given : { ...given, data: textFor(sender, given) };
  const segment = complete(sender.tcb, whole, resetsFor(sender, given.flags ?? 0), configOf(p, from), p.world.clock);
  return raw === undefined ? segment : { ...segment, raw };
}

/** The filled-in numbers of a segment that was not sent. */
function unknown({ seq, ack }: Given): number {
  return (seq === undefined ? FILLED_SEQ : 0) | (ack === undefined ? FILLED_ACK : 0);
}

/**
 * Drops the finding about an unbound name in `ack` if the missing segment of the handshake would have bound it: it is
 * the same mistake.
 */
function forgiveNames(p: Player, { ack }: SegmentStatement, { breach }: Verdict): void {
  if (breach.says?.includes('/waits/') !== true || ack === undefined) return;
  p.findings = p.findings.filter((f) => f.rule !== 'flow/unbound-name' || f.start < ack.start || f.end > ack.end);
}

/** Handles a segment without a known correction: if the flow clearly continues from it, it is accepted as written. */
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

/** The segment with which the flow continues: corrected if there was exactly one right value. */
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
    // A SYN,ACK that should have been a SYN: the side opens the connection.
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
  // With other flags, other values would have been filled in.
  implyEnd(p, from, right, implied);
  const sender = endpointOf(p.world, from);
  const refilled = complete(
    sender.tcb,
    { ...given, flags: right.flags },
    resetsFor(sender, right.flags),
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
    ...(s.supposed === undefined ? {} : { supposed: silentOf(s) }),
    ...(s.supposed !== undefined && s.frames === undefined && { missed: true as const }),
    ...(s.altered === undefined ? {} : { altered: s.altered.value }),
    ...(s.arrow === 'open' ? { open: true as const } : {}),
  };
}

const NO_CALLS: SegmentStep['implied'] = [];

/** Sends the segment and gives it the fate of its arrow. */
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
  if (s.violates !== undefined) reportUnbroken(p, s);
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
    else report(p, FLOW_RULES['tcp/arrival-unknown'], s.arrowSpan, { args: { host: infoOf(p, from).name } });
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

/** Delivers a duplicate caused by a fault, right after the segment. */
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
 * After a reported window mistake the receiver accepts the segment all the same, so that one mistake gives one finding;
 * it may also have discarded it. With a shrunk window there is no room.
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
  if (above !== p.line) report(p, FLOW_RULES['flow/name-taken'], s.as, { args: { name: s.as.text, line: above + 1 } });
  bind(p, s.as.text, { kind: 'segment', sent });
}

/**
 * Plays `spoofing HOST:PORT`: a segment with that source address. It is not judged, and it changes nobody's TCB as a
 * sender.
 */
function playForged(p: Player, s: SegmentStatement, from: EndId, bears: EndRef, written: Written): void {
  const claimed = p.roles.arrows.get(bears, s.to);
  if (claimed === undefined) {
    report(p, FLOW_RULES['flow/unknown-host'], bears, { args: { name: bears.host.text } });
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
