import { ACK, RST, SYN } from '../../wire';
import type { Cast, EndId, EndInfo, HostInfo, Setting, TlsPart } from '../../sim';
import {
  type EndRef,
  type HostStatement,
  type Line,
  type MessageStatement,
  type Script,
  type SegmentStatement,
  type Statement,
  type Timing,
  piecesOf,
} from '../../script';
import type { Remembered } from '../../layers';
import type { Config, Lack, Variant } from '../../tcp';
import type { Arrows } from './arrows';
import { Connections } from './connections';
import { endNames } from './end-names';
import { roleOf, type Draft, type HostDraft, type Role, type Told } from './roles';
import { configOf, isVariant } from './settings';
import { RelativeDraft, type FirstOctet } from './relative';
import { WindowDraft, type Windows } from './windows';
import { LayerDraft, type CertificateAt } from './layer-settings';
import { mayArrive, placesOf, statesExpected } from './places';
import { HostUses, withoutSlips, type Slip } from './slips';

/** Everything that the text determines before the first step: hosts and ends, configurations, openers. */
export interface Roles extends Pick<Setting, 'h2'> {
  readonly cast: Cast;
  /** The configuration of each host. */
  readonly configs: readonly Config[];
  /** The role of each end. */
  readonly roles: readonly Role[];
  /** The line (from 0) that first names each end. A reference above it means another end, if there is one. */
  readonly since: readonly number[];
  /** The arrows of the lines, and the end that each comes from. */
  readonly arrows: Arrows;
  readonly hostByName: ReadonlyMap<string, number>;
  /** The line (from 0) of each host's first `host` line. */
  readonly declaredAt: ReadonlyMap<string, number>;
  readonly title: string | undefined;
  /** The certificates that the flow writes, by name. */
  readonly certificates: ReadonlyMap<string, CertificateAt>;
  /** The line (from 0) that says which day it is. */
  readonly todayAt: number | undefined;
  /** True if the flow has a goal. */
  readonly hasGoals: boolean;
  /** Frames, or parts of their headers, that the capture behind the flow lacks (`capture … frames=missing`). */
  readonly lacks: Lack;
  /** TLS, once it is loaded. */
  readonly tls?: TlsPart | undefined;
  /** Messages of earlier checks of the text. */
  readonly remembered?: Remembered | undefined;
  /** True if the script gives times; rules about time apply only then. */
  readonly timed: boolean;
  /** The relative number of the first octet of data, if sequence numbers are written relative to the ISNs. */
  readonly relative: FirstOctet | undefined;
  /** Numbers bound by `let`, wherever it is; `given` may use them before. */
  readonly lets: ReadonlyMap<string, number>;
  /** For each end the interpretation of its windows, if there is doubt. */
  readonly windows: ReadonlyMap<EndId, Windows>;
  /** Misspelt names of hosts. */
  readonly slips: readonly Slip[];
  /** For ends whose written windows matter to `windows`: the largest window that does not matter; -1 if all do. */
  readonly heeded: ReadonlyMap<EndId, number>;
  /** The last line that determined `relative`; Infinity if any line may still do so. */
  readonly numbersTo: number;
  /** The lines of all of the above, in an order given by the key. */
  readonly places: readonly number[];
  /**
   * All of the above as text, but for lines and the title, made on demand: with equal keys and places, two scripts read their lines alike.
   */
  key(): string;
}

/** @param profile the profile of a flow that names none */
export function castOf(script: Script, profile: string): Roles {
  const pieces = piecesOf(script);
  const uses = new HostUses();
  const draft = new CastDraft(profile);
  pieces.visit(0, pieces.length, (line, i) => {
    uses.read(line, i);
    draft.read(line.statement, i);
  });
  const slips = uses.slips((i) => pieces.get(i));
  return (slips.length === 0 ? draft : draftOf(withoutSlips(script, slips).lines, profile)).finish(slips);
}

