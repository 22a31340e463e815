/** TLS goes on by itself in a run, as TCP sends the ACKs that it owes: flights of the handshake, alerts, the answer to close_notify. */
import { wholeFlight } from '../layers';
import type { Motion } from './motion';
import { endpointOf } from './setting';
import { queueText } from './user';
import type { EndId } from './world';

/** The end hands its TCP the messages of TLS that are due, in one write. */
export function repliesSealed(m: Motion, end: EndId): void {
  const { tls } = m.setting;
  const { app, tcb } = endpointOf(m.world, end);
  if (tls === undefined || app?.tls === undefined || app.voice.kind === 'opaque') return;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT') return;
  const { door } = tls;
  const { end: side, reading } = app.tls;
  const { must } = door.nextTls(side);
  if (must.length === 0) return;
  const octets = door.octetsOfWritten(door.spokenTls(side, reading, wholeFlight(side, reading, must, door)));
  // Where the side is no further behind it, it would be said for ever.
  const { must: still } = door.nextTls(door.progress(side, reading, octets, 'own').end);
  if (still[0]?.name === must[0]?.name && still[0]?.alert === must[0]?.alert) return;
  const { error } = queueText(m, end, octets.length, octets);
  if (error !== undefined) return;
  m.recorder.happened({ kind: 'call', end, call: 'send', count: octets.length }, m.world.clock);
}
