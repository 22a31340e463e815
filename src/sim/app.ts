/** The layers above TCP hear of what their side writes, of what reaches it in order, and of the end of a direction. */
import {
  type App,
  beginsSealed,
  type H2Host,
  type Role,
  otherRole,
  type TlsHost,
  type TlsSetup,
  type Breach,
  type Message,
  type Outcome,
  type Remark,
  end as endOf,
  hear,
  overheard,
  saidIn,
  write,
} from '../layers';
import { FIN, type Segment, type Seq, add, compact, dataStart, has, lt, segEnd } from '../wire';
import { BELOW } from '../tcp';
import { infoOf, type Motion } from './motion';
import { endpointOf } from './setting';
import { keepSessions, sessionsOf } from './sessions';
import type { EndId, EndInfo, Endpoint, Sent } from './world';

/** A message that has become whole, as its sender wrote it, or something to say beside whole messages. */
export interface Uttered {
  readonly end: EndId;
  readonly message: Message | undefined;
  readonly breaches: readonly Breach[];
}

/** The host name that a client of the end's connection asks for: the server's. */
export function domainOf(m: Motion, end: EndId): string {
  const { cast } = m.setting;
  const peer = infoOf(m, infoOf(m, end).peer);
  const host = cast.hosts[peer.host];
  return host?.domain ?? host?.name ?? '';
}

/** TLS at an end, where it is loaded. */
export function tlsHostOf(m: Motion, end: EndId): TlsHost | undefined {
  const { tls, cast } = m.setting;
  if (tls === undefined) return undefined;
  const setup = (): TlsSetup => {
    const own = infoOf(m, end);
    const peer = infoOf(m, own.peer);
    const host = cast.hosts[own.host];
    const address = ({ host: h, port }: EndInfo): string => `${cast.hosts[h]?.address ?? ''}:${port}`;
    const role = roleOf(m, end);
    const context = `${address(own)} ${address(peer)} ${endpointOf(m.world, end).attempts}`;
    const domain = domainOf(m, role === 'client' ? end : own.peer);
    const side = { role, host: host?.name ?? '', domain, context, sessions: sessionsOf(m, end) };
    return tls.door.setupFor({ ...host?.tls, ...cast.tls, ...side }, tls.recall);
  };
  return { door: tls.door, setup, step: m.world.serial };
}

/** HTTP/2, where it is loaded, and how to say that it is not. */
export function h2HostOf({ setting, recorder }: Motion): H2Host {
  return { door: setting.h2, ...(recorder.lacksH2 && { lacks: recorder.lacksH2 }) };
}

/** The role of an end in TLS: the other one than its peer's, or that of who opened the connection. */
function roleOf(m: Motion, end: EndId): Role {
  const peer = endpointOf(m.world, infoOf(m, end).peer).app?.tls?.end.role;
  if (peer !== undefined) return otherRole(peer);
  return endpointOf(m.world, end).tcb.opening.origin === 'active' ? 'client' : 'server';
}

/** The end writes octets from a sequence number on. */
export function writes(
  m: Motion,
  end: EndId,
  own: App | undefined,
  at: Seq,
  part: Uint8Array | number,
): App | undefined {
  return noted(m, end, own, written(m, end, own, at, part));
}

/** Octets as the side behind them has them, without an effect. */
export function written(
  m: Motion,
  end: EndId,
  own: App | undefined,
  at: Seq,
  part: Uint8Array | number,
): Outcome | undefined {
  const peer = endpointOf(m.world, infoOf(m, end).peer).app;
  const partial = (endpointOf(m.world, end).tcb.unknown & BELOW) !== 0;
  if (m.setting.tls === undefined && own === undefined && beginsSealed(part)) m.recorder.lacksTls?.();
  const { remembered } = m.setting;
  const how = {
    domain: domainOf(m, end),
    partial,
    tls: tlsHostOf(m, end),
    h2: h2HostOf(m),
    role: roleOf(m, end),
    remembered,
  };
  return write(own, peer, at, part, how);
}