/** The lines that several scripts begin with, read once. */
export interface CastSoFar {
  /** The roles of the script that continues with these lines. */
  roles(rest: readonly Line[]): Roles;
  /** The lines with one more. */
  after(line: Line): CastSoFar;
}

export function castUpTo(lines: readonly Line[], profile: string): CastSoFar {
  const uses = new HostUses();
  lines.forEach((line, i) => uses.read(line, i));
  return castFrom(draftOf(lines, profile), uses, lines);
}

function draftOf(lines: readonly Line[], profile: string): CastDraft {
  const draft = new CastDraft(profile);
  for (let i = 0; i < lines.length; i++) draft.read((lines[i] as Line).statement, i);
  return draft;
}

function castFrom(draft: CastDraft, uses: HostUses, head: readonly Line[]): CastSoFar {
  const count = head.length;
  const continued = (rest: readonly Line[]): CastDraft => {
    const own = draft.copy();
    rest.forEach((line, i) => own.read(line.statement, count + i));
    return own;
  };
  const usesWith = (rest: readonly Line[]): HostUses => {
    const own = uses.copy();
    rest.forEach((line, i) => own.read(line, count + i));
    return own;
  };
  return {
    roles(rest) {
      const slips = usesWith(rest).slips((i) => (i < count ? head[i] : rest[i - count]));
      if (slips.length === 0) return continued(rest).finish(slips);
      const { lines } = withoutSlips({ lines: [...head, ...rest] }, slips);
      return draftOf(lines, draft.wished).finish(slips);
    },
    after: (line) => castFrom(continued([line]), usesWith([line]), [...head, line]),
  };
}

class CastDraft implements Told {
  title: string | undefined;
  readonly runsAt: number[] = [];
  readonly variants = new Set<Variant>();
  private hasGoals = false;
  private timed = false;
  private givens = false;
  private relative = new RelativeDraft();
  private windows = new WindowDraft();
  private readonly lets = new Map<string, number>();
  private readonly declaredAt = new Map<string, number>();
  private connections = new Connections();
  private layers = new LayerDraft();
  /** For each connection (by its lower end id) the end that sent the first segment. */
  readonly opener = new Map<EndId, EndId>();
  private readonly calls: {
    readonly who: EndRef;
    readonly call: string;
    readonly peer: EndRef | undefined;
    readonly line: number;
  }[] = [];
  private readonly expected: { readonly who: EndRef; readonly line: number }[] = [];
  private readonly explored: { readonly who: EndRef; readonly peer: EndRef | undefined; readonly line: number }[] = [];
  private readonly forged: { readonly from: EndRef; readonly to: EndRef; readonly line: number }[] = [];

  profile: string;

  /** @param wished the profile of a flow that names none */
  constructor(readonly wished: string) {
    this.profile = wished;
  }

  get hosts(): readonly HostDraft[] {
    return this.connections.hosts;
  }

  get ends(): readonly Draft[] {
    return this.connections.ends;
  }

  /** Reads the statement of a line (from 0). */
  read(statement: Statement | undefined, number: number): void {
    if (statement === undefined) return;
    switch (statement.kind) {
      case 'host':
        this.declare(statement, number);
        break;
      case 'segment':
        this.segment(statement, number);
        break;
      case 'call':
      case 'icmp':
      case 'forget':
        this.time(statement.time);
        this.call(statement.who, statement.kind === 'call' ? statement.call : statement.kind, statement.peer, number);
        break;
      case 'given':
        this.givens = true;
        this.call(statement.who, statement.kind, undefined, number);
        break;
      case 'let':
        if (statement.expr.kind === 'number') this.lets.set(statement.name.text, statement.expr.value);
        break;
      case 'flow':
        this.title ??= statement.title.text;
        break;
      case 'profile':
        this.profile = statement.name.text;
        break;
      case 'deliver':
      case 'drop':
      case 'duplicate':
        this.time(statement.time);
        break;
      case 'variant':
        if (isVariant(statement.name.text)) this.variants.add(statement.name.text);
        break;
      case 'message':
        this.runsAt.push(number);
        this.message(statement, number);
        break;
      case 'run':
        this.runsAt.push(number);
        break;
      case 'certificate':
      case 'today':
      case 'keylog':
      case 'capture':
        this.layers.read(statement, number);
        break;
      case 'link':
        this.host(statement.a.host.text);
        this.host(statement.b.host.text);
        break;
      case 'expect':
        for (const who of statesExpected(statement)) this.expected.push({ who, line: number });
        break;
      case 'goal':
        this.hasGoals = true;
        break;
      case 'explore':
        for (const item of statement.allowed)
          if (item.kind === 'call') this.explored.push({ who: item.who, peer: item.peer, line: number });
        break;
      case 'task':
      case 'leak':
      case 'fault':
      case 'transit':
      case 'note':
      case 'wait':
      case 'section':
        break;
    }
  }

