import { ACK, RST, SYN } from '../../wire/flags';
import type { EndId, EndInfo, HostInfo, Cast } from '../../sim/world';
import type {
  EndRef,
  HostStatement,
  Line,
  MessageStatement,
  Script,
  SegmentStatement,
  Statement,
  Timing,
} from '../../script/syntax';
import { type Config, type Variant } from '../../tcp/config';
import { roleOf, type Draft, type HostDraft, type Role, type Told } from './roles';
import { configOf, isVariant } from './settings';
import { RelativeDraft, type FirstOctet } from './relative';

/** Everything that follows from the text before the first step: who takes part, how they are set up, who opens. */
export interface Roles {
  readonly cast: Cast;
  /** By host. */
  readonly configs: readonly Config[];
  /** By end. */
  readonly roles: readonly Role[];
  /** `sender>receiver`, as written, to the sender's end. */
  readonly byArrow: ReadonlyMap<string, EndId>;
  readonly hostByName: ReadonlyMap<string, number>;
  /** The line (from 0) that describes a host: its first `host` line. */
  readonly declaredAt: ReadonlyMap<string, number>;
  readonly title: string | undefined;
  /** The flow writes when its segments are sent: rules on time speak. */
  readonly timed: boolean;
  /** Sequence numbers are written relative to those of the SYNs: what stands for the first octet of data. */
  readonly relative: FirstOctet | undefined;
  /** Numbers that a `let` names, wherever it stands: `given` may use them before. */
  readonly lets: ReadonlyMap<string, number>;
  /** All of the above as text: two scripts with the same key read their lines alike. */
  readonly key: string;
}

/** Ports that are assumed where none is written: an ephemeral one for the first host, HTTP's for the others. */
const FIRST_PORT = 49152;
const OTHER_PORT = 80;

/** @param profile that of a flow that names none */
export function castOf(script: Script, profile: string): Roles {
  return draftOf(script.lines, profile).finish();
}

/** The lines that several scripts begin with, read once. */
export interface CastSoFar {
  /** Who takes part in the script that goes on with these lines. */
  roles(rest: readonly Line[]): Roles;
  /** The same with one line more. */
  after(line: Line): CastSoFar;
}

export function castUpTo(lines: readonly Line[], profile: string): CastSoFar {
  return castFrom(draftOf(lines, profile), lines.length);
}

function draftOf(lines: readonly Line[], profile: string): CastDraft {
  const draft = new CastDraft(profile);
  for (let i = 0; i < lines.length; i++) draft.read((lines[i] as Line).statement, i);
  return draft;
}

function castFrom(draft: CastDraft, count: number): CastSoFar {
  const continued = (rest: readonly Line[]): CastDraft => {
    const own = draft.copy();
    rest.forEach((line, i) => own.read(line.statement, count + i));
    return own;
  };
  return {
    roles: (rest) => continued(rest).finish(),
    after: (line) => castFrom(continued([line]), count + 1),
  };
}

/** The key under which a line's arrow is looked up: hosts and ports as written. */
export function arrowKey(from: EndRef, to: EndRef): string {
  return `${refKey(from)}>${refKey(to)}`;
}

function refKey(ref: EndRef): string {
  return ref.port === undefined ? ref.host.text : `${ref.host.text}:${ref.port.value}`;
}

class CastDraft implements Told {
  title: string | undefined;
  /** The engines play: a side may be told to open, and the other one is then there to answer. */
  runs = false;
  readonly variants = new Set<Variant>();
  private timed = false;
  private givens = false;
  private relative = new RelativeDraft();
  private readonly lets = new Map<string, number>();
  readonly hosts: HostDraft[] = [];
  private readonly declaredAt = new Map<string, number>();
  private readonly hostByName = new Map<string, number>();
  readonly ends: Draft[] = [];
  private readonly byArrow = new Map<string, EndId>();
  /** End whose segment came first, by connection (the lower end id). */
  readonly opener = new Map<EndId, EndId>();
  private readonly calls: { readonly who: EndRef; readonly call: string; readonly peer: EndRef | undefined }[] = [];

