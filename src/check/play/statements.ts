import { Queue } from '../../sim/persistent';
import type { Binding, EndId } from '../../sim/world';
import { lineAt } from '../../script/pieces';
import type {
  CallStatement,
  EndRef,
  ForgetStatement,
  HostStatement,
  IcmpStatement,
  LetStatement,
  MessageStatement,
  NoteStatement,
  RunStatement,
  Statement,
  WaitStatement,
} from '../../script/syntax';
import { closed } from '../../tcp/arrival';
import { abortSendsReset, call, openNowhere as remoteUnspecified } from '../../tcp/calls';
import type { RowId } from '../../tcp/rows';
import { add } from '../../wire/seq';
import { SECOND } from '../../tcp/config';
import { icmp } from '../../tcp/icmp';
import { withCookie } from './cookies';
import { endFor, endsOf, reportPortZero, soFar, someOf } from './ends';
import { evaluate } from './evaluate';
import { playGiven } from './given';
import { playExpect } from './expectations';
import {
  addBase,
  configOf,
  edit,
  endpointOf,
  infoOf,
  nextIss,
  note,
  push,
  report,
  setEndpoint,
  type Player,
} from './player';
import { abortReset, hasIss } from './implied';
import { playSegment } from './segment';
import { reportSilence } from '../judge/overdue';
import { MAX_SEND, MAX_TIME } from '../limits';
import { isSpent } from './budget';
import { playFlight, playTransit } from './flights';
import { fitting, playFault, playLink, playMessage, playRun } from './runs';
import { withText } from '../../trace/text';
import { advance, durationOf, startAt } from './time';

/** Statements that the engines play on at, however long it takes: they may be left for a while. */
export function playOn(p: Player, s: RunStatement | MessageStatement, broken: boolean): Generator<undefined, void> {
  return s.kind === 'run' ? playRun(p, s, broken) : playMessage(p, s, broken);
}

/** Plays one statement: the world moves on, and what there is to say about the line is said. */
export function play(p: Player, s: Exclude<Statement, RunStatement | MessageStatement>, broken: boolean): void {
  switch (s.kind) {
    case 'segment':
      return playSegment(p, s, broken);
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return playFlight(p, s);
    case 'transit':
      return playTransit(p, s);
    case 'call':
      return playCall(p, s);
    case 'icmp':
      return playIcmp(p, s);
    case 'given':
      return playGiven(p, s);
    case 'forget':
      return playForget(p, s);
    case 'fault':
      return playFault(p, s);
    case 'link':
      return playLink(p, s);
    case 'wait':
      return playWait(p, s);
    case 'expect':
      return playExpect(p, s, broken);
    case 'let':
      return playLet(p, s);
    case 'host':
      return playHost(p, s);
    case 'note':
      return playNote(p, s);
    case 'profile':
    case 'variant':
    case 'flow':
    case 'section':
      return;
  }
}

function playCall(p: Player, s: CallStatement): void {
  startAt(p, s.time);
  if (s.call === 'listen') return playListen(p, s);
  if (s.call === 'connect' && (s.peer ?? s.who.peer) === undefined && !hasOnePeer(p, s.who)) return openNowhere(p, s);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  const written = s.payload?.bytes.length ?? s.count?.value ?? 0;
  const count = s.call === 'send' ? fitting(p, end, written) : Math.min(written, MAX_SEND);
  if (count < written && s.count !== undefined && !isSpent(p.world))
    report(p, 'flow/send-limit', 'error', s.count, { args: { max: MAX_SEND } });
  makeCall(p, s, end, count);
  push(p, { kind: 'call', end, call: s.call, count: s.call === 'send' || s.call === 'receive' ? count : undefined });
}

/** All connections that may be meant lead to the same host. */
function hasOnePeer(p: Player, who: EndRef): boolean {
  const peers = soFar(p, endsOf(p, who)).map((end) => infoOf(p, infoOf(p, end).peer).host);
  return peers.length > 0 && peers.every((host) => host === peers[0]);
}

/** An active OPEN that names no remote socket, where the host has no connection that could be meant, or several. */
function openNowhere(p: Player, s: CallStatement): void {
  const ends = endsOf(p, s.who);
  const others = p.roles.cast.hosts.map((h) => h.name).filter((name) => name !== s.who.host.text);
  const peers = ends.length === 0 ? others : ends.map((e) => infoOf(p, infoOf(p, e).peer).name);
  report(p, 'tcp/open-unspecified', 'error', s.callSpan, {
    args: { host: s.who.host.text, peers: someOf(peers) },
  });
  const end = ends.find((e) => endpointOf(p.world, e).tcb.state === 'CLOSED');
  if (end === undefined) return;
  const { row } = remoteUnspecified(endpointOf(p.world, end).tcb);
  note(p, end, [{ row, from: 'CLOSED', to: 'CLOSED' }]);
  push(p, { kind: 'call', end, call: 'connect', count: undefined });
}