  /** A copy that is independent of this one. */
  copy(): CastDraft {
    const copy = new CastDraft(this.wished);
    copy.profile = this.profile;
    copy.title = this.title;
    for (const r of this.runsAt) copy.runsAt.push(r);
    copy.hasGoals = this.hasGoals;
    copy.timed = this.timed;
    copy.givens = this.givens;
    copy.relative = this.relative.copy();
    copy.windows = this.windows.copy();
    copy.connections = this.connections.copy();
    copy.layers = this.layers.copy();
    for (const [k, v] of this.lets) copy.lets.set(k, v);
    for (const v of this.variants) copy.variants.add(v);
    for (const [k, v] of this.declaredAt) copy.declaredAt.set(k, v);
    for (const [k, v] of this.opener) copy.opener.set(k, v);
    for (const c of this.calls) copy.calls.push(c);
    for (const f of this.forged) copy.forged.push(f);
    for (const e of this.expected) copy.expected.push(e);
    for (const e of this.explored) copy.explored.push(e);
    return copy;
  }

  host(name: string): HostDraft {
    return this.connections.host(name);
  }

  declare(statement: HostStatement, line: number): void {
    this.host(statement.name.text).declared ??= statement;
    if (!this.declaredAt.has(statement.name.text)) this.declaredAt.set(statement.name.text, line);
  }

  /** A single time makes the whole script a timed one. */
  time(time: Timing | undefined): void {
    if (time !== undefined) this.timed = true;
  }

  segment(s: SegmentStatement, line: number): void {
    this.time(s.time);
    if (s.from.host.text === s.to.host.text) return;
    const claimed =
      s.spoofing === undefined ? this.connections.end(s.from, s.to, line) : this.claimed(s.spoofing, s, line);
    if (claimed === undefined) return;
    const side = this.ends[claimed] as Draft;
    this.relative.read(s, claimed, side.peer, line);
    this.windows.read(s, claimed);
    if (s.spoofing === undefined) {
      if ((this.ends[side.peer] as Draft).first === undefined) side.arrives ||= mayArrive(s);
      side.goesOn ||= side.first !== undefined;
      if (side.first === undefined) {
        side.first = s.flags?.bits ?? -1;
        side.firstAt = line;
      }
      const opening = (s.flags?.bits ?? 0) & (SYN | ACK | RST);
      side.sendsSynAck ||= opening === (SYN | ACK);
      side.sendsBareSyn ||= opening === SYN;
      this.handshake(side, opening, line);
    } else side.isForged ||= mayArrive(s) && ((s.flags?.bits ?? 0) & (SYN | ACK | RST)) === SYN;
    const connection = Math.min(claimed, side.peer);
    if (!this.opener.has(connection)) this.opener.set(connection, claimed);
  }

  /** Notes SYN,ACKs that are repeated after the peer has answered the first: the answer may have been discarded. */
  private handshake(side: Draft, opening: number, line: number): void {
    const peer = this.ends[side.peer] as Draft;
    if (peer.answeredAt === -1 && (opening & (SYN | RST)) === 0) peer.answeredAt = line;
    else if ((opening & (SYN | RST)) !== 0) peer.answeredAt = undefined;
    if (opening !== (SYN | ACK)) side.answeredAt = undefined;
    else if (side.answeredAt === undefined) side.answeredAt = -1;
    else if (side.answeredAt >= 0) side.lacksAck = [...side.lacksAck, { from: side.answeredAt, to: line }];
  }

