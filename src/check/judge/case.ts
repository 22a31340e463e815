import {
  type EndId,
  type Endpoint,
  type Sent,
  configOf,
  differingOctet,
  endpointOf,
  firstSending,
  infoOf,
} from '../../sim';
import { RST, type Segment, type Seq } from '../../wire';
import { lineAt } from '../../script';
import type { Config, Lack, Rack, Reset, Tcb } from '../../tcp';
import type { Bound, Case } from '../../tcp/rules/rule';
import { show, sentAt, type Player } from '../play/player';

const NOTHING_BOUND: Bound = { send: false, close: false, receive: false };

/** The RSTs that the sender may send: those that are due, or the one with which it gives the connection up. */
export function resetsFor({ resets, parting }: Endpoint, flags: number): readonly Reset[] {
  // A line without flags sends what the endpoint would send of its own accord.
  const says = parting !== undefined && ((flags & RST) !== 0 || (flags === 0 && parting.sends === true));
  return resets.length === 0 && says ? [parting] : resets;
}

/** The {@link Case} of a segment that a line sends. Most values are computed on demand. */
export class Sending implements Case {
  readonly x: Tcb;
  readonly y: Tcb;
  readonly config: Config;
  readonly now: number;
  readonly timed: boolean;
  private readonly sender: Endpoint;

  constructor(
    private readonly p: Player,
    private readonly from: EndId,
    private readonly to: EndId,
    readonly seg: Segment,
    readonly notKept: Case['notKept'] = undefined,
    readonly isSupposed = false,
  ) {
    this.sender = endpointOf(p.world, from);
    this.x = this.sender.tcb;
    this.y = endpointOf(p.world, to).tcb;
    this.config = configOf(p, from);
    this.now = p.world.clock;
    this.timed = p.roles.timed;
  }

  mended(right: Partial<Segment>): Sending {
    const { data, ...seg } = { ...this.seg, ...right };
    // Without payload there are no octets of it.
    const mended = data === undefined || seg.len === 0 ? seg : { ...seg, data };
    return new Sending(this.p, this.from, this.to, mended, this.notKept, this.isSupposed);
  }

  get peerConfig(): Config {
    return configOf(this.p, this.to);
  }

  get before(): Sent | undefined {
    const sent = firstSending(this.sender, this.seg);
    // The time of a segment that is not in the capture is unknown.
    return sent?.supposed !== undefined ? undefined : sent;
  }

  get delivered(): Rack | undefined {
    return this.sender.delivered;
  }

  get differs(): Seq | undefined {
    return differingOctet(this.sender, this.seg);
  }

  get lastSentAt(): number {
    return this.sender.lastSent?.time ?? 0;
  }

  get isInstantKnown(): boolean {
    const { p, sender } = this;
    const { lastSent } = sender;
    const last = lastSent === undefined ? undefined : lineAt(p.script, sentAt(p, lastSent))?.statement;
    const now = lineAt(p.script, p.line)?.statement;
    const isDated = (s: typeof now): boolean => s?.kind === 'segment' && s.time !== undefined;
    // A segment of a run has the time of the simulated clock.
    return isDated(now) && (isDated(last) || last?.kind === 'run' || last?.kind === 'message');
  }

  get lastLost(): boolean {
    return this.sender.lastLost;
  }

  get calledBy(): Segment | undefined {
    const { due, rcvBy, lastHeard } = this.sender;
    return (due?.by ?? rcvBy ?? lastHeard)?.segment;
  }

  get heardSince(): number {
    return this.sender.heardSince;
  }

  get reuses(): Case['reuses'] {
    return this.sender.reuses ? 'own' : this.y.state === 'TIME-WAIT' ? 'peer' : undefined;
  }

  get lastSent(): Segment | undefined {
    return this.sender.lastSent?.segment;
  }

  get lastHeard(): Segment | undefined {
    return this.sender.lastHeard?.segment;
  }

  get isPeerMissed(): boolean {
    return this.sender.lastHeard?.missed === true;
  }

  get lacks(): Lack {
    return this.p.roles.lacks;
  }

  get rcvBy(): Segment | undefined {
    return this.sender.rcvBy?.segment;
  }

  get resets(): readonly Reset[] {
    return resetsFor(this.sender, this.seg.flags);
  }

  get ended(): Case['ended'] {
    return this.sender.ended;
  }

  get opener(): 'sender' | 'peer' {
    return this.p.roles.roles[this.from]?.opens === true ? 'sender' : 'peer';
  }

  get answered(): boolean {
    return this.p.roles.roles[this.to]?.answers === true;
  }

  get bound(): Bound {
    return this.p.roles.roles[this.from]?.bound ?? NOTHING_BOUND;
  }

  get ownAddress(): string {
    return this.addressOf(this.from);
  }

  get ownPort(): number {
    return infoOf(this.p, this.from).port;
  }

  get peerAddress(): string {
    return this.addressOf(this.to);
  }

  get peerPort(): number {
    return infoOf(this.p, this.to).port;
  }

  own(n: Seq): string {
    return show(this.p, this.from, n);
  }

  peer(n: Seq): string {
    return show(this.p, this.to, n);
  }

  private get hostName(): string {
    return this.p.roles.cast.hosts[infoOf(this.p, this.from).host]?.name ?? '';
  }

  private addressOf(end: EndId): string {
    return this.p.roles.cast.hosts[infoOf(this.p, end).host]?.address ?? '';
  }
}
