import { ACK, FIN, RST, SYN } from '../wire/flags';
import type { Options } from '../wire/options';
import { has, segEnd, segLen, type Segment } from '../wire/segment';
import { add, gt, le, lt, seq, ZERO, type Seq } from '../wire/seq';
import type { EndId, Endpoint, Sent } from '../network/world';
import type { Field, SegmentStatement } from '../script/syntax';
import { closed, type Arrival, type Taken } from '../tcp/arrival';
import { arrive } from '../tcp/arrive';
import { abortSendsReset, call, type Call } from '../tcp/calls';
import { complete, emit, type Given } from '../tcp/emit';
import type { Reset } from '../tcp/reset';
import type { Case } from '../tcp/rules/rule';
import { isSynchronized } from '../tcp/state';
import { OWES_REPLY_ACK, type Tcb } from '../tcp/tcb';
import { arrowKey } from './cast';
import { evaluate, soleName } from './evaluate';
import { breaks, judge, type Judgement } from './judge';
import {
  addBase,
  configOf,
  edit,
  endpointOf,
  infoOf,
  isnIsFixed,
  nextIss,
  note,
  report,
  setEndpoint,
  show,
  withIss,
  type Player,
} from './player';
import { adoptConnection, adoptSyn } from './recovery';
import { advance, durationOf } from './time';
import {
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type SegmentStep,
} from './trace';
import { push } from './player';
import { reportVerdict, type Scene } from './verdicts';
import { checkViolations } from './violates';

/** The largest payload of one segment over IPv4: 65535 less two headers of 20 bytes. */
const MAX_LEN = 65_495;

/** A line that sends a segment: `A -> B …`, `A -x B …`, `A ~> B …`. */
export function playSegment(p: Player, s: SegmentStatement, broken: boolean): void {
  if (s.from.host.text === s.to.host.text) {
    report(p, 'flow/same-host', 'error', s.to, { args: { host: s.to.host.text } });
    return;
  }
  const from = p.roles.byArrow.get(arrowKey(s.from, s.to));
  if (from === undefined) return;
  const written = new Written(p, s, from);
  if (s.time !== undefined) startAt(p, s);
  if (s.spoofing !== undefined) {
    playForged(p, s, from, written);
    return;
  }
  const to = infoOf(p, from).peer;
  const implied: SegmentStep['implied'][number][] = [];
  const given = written.given();
  openFor(p, s, from, given, implied);
  let segment = fillIn(p, from, given);
  implyEnd(p, from, segment, implied);
  // A close that the segment implied changes nothing in what is filled in; an abort's RST may.
  segment = fillIn(p, from, given);
  // A side without a connection has no ISN yet: then only the mended segment brings one.
  const opened = hasIss(endpointOf(p.world, from).tcb);
  if (opened) bindIsn(p, s, from, segment);

  const sender = endpointOf(p.world, from);
  const c = caseOf(p, from, to, segment);
  const scene: Scene = { from, to, sender, named: written.named };
  const judgement = judge(c, p.rules);
  let played = segment;
  if (s.violates !== undefined) {
    checkViolations(p, s, c, scene, judgement, (id) => breaks(c, id, p.rules));
  } else {
    if (!broken) for (const verdict of judgement.verdicts) reportVerdict(p, s, c, scene, verdict);
    if (judgement.impossible !== undefined && !recover(p, from, to, judgement, segment)) {
      push(p, {
        kind: 'segment',
        sent: sentOf(p, s, from, to, segment),
        fate: 'lost',
        filled: written.filled(segment),
        implied,
      });
      return;
    }
    played = afterMistake(p, from, judgement, given, segment, implied);
  }
  if (!opened && hasIss(endpointOf(p.world, from).tcb)) bindIsn(p, s, from, played);
  transmit(p, s, from, to, played, written.filled(segment), implied, s.violates === undefined);
}

/** The whole segment, as its sender would send what the line gives. */
function fillIn(p: Player, from: EndId, given: Given): Segment {
  const { tcb, resets } = endpointOf(p.world, from);
  return complete(tcb, given, resets, configOf(p, from), p.world.clock);
}

/** What is written on the line, evaluated once. */
class Written {
  readonly named = { seq: false, ack: false };
  private readonly seq: Seq | undefined;
  private readonly ack: Seq | undefined;
  private readonly win: number | undefined;
  private readonly urg: number | undefined;
  private readonly len: number | undefined;
  private readonly options: Options | undefined;
  private readonly again: Segment | undefined;

