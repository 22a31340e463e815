import {
  type EndId,
  MAX_BACKLOG,
  MAX_SEND,
  accept,
  bind as bindPort,
  MAX_TIME,
  configOf,
  endpointOf,
  forget,
  hearIcmp,
  infoOf,
  isSpent,
  note,
  userCall,
} from '../../sim';
import {
  type CallStatement,
  type EndRef,
  type ForgetStatement,
  type HostStatement,
  type IcmpStatement,
  type LetStatement,
  type MessageStatement,
  type NoteStatement,
  type RunStatement,
  type Statement,
  type WaitStatement,
  lineAt,
} from '../../script';
import { SECOND, openNowhere as remoteUnspecified } from '../../tcp';
import { endFor, endsOf, isMeant, reportPortZero, soFar, someOf } from './ends';
import { evaluate } from './evaluate';
import { bind, boundAt } from './names';
import { sayingOctets } from './say';
import { playGiven } from './given';
import { playExpect } from './expectations';
import { playExplore } from './explored';
import { push, report, type Player } from './player';
import { hasIss } from './implied';
import { playSegment } from './segment';
import { reportSilence } from '../judge/overdue';
import { playFlight, playTransit } from './flights';
import { playLeak, reportCertificate, reportCertificatesOf, reportKeylog, reportToday } from './certificates';
import { fitting, playFault, playLink, playMessage, playRun } from './runs';
import { advance, durationOf, startAt } from './time';
import { FLOW_RULES, edit } from '../../trace';

/** Plays statements that simulate and may take long, in slices. */
export function playOn(p: Player, s: RunStatement | MessageStatement, broken: boolean): Generator<undefined, void> {
  return s.kind === 'run' ? playRun(p, s, broken) : playMessage(p, s, broken);
}

/** Plays one statement: changes the world and reports findings. */
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
    case 'explore':
      return playExplore(p, s);
    case 'let':
      return playLet(p, s);
    case 'host':
      return playHost(p, s);
    case 'note':
      return playNote(p, s);
    case 'certificate':
      return reportCertificate(p, s);
    case 'today':
      return reportToday(p, s);
    case 'keylog':
      return reportKeylog(p, s);
    case 'leak':
      return playLeak(p, s);
    case 'profile':
    case 'variant':
    case 'flow':
    case 'capture':
    case 'section':
    case 'task':
    case 'goal':
      return;
  }
}

function playCall(p: Player, s: CallStatement): void {
  startAt(p, s.time);
  if (s.call === 'listen') return playListen(p, s);
  if (s.call === 'bind' || s.call === 'accept') return playSocketCall(p, s, s.call);
  if (s.call === 'connect' && (s.peer ?? s.who.peer) === undefined && !hasOnePeer(p, s.who)) return openNowhere(p, s);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  const octets = s.saying === undefined ? s.payload?.bytes : sayingOctets(p, end, s.saying);
  const written = octets?.length ?? s.count?.value ?? 0;
  const count = s.call === 'send' ? fitting(p, end, written) : Math.min(written, MAX_SEND);
  if (count < written && s.count !== undefined && !isSpent(p.world))
    report(p, FLOW_RULES['flow/send-limit'], s.count, { args: { max: MAX_SEND } });
  const { state } = endpointOf(p.world, end).tcb;
  const { error } = userCall(p, end, s.call, count, octets?.subarray(0, count));
  if (!isAsMeant(p, s, error !== undefined))
    report(p, FLOW_RULES['tcp/user-call'], s.callSpan, { args: { host: infoOf(p, end).name, call: s.call, state } });
  push(p, { kind: 'call', end, call: s.call, count: s.call === 'send' || s.call === 'receive' ? count : undefined });
}

/** True if all connections that may be meant have the same peer host. */
function hasOnePeer(p: Player, who: EndRef): boolean {
  const peers = soFar(p, endsOf(p, who)).map((end) => infoOf(p, infoOf(p, end).peer).host);
  return peers.length > 0 && peers.every((host) => host === peers[0]);
}

