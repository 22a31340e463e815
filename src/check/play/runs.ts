import { type Player, amendLast, push, report } from './player';
import { sayingOctets } from './say';
import {
  type EndId,
  type Fault,
  type Link,
  MAX_ECHOES,
  MAX_GLIMPSE,
  MAX_PROBES,
  MAX_RUN,
  MAX_SEGMENTS,
  MAX_SEND,
  type Stop,
  endpointOf,
  infoOf,
  isAcknowledged,
  isSpent,
  outlook,
  play,
  queueText,
  setEndpoint,
  configOf,
} from '../../sim';
import {
  type Expectation,
  type FaultStatement,
  type LinkStatement,
  type MessageStatement,
  type RunStatement,
  type Word,
  variableName,
} from '../../script';
import { LEAST_MTU, OWES_ACK, SECOND, decide, hasQueued, isSynchronized, owes } from '../../tcp';
import { bringsTlsUp, clientHello, flightTo, isFresh, reportFailure, runHandshake } from './handshake';
import { isUp, stateAbove } from './layer-state';
import { type Seq, difference, lt } from '../../wire';
import { isAboutToSpeak } from './answers';
import { endFor, endsOf } from './ends';
import { evaluate, evaluation } from './evaluate';
import { isLike } from './expectations';
import { knowsOf, owesMessages } from './knowing';
import { connect } from './implied';
import { durationOf, startAt } from './time';
import { FLOW_RULES, type SegmentStep, edit } from '../../trace';
import { whyNotNever } from './untold';
import { variableOf } from './variables';

/** Plays `run`, `run until …`, `run for …`. */
export function* playRun(p: Player, s: RunStatement, broken: boolean): Generator<undefined, void> {
  if (broken) return;
  const until = (s.until ?? []).map((item) => goalOf(p, item));
  if (until.some((reached) => reached === undefined)) return;
  const reached = (): boolean => until.length > 0 && until.every((goal) => goal?.() === true);
  const end = s.duration === undefined ? Infinity : p.world.clock + durationOf(p, s.duration);
  const { length } = p.steps;
  const stop = yield* play(p, { reached, until: end, whole: s.until === undefined });
  if (p.setting.tls !== undefined && p.steps.length > length) freeSends(p, sealedEnds(p));
  if ((stop === 'time' || stop === 'spent') && end < Infinity && p.world.clock < end) {
    p.world = { ...p.world, clock: end };
    push(p, { kind: 'wait', generated: true });
  }
  if (stop === 'quiet' && s.until !== undefined) {
    for (const [i, item] of s.until.entries()) {
      if (until[i]?.() === true) continue;
      const who = item.who && endFor(p, item.who);
      const because = who === undefined ? undefined : whyNotNever(p, item, who);
      if (because === undefined) report(p, FLOW_RULES['flow/run-never'], item);
      else report(p, FLOW_RULES['flow/run-never'], item, { because });
    }
  } else if (stop === 'quiet' && p.steps.length === length) report(p, FLOW_RULES['flow/run-idle'], s);
  else reportLimit(p, stop, s);
}

/** The ends that speak TLS, whose messages a run may have sent. */
function sealedEnds(p: Player): readonly EndId[] {
  return p.roles.cast.ends.flatMap(({ id }) => (endpointOf(p.world, id).app?.tls === undefined ? [] : [id]));
}

function reportLimit(p: Player, stop: Stop, span: { start: number; end: number }): void {
  if (stop === 'limit-segments') report(p, FLOW_RULES['flow/run-segments'], span, { args: { limit: MAX_SEGMENTS } });
  else if (stop === 'limit-large')
    report(p, FLOW_RULES['flow/run-large'], span, { args: { limit: MAX_SEGMENTS, shown: MAX_GLIMPSE } });
  else if (stop === 'storm') reportStorm(p, span);
  else if (stop === 'limit-time')
    report(p, FLOW_RULES['flow/run-time'], span, { args: { hours: MAX_RUN / (3600 * SECOND) } });
  else if (stop === 'limit-probes') report(p, FLOW_RULES['flow/run-probes'], span, { args: { limit: MAX_PROBES } });
}