  /** A message begins like a segment whose flags the simulation fills in. */
  message(s: MessageStatement, line: number): void {
    this.time(s.time);
    if (s.from.host.text === s.to.host.text) return;
    const id = this.connections.end(s.from, s.to, line);
    const side = this.ends[id] as Draft;
    side.first ??= -1;
    side.firstAt ??= line;
    side.arrives = true;
    side.goesOn = true;
    const connection = Math.min(id, side.peer);
    if (!this.opener.has(connection)) this.opener.set(connection, id);
  }

  /** A forged segment counts for the host whose address it carries. Its real sender needs no connection. */
  private claimed(bears: EndRef, { from, to }: SegmentStatement, line: number): EndId | undefined {
    this.host(from.host.text);
    this.forged.push({ from, to, line });
    return bears.host.text === to.host.text ? undefined : this.connections.end(bears, to, line);
  }

  call(who: EndRef, call: string, peer: EndRef | undefined, line: number): void {
    const host = this.host(who.host.text);
    if (peer !== undefined) this.host(peer.host.text);
    // A call with ports means a connection of its own, whatever later lines say.
    const isOwn = peer !== undefined && (who.port ?? peer.port) !== undefined;
    if (isOwn && peer.host.text !== who.host.text) this.connections.end(who, peer, line);
    if (call === 'listen') host.listensAt ??= line;
    if (call === 'send') host.sendsFirst ||= host.ends.every((id) => this.ends[id]?.first === undefined);
    this.calls.push({ who, call, peer, line });
  }

  finish(slips: readonly Slip[]): Roles {
    this.placeExplored();
    this.placeCalls();
    this.placeExpectations();
    for (const { from, to, line } of this.forged) this.connections.placeForger(from, to, line);
    const hosts: HostInfo[] = this.hosts.map((h, i) => ({
      name: h.name,
      address: h.declared?.address?.text ?? `10.0.0.${i + 1}`,
      ...this.layers.settingsOf(h.declared),
      ends: h.ends,
    }));
    const portOf = (end: Draft): number => this.connections.portOf(end);
    const names = endNames(this.connections, portOf);
    const ends = this.ends.map((e, id): EndInfo => ({
      id,
      host: e.host,
      port: portOf(e),
      peer: e.peer,
      name: names[id] ?? '',
    }));
    const roles = this.ends.map((_, id) => roleOf(this, id));
    const configs = this.hosts.map((h) => configOf(h.declared, this.profile, this.variants));
    const cast = { hosts, ends, tls: this.layers.flow };
    const since = this.ends.map((e) => e.since);
    const { arrows, hostByName } = this.connections;
    const { declaredAt, timed, lets, variants, givens } = this;
    const { declared: certificates, todayAt, lacks } = this.layers;
    const relative = this.relative.first;
    const { windows, heeded } = this.readWindows(configs);
    let key: string | undefined;
    const parts = (): unknown => [
      hosts,
      ends,
      // Inserted lines move the others: `places` has their numbers.
      roles.map((r) => ({ ...r, servesFrom: r.servesFrom !== undefined, lacksAck: r.lacksAck?.length })),
      configs,
      arrows.all,
      [...declaredAt.keys()],
      cast.tls ?? null,
      [...certificates].map(([name, { by }]) => [name, by]),
      timed,
      [relative ?? null, lacks ?? null],
      [...variants],
      slips.map((slip) => ({ ...slip, line: 0 })),
      [...windows],
      // Names that a line below the first one binds matter to it.
      ...(givens ? [...lets] : []),
    ];
    // Written out: engines make an object that a spread begins and others go on with a hundred times as slowly.
    return {
      cast,
      configs,
      roles,
      since,
      arrows,
      hostByName,
      declaredAt,
      certificates,
      todayAt,
      title: this.title,
      hasGoals: this.hasGoals,
      lacks,
      timed,
      lets,
      slips,
      windows,
      heeded,
      relative,
      numbersTo: this.relative.toldAt ?? Infinity,
      places: placesOf({ since, declaredAt, roles, slips, certificates, todayAt }),
      key: () => (key ??= JSON.stringify(parts())),
    };
  }