function makeCall(p: Player, s: CallStatement, end: EndId, count: number): void {
  const endpoint = endpointOf(p.world, end);
  const before = endpoint.tcb;
  const opens = s.call === 'connect' || (s.call === 'send' && before.state === 'LISTEN');
  const called = call(before, s.call, opens ? nextIss(p, end) : before.iss, count);
  const firstByte = add(called.tcb.sendEnd ?? called.tcb.sndNxt, -count);
  if (called.error !== undefined) {
    note(p, end, [{ row: called.row, from: before.state, to: before.state }]);
    report(p, 'tcp/user-call', 'error', s.callSpan, {
      args: { host: infoOf(p, end).name, call: s.call, state: before.state },
    });
    return;
  }
  if (s.call === 'receive') return takeFromBuffer(p, end, count, called.row);
  note(p, end, [{ row: called.row, from: before.state, to: called.tcb.state }]);
  const over = called.tcb.state === 'CLOSED' && before.state !== 'LISTEN';
  if (opens) addBase(p, end, called.tcb.iss, undefined);
  setEndpoint(p, end, {
    ...endpoint,
    tcb: opens ? withCookie(p, end, called.tcb) : called.tcb,
    resets: s.call === 'abort' && abortSendsReset(before.state) ? [abortReset(before)] : endpoint.resets,
    ended: over ? (s.call === 'abort' ? 'aborted' : 'closed') : opens ? 'never' : endpoint.ended,
    attempts: over ? endpoint.attempts + 1 : endpoint.attempts,
    // A CLOSE that leaves data unread tells the peer so (RFC 9293 §3.6.1, SHLD-3).
    parting: s.call === 'close' && before.unread > 0 ? { ...abortReset(before), sends: true } : undefined,
    lastSent: opens ? undefined : endpoint.lastSent,
    unacked: over || opens ? Queue.empty() : endpoint.unacked,
    outgoing: over ? [] : s.payload === undefined ? endpoint.outgoing : withText(endpoint, firstByte, s.payload.bytes),
  });
}

/** RECEIVE empties the buffer, and opens the window by as much. */
function takeFromBuffer(p: Player, end: EndId, count: number, row: RowId): void {
  const endpoint = endpointOf(p.world, end);
  const { tcb } = endpoint;
  note(p, end, [{ row, from: tcb.state, to: tcb.state }]);
  const taken = Math.min(count, tcb.unread);
  const unread = tcb.unread - taken;
  const parting = unread === 0 ? undefined : endpoint.parting;
  setEndpoint(p, end, { ...endpoint, parting, tcb: { ...tcb, unread, rcvWnd: tcb.rcvWnd + taken } });
}

/** A passive OPEN holds for every connection of the host (or of the port that is named). */
function playListen(p: Player, s: CallStatement): void {
  const ends = endsOf(p, s.who);
  let opened: EndId | undefined;
  for (const end of ends) {
    const endpoint = endpointOf(p.world, end);
    const called = call(endpoint.tcb, 'listen', endpoint.tcb.iss);
    if (called.error !== undefined) continue;
    note(p, end, [{ row: called.row, from: endpoint.tcb.state, to: called.tcb.state }]);
    setEndpoint(p, end, { ...endpoint, tcb: called.tcb, ended: 'never' });
    opened ??= end;
  }
  const end = opened ?? ends[0];
  if (end === undefined) return;
  if (opened === undefined) {
    const { state } = endpointOf(p.world, end).tcb;
    note(p, end, [{ row: 'U24', from: state, to: state }]);
    report(p, 'tcp/user-call', 'error', s.callSpan, {
      args: { host: infoOf(p, end).name, call: 'listen', state },
    });
  }
  push(p, { kind: 'call', end, call: 'listen', count: undefined });
}

/** An ICMP error ends a connection or does nothing; it sends nothing (RFC 9293 §3.9.2.2). */
function playIcmp(p: Player, s: IcmpStatement): void {
  startAt(p, s.time);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  const endpoint = endpointOf(p.world, end);
  const { tcb } = endpoint;
  const { tcb: after, row } = icmp(tcb, s.error.text, configOf(p, end));
  note(p, end, [{ row, from: tcb.state, to: after.state }]);
  if (row === 'I01' && after !== tcb) setEndpoint(p, end, { ...endpoint, tcb: after });
  if (row === 'I02') {
    setEndpoint(p, end, {
      ...endpoint,
      tcb: after,
      resets: [],
      ended: after.state === 'CLOSED' ? 'aborted' : endpoint.ended,
      attempts: endpoint.attempts + 1,
      unacked: Queue.empty(),
    });
  }
  push(p, { kind: 'icmp', end, error: s.error.text });
}

/**
 * The host crashed, or its operating system dropped the connection, and nothing was sent (RFC 9293 §3.5.1). What arrives
 * for it from now on finds no connection, or the listener beside it.
 */