/** The end has no more to write. */
export function endsVoice(m: Motion, end: EndId, own: App | undefined): App | undefined {
  return own === undefined ? undefined : noted(m, end, own, ending(m, end, own));
}

function ending(m: Motion, end: EndId, own: App): Outcome | undefined {
  return endOf(own, endpointOf(m.world, infoOf(m, end).peer).app, tlsHostOf(m, end), undefined, h2HostOf(m));
}

const NONE: readonly Message[] = [];

function noted(m: Motion, end: EndId, own: App | undefined, outcome: Outcome | undefined): App | undefined {
  if (outcome === undefined) return own;
  keepSessions(m, end, own, outcome.app);
  utter(m, end, outcome.messages, outcome.remarks);
  return outcome.app;
}

/** Notes messages of an end that are whole, those inside of them, and remarks beside them. */
function utter(m: Motion, end: EndId, messages: readonly Message[], remarks: readonly Remark[]): void {
  if (messages.length === 0 && remarks.length === 0) return;
  const uttered = [...m.uttered];
  for (const message of messages) {
    uttered.push({ end, message, breaches: message.breaches });
    for (const inner of message.inside ?? []) uttered.push({ end, message: inner, breaches: inner.breaches });
  }
  for (const { breach, message } of remarks) uttered.push({ end, message, breaches: [breach] });
  m.uttered = uttered;
}

/** A segment leaves: octets that its side has not written yet are written with it. */
export function appBehindSending(m: Motion, from: EndId, { app }: Endpoint, segment: Segment): App | undefined {
  let after = app;
  const start = dataStart(segment);
  const { len, data } = segment;
  if (len > 0) after = writes(m, from, after, start, data ?? len);
  if (data !== undefined && data.length < len)
    after = writes(m, from, after, add(start, data.length), len - data.length);
  if (has(segment, FIN)) after = endsVoice(m, from, after);
  if (segment.len > 0) noteSaid(m, after, dataStart(segment), segment.len);
  return after;
}

/** Notes the messages of which octets are a part. */
export function noteSaid(m: Motion, app: App | undefined, at: Seq, len: number): void {
  if (app === undefined || (app.voice.kind === 'opaque' && app.voice.messages.size === 0)) return;
  const said = saidIn(app, at, len);
  if (said.length > 0) m.says = said;
}

/** Streams of HTTP/2 among messages that have come at once. */
function streamsIn(messages: readonly Message[]): number {
  const frames = messages.flatMap((message) => [message, ...(message.inside ?? [])]);
  return new Set(frames.flatMap(({ stream = 0 }) => (stream > 0 ? [stream] : []))).size;
}

/** A segment has been taken: what lies below RCV.NXT now has reached the side in order. */
export function appBehindArrival(
  m: Motion,
  to: EndId,
  receiver: Endpoint,
  after: Endpoint['tcb'],
  sent: Sent,
): App | undefined {
  const peer = endpointOf(m.world, infoOf(m, to).peer).app;
  let { app } = receiver;
  const { segment } = sent;
  const mayDiffer = sent.spoofed !== undefined || sent.repeats !== undefined || sent.altered !== undefined;
  if (segment.len > 0 && segment.data !== undefined && mayDiffer)
    app = overheard(app, peer, dataStart(segment), segment.data);
  const ended = after.finRcvd !== undefined && lt(after.finRcvd, after.rcvNxt);
  const outcome = hear(app, peer, ended ? add(after.rcvNxt, -1) : after.rcvNxt, ended, tlsHostOf(m, to), m.setting.h2);
  if (outcome === undefined) return app;
  keepSessions(m, to, receiver.app, outcome.app);
  if (outcome.messages.length > 0) m.hears = compact(outcome.messages);
  // A finding of the receiver is about a message of its sender.
  const filled = segment.len > 0 && lt(segEnd(segment), after.rcvNxt) ? streamsIn(outcome.messages) : 0;
  const stalled = filled > 1 ? [{ breach: { rule: 'h2/tcp-hol', args: { count: filled } }, message: undefined }] : [];
  utter(m, infoOf(m, to).peer, NONE, [...outcome.remarks, ...stalled]);
  return outcome.app;
}
