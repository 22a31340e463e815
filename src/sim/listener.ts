/**
 * The queues of a listening socket, as of `listen(fd, backlog)`: half-open connections (SYN-RECEIVED), and complete ones
 * that the program has not accepted yet. RFC 9293 leaves them to the implementation; the settings are named as in Linux.
 *
 * Only a host with `backlog=` has queues. A segment that finds no room is discarded before TCP processes it: the fate of
 * a segment that its receiver drops.
 */
import { ACK, FIN, Queue, RST, SYN, type Segment, has } from '../wire';
import { type Arrival, type Tcb, backToListen, drop, isSynchronized, outcome, resetFromAck } from '../tcp';
import { configOf, infoOf, note, setEndpoint, type Motion } from './motion';
import { endpointOf } from './setting';
import type { EndId, Endpoint, Listener } from './world';

/** The largest `backlog=`: the default of Linux for `somaxconn`. */
export const MAX_BACKLOG = 4096;

const EMPTY: Listener = { half: [], ready: [], accepted: [] };

const keyOf = (m: Motion, end: EndId): string => `${infoOf(m, end).host}:${infoOf(m, end).port}`;

/** The listener of an end's port, without connections that have left its queues. */
function listenerOf(m: Motion, end: EndId): Listener {
  const { half, ready, accepted } = m.world.listeners.get(keyOf(m, end)) ?? EMPTY;
  const state = (e: EndId): Tcb['state'] => endpointOf(m.world, e).tcb.state;
  return {
    half: half.filter((e) => state(e) === 'SYN-RECEIVED'),
    ready: ready.filter((e) => isSynchronized(state(e))),
    accepted: accepted.filter((e) => isSynchronized(state(e))),
  };
}

function setListener(m: Motion, end: EndId, listener: Listener): void {
  m.world = { ...m.world, listeners: m.world.listeners.set(keyOf(m, end), listener) };
  m.ownsWorld = false;
}

function setProof(m: Motion, end: EndId, proof: Tcb | undefined): void {
  const { proofs } = m.world;
  m.world = { ...m.world, proofs: proof === undefined ? proofs.delete(String(end)) : proofs.set(String(end), proof) };
  m.ownsWorld = false;
}

/**
 * The outcome of a segment that the listener's queues, and not TCP, decide: a SYN without room, the last segment of a
 * handshake without room or without data. Undefined if TCP processes it.
 */
export function turnedAway(m: Motion, to: EndId, tcb: Tcb, segment: Segment): Arrival | undefined {
  const { backlog, synCookies, abortOnOverflow, deferAccept } = configOf(m, to);
  if (backlog === undefined && !deferAccept) return undefined;
  if (tcb.state === 'LISTEN' && (segment.flags & (SYN | ACK | RST)) === SYN) {
    if (backlog === undefined) return undefined;
    const { half, ready } = listenerOf(m, to);
    if (ready.length >= backlog) return drop(tcb, 'Q01');
    return half.length >= backlog && !synCookies ? drop(tcb, 'Q02') : undefined;
  }
  if (!completes(tcb, segment)) return undefined;
  if (deferAccept && segment.len === 0 && !has(segment, FIN)) return drop(tcb, 'Q03');
  if (backlog === undefined || listenerOf(m, to).ready.length < backlog) return undefined;
  return abortOnOverflow ? outcome(tcb, 'Q05', backToListen(tcb), resetFromAck(segment)) : drop(tcb, 'Q04');
}

/** True for a segment that would end the handshake at a passive opener. */
function completes(tcb: Tcb, segment: Segment): boolean {
  const isLast = (segment.flags & (SYN | ACK | RST)) === ACK && segment.ack === tcb.sndNxt;
  return tcb.state === 'SYN-RECEIVED' && tcb.opening.origin === 'passive' && isLast && tcb.sndNxt !== tcb.iss;
}

/** True if a SYN is to be answered by a cookie: the queue of half-open connections is full, or there is none. */
export function isBaked(m: Motion, to: EndId, tcb: Tcb, segment: Segment): boolean {
  const { backlog, synCookies } = configOf(m, to);
  if (!synCookies || tcb.state !== 'LISTEN' || (segment.flags & (SYN | ACK | RST)) !== SYN) return false;
  return backlog === undefined || listenerOf(m, to).half.length >= backlog;
}

/**
 * The SYN as a cookie can carry it: the MSS, and further options only where the timestamp has room for them (Linux
 * `cookie_init_timestamp`).
 */
export function asBaked(segment: Segment, timestamps: boolean): Segment {
  const { mss, ts } = segment.options;
  return timestamps && ts !== undefined ? segment : { ...segment, options: mss === undefined ? {} : { mss } };
}