function playForget(p: Player, s: ForgetStatement): void {
  startAt(p, s.time);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  const endpoint = endpointOf(p.world, end);
  if (!hasIss(endpoint.tcb)) {
    const { state } = endpoint.tcb;
    report(p, 'flow/nothing-to-forget', 'error', s.verbSpan, { args: { host: infoOf(p, end).name, state } });
  }
  setEndpoint(p, end, {
    ...endpoint,
    tcb: closed(endpoint.tcb),
    resets: [],
    parting: undefined,
    lastSent: undefined,
    due: undefined,
    unacked: Queue.empty(),
    outgoing: [],
    ended: 'closed',
    attempts: endpoint.attempts + 1,
    reuses: false,
  });
  push(p, { kind: 'forget', end });
}

function playWait(p: Player, s: WaitStatement): void {
  const to = p.world.clock + durationOf(p, s.duration);
  if (to > MAX_TIME) {
    report(p, 'flow/time-limit', 'error', s.duration, { args: { years: 100 } });
    push(p, { kind: 'wait' });
    return;
  }
  sayTimeWait(p, s);
  const fired = advance(p, to);
  reportSilence(p, s.duration);
  // Timers make steps of their own; what is left of the time behind the last of them makes one too.
  if (fired === 0 || p.steps.at(-1)?.after.clock !== to) push(p, { kind: 'wait' });
}

/** TIME-WAIT lasts twice the MSL, and that is the profile's: a length written in minutes holds for one profile only. */
function sayTimeWait(p: Player, s: WaitStatement): void {
  const waited = durationOf(p, s.duration);
  if (s.duration.unit === 'MSL' || waited < 30 * SECOND) return;
  p.world.ends.forEach(({ tcb }, end) => {
    if (tcb.timeWaitEnd === undefined || tcb.timeWaitEnd === p.world.clock + waited) return;
    const left = tcb.timeWaitEnd - p.world.clock;
    const isWhole = left === 2 * configOf(p, end).msl;
    report(p, 'tcp/timewait-length', 'hint', s.duration, {
      args: { host: infoOf(p, end).name, written: `${waited / SECOND} s`, right: `${left / SECOND} s` },
      ...(isWhole
        ? { fix: { title: 'fix/write', args: { text: '2MSL' }, edits: [edit(p.line, s.duration, '2MSL')] } }
        : {}),
    });
  });
}

function playLet(p: Player, s: LetStatement): void {
  const name = s.name.text;
  const taken = p.world.names.get(name);
  // A `given` above has used the name already.
  const isUsed = taken?.kind === 'number' && lineAt(p.script, taken.line)?.statement?.kind === 'given';
  if (isUsed && s.expr.kind === 'number' && s.expr.value === taken.value) return;
  if (taken !== undefined) {
    report(p, 'flow/name-taken', 'error', s.name, { args: { name, line: taken.line + 1 } });
    return;
  }
  const value = evaluate(p, s.expr);
  const { line } = p;
  const binding: Binding =
    value === undefined ? { kind: 'unknown', line } : { kind: 'number', value: value.value, line };
  p.world = { ...p.world, names: p.world.names.set(name, binding) };
}

/** A host line was read before the first step; here its own words are looked at. */
function playHost(p: Player, s: HostStatement): void {
  const first = p.roles.declaredAt.get(s.name.text) ?? p.line;
  if (first !== p.line) {
    report(p, 'flow/host-twice', 'error', s.name, { args: { name: s.name.text, line: first + 1 } });
    return;
  }
  reportPortZero(p, s.port);
  for (const setting of s.settings) {
    const key = setting.key.text;
    const { value: written } = setting;
    if (
      key === 'keepalive' &&
      written !== undefined &&
      'unit' in written &&
      written.unit === 'min' &&
      written.value === 75
    ) {
      // 75 is the interval between probes, in seconds; two hours is how long the connection is idle before the first.
      report(p, 'tcp/keepalive-units', 'hint', setting, {
        args: { written: '75min', right: '2h' },
        fix: { title: 'fix/set-field', args: { text: 'keepalive=2h' }, edits: [edit(p.line, setting, 'keepalive=2h')] },
      });
    }
    const value =
      setting.value !== undefined && 'value' in setting.value && !('unit' in setting.value) ? setting.value.value : 0;
    const most = SETTING_MAX[key];
    if (most !== undefined && value > most) {
      report(p, 'flow/setting-range', 'error', setting, {
        args: { name: key, written: value, max: most },
        fix: {
          title: 'fix/set-field',
          args: { text: `${key}=${most}` },
          edits: [edit(p.line, setting, `${key}=${most}`)],
        },
      });
    }
  }
}

/** The most that a setting may be: field widths, and for the window the largest that RFC 7323 §2.3 can announce. */
const SETTING_MAX: Readonly<Record<string, number>> = {
  isn: 0xffff_ffff,
  mss: 65535,
  mtu: 65535,
  window: 0x3fff_c000,
  wscale: 14,
  dscp: 63,
  security: 65535,
};

function playNote(p: Player, s: NoteStatement): void {
  const over: number[] = [];
  for (const ref of s.over) {
    const host = p.roles.hostByName.get(ref.host.text);
    if (host === undefined) report(p, 'flow/unknown-host', 'error', ref, { args: { name: ref.host.text } });
    else over.push(host);
  }
  push(p, { kind: 'note', over, text: s.text.text });
}
