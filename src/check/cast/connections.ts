import type { EndId } from '../../sim';
import type { EndRef } from '../../script';
import { Arrows } from './arrows';
import type { Draft, HostDraft } from './roles';

/** The default ports: an ephemeral one for the first host, that of HTTP for all others. */
const FIRST_PORT = 49152;
const OTHER_PORT = 80;

/** Hosts and their connections, in the order of their first mention. */
export class Connections {
  readonly hosts: HostDraft[] = [];
  readonly hostByName = new Map<string, number>();
  readonly ends: Draft[] = [];
  readonly arrows: Arrows;
  /** The first end by two hosts and ports as written (`-` for none, `*` for any). */
  private readonly firstEnds = new Map<string, EndId>();
  /** The ends of a host by host and port as written (`-` for none), in order. */
  private readonly endsByPort = new Map<string, EndId[]>();

  constructor(arrows = new Arrows()) {
    this.arrows = arrows;
  }

  /** A copy that is independent of this one. */
  copy(): Connections {
    const copy = new Connections(this.arrows.copy());
    for (const h of this.hosts) copy.hosts.push({ ...h, ends: [...h.ends] });
    for (const e of this.ends) copy.ends.push({ ...e, bound: { ...e.bound } });
    for (const [k, v] of this.hostByName) copy.hostByName.set(k, v);
    for (const [k, v] of this.endsByPort) copy.endsByPort.set(k, [...v]);
    for (const [k, v] of this.firstEnds) copy.firstEnds.set(k, v);
    return copy;
  }

  host(name: string): HostDraft {
    return this.hosts[this.hostIndex(name)] as HostDraft;
  }

  private hostIndex(name: string): number {
    let index = this.hostByName.get(name);
    if (index === undefined) {
      index = this.hosts.length;
      this.hostByName.set(name, index);
      this.hosts.push({ name, declared: undefined, ends: [], listensAt: undefined, sendsFirst: false });
    }
    return index;
  }

  /**
   * The sender's end of the connection between two references; the connection is created on this line (from 0) if
   * needed.
   */
  end(from: EndRef, to: EndRef, line: number): EndId {
    const known = this.arrows.get(from, to);
    if (known !== undefined) return known;
    const found = this.existing(from, to) ?? this.connect(from, to, line);
    this.arrows.set(from, to, found);
    this.arrows.set(to, from, (this.ends[found] as Draft).peer);
    return found;
  }

  /** A forger without a connection gets two ends to be drawn at. They are in no host's list of connections. */
  placeForger(from: EndRef, to: EndRef, line: number): void {
    if (this.arrows.get(from, to) === undefined)
      this.arrows.set(from, to, this.existing(from, to) ?? this.pair(from, to, line));
  }

  /** The ends of a host that a port as written may mean. */
  endsAt(host: HostDraft, port: number | undefined): readonly EndId[] {
    if (port === undefined) return host.ends;
    const index = this.hostIndex(host.name);
    return this.portsOf(index, port).flatMap((p) => this.endsByPort.get(`${index}:${p}`) ?? []);
  }

  portOf(end: Draft): number {
    return end.port ?? this.assumedPort(end.host);
  }

  /** True if an end has the host and port that a reference names. */
  fits(end: Draft, ref: EndRef): boolean {
    const isHost = this.hosts[end.host]?.name === ref.host.text;
    return isHost && (ref.port === undefined || ref.port.value === this.portOf(end));
  }

  /** The peer of a call that names none: the only other host, or an invented one if there is a single host. */
  onlyOther(name: string, call: string): EndRef | undefined {
    if (this.hosts.length > 2) return undefined;
    const only = this.hosts.find((h) => h.name !== name)?.name;
    const usual = call === 'listen' ? 'client' : 'server';
    const invented = name !== usual ? usual : name === 'server' ? 'client' : 'server';
    const { name: text } = this.host(only ?? invented);
    return { host: { text, start: 0, end: 0 }, start: 0, end: 0 };
  }

  private assumedPort(host: number): number {
    return this.hosts[host]?.declared?.port?.value ?? (host === 0 ? FIRST_PORT : OTHER_PORT);
  }

  /**
   * The ports, as written in connections, that a reference may mean. A connection written without a port has the
   * default one.
   */
  private portsOf(host: number, port: number | undefined): readonly (number | '-' | '*')[] {
    if (port === undefined) return ['*'];
    return this.assumedPort(host) === port ? [port, '-'] : [port];
  }

  /**
   * The connection that a reference means. It is identified by addresses and ports; without ports it is the first
   * between the two hosts.
   */
  private existing(from: EndRef, to: EndRef): EndId | undefined {
    const a = this.hostIndex(from.host.text);
    const b = this.hostIndex(to.host.text);
    let first: EndId | undefined;
    for (const pa of this.portsOf(a, from.port?.value)) {
      for (const pb of this.portsOf(b, to.port?.value)) {
        const id = this.firstEnds.get(pairKey(a, pa, b, pb));
        if (id !== undefined && (first === undefined || id < first)) first = id;
      }
    }
    return first;
  }

  private connect(from: EndRef, to: EndRef, line: number): EndId {
    const id = this.pair(from, to, line);
    for (const end of [id, (this.ends[id] as Draft).peer]) {
      const { host } = this.ends[end] as Draft;
      (this.hosts[host] as HostDraft).ends.push(end);
      this.remember(end);
    }
    return id;
  }

  private remember(id: EndId): void {
    const end = this.ends[id] as Draft;
    const peer = this.ends[end.peer] as Draft;
    const own = `${end.host}:${end.port ?? '-'}`;
    const ends = this.endsByPort.get(own);
    if (ends === undefined) this.endsByPort.set(own, [id]);
    else ends.push(id);
    for (const pa of [end.port ?? '-', '*'] as const) {
      for (const pb of [peer.port ?? '-', '*'] as const) {
        const key = pairKey(end.host, pa, peer.host, pb);
        if (!this.firstEnds.has(key)) this.firstEnds.set(key, id);
      }
    }
  }

  /**
   * Creates the two ends of a connection in the order of their hosts, so that a run does not depend on which side is
   * named first.
   */
  private pair(from: EndRef, to: EndRef, line: number): EndId {
    const a = this.hostIndex(from.host.text);
    const b = this.hostIndex(to.host.text);
    if (b < a) return this.pair(to, from, line) + 1;
    const id = this.ends.length;
    this.ends.push(newEnd(a, from.port?.value, id + 1, line), newEnd(b, to.port?.value, id, line));
    return id;
  }
}

function newEnd(host: number, port: number | undefined, peer: EndId, since: number): Draft {
  return {
    host,
    port,
    peer,
    since,
    first: undefined,
    firstAt: undefined,
    livesAt: undefined,
    arrives: false,
    goesOn: false,
    sendsSynAck: false,
    sendsBareSyn: false,
    isForged: false,
    connectsAt: undefined,
    answeredAt: undefined,
    lacksAck: [],
    given: false,
    bound: { send: false, close: false, receive: false },
  };
}

function pairKey(a: number, portA: number | '-' | '*', b: number, portB: number | '-' | '*'): string {
  return `${a}:${portA}>${b}:${portB}`;
}