  private readWindows(configs: readonly Config[]): Pick<Roles, 'windows' | 'heeded'> {
    const windows = new Map<EndId, Windows>();
    const heeded = new Map<EndId, number>();
    this.ends.forEach(({ host, peer }, id) => {
      const own = configs[host] as Config;
      const other = configs[(this.ends[peer] as Draft).host] as Config;
      const written = this.hosts[host]?.declared?.settings.some((s) => s.key.text === 'window') === true;
      const isDeclared = written && !own.tunesBuffer;
      const offered = [own.wscale, other.wscale] as const;
      const read = this.windows.of(id, peer, offered, isDeclared ? own.window : undefined);
      if (read !== undefined) windows.set(id, read);
      // A shift count is told by all the windows of a side.
      if (this.windows.shiftBetween(id, peer, offered) !== undefined) heeded.set(id, -1);
      else if (isDeclared) heeded.set(id, own.window);
    });
    return { windows, heeded };
  }

  /** Assigns calls to the connections they may mean; a call alone creates a connection if its peer is clear. */
  private placeCalls(): void {
    for (const { who, call, peer, line } of this.calls) {
      const host = this.host(who.host.text);
      const other = peer ?? this.connections.onlyOther(who.host.text, call);
      if (other !== undefined && other.host.text !== who.host.text && (peer !== undefined || host.ends.length === 0))
        this.namesAt(this.connections.end(who, other, line), call, line);
      const [only] = host.ends;
      if (peer === undefined && host.ends.length === 1 && only !== undefined) this.namesAt(only, call, line);
      for (const end of this.meant(host, who, peer, line)) {
        if (call === 'connect') end.connectsAt ??= line;
        if (call === 'given') end.given = true;
        if (call === 'send') end.bound.send = true;
        if (call === 'close') end.bound.close = true;
        if (call === 'close' || call === 'abort') end.livesAt ??= line;
        if (call === 'receive') end.bound.receive = true;
      }
    }
  }

  /**
   * A call that may come at any moment brings its connection into being, behind those of other lines, and says nothing of
   * how that begins.
   */
  private placeExplored(): void {
    for (const { who, peer, line } of this.explored) this.call(who, 'explore', peer ?? who.peer, line);
  }

  /** An expectation of a side's state means that the side exists; an RST after it refuses no connection. */
  private placeExpectations(): void {
    for (const { who, line } of this.expected) {
      const index = this.connections.hostByName.get(who.host.text);
      const host = index === undefined ? undefined : this.hosts[index];
      if (host !== undefined) for (const end of this.meant(host, who, undefined, line)) end.livesAt ??= line;
    }
  }

  /** The ends that a call may mean: of the matching ones those that earlier lines name, else all. */
  private meant(host: HostDraft, who: EndRef, peer: EndRef | undefined, line: number): readonly Draft[] {
    const other = peer ?? who.peer;
    const fitting = this.connections
      .endsAt(host, who.port?.value)
      .map((id) => this.ends[id] as Draft)
      .filter((end) => other === undefined || this.connections.fits(this.ends[end.peer] as Draft, other));
    const named = fitting.filter((end) => end.since <= line);
    return named.length > 0 ? named : fitting;
  }

  /** An active OPEN counts as the first mention of its connection. */
  private namesAt(end: EndId, call: string, line: number): void {
    if (call !== 'connect') return;
    const own = this.ends[end] as Draft;
    const peer = this.ends[own.peer] as Draft;
    own.since = Math.min(own.since, line);
    peer.since = own.since;
  }
}