/** Enters an end into the listener's queues after an arrival, and takes it out of that of half-open connections. */
export function queueUp(m: Motion, to: EndId, before: Tcb['state'], baked: boolean): void {
  if (before !== 'LISTEN' && before !== 'SYN-RECEIVED') return;
  const { tcb } = endpointOf(m.world, to);
  const opens = before === 'LISTEN' && tcb.state === 'SYN-RECEIVED';
  if (opens && baked) return setProof(m, to, tcb);
  // A connection with a place in the queue needs no earlier cookie.
  if (opens && m.world.proofs.has(String(to))) setProof(m, to, undefined);
  if (configOf(m, to).backlog === undefined || tcb.opening.origin !== 'passive') return;
  if (opens) {
    const listener = listenerOf(m, to);
    setListener(m, to, { ...listener, half: [...listener.half.filter((e) => e !== to), to] });
  } else if (before === 'SYN-RECEIVED' && isSynchronized(tcb.state)) {
    const listener = listenerOf(m, to);
    setListener(m, to, { ...listener, ready: [...listener.ready, to] });
  }
}

/** After a SYN,ACK with a cookie the host keeps nothing: the listener is as before, and the number is the proof. */
export function keepNothing(m: Motion, from: EndId, segment: Segment): void {
  if (!has(segment, SYN) || !has(segment, ACK) || !m.world.proofs.has(String(from))) return;
  const sender = endpointOf(m.world, from);
  setProof(m, from, sender.tcb);
  note(m, from, [{ row: 'Q06', from: sender.tcb.state, to: 'LISTEN' }]);
  // The same client gets the same number again.
  const { iss } = sender.tcb;
  const tcb = { ...backToListen(sender.tcb), sndUna: iss, sndNxt: iss };
  setEndpoint(m, from, { ...sender, tcb, unacked: Queue.empty(), due: undefined });
}

/** The connection that a segment proves to a listener with SYN cookies: its ACK is the cookie's number plus 1. */
export function proven(m: Motion, to: EndId, tcb: Tcb, segment: Segment): Tcb | undefined {
  if (tcb.state !== 'LISTEN' || (segment.flags & (SYN | ACK | RST)) !== ACK) return undefined;
  const proof = m.world.proofs.get(String(to));
  if (proof === undefined || proof.sndNxt === proof.iss || proof.sndNxt !== segment.ack || proof.rcvNxt !== segment.seq)
    return undefined;
  setProof(m, to, undefined);
  note(m, to, [{ row: 'Q07', from: 'LISTEN', to: 'SYN-RECEIVED' }]);
  return proof;
}

/**
 * `accept()`: takes the oldest complete connection out of the queue.
 *
 * @param among the ends that may be meant
 * @returns the end, or undefined if the call waits, as no connection is complete
 */
export function accept(m: Motion, among: readonly EndId[]): EndId | undefined {
  const [first] = among;
  if (first === undefined) return undefined;
  const listener = listenerOf(m, first);
  const { ready, accepted } = listener;
  const isReady = ({ tcb }: Endpoint): boolean => tcb.opening.origin === 'passive' && isSynchronized(tcb.state);
  const taken =
    configOf(m, first).backlog === undefined
      ? among.find((e) => isReady(endpointOf(m.world, e)) && !accepted.includes(e))
      : ready.find((e) => among.includes(e));
  const { state } = endpointOf(m.world, taken ?? first).tcb;
  note(m, taken ?? first, [{ row: taken === undefined ? 'Q09' : 'Q08', from: state, to: state }]);
  if (taken !== undefined) {
    const left = ready.filter((e) => e !== taken);
    setListener(m, first, { ...listener, ready: left, accepted: [...accepted, taken] });
  }
  return taken;
}

/**
 * `bind()` of a listening socket to a port: it fails while a connection of that port exists, one in TIME-WAIT included,
 * unless the host sets SO_REUSEADDR.
 *
 * @returns the end whose connection is in the way
 */
export function bind(m: Motion, ends: readonly EndId[]): EndId | undefined {
  const [first] = ends;
  if (first === undefined) return undefined;
  const state = (e: EndId): Tcb['state'] => endpointOf(m.world, e).tcb.state;
  const blocking = configOf(m, first).reuseAddress
    ? undefined
    : ends.find((e) => state(e) !== 'CLOSED' && state(e) !== 'LISTEN');
  const at = state(blocking ?? first);
  note(m, blocking ?? first, [{ row: blocking === undefined ? 'Q10' : 'Q11', from: at, to: at }]);
  return blocking;
}