  constructor(
    private readonly p: Player,
    private readonly s: SegmentStatement,
    from: EndId,
  ) {
    this.again = this.resent();
    this.seq = this.sequence('seq', from);
    this.ack = this.sequence('ack', from);
    this.win = this.field('win', 65535);
    this.urg = this.field('urg', 65535);
    this.len = this.field('len', MAX_LEN);
    if (s.payload !== undefined && s.payload.bytes.length > MAX_LEN) this.len = MAX_LEN;
    this.options = this.optionList();
  }

  given(): Given {
    const { s, again } = this;
    const data = this.s.payload?.bytes ?? (this.len === undefined ? again?.data : undefined);
    return {
      flags: s.flags?.bits ?? again?.flags,
      seq: this.seq ?? again?.seq,
      ack: this.ack,
      win: this.win,
      urg: this.urg ?? again?.urg,
      len: data?.length ?? this.len ?? again?.len ?? 0,
      data,
      options: this.options ?? again?.options,
      ecn: undefined,
    };
  }

  /** FILLED_… bits: what the line leaves to the engine. */
  filled(segment: Segment): number {
    const { s } = this;
    let bits = 0;
    if (s.flags === undefined) bits |= FILLED_FLAGS;
    if (s.seq === undefined) bits |= FILLED_SEQ;
    if (s.ack === undefined && has(segment, ACK)) bits |= FILLED_ACK;
    if (s.win === undefined && !has(segment, RST)) bits |= FILLED_WIN;
    if (s.len === undefined) bits |= FILLED_LEN;
    if (s.options === undefined && Object.keys(segment.options).length > 0) bits |= FILLED_OPTIONS;
    return bits;
  }

  private resent(): Segment | undefined {
    const { p, s } = this;
    if (s.resend === undefined) return undefined;
    const binding = p.world.names.get(s.resend.text);
    if (binding?.kind === 'segment') return binding.sent.segment;
    report(p, 'flow/unknown-segment', 'error', s.resend, { args: { name: s.resend.text } });
    return undefined;
  }

  private evaluated(field: Field): { value: number; named: boolean } | undefined {
    return evaluate(this.p, field.expr);
  }

  private sequence(key: 'seq' | 'ack', from: EndId): Seq | undefined {
    const field = this.s[key];
    if (field === undefined) return undefined;
    const name = soleName(field.expr);
    if (key === 'seq' && name !== undefined && this.bindsHere(name, from)) {
      this.named.seq = true;
      return undefined;
    }
    const value = this.evaluated(field);
    if (value === undefined) return undefined;
    this.named[key] = value.named;
    if (value.value > 0xffff_ffff)
      this.outOfRange(key, field, value.value, 0xffff_ffff, 32, value.value % 0x1_0000_0000);
    return seq(value.value % 0x1_0000_0000);
  }

  /** `seq=x` on a SYN binds an unbound `x` to the sender's initial sequence number. */
  private bindsHere(name: string, from: EndId): boolean {
    const flags = this.s.flags?.bits;
    const syn = flags === undefined ? isOpening(endpointOf(this.p.world, from).tcb) : (flags & SYN) !== 0;
    return syn && !this.p.world.names.has(name);
  }

  private field(key: 'win' | 'urg' | 'len', most: number): number | undefined {
    const field = this.s[key];
    const value = field === undefined ? undefined : this.evaluated(field);
    if (field === undefined || value === undefined) return undefined;
    if (value.value <= most) return value.value;
    this.outOfRange(key, field, value.value, most, 16, most);
    return most;
  }

  private outOfRange(key: string, field: Field, written: number, max: number, bits: number, right: number): void {
    report(this.p, 'tcp/field-range', 'error', field, {
      args: { field: key, written, max, bits, right },
      source: 'RFC 9293 §3.1, §3.4',
      fix: {
        title: 'fix/set-field',
        args: { text: `${key}=${right}` },
        edits: [edit(this.p.line, field, `${key}=${right}`)],
      },
    });
  }