/** Reports an ACK storm once in a flow; each run stops at it. */
function reportStorm(p: Player, span: { start: number; end: number }): void {
  const { network } = p.world;
  if (network.stormed) return;
  p.world = { ...p.world, network: { ...network, stormed: true } };
  report(p, FLOW_RULES['tcp/ack-storm'], span, { args: { count: MAX_ECHOES } });
}

/**
 * The test of a condition of `run until` or `explore` in the present world; undefined, with a finding, if it makes no
 * sense.
 *
 * @param isLater true if a variable without a value may get one yet
 */
export function goalOf(p: Player, item: Expectation, isLater = false): (() => boolean) | undefined {
  if (item.kind === 'knows' && item.who === undefined) return () => knowsOf(p, item, undefined) === !item.lacks;
  const end = item.who && endFor(p, item.who);
  if (end === undefined) return undefined;
  switch (item.kind) {
    case 'knows':
      return () => knowsOf(p, item, end) === !item.lacks;
    case 'owes-message':
      return () => owesMessages(p, item, end);
    case 'state':
      return () => endpointOf(p.world, end).tcb.state === item.state.text;
    case 'owes':
      return () => {
        const { tcb, resets } = endpointOf(p.world, end);
        const due = owes(tcb, resets);
        return item.flags === undefined ? due.length === 0 : due.some((d) => d.flags === item.flags?.bits);
      };
    case 'layer':
      return () => stateAbove(p, end, item.layer.text, item.stream?.value) === item.state.text;
    case 'variable': {
      const { variable, expr } = item;
      if (!isLater && isLacking(p, variable, end)) return undefined;
      if (evaluate(p, expr) === undefined) return undefined;
      return () => {
        const wanted = evaluation(p, expr).value;
        return variableOf(endpointOf(p.world, end).tcb, variable.text, configOf(p, end))?.value === wanted?.value;
      };
    }
    case 'duration': {
      const wanted = durationOf(p, item.duration);
      return () => {
        const now = variableOf(endpointOf(p.world, end).tcb, item.variable.text, configOf(p, end));
        return now !== undefined && isLike(now.value, wanted);
      };
    }
  }
}

/** Variables that a run may give a value yet: cwnd, ssthresh. */
const COMING: readonly string[] = ['cwnd', 'ssthresh'];

/** Reports a variable without a value that no run gives one. */
function isLacking(p: Player, variable: Word, end: EndId): boolean {
  if (COMING.includes(variable.text)) return false;
  if (variableOf(endpointOf(p.world, end).tcb, variable.text, configOf(p, end)) !== undefined) return false;
  report(p, FLOW_RULES['flow/unknown-variable'], variable, { args: { variable: variableName(variable.text) } });
  return true;
}

/** Plays `lose next …`, `delay every 10th …`: the fault is kept until it applies. */
export function playFault(p: Player, s: FaultStatement): void {
  const ends = endsOf(p, s.who);
  if (ends.length === 0) {
    report(p, FLOW_RULES['flow/unknown-host'], s.who, { args: { name: s.who.host.text } });
    return;
  }
  const fault: Fault = {
    id: p.world.serial,
    kind: s.fault,
    ends,
    flags: s.flags?.bits,
    data: s.data,
    every: s.every,
    nth: s.nth,
    seen: 0,
    by: s.by === undefined ? 0 : durationOf(p, s.by),
  };
  const { network } = p.world;
  p.world = { ...p.world, serial: fault.id + 1, network: { ...network, faults: network.faults.push(fault) } };
}

