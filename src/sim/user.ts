/** User calls (RFC 9293 §3.10.1 to §3.10.5), ICMP errors and crashes: changes of an end without a segment. */
import {
  type Call,
  type Called,
  type IcmpError,
  type Tcb,
  abortReset,
  abortSendsReset,
  call,
  closed,
  icmp,
} from '../tcp';
import { Queue, type Seq, add, max } from '../wire';
import { endsVoice, noteSaid, writes } from './app';
import { withCookie } from './cookies';
import { configOf, nextIss, note, setEndpoint, type Motion } from './motion';
import { endpointOf } from './setting';
import { withText } from './text';
import type { EndId, Endpoint } from './world';

/** An active OPEN from CLOSED or LISTEN with the given initial sequence number. */
export function connect(m: Motion, end: EndId, iss: Seq): void {
  const endpoint = endpointOf(m.world, end);
  const opened = call(endpoint.tcb, 'connect', iss);
  note(m, end, [{ row: opened.row, from: endpoint.tcb.state, to: opened.tcb.state }]);
  const tcb = withCookie(m, end, opened.tcb);
  setEndpoint(m, end, {
    ...endpoint,
    tcb,
    ended: 'never',
    lastSent: undefined,
    unacked: Queue.empty(),
    app: undefined,
  });
}

/**
 * A user call with its effects on the end. If the state does not allow it, nothing changes and the result has the
 * error.
 *
 * @param count number of bytes of SEND or RECEIVE
 * @param bytes the bytes passed to SEND, `count` of them; undefined if they are not known
 */
export function userCall(m: Motion, end: EndId, name: Call, count = 0, bytes?: Uint8Array): Called {
  const endpoint = endpointOf(m.world, end);
  const before = endpoint.tcb;
  const opens = name === 'connect' || (name === 'send' && before.state === 'LISTEN');
  const called = call(before, name, opens ? nextIss(m, end) : before.iss, count);
  note(m, end, [{ row: called.row, from: before.state, to: called.tcb.state }]);
  if (called.error !== undefined) return called;
  if (name === 'receive') {
    takeFromBuffer(m, end, count);
    return called;
  }
  const over = called.tcb.state === 'CLOSED' && before.state !== 'LISTEN';
  if (opens) m.recorder.numbered(end, called.tcb.iss);
  const textStart = add(called.tcb.sendEnd ?? called.tcb.sndNxt, -count);
  setEndpoint(m, end, {
    ...endpoint,
    tcb: opens ? withCookie(m, end, called.tcb) : called.tcb,
    resets: name === 'abort' && abortSendsReset(before.state) ? [abortReset(before)] : endpoint.resets,
    ended: endingOf(name, endpoint, over, opens),
    attempts: over ? endpoint.attempts + 1 : endpoint.attempts,
    // A CLOSE with unread data sends an RST (RFC 9293 §3.6.1, SHLD-3).
    parting: name === 'close' && before.unread > 0 ? { ...abortReset(before), sends: true } : undefined,
    lastSent: opens ? undefined : endpoint.lastSent,
    unacked: over || opens ? Queue.empty() : endpoint.unacked,
    outgoing: over ? [] : bytes === undefined ? endpoint.outgoing : withText(endpoint, textStart, bytes),
    app: opens ? undefined : appBehindCall(m, end, endpoint, name, textStart, bytes ?? count),
  });
  return called;
}

/** SEND hands octets over; CLOSE and ABORT say that no more come. */
function appBehindCall(
  m: Motion,
  end: EndId,
  { app }: Endpoint,
  name: Call,
  at: Seq,
  part: Uint8Array | number,
): Endpoint['app'] {
  if (name === 'send') {
    const after = writes(m, end, app, at, part);
    noteSaid(m, after, at, typeof part === 'number' ? part : part.length);
    return after;
  }
  return name === 'close' || name === 'abort' ? endsVoice(m, end, app) : app;
}

function endingOf(name: Call, { ended }: Endpoint, over: boolean, opens: boolean): Endpoint['ended'] {
  if (over) return name === 'abort' ? 'aborted' : 'closed';
  return opens || name === 'listen' ? 'never' : ended;
}

/** RECEIVE takes bytes from the buffer and opens the window by as much. */
function takeFromBuffer(m: Motion, end: EndId, count: number): void {
  const endpoint = endpointOf(m.world, end);
  const { tcb } = endpoint;
  const taken = Math.min(count, tcb.unread);
  const unread = tcb.unread - taken;
  const parting = unread === 0 ? undefined : endpoint.parting;
  setEndpoint(m, end, { ...endpoint, parting, tcb: { ...tcb, unread, rcvWnd: tcb.rcvWnd + taken } });
}

/** The sequence number of the first octet that a SEND call would queue. */
export function nextText(tcb: Tcb): Seq {
  return tcb.sendEnd ?? max(tcb.sndNxt, add(tcb.iss, 1));
}

/**
 * SEND of a message, whose text follows all data passed before. If the state does not allow it, the result has the
 * error.
 */
export function queueText(m: Motion, end: EndId, count: number, bytes: Uint8Array | undefined): Called {
  const endpoint = endpointOf(m.world, end);
  const { tcb } = endpoint;
  const start = nextText(tcb);
  const called = call(tcb, 'send', tcb.iss, count);
  note(m, end, [{ row: called.row, from: tcb.state, to: called.tcb.state }]);
  if (called.error !== undefined) return called;
  const outgoing = bytes === undefined ? endpoint.outgoing : withText(endpoint, start, bytes);
  const app = appBehindCall(m, end, endpoint, 'send', start, bytes ?? count);
  setEndpoint(m, end, { ...endpoint, tcb: called.tcb, outgoing, app });
  return called;
}

/** An ICMP error ends a connection or changes nothing; no segment is sent (RFC 9293 §3.9.2.2). */
export function hearIcmp(m: Motion, end: EndId, error: IcmpError, mtu?: number): void {
  const endpoint = endpointOf(m.world, end);
  const { tcb } = endpoint;
  const { tcb: after, row } = icmp(tcb, error, configOf(m, end), mtu);
  note(m, end, [{ row, from: tcb.state, to: after.state }]);
  if (row === 'I01' && after !== tcb) setEndpoint(m, end, { ...endpoint, tcb: after });
  if (row !== 'I02') return;
  setEndpoint(m, end, {
    ...endpoint,
    tcb: after,
    resets: [],
    ended: after.state === 'CLOSED' ? 'aborted' : endpoint.ended,
    attempts: endpoint.attempts + 1,
    unacked: Queue.empty(),
  });
}

/**
 * The host crashed, or its operating system dropped the connection, without sending anything (RFC 9293 §3.5.1).
 * Segments that arrive later find no connection, or the listener beside it.
 */
export function forget(m: Motion, end: EndId): void {
  const endpoint = endpointOf(m.world, end);
  setEndpoint(m, end, {
    ...endpoint,
    tcb: closed(endpoint.tcb),
    resets: [],
    parting: undefined,
    lastSent: undefined,
    due: undefined,
    unacked: Queue.empty(),
    outgoing: [],
    app: undefined,
    ended: 'closed',
    attempts: endpoint.attempts + 1,
    reuses: false,
  });
}