  private optionList(): Options | undefined {
    const { s } = this;
    if (s.options === undefined) return undefined;
    const options: { -readonly [K in keyof Options]: Options[K] } = {};
    const number = (expr: Field['expr']): Seq =>
      seq(this.evaluated({ start: expr.start, end: expr.end, expr })?.value ?? 0);
    for (const item of s.options.items) {
      switch (item.kind) {
        case 'mss':
          options.mss = Math.min(65535, item.value.value);
          break;
        case 'wscale':
          options.wscale = Math.min(255, item.value.value);
          break;
        case 'sackok':
          options.sackOk = true;
          break;
        case 'ts':
          options.ts = { val: number(item.val), ecr: number(item.ecr) };
          break;
        case 'sack':
          options.sack = item.blocks.map((b) => ({ left: number(b.left), right: number(b.right) }));
          break;
        case 'fastopen':
          options.fastopen = item.cookie;
          break;
      }
    }
    return options;
  }
}

function isOpening(tcb: Tcb): boolean {
  return tcb.state === 'CLOSED' || tcb.state === 'LISTEN' || tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED';
}

/** `+200ms` counts from the last event, `@1.5s` from the start of the flow. */
function startAt(p: Player, s: SegmentStatement): void {
  if (s.time === undefined) return;
  const at = durationOf(p, s.time.duration) + (s.time.from === 'last' ? p.world.clock : 0);
  if (at < p.world.clock) report(p, 'flow/time-back', 'error', s.time, { args: { now: p.world.clock / 1e6 } });
  else advance(p, at);
}