/** Plays `link A B …`, which applies from here on; a later link between the same hosts replaces it. */
export function playLink(p: Player, s: LinkStatement): void {
  const hosts = [s.a, s.b].map((ref) => {
    const host = p.roles.hostByName.get(ref.host.text);
    if (host === undefined) report(p, FLOW_RULES['flow/unknown-host'], ref, { args: { name: ref.host.text } });
    return host;
  });
  const [a, b] = hosts;
  if (a === undefined || b === undefined) return;
  if (a === b) {
    report(p, FLOW_RULES['flow/same-host'], s.b, { args: { host: s.b.host.text } });
    return;
  }
  const link: Link = {
    a,
    b,
    delay: s.delay === undefined ? 0 : durationOf(p, s.delay.value),
    rate: s.rate?.value.bits,
    loss: s.loss?.value.map((n) => n.value) ?? [],
    mtu: s.mtu === undefined ? undefined : Math.max(LEAST_MTU, s.mtu.value.value),
    icmp: s.icmp?.value.text !== 'off',
    // The MSS that leaves room for 40 bytes of headers.
    clamp: s.clamp === undefined ? undefined : Math.max(LEAST_MTU - 40, s.clamp.value.value),
    carried: 0,
    free: [0, 0],
  };
  const { network } = p.world;
  const others = network.links.filter((l) => !(l.a === a && l.b === b) && !(l.a === b && l.b === a));
  p.world = { ...p.world, network: { ...network, links: [...others, link] } };
}

/**
 * The number of bytes of a SEND that fit behind the queued data; more gives `error: insufficient resources` (RFC 9293
 * §3.10.2).
 */
export function fitting(p: Player, end: EndId, count: number): number {
  const { tcb } = endpointOf(p.world, end);
  const waiting = hasQueued(tcb) && tcb.sendEnd !== undefined ? Math.max(0, difference(tcb.sndUna, tcb.sendEnd)) : 0;
  return Math.min(count, Math.max(0, MAX_SEND - waiting));
}

/**
 * Plays `A => B "…"`: SEND, then a run until all of it is acknowledged. If the next line is B's reply, the run ends
 * when B has all of it and delays its ACK.
 */
export function* playMessage(p: Player, s: MessageStatement, broken: boolean): Generator<undefined, void> {
  if (s.from.host.text === s.to.host.text) {
    report(p, FLOW_RULES['flow/same-host'], s.to, { args: { host: s.to.host.text } });
    return;
  }
  const from = p.roles.arrows.get(s.from, s.to);
  if (from === undefined || broken) return;
  startAt(p, s.time, from);
  if (bringsTlsUp(s) && !isUp(p, from) && !(yield* bringUp(p, s, from))) return;
  if (s.handshake !== undefined) return;
  const before = bringsTlsUp(s) ? flightTo(p, from) : [];
  const octets = s.saying === undefined ? s.payload?.bytes : sayingOctets(p, from, s.saying, before);
  const written = octets?.length ?? s.len?.value ?? 0;
  const count = fitting(p, from, written);
  if (count < written && s.len !== undefined && !isSpent(p.world)) {
    report(p, FLOW_RULES['flow/send-limit'], s.len, {
      args: { max: MAX_SEND },
      fix: { title: 'fix/set-field', args: { text: String(MAX_SEND) }, edits: [edit(p.line, s.len, String(MAX_SEND))] },
    });
  }
  opens(p, from);
  if (!queueMessage(p, s, from, count, octets)) return;
  const last = endpointOf(p.world, from).tcb.sendEnd;
  push(p, { kind: 'call', end: from, call: 'send', count, generated: true });
  const { peer } = infoOf(p, from);
  const peerState = () => endpointOf(p.world, peer).tcb.state;
  const isReplied = count > 0 && isAboutToSpeak(p, peer);
  const reached = (): boolean => {
    const { tcb } = endpointOf(p.world, from);
    if (isReplied && last !== undefined && letsAckWait(p, peer, last)) return true;
    // Without data, or with data on a Fast Open SYN, the ACK that ends the handshake must still be sent.
    const isOpen = count > 0 ? peerState() !== 'SYN-RECEIVED' : isSynchronized(peerState());
    return last === undefined || (isAcknowledged(tcb, last) && isOpen);
  };
  const stop = yield* play(p, { reached, until: Infinity, whole: true });
  const { tcb } = endpointOf(p.world, from);
  if (stop === 'quiet' || (stop === 'reached' && tcb.state === 'CLOSED'))
    report(p, FLOW_RULES['flow/message-lost'], s.arrowSpan);
  else reportLimit(p, stop, s);
  freeSends(p, s.saying?.items.some((said) => said.layer.text === 'https') === true ? [from, peer] : [from]);
}