/** An active OPEN without a remote socket, if no single connection of the host can be meant. */
function openNowhere(p: Player, s: CallStatement): void {
  const ends = endsOf(p, s.who);
  const others = p.roles.cast.hosts.map((h) => h.name).filter((name) => name !== s.who.host.text);
  const peers = ends.length === 0 ? others : ends.map((e) => infoOf(p, infoOf(p, e).peer).name);
  report(p, FLOW_RULES['tcp/open-unspecified'], s.callSpan, {
    args: { host: s.who.host.text, peers: someOf(peers) },
  });
  const end = ends.find((e) => endpointOf(p.world, e).tcb.state === 'CLOSED');
  if (end === undefined) return;
  const { row } = remoteUnspecified(endpointOf(p.world, end).tcb);
  note(p, end, [{ row, from: 'CLOSED', to: 'CLOSED' }]);
  push(p, { kind: 'call', end, call: 'connect', count: undefined });
}

/** True if a call succeeds, or fails as the line says; a call that succeeds although the line says otherwise is reported. */
function isAsMeant(p: Player, s: CallStatement, failed: boolean): boolean {
  if (s.fails !== undefined && !failed)
    report(p, FLOW_RULES['flow/call-succeeds'], s.fails, { args: { host: s.who.host.text, call: s.call } });
  return !failed || s.fails !== undefined;
}

/** The ends of a host at the port that a call names, or at the port of its first end. */
function endsAtPort(p: Player, s: CallStatement): readonly EndId[] {
  const ends = endsOf(p, s.who).filter((end) => s.peer === undefined || isMeant(p.roles.cast, end, s.who, s.peer));
  const [first] = soFar(p, ends);
  return first === undefined ? [] : ends.filter((end) => infoOf(p, end).port === infoOf(p, first).port);
}

/**
 * `bind` claims the port; it fails while a connection of that port is in the way. `accept` takes the oldest complete connection of the
 * port; without one it waits, which is no mistake.
 */
function playSocketCall(p: Player, s: CallStatement, call: 'bind' | 'accept'): void {
  const ends = endsAtPort(p, s);
  const concerned = call === 'bind' ? bindPort(p, ends) : accept(p, ends);
  const end = concerned ?? ends[0];
  if (end === undefined) {
    report(p, FLOW_RULES['flow/unknown-host'], s.who, { args: { name: s.who.host.text } });
    return;
  }
  if (call === 'bind' && !isAsMeant(p, s, concerned !== undefined)) {
    const { name, port } = infoOf(p, end);
    const { state } = endpointOf(p.world, end).tcb;
    report(p, FLOW_RULES['tcp/address-in-use'], s.callSpan, { args: { host: name, port, state } });
  }
  push(p, { kind: 'call', end, call, count: undefined });
}

/** A passive OPEN applies to every connection of the host, or of the given port. */
function playListen(p: Player, s: CallStatement): void {
  const ends = endsOf(p, s.who);
  let opened: EndId | undefined;
  for (const end of ends) {
    if (endpointOf(p.world, end).tcb.state !== 'CLOSED') continue;
    userCall(p, end, 'listen');
    opened ??= end;
  }
  const end = opened ?? ends[0];
  if (end === undefined) return;
  if (opened === undefined) {
    const { state } = endpointOf(p.world, end).tcb;
    note(p, end, [{ row: 'U24', from: state, to: state }]);
    report(p, FLOW_RULES['tcp/user-call'], s.callSpan, {
      args: { host: infoOf(p, end).name, call: 'listen', state },
    });
  }
  push(p, { kind: 'call', end, call: 'listen', count: undefined });
}

/** An ICMP error ends a connection or changes nothing; no segment is sent (RFC 9293 §3.9.2.2). */
function playIcmp(p: Player, s: IcmpStatement): void {
  startAt(p, s.time);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  hearIcmp(p, end, s.error.text, s.mtu?.value);
  push(p, { kind: 'icmp', end, error: s.error.text, mtu: s.mtu?.value });
}

/**
 * Plays `A forgets`: the host crashed, or its operating system dropped the connection, without sending anything (RFC
 * 9293 §3.5.1). Later segments find no connection, or the listener beside it.
 */
