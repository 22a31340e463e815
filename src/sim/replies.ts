/**
 * Layers above TCP go on by themselves in a run, as TCP sends the ACKs that it owes: flights of TLS's handshake, alerts, the answer to
 * close_notify; of HTTP/2 the preface, SETTINGS and its ACK, the answer to PING, WINDOW_UPDATE.
 */
import { type App, type H2End, type H2Wish, spoken, wholeFlight } from '../layers';
import { joined } from '../wire';
import { charge, mustStop } from './budget';
import { FLIGHT } from './limits';
import { domainOf, h2HostOf, tlsHostOf, written } from './app';
import { infoOf, type Motion } from './motion';
import { endpointOf } from './setting';
import { nextText, queueText } from './user';
import type { EndId } from './world';

/** The end hands its TCP the messages of TLS that are due, in one write. */
export function repliesSealed(m: Motion, end: EndId): void {
  const { tls } = m.setting;
  const { app, tcb } = endpointOf(m.world, end);
  if (tls === undefined || app?.tls === undefined || app.voice.kind === 'opaque') return;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT') return;
  if (mustStop(m)) return;
  const { door } = tls;
  const { end: side, reading } = app.tls;
  const { must } = door.nextTls(side);
  if (must.length === 0) return;
  if (must[0]?.alert === undefined) charge(m, FLIGHT);
  const octets = door.octetsOfWritten(door.spokenTls(side, reading, wholeFlight(side, reading, must, door)));
  // Where the side is no further behind it, it would be said for ever; so would an alert under keys that its own side can't read.
  const { end: behind, messages } = door.progress(side, reading, octets, 'own');
  const { must: still } = door.nextTls(behind);
  if (still[0]?.name === must[0]?.name && still[0]?.alert === must[0]?.alert) return;
  if (!messages.some(({ message }) => message.name === must[0]?.name)) return;
  const { error } = queueText(m, end, octets.length, octets);
  if (error !== undefined) return;
  m.recorder.happened({ kind: 'call', end, call: 'send', count: octets.length }, m.world.clock);
}

/** The end hands its TCP the frames of HTTP/2 that are due, in one write. */
export function repliesFramed(m: Motion, end: EndId): void {
  const { h2 } = m.setting;
  const { app, tcb } = endpointOf(m.world, end);
  const side = framesOf(app);
  if (h2 === undefined || side === undefined) return;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT') return;
  const { must } = h2.nextH2(side);
  if (must.length === 0) return;
  const wishes = must.map((wish) => ({ kind: 'h2' as const, wish }));
  const peer = endpointOf(m.world, infoOf(m, end).peer).app;
  const parts = spoken(app, peer, wishes, { domain: domainOf(m, end), tls: tlsHostOf(m, end), h2: h2HostOf(m) });
  const octets = joined(...parts.map((part) => part.octets));
  if (octets.length === 0) return;
  // Where the frames change nothing (TLS below is closed by an alert), they would be said for ever.
  const behind = framesOf(written(m, end, app, nextText(tcb), octets)?.app);
  if (behind !== undefined && isSameWish(h2.nextH2(behind).must[0], must[0])) return;
  const { error } = queueText(m, end, octets.length, octets);
  if (error !== undefined) return;
  m.recorder.happened({ kind: 'call', end, call: 'send', count: octets.length }, m.world.clock);
}

/** The side of HTTP/2, in clear or inside TLS. */
function framesOf(app: App | undefined): H2End | undefined {
  return (app?.tls?.inner ?? app)?.h2?.end;
}

function isSameWish(a: H2Wish | undefined, b: H2Wish | undefined): boolean {
  return a?.frame === b?.frame && a?.stream === b?.stream && a?.ack === b?.ack && a?.code === b?.code;
}