/** The end is opened where its connection is not: by an active OPEN. */
function opens(p: Player, end: EndId): void {
  const { state } = endpointOf(p.world, end).tcb;
  if (state !== 'CLOSED' && state !== 'LISTEN') return;
  const implied: SegmentStep['implied'][number][] = [];
  connect(p, end, undefined, implied);
  push(p, { kind: 'call', end, call: 'connect', count: undefined, generated: true });
}

/** Data of later segments is limited to SENDs only if the script gives SEND calls. */
function freeSends(p: Player, ends: readonly EndId[]): void {
  let isFreed = false;
  for (const end of ends) {
    const { tcb, ...rest } = endpointOf(p.world, end);
    if (p.roles.roles[end]?.bound.send === true || tcb.sendEnd === undefined || tcb.sendEnd !== tcb.sndNxt) continue;
    p.ownsWorld = false;
    setEndpoint(p, end, { ...rest, tcb: { ...tcb, sendEnd: undefined } });
    isFreed = true;
  }
  if (isFreed) amendLast(p);
}

/** Plays the handshake of TLS, and TCP's before it; false, with a finding, where it does not come to its end. */
function* bringUp(p: Player, s: MessageStatement, from: EndId): Generator<undefined, boolean> {
  if (p.setting.tls === undefined) {
    p.lacksTls = true;
    return false;
  }
  const { peer } = infoOf(p, from);
  const { tcb } = endpointOf(p.world, from);
  const isClosed = tcb.state === 'CLOSED' || tcb.state === 'LISTEN';
  if (isClosed || [from, peer].every((end) => isFresh(p, end))) {
    // The side that opens the connection is TLS's client, too.
    const client = isClosed || tcb.opening.origin === 'active' ? from : peer;
    opens(p, client);
    const octets = sayingOctets(p, client, clientHello(s));
    if (!queueMessage(p, s, client, octets.length, octets)) return false;
    push(p, { kind: 'call', end: client, call: 'send', count: octets.length, generated: true });
  }
  const stop = yield* runHandshake(p, s, from);
  if (stop === 'reached' || stop === 'quiet') {
    if (!isReady(p, from)) reportFailure(p, s, from);
  } else reportLimit(p, stop, s);
  freeSends(p, [from, peer]);
  return isReady(p, from);
}

/** Is TLS up on a side, or up once it has said its last flight? */
function isReady(p: Player, end: EndId): boolean {
  return isUp(p, end) || flightTo(p, end).length > 0;
}

/** True if the end has received everything up to `last` and may delay its ACK. */
function letsAckWait(p: Player, end: EndId, last: Seq): boolean {
  const { tcb } = endpointOf(p.world, end);
  const isOwed = (tcb.owed & OWES_ACK) !== 0 && isSynchronized(tcb.state) && !lt(tcb.rcvNxt, last);
  if (!isOwed) return false;
  const { app } = endpointOf(p.world, end);
  // Frames that are due, such as SETTINGS, go with what the end is about to say.
  return decide(outlook(p, end)).send === undefined || (app?.tls?.inner ?? app)?.h2 !== undefined;
}

function queueMessage(
  p: Player,
  s: MessageStatement,
  from: EndId,
  count: number,
  octets: Uint8Array | undefined,
): boolean {
  const { state } = endpointOf(p.world, from).tcb;
  const { error } = queueText(p, from, count, octets?.subarray(0, count));
  if (error === undefined) return true;
  report(p, FLOW_RULES['tcp/user-call'], s.arrowSpan, { args: { host: infoOf(p, from).name, call: 'send', state } });
  return false;
}