function playForget(p: Player, s: ForgetStatement): void {
  startAt(p, s.time);
  const end = endFor(p, s.who, s.peer);
  if (end === undefined) return;
  const { tcb } = endpointOf(p.world, end);
  if (!hasIss(tcb)) {
    const args = { host: infoOf(p, end).name, state: tcb.state };
    report(p, FLOW_RULES['flow/nothing-to-forget'], s.verbSpan, { args });
  }
  forget(p, end);
  push(p, { kind: 'forget', end });
}

function playWait(p: Player, s: WaitStatement): void {
  const to = p.world.clock + durationOf(p, s.duration);
  if (to > MAX_TIME) {
    report(p, FLOW_RULES['flow/time-limit'], s.duration, { args: { years: 100 } });
    push(p, { kind: 'wait' });
    return;
  }
  sayTimeWait(p, s);
  const fired = advance(p, to, s.duration);
  reportSilence(p, s.duration);
  // Timers make steps of their own; the time after the last of them makes a step too.
  if (fired === 0 || p.steps.at(-1)?.after.clock !== to) push(p, { kind: 'wait' });
}

/**
 * Hints at a wait of 30 seconds or more that differs from the time left in some side's TIME-WAIT. The MSL depends on the
 * profile, so `2MSL` is right for all profiles.
 */
function sayTimeWait(p: Player, s: WaitStatement): void {
  const waited = durationOf(p, s.duration);
  if (s.duration.unit === 'MSL' || waited < 30 * SECOND) return;
  p.world.ends.forEach(({ tcb }, end) => {
    if (tcb.timeWaitEnd === undefined || tcb.timeWaitEnd === p.world.clock + waited) return;
    const left = tcb.timeWaitEnd - p.world.clock;
    const isWhole = left === 2 * configOf(p, end).msl;
    report(p, FLOW_RULES['tcp/timewait-length'], s.duration, {
      args: { host: infoOf(p, end).name, written: `${waited / SECOND} s`, right: `${left / SECOND} s` },
      ...(isWhole
        ? { fix: { title: 'fix/write', args: { text: '2MSL' }, edits: [edit(p.line, s.duration, '2MSL')] } }
        : {}),
    });
  });
}

function playLet(p: Player, s: LetStatement): void {
  const name = s.name.text;
  const taken = p.scope.names.get(name);
  // An earlier `given` may have used the name.
  const above = boundAt(p, name) ?? p.line;
  const isUsed = taken?.kind === 'number' && lineAt(p.script, above)?.statement?.kind === 'given';
  if (isUsed && s.expr.kind === 'number' && s.expr.value === taken.value) return;
  if (taken !== undefined) {
    report(p, FLOW_RULES['flow/name-taken'], s.name, { args: { name, line: above + 1 } });
    return;
  }
  const value = evaluate(p, s.expr);
  bind(p, name, value === undefined ? { kind: 'unknown' } : { kind: 'number', value: value.value });
}

/** A `host` line was read before the first step; here its own errors are reported. */
function playHost(p: Player, s: HostStatement): void {
  const first = p.roles.declaredAt.get(s.name.text) ?? p.line;
  if (first !== p.line) {
    report(p, FLOW_RULES['flow/host-twice'], s.name, { args: { name: s.name.text, line: first + 1 } });
    return;
  }
  reportPortZero(p, s.port);
  reportCertificatesOf(p, s);
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
      report(p, FLOW_RULES['tcp/keepalive-units'], setting, {
        args: { written: '75min', right: '2h' },
        fix: { title: 'fix/set-field', args: { text: 'keepalive=2h' }, edits: [edit(p.line, setting, 'keepalive=2h')] },
      });
    }
    const value =
      setting.value !== undefined && 'value' in setting.value && !('unit' in setting.value) ? setting.value.value : 0;
    const most = SETTING_MAX[key];
    if (most !== undefined && value > most) {
      report(p, FLOW_RULES['flow/setting-range'], setting, {
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

/** The largest values of settings: by field width, and for the window by the limit of RFC 7323 §2.3. */
const SETTING_MAX: Readonly<Record<string, number>> = {
  backlog: MAX_BACKLOG,
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
    if (host === undefined) report(p, FLOW_RULES['flow/unknown-host'], ref, { args: { name: ref.host.text } });
    else over.push(host);
  }
  push(p, { kind: 'note', over, text: s.text.text });
}