/** A SYN from a side without a connection implies its `connect`; until it is sent, the line may choose the ISN. */
function openFor(
  p: Player,
  s: SegmentStatement,
  from: EndId,
  given: Given,
  implied: SegmentStep['implied'][number][],
): void {
  const sender = endpointOf(p.world, from);
  const { tcb } = sender;
  const resets = sender.resets.length > 0;
  const flags =
    given.flags ??
    (isOpening(tcb) && !resets && !(tcb.state === 'LISTEN' && sender.ended === 'never') ? undefined : ACK);
  const opens = flags === undefined ? tcb.state === 'CLOSED' : (flags & (SYN | ACK | RST)) === SYN;
  if (tcb.state === 'TIME-WAIT' && given.flags !== undefined && opens) reuse(p, from, given.seq, implied);
  else if ((tcb.state === 'CLOSED' || tcb.state === 'LISTEN') && opens && !(resets && given.flags === undefined))
    connect(p, from, given.seq, implied);
  else if (
    tcb.sndNxt === tcb.iss &&
    (tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED') &&
    given.seq !== undefined
  ) {
    const isSyn = given.flags === undefined || (given.flags & SYN) !== 0;
    if (isSyn && s.seq !== undefined && !isnIsFixed(p, from))
      setEndpoint(p, from, { ...sender, tcb: withIss(tcb, given.seq) });
  }
}

function connect(p: Player, from: EndId, written: Seq | undefined, implied: SegmentStep['implied'][number][]): void {
  const sender = endpointOf(p.world, from);
  const iss = written === undefined || isnIsFixed(p, from) ? nextIss(p, from) : written;
  const opened = call(sender.tcb, 'connect', iss);
  note(p, from, [{ row: opened.row, from: sender.tcb.state, to: opened.tcb.state }]);
  implied.push({ end: from, call: 'connect' });
  setEndpoint(p, from, {
    ...sender,
    tcb: opened.tcb,
    ended: 'never',
    lastSent: undefined,
    unacked: sender.unacked.clear(),
  });
}

/** A SYN out of one's own TIME-WAIT: the old connection's record goes, the new one's number lies above it. */
function reuse(p: Player, from: EndId, written: Seq | undefined, implied: SegmentStep['implied'][number][]): void {
  const sender = endpointOf(p.world, from);
  const used = sender.tcb.sndNxt;
  setEndpoint(p, from, { ...sender, tcb: closed(sender.tcb), attempts: sender.attempts + 1 });
  connect(p, from, written ?? issAbove(p, from, used), implied);
  const opened = endpointOf(p.world, from);
  setEndpoint(p, from, { ...opened, tcb: { ...opened.tcb, lastUsed: used }, reuses: true });
}

/** A FIN implies `close`, an RST that answers nothing implies `abort`, where the flow does not write these calls. */
function implyEnd(p: Player, from: EndId, segment: Segment, implied: SegmentStep['implied'][number][]): void {
  const sender = endpointOf(p.world, from);
  const { tcb } = sender;
  const bound = p.roles.roles[from]?.bound;
  const imply = (name: Call): void => {
    const called = call(tcb, name, tcb.iss);
    if (called.error !== undefined) return;
    implied.push({ end: from, call: name });
    // LAST-ACK, and CLOSED by an abort, are entered when the segment leaves: emission notes them.
    if (name === 'close' && called.tcb.state !== tcb.state)
      note(p, from, [{ row: called.row, from: tcb.state, to: called.tcb.state }]);
    if (name === 'close') setEndpoint(p, from, { ...sender, tcb: called.tcb });
    else setEndpoint(p, from, { ...sender, resets: [abortReset(tcb)] });
  };
  if (has(segment, FIN) && !has(segment, RST) && bound?.close !== true && !tcb.closing) {
    const mayClose =
      tcb.state === 'ESTABLISHED' ||
      tcb.state === 'CLOSE-WAIT' ||
      (tcb.state === 'SYN-RECEIVED' && tcb.sndNxt !== tcb.iss);
    if (mayClose) imply('close');
  }
  // To an unacceptable segment an RST is the wrong answer (RFC 9293 §3.5.2 group 3): an abort then must be written.
  const answers = isSynchronized(tcb.state) && (tcb.owed & OWES_REPLY_ACK) !== 0;
  if (has(segment, RST) && sender.resets.length === 0 && abortSendsReset(tcb.state) && !answers) imply('abort');
}

/** The RST that ABORT sends: at SND.NXT; its ACK bit is free (RFC 9293 §3.10.5). */
export function abortReset(tcb: Tcb): Reset {
  return { seq: tcb.sndNxt, ack: undefined, mayAck: tcb.rcvNxt };
}

function hasIss(tcb: Tcb): boolean {
  return tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** A SYN makes its number known as what this side counts from, under the name that the line gives it. */
function bindIsn(p: Player, s: SegmentStatement, from: EndId, segment: Segment): void {
  if (!has(segment, SYN) || has(segment, RST)) return;
  const name = s.seq === undefined ? undefined : soleName(s.seq.expr);
  const { tcb } = endpointOf(p.world, from);
  addBase(p, from, tcb.iss, name !== undefined && segment.seq === tcb.iss ? name : undefined);
  if (name !== undefined && !p.world.names.has(name)) {
    const binding = { kind: 'number', value: segment.seq, line: p.line } as const;
    p.world = { ...p.world, names: p.world.names.set(name, binding) };
  }
}

function caseOf(p: Player, from: EndId, to: EndId, seg: Segment): Case {
  const sender = endpointOf(p.world, from);
  const role = p.roles.roles[from];
  return {
    x: sender.tcb,
    y: endpointOf(p.world, to).tcb,
    config: configOf(p, from),
    seg,
    now: p.world.clock,
    timed: p.roles.timed,
    before: firstSending(sender, seg),
    lastSentAt: sender.lastSent?.time ?? 0,
    lastHeardAt: sender.tcb.timers.activeAt,
    duplicateAcks: sender.tcb.duplicateAcks,
    heardSince: sender.heardSince,
    synResent: sender.tcb.synResent,
    sacked: sender.tcb.sacked,
    reuses: sender.reuses ? 'own' : endpointOf(p.world, to).tcb.state === 'TIME-WAIT' ? 'peer' : undefined,
    lastUsed: sender.tcb.lastUsed,
    lastSent: sender.lastSent?.segment,
    lastHeard: sender.lastHeard?.segment,
    rcvBy: sender.rcvBy?.segment,
    resets: sender.resets,
    ended: sender.ended,
    opener: role?.opens === true ? 'sender' : 'peer',
    bound: role?.bound ?? { send: false, close: false },
    own: (n) => show(p, from, n),
    peer: (n) => show(p, to, n),
  };
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
      { ...given, flags: right.flags, seq: undefined, ack: undefined, options: undefined },
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
    from,
    to,
    segment,
    line: p.line,
    time: p.world.clock,
    label: s.as?.text,
    repeats: repeated === undefined ? undefined : (repeated.repeats ?? repeated.line),
    spoofed: undefined,
  };
}

/** When these octets were last sent, if they are still unacknowledged. */
function firstSending(sender: Endpoint, segment: Segment): Sent | undefined {
  if (segLen(segment) === 0 || !lt(segment.seq, sender.tcb.sndNxt)) return undefined;
  return sender.unacked.find((u) => le(u.segment.seq, segment.seq) && gt(segEnd(u.segment), segment.seq));
}

/** Puts the segment on the wire, and through the arrow's fate. */
function transmit(
  p: Player,
  s: SegmentStatement,
  from: EndId,
  to: EndId,
  segment: Segment,
  filled: number,
  implied: SegmentStep['implied'],
  mended: boolean,
): void {
  const sent = sentOf(p, s, from, to, segment);
  depart(p, from, sent);
  label(p, s, sent);
  let fate: SegmentStep['fate'] = 'lost';
  if (s.arrow === 'deliver') {
    fate = 'delivered';
    if (mended) widen(p, to, segment);
    deliver(p, to, sent);
  } else if (s.arrow === 'hold') {
    fate = 'held';
    if (s.as !== undefined) p.world = { ...p.world, flights: p.world.flights.set(s.as.text, sent) };
    else report(p, 'flow/unnamed-flight', 'warning', s.arrowSpan, {});
  }
  push(p, { kind: 'segment', sent, fate, filled, implied });
}

/** The sender's side of sending. */
export function depart(p: Player, from: EndId, sent: Sent): void {
  const sender = endpointOf(p.world, from);
  const { segment } = sent;
  const taken: Taken[] = [];
  if (has(segment, RST)) {
    const due = sender.resets[0];
    const ends = due?.mayAck !== undefined && sender.tcb.state !== 'CLOSED';
    if (ends) taken.push({ row: 'U14', from: sender.tcb.state, to: 'CLOSED' });
    note(p, from, taken);
    setEndpoint(p, from, {
      ...sender,
      tcb: ends ? closed(sender.tcb) : sender.tcb,
      ended: ends ? 'aborted' : sender.ended,
      attempts: ends ? sender.attempts + 1 : sender.attempts,
      resets: sender.resets.slice(1),
      lastSent: sent,
      heardSince: false,
      reuses: false,
    });
    return;
  }
  // What cannot be sent at all (`violates`) leaves a side without a connection as it is.
  const { state } = sender.tcb;
  const speechless = state === 'CLOSED' || state === 'LISTEN' || (state === 'SYN-SENT' && !has(segment, SYN));
  const tcb = speechless ? sender.tcb : emit(sender.tcb, segment, configOf(p, from), taken, p.world.clock);
  note(p, from, taken);
  const isNew = tcb.sndNxt !== sender.tcb.sndNxt;
  setEndpoint(p, from, {
    ...sender,
    tcb,
    lastSent: sent,
    heardSince: false,
    reuses: false,
    sndBy: isNew ? sent : sender.sndBy,
    unacked: isNew ? sender.unacked.push(sent) : sentAgain(sender, sent),
  });
}

/** The queue with the segment's octets marked as sent again now. */
function sentAgain(sender: Endpoint, sent: Sent): Endpoint['unacked'] {
  if (sent.repeats === undefined) return sender.unacked;
  const at = sender.unacked.findIndex(
    (u) => u.segment.seq === sent.segment.seq && segLen(u.segment) === segLen(sent.segment),
  );
  return at < 0 ? sender.unacked : sender.unacked.set(at, sent);
}

/** The receiver's side: RFC 9293 §3.10.7 on the segment, and what is now owed. */
export function deliver(p: Player, to: EndId, sent: Sent): void {
  const receiver = endpointOf(p.world, to);
  let { tcb } = receiver;
  const opening = tcb.state === 'LISTEN';
  if (opening) tcb = withIss(tcb, nextIss(p, to));
  const arrival = arrive(tcb, sent.segment, configOf(p, to), p.world.clock);
  note(p, to, arrival.taken);
  let after = arrival.tcb;
  const reopened = receiver.tcb.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  if (reopened) after = withIss(after, issAbove(p, to, receiver.tcb.sndNxt));
  const over = receiver.tcb.state !== 'CLOSED' && after.state === 'CLOSED';
  const attempts =
    over || (receiver.tcb.state === 'SYN-RECEIVED' && after.state === 'LISTEN')
      ? receiver.attempts + 1
      : receiver.attempts;
  setEndpoint(p, to, {
    ...receiver,
    tcb: after,
    resets: arrival.reset === undefined ? receiver.resets : [...receiver.resets, arrival.reset].slice(-MAX_RESETS),
    lastHeard: sent,
    heardSince: true,
    rcvBy: after.rcvNxt === receiver.tcb.rcvNxt ? receiver.rcvBy : sent,
    unacked: acknowledged(receiver, arrival),
    ended: over ? (arrival.wasReset ? 'reset' : 'closed') : receiver.ended,
    attempts,
  });
}

/** An ISS above everything that the last connection of the four-tuple used (RFC 9293 §3.6.1, MAY-2). */
function issAbove(p: Player, end: EndId, used: Seq): Seq {
  const next = nextIss(p, end);
  return gt(next, used) ? next : add(used, 250_000);
}

/** More replies than this are not kept: nobody writes them down, and a flow of nothing but lost causes must not grow. */
const MAX_RESETS = 64;

function acknowledged(receiver: Endpoint, arrival: Arrival): Endpoint['unacked'] {
  let { unacked } = receiver;
  if (arrival.tcb.state === 'CLOSED' || arrival.tcb.state === 'LISTEN')
    return unacked.isEmpty() ? unacked : unacked.clear();
  if (arrival.tcb.sndUna === receiver.tcb.sndUna) return unacked;
  for (
    let first = unacked.first();
    first !== undefined && le(segEnd(first.segment), arrival.tcb.sndUna);
    first = unacked.first()
  ) {
    unacked = unacked.shift();
  }
  return unacked;
}

/** After a window mistake that was reported, the receiver takes the segment all the same: one mistake, one finding. */
function widen(p: Player, to: EndId, segment: Segment): void {
  const receiver = endpointOf(p.world, to);
  const { tcb } = receiver;
  const end = segEnd(segment);
  if (!tcb.synchronised || segment.len === 0 || has(segment, SYN)) return;
  if (le(end, add(tcb.rcvNxt, tcb.rcvWnd)) || !le(segment.seq, add(tcb.rcvNxt, tcb.rcvWnd))) return;
  setEndpoint(p, to, { ...receiver, tcb: { ...tcb, rcvWnd: (end - tcb.rcvNxt) >>> 0 } });
}

function label(p: Player, s: SegmentStatement, sent: Sent): void {
  if (s.as === undefined) return;
  const taken = p.world.names.get(s.as.text);
  if (taken !== undefined && taken.line !== p.line) {
    report(p, 'flow/name-taken', 'error', s.as, { args: { name: s.as.text, line: taken.line + 1 } });
  }
  p.world = { ...p.world, names: p.world.names.set(s.as.text, { kind: 'segment', sent, line: p.line }) };
}

/** `spoofing HOST`: the sender writes HOST's address. Nothing is asked of it but a receiver; nobody's TCB has sent it. */
function playForged(p: Player, s: SegmentStatement, from: EndId, written: Written): void {
  const claimed = p.roles.byArrow.get(
    `${s.spoofing?.text ?? ''}>${s.to.port === undefined ? s.to.host.text : `${s.to.host.text}:${s.to.port.value}`}`,
  );
  if (claimed === undefined) {
    if (s.spoofing !== undefined)
      report(p, 'flow/unknown-host', 'error', s.spoofing, { args: { name: s.spoofing.text } });
    return;
  }
  const to = infoOf(p, claimed).peer;
  const victim = endpointOf(p.world, claimed);
  const segment = complete(victim.tcb, written.given(), victim.resets, configOf(p, claimed), p.world.clock);
  const name = s.seq === undefined ? undefined : soleName(s.seq.expr);
  if (name !== undefined && has(segment, SYN) && !p.world.names.has(name)) {
    p.world = { ...p.world, names: p.world.names.set(name, { kind: 'number', value: segment.seq, line: p.line }) };
  }
  const sent: Sent = { ...sentOf(p, s, claimed, to, segment), from, spoofed: claimed, repeats: undefined };
  label(p, s, sent);
  const fate = s.arrow === 'deliver' ? 'delivered' : s.arrow === 'lose' ? 'lost' : 'held';
  if (fate === 'delivered') deliver(p, to, sent);
  else if (fate === 'held' && s.as !== undefined)
    p.world = { ...p.world, flights: p.world.flights.set(s.as.text, sent) };
  push(p, { kind: 'segment', sent, fate, filled: written.filled(segment), implied: [] });
}