  constructor(public profile: string) {}

  /** By two hosts and the ports as written (`-` for none, `*` for any): the first end that has them. */
  private readonly firstEnds = new Map<string, EndId>();
  /** By host and port as written (`-` for none): the host's ends that have it, in order. */
  private readonly endsByPort = new Map<string, EndId[]>();
  private readonly sockets = new Map<string, number>();
  private readonly forged: { readonly from: EndRef; readonly to: EndRef }[] = [];

  /** Takes in the statement of a line (from 0). */
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
        this.time(statement.time);
        this.call(statement.who, statement.call, statement.peer);
        break;
      case 'icmp':
        this.time(statement.time);
        this.call(statement.who, statement.kind, statement.peer);
        break;
      case 'forget':
        this.time(statement.time);
        this.call(statement.who, statement.kind, statement.peer);
        break;
      case 'given':
        this.givens = true;
        this.call(statement.who, statement.kind, undefined);
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
        this.runs = true;
        this.message(statement);
        break;
      case 'run':
        this.runs = true;
        break;
      case 'link':
        this.host(statement.a.host.text);
        this.host(statement.b.host.text);
        break;
      case 'fault':
      case 'transit':
      case 'note':
      case 'expect':
      case 'wait':
      case 'section':
        break;
    }
  }

  /** A draft that can go on by itself. */
  copy(): CastDraft {
    const copy = new CastDraft(this.profile);
    copy.title = this.title;
    copy.runs = this.runs;
    copy.timed = this.timed;
    copy.givens = this.givens;
    copy.relative = this.relative.copy();
    for (const [k, v] of this.lets) copy.lets.set(k, v);
    for (const v of this.variants) copy.variants.add(v);
    for (const h of this.hosts) copy.hosts.push({ ...h, ends: [...h.ends] });
    for (const e of this.ends) copy.ends.push({ ...e, bound: { ...e.bound } });
    for (const [k, v] of this.declaredAt) copy.declaredAt.set(k, v);
    for (const [k, v] of this.hostByName) copy.hostByName.set(k, v);
    for (const [k, v] of this.byArrow) copy.byArrow.set(k, v);
    for (const [k, v] of this.opener) copy.opener.set(k, v);
    for (const [k, v] of this.endsByPort) copy.endsByPort.set(k, [...v]);
    for (const [k, v] of this.firstEnds) copy.firstEnds.set(k, v);
    for (const c of this.calls) copy.calls.push(c);
    for (const f of this.forged) copy.forged.push(f);
    return copy;
  }

  host(name: string): HostDraft {
    return this.hosts[this.hostIndex(name)] as HostDraft;
  }

  declare(statement: HostStatement, line: number): void {
    this.host(statement.name.text).declared ??= statement;
    if (!this.declaredAt.has(statement.name.text)) this.declaredAt.set(statement.name.text, line);
  }

  private hostIndex(name: string): number {
    let index = this.hostByName.get(name);
    if (index === undefined) {
      index = this.hosts.length;
      this.hostByName.set(name, index);
      this.hosts.push({ name, declared: undefined, ends: [], listens: false, sendsFirst: false });
    }
    return index;
  }

  /** One time that is written makes the whole flow a timed one. */
  time(time: Timing | undefined): void {
    if (time !== undefined) this.timed = true;
  }

  segment(s: SegmentStatement, line: number): void {
    this.time(s.time);
    if (s.from.host.text === s.to.host.text) return;
    const claimed = s.spoofing === undefined ? this.end(s.from, s.to) : this.claimed(s.spoofing, s);
    if (claimed === undefined) return;
    const side = this.ends[claimed] as Draft;
    this.relative.read(s, claimed, side.peer);
    if (s.spoofing === undefined) {
      if ((this.ends[side.peer] as Draft).first === undefined) side.arrives ||= s.arrow === 'deliver';
      side.goesOn ||= side.first !== undefined;
      side.first ??= s.flags?.bits ?? -1;
      const opening = (s.flags?.bits ?? 0) & (SYN | ACK | RST);
      side.sendsSynAck ||= opening === (SYN | ACK);
      side.sendsBareSyn ||= opening === SYN;
      this.handshake(side, opening, line);
    } else side.isForged ||= s.arrow === 'deliver' && ((s.flags?.bits ?? 0) & (SYN | ACK | RST)) === SYN;
    const connection = Math.min(claimed, side.peer);
    if (!this.opener.has(connection)) this.opener.set(connection, claimed);
  }

  /** Which SYN,ACKs go again though the peer has answered the first: the answer may have been thrown away. */
  private handshake(side: Draft, opening: number, line: number): void {
    const peer = this.ends[side.peer] as Draft;
    if (peer.answeredAt === -1 && (opening & (SYN | RST)) === 0) peer.answeredAt = line;
    else if ((opening & (SYN | RST)) !== 0) peer.answeredAt = undefined;
    if (opening !== (SYN | ACK)) side.answeredAt = undefined;
    else if (side.answeredAt === undefined) side.answeredAt = -1;
    else if (side.answeredAt >= 0) side.lacksAck = [...side.lacksAck, { from: side.answeredAt, to: line }];
  }

  /** A whole message begins like a segment that leaves its flags to the engine. */
  message(s: MessageStatement): void {
    this.time(s.time);
    if (s.from.host.text === s.to.host.text) return;
    const id = this.end(s.from, s.to);
    const side = this.ends[id] as Draft;
    side.first ??= -1;
    side.arrives = true;
    side.goesOn = true;
    const connection = Math.min(id, side.peer);
    if (!this.opener.has(connection)) this.opener.set(connection, id);
  }

  /** A forged segment counts for the one whose address it bears. Its sender need not have a connection of its own. */
  private claimed(bears: EndRef, { from, to }: SegmentStatement): EndId | undefined {
    this.host(from.host.text);
    this.forged.push({ from, to });
    if (bears.host.text === to.host.text) return undefined;
    if (bears.port !== undefined) this.forgedEnd(bears, bears.port.value, to);
    return this.end(bears, to);
  }

  /** A forged port is that of a connection that has it, or of none: one written without ports does not take it over. */
  private forgedEnd(bears: EndRef, port: number, to: EndRef): void {
    const a = this.hostIndex(bears.host.text);
    const b = this.hostIndex(to.host.text);
    const unwritten = this.firstEnds.get(pairKey(a, '-', b, '*'));
    const known =
      this.firstEnds.has(pairKey(a, port, b, '*')) ||
      (unwritten !== undefined && this.portOf(this.ends[unwritten] as Draft) === port);
    if (known || this.byArrow.has(arrowKey(bears, to))) return;
    const id = this.connect(a, port, b, to.port?.value);
    this.byArrow.set(arrowKey(bears, to), id);
    this.byArrow.set(arrowKey(to, bears), (this.ends[id] as Draft).peer);
  }

  call(who: EndRef, call: string, peer: EndRef | undefined): void {
    const host = this.host(who.host.text);
    if (peer !== undefined) this.host(peer.host.text);
    // A call that names ports means a connection of its own, whatever is written behind it.
    const isOwn = peer !== undefined && (who.port ?? peer.port) !== undefined;
    if (isOwn && peer.host.text !== who.host.text) this.end(who, peer);
    if (call === 'listen') host.listens = true;
    if (call === 'send') host.sendsFirst ||= host.ends.every((id) => this.ends[id]?.first === undefined);
    this.calls.push({ who, call, peer });
  }

  /** The sender's end of the connection between two references, made where there is none yet. */
  private end(from: EndRef, to: EndRef): EndId {
    const key = arrowKey(from, to);
    const known = this.byArrow.get(key);
    if (known !== undefined) return known;
    const a = this.hostIndex(from.host.text);
    const b = this.hostIndex(to.host.text);
    const found =
      this.existing(a, from.port?.value, b, to.port?.value) ?? this.connect(a, from.port?.value, b, to.port?.value);
    this.byArrow.set(key, found);
    this.byArrow.set(arrowKey(to, from), (this.ends[found] as Draft).peer);
    return found;
  }

  /** Without ports there is one connection between two hosts: the first that was written. */
  private existing(a: number, portA: number | undefined, b: number, portB: number | undefined): EndId | undefined {
    let first: EndId | undefined;
    for (const pa of portA === undefined ? (['*'] as const) : ([portA, '-'] as const)) {
      for (const pb of portB === undefined ? (['*'] as const) : ([portB, '-'] as const)) {
        const id = this.firstEnds.get(pairKey(a, pa, b, pb));
        if (id !== undefined && (first === undefined || id < first)) first = id;
      }
    }
    return first;
  }

  private connect(a: number, portA: number | undefined, b: number, portB: number | undefined): EndId {
    const id = this.pair(a, portA, b, portB);
    (this.hosts[a] as HostDraft).ends.push(id);
    (this.hosts[b] as HostDraft).ends.push((this.ends[id] as Draft).peer);
    this.remember(id, a, portA, b, portB);
    this.remember((this.ends[id] as Draft).peer, b, portB, a, portA);
    return id;
  }

  private remember(id: EndId, a: number, portA: number | undefined, b: number, portB: number | undefined): void {
    const own = `${a}:${portA ?? '-'}`;
    const ends = this.endsByPort.get(own);
    if (ends === undefined) this.endsByPort.set(own, [id]);
    else ends.push(id);
    for (const pa of [portA ?? '-', '*'] as const) {
      for (const pb of [portB ?? '-', '*'] as const) {
        const key = pairKey(a, pa, b, pb);
        if (!this.firstEnds.has(key)) this.firstEnds.set(key, id);
      }
    }
  }

  /** The two ends of a connection, in the order of their hosts: whoever speaks first, a run has them take the same turns. */
  private pair(a: number, portA: number | undefined, b: number, portB: number | undefined): EndId {
    if (b < a) return this.pair(b, portB, a, portA) + 1;
    const id = this.ends.length;
    this.ends.push({
      host: a,
      port: portA,
      peer: id + 1,
      first: undefined,
      arrives: false,
      goesOn: false,
      sendsSynAck: false,
      sendsBareSyn: false,
      isForged: false,
      connects: false,
      answeredAt: undefined,
      lacksAck: [],
      given: false,
      bound: { send: false, close: false, receive: false },
    });
    this.ends.push({
      host: b,
      port: portB,
      peer: id,
      first: undefined,
      arrives: false,
      goesOn: false,
      sendsSynAck: false,
      sendsBareSyn: false,
      isForged: false,
      connects: false,
      answeredAt: undefined,
      lacksAck: [],
      given: false,
      bound: { send: false, close: false, receive: false },
    });
    return id;
  }

  /** A forger who has no connection is given ends to be drawn at; they are nobody's connection. */
  private placeForgers(): void {
    for (const { from, to } of this.forged) {
      const key = arrowKey(from, to);
      if (this.byArrow.has(key)) continue;
      const a = this.hostIndex(from.host.text);
      const b = this.hostIndex(to.host.text);
      this.byArrow.set(
        key,
        this.existing(a, from.port?.value, b, to.port?.value) ?? this.pair(a, from.port?.value, b, to.port?.value),
      );
    }
  }

  finish(): Roles {
    this.placeCalls();
    this.placeForgers();
    for (const h of this.hosts) {
      for (const id of h.ends) {
        const key = this.socket(this.ends[id] as Draft);
        this.sockets.set(key, (this.sockets.get(key) ?? 0) + 1);
      }
    }
    const hosts: HostInfo[] = this.hosts.map((h, i) => ({
      name: h.name,
      address: h.declared?.address?.text ?? `10.0.0.${i + 1}`,
      ends: h.ends,
    }));
    const ends = this.ends.map((e, id): EndInfo => ({
      id,
      host: e.host,
      port: this.portOf(e),
      peer: e.peer,
      name: this.endName(e),
    }));
    const roles = this.ends.map((_, id) => roleOf(this, id));
    const configs = this.hosts.map((h) => configOf(h.declared, this.profile, this.variants));
    const cast = { hosts, ends };
    return {
      cast,
      configs,
      roles,
      byArrow: this.byArrow,
      hostByName: this.hostByName,
      declaredAt: this.declaredAt,
      title: this.title,
      timed: this.timed,
      lets: this.lets,
      relative: this.relative.first,
      key: JSON.stringify([
        hosts,
        ends,
        roles,
        configs,
        [...this.byArrow],
        [...this.declaredAt],
        this.title ?? null,
        this.timed,
        this.relative.first ?? null,
        [...this.variants],
        // Names that a line below the first one binds matter to it.
        ...(this.givens ? [...this.lets] : []),
      ]),
    };
  }

  /** Calls are counted for the connections they can mean; a call alone makes a connection where its peer is clear. */
  private placeCalls(): void {
    const done = new Set<string>();
    for (const { who, call, peer } of this.calls) {
      const host = this.host(who.host.text);
      const other = peer ?? this.onlyOther(who.host.text, call);
      if (other !== undefined && other.host.text !== who.host.text && (peer !== undefined || host.ends.length === 0))
        this.end(who, other);
      // A call without a port means all connections of its host: once is enough for as many as there are.
      const key = `${who.host.text} ${call} ${host.ends.length}`;
      if (who.port === undefined && done.has(key)) continue;
      if (who.port === undefined) done.add(key);
      for (const id of this.endsAt(host, who.port?.value)) {
        const end = this.ends[id] as Draft;
        if (call === 'connect') end.connects = true;
        if (call === 'given') end.given = true;
        if (call === 'send') end.bound.send = true;
        if (call === 'close') end.bound.close = true;
        if (call === 'receive') end.bound.receive = true;
      }
    }
  }

  /** The ends of a host that a port as written can mean. */
  private endsAt(host: HostDraft, port: number | undefined): readonly EndId[] {
    if (port === undefined) return host.ends;
    const index = this.hostIndex(host.name);
    return [...(this.endsByPort.get(`${index}:${port}`) ?? []), ...(this.endsByPort.get(`${index}:-`) ?? [])];
  }

  /** The other side of a call that names none: the only other host, or one made up where a host stands alone. */
  private onlyOther(name: string, call: string): EndRef | undefined {
    if (this.hosts.length > 2) return undefined;
    const only = this.hosts.find((h) => h.name !== name);
    if (only === undefined) {
      const usual = call === 'listen' ? 'client' : 'server';
      return this.madeUp(name !== usual ? usual : name === 'server' ? 'client' : 'server');
    }
    return { host: { text: only.name, start: 0, end: 0 }, start: 0, end: 0 };
  }

  private madeUp(name: string): EndRef {
    this.host(name);
    return { host: { text: name, start: 0, end: 0 }, start: 0, end: 0 };
  }

  /** Host and port: how many connections share it is counted before names are given. */
  private socket(end: Draft): string {
    return `${end.host}:${this.portOf(end)}`;
  }

  private portOf(end: Draft): number {
    return end.port ?? this.hosts[end.host]?.declared?.port?.value ?? (end.host === 0 ? FIRST_PORT : OTHER_PORT);
  }

  /** `client`; `client:50001` where the host has several connections, and the peer too where that does not tell. */
  private endName(end: Draft): string {
    const host = this.hosts[end.host] as HostDraft;
    if (host.ends.length <= 1) return host.name;
    const port = this.portOf(end);
    if (this.sockets.get(this.socket(end)) === 1) return `${host.name}:${port}`;
    const peer = this.ends[end.peer] as Draft;
    return `${host.name}:${port}-${(this.hosts[peer.host] as HostDraft).name}:${this.portOf(peer)}`;
  }
}

function pairKey(a: number, portA: number | '-' | '*', b: number, portB: number | '-' | '*'): string {
  return `${a}:${portA}>${b}:${portB}`;
}
