/**
 * The key of a world: numbers that are equal for two worlds exactly if the same can happen to both. It is written field
 * by field. Sequence numbers count from the ISS of the side that they number, and times from the present. Fields that
 * only judge or tell are left out, and so are fields that no transition reads any more.
 */
import { ACK, type Block, type Options, RST, type Segment, type Seq, add, difference, has, lt, max } from '../wire';
import { type Config, STATES, type Tcb, hasQueued, usesTimestamps } from '../tcp';
import { configOf, nextIss, type Motion } from './motion';
import { endpointOf } from './setting';
import type { EndId, Endpoint, Sent } from './world';

/** The calls that an end's user may still give, as far as the key depends on them. */
export interface Ahead {
  /** True if the end may open another connection while a segment of an earlier one, or a forged one, may arrive. */
  readonly opens: boolean;
  /** True if a SYN may arrive before the present connection has left TIME-WAIT. */
  readonly reopens: boolean;
  /** True if its user may pass more data to SEND. */
  readonly sends: boolean;
  /**
   * True if its retransmission timer may still run out: a segment of it has been lost, or may still be. `once` if it runs out
   * once, and only the order of the times counts.
   */
  readonly resends: boolean | 'once';
  /** True if it may give up, or tell its user, after so many timeouts in a row (RFC 9293 §3.8.3, R1 and R2). */
  readonly givesUp: boolean;
}

const SHORT = 2 ** 31;
/** Stands for an absent number. No sequence number or time of a flow lies so far from its base. */
const NONE = -SHORT;

/** Counters above this value no longer change what happens: timers have reached their longest interval. */
const SATURATED = 32;

/** A buffer for one key, used again for the next. It grows to the longest key. */
export class Keys {
  out = new Int32Array(1024);
  length = 0;
  private clock = 0;
  private instants: readonly number[] | undefined;

  /**
   * @param reach numbers of different connections that lie further apart are only told from each other by their order:
   *   no window and no stream of octets reaches from one to the other
   */
  constructor(private readonly reach = SHORT - 1) {}

  /** @param instants ascending times of which only the order counts; undefined for none */
  begin(clock: number, instants?: readonly number[]): void {
    this.length = 0;
    this.clock = clock;
    this.instants = instants;
  }

  /** Adds an integer in [-2^31, 2^31). */
  put(n: number): void {
    if (this.length === this.out.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.out);
      this.out = longer;
    }
    this.out[this.length++] = n;
  }

  /** Adds an integer of any size, or its absence. */
  private long(n: number | undefined): void {
    if (n === undefined) return this.put(NONE);
    const high = Math.floor(n / SHORT);
    this.put(high);
    this.put(n - high * SHORT);
  }

  /** Adds a time, or its absence. */
  time(at: number | undefined): void {
    const rank = at === undefined ? -1 : (this.instants?.indexOf(at) ?? -1);
    if (rank >= 0) this.put(rank);
    else this.long(at === undefined ? undefined : at - this.clock);
  }

  private seq(n: Seq | undefined, base: Seq): void {
    this.put(n === undefined ? NONE : difference(base, n));
  }

  /** Adds a number of another connection, perhaps: exactly within reach of the base, else on which side it lies. */
  private far(n: Seq, base: Seq): void {
    this.put(Math.max(-this.reach, Math.min(this.reach, difference(base, n))));
  }

  /** Adds a number in the sequence space of `owner`; one of an older connection counts from what the reader keeps of it. */
  private distant(n: Seq, owner: Tcb, reader: Tcb): void {
    this.far(n, owner.iss);
    if (owner.opening.waited !== undefined) this.far(n, owner.opening.waited.sndNxt);
    if (Math.abs(difference(owner.iss, n)) < this.reach) return;
    if (reader.synchronised) this.far(n, reader.irs);
    if (reader.opening.waited !== undefined) this.far(n, reader.opening.waited.rcvNxt);
  }

  private flag(is: boolean): void {
    this.put(is ? 1 : 0);
  }

  private blocks(blocks: readonly Block[], base: Seq): void {
    this.put(blocks.length);
    for (const { left, right } of blocks) {
      this.seq(left, base);
      this.seq(right, base);
    }
  }

  /** Adds one side: the numbers of its peer count from the peer's ISS. */
  end(m: Motion, end: EndId, ahead: Ahead): void {
    const endpoint = endpointOf(m.world, end);
    const { tcb } = endpoint;
    const peer = m.setting.cast.ends[end]?.peer ?? end;
    const other = endpointOf(m.world, peer).tcb;
    const config = configOf(m, end);
    this.put(STATES.indexOf(tcb.state));
    const isOver = tcb.state === 'CLOSED' || tcb.state === 'LISTEN';
    // Two attempts to open lie beyond each other's reach, whenever they begin, unless ISNs repeat or can be predicted. The
    // SYN,ACK of a side that leaves TIME-WAIT counts as no attempt.
    const isNear = ahead.opens && (this.reach > ATTEMPT || !isApart(m, config));
    if (isNear || (!isOver && ahead.reopens)) this.far(nextIss(m, end), tcb.iss);
    else this.put(NONE);
    this.resets(endpoint, tcb, other);
    if (isOver) {
      this.flag(endpoint.ended === 'never' || m.setting.roles[end]?.listens !== true);
      return;
    }
    if (tcb.synchronised) this.far(tcb.irs, other.iss);
    else this.put(NONE);
    this.numbers(tcb, config);
    const isFinAcked = tcb.finSeq !== undefined && lt(tcb.finSeq, tcb.sndUna);
    if (!isFinAcked) this.sending(endpoint, config, ahead);
    this.time(readsActivity(tcb, config) ? tcb.timers.activeAt : undefined);
    if (config.replyInterval > 0) this.time(tcb.timers.replying.at);
    if (usesTimestamps(tcb) || tcb.opening.ownSyn?.ts !== undefined) this.stamps(tcb, other);
  }

  /** The RSTs that are due, and the one with which the side gives its connection up. */
  private resets({ resets, parting }: Endpoint, tcb: Tcb, other: Tcb): void {
    this.put(resets.length * 2 + (parting === undefined ? 0 : 1));
    for (const reset of resets) {
      this.far(reset.seq, tcb.iss);
      const ack = reset.ack ?? reset.mayAck;
      if (ack !== undefined) this.far(ack, other.iss);
    }
    if (parting === undefined) return;
    this.far(parting.seq, tcb.iss);
    this.flag(parting.sends === true);
  }

  /** State of receiving, and of the handshake and the close. */
  private numbers(tcb: Tcb, config: Config): void {
    const { iss, irs, opening, reassembly } = tcb;
    this.seq(tcb.sndUna, iss);
    this.seq(tcb.sndNxt, iss);
    this.seq(tcb.sendEnd, iss);
    this.seq(tcb.finSeq, iss);
    this.put(tcb.owed * 4 + (tcb.closing ? 2 : 0) + (tcb.ackSince === undefined ? 0 : 1));
    this.put((opening.origin === 'active' ? 1 : 0) + 2 * tcb.unknown);
    this.put(tcb.maxSndWnd);
    this.syn(opening.ownSyn);
    this.time(tcb.timeWaitEnd);
    if (opening.waited === undefined) this.put(NONE);
    else {
      this.far(opening.waited.iss, iss);
      this.far(opening.waited.sndNxt, iss);
      this.far(opening.waited.rcvNxt, irs);
      this.time(opening.waited.timeWaitEnd);
    }
    if (!tcb.synchronised) return;
    this.syn(opening.peerSyn);
    this.seq(tcb.rcvNxt, irs);
    this.seq(tcb.rcvEdge, irs);
    this.put(tcb.rcvWnd);
    this.put(tcb.unread);
    this.time(tcb.ackAt);
    this.seq(tcb.finRcvd, irs);
    this.blocks(reassembly.held, irs);
    this.seq(reassembly.heldFin, irs);
    this.seq(reassembly.duplicate?.left, irs);
    this.seq(reassembly.duplicate?.right, irs);
    if (reassembly.recent.length > 0 && config.sack) for (const n of reassembly.recent) this.seq(n, irs);
    this.put(Math.min(2, tcb.full.count));
    if (config.quickAcks > 0) {
      this.put(tcb.quickAck.left * 2 + (tcb.quickAck.pingpong ? 1 : 0));
      this.time(tcb.quickAck.heardAt);
    }
    if (tcb.urgent.rcvUp !== undefined || tcb.urgent.sndUp !== undefined) {
      this.seq(tcb.urgent.rcvUp, irs);
      this.seq(tcb.urgent.sndUp, iss);
    }
    if (config.ecn) {
      this.put((tcb.ecn.eceDue ? 2 : 0) + (tcb.ecn.cwrDue ? 1 : 0));
      this.seq(tcb.ecn.cwrEnd, iss);
    }
  }

  /** State of a sender whose FIN is not acknowledged: window, timers, retransmission queue and congestion control. */
  private sending(endpoint: Endpoint, config: Config, ahead: Ahead): void {
    const { tcb, unacked } = endpoint;
    const { iss, irs, timers, opening } = tcb;
    // The peer's window is known once it has acknowledged this side's SYN. SND.WL2 is compared only with a SEG.ACK that is
    // SND.UNA or above it, and never exceeds SND.UNA. No segment behind the peer's SYN, or behind its FIN, begins below.
    if (tcb.sndUna !== iss) {
      this.put(tcb.sndWnd);
      this.seq(max(tcb.sndWl1, hasTakenFin(tcb) ? tcb.rcvNxt : add(irs, 1)), irs);
    }
    this.put(tcb.writes.length);
    for (const n of tcb.writes) this.seq(n, iss);
    if (tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED') {
      this.put(opening.synData * 2 + (opening.synResent ? 1 : 0));
      this.text(opening.fastOpen?.cookie ?? '');
    }
    // A measurement of the FIN changes nothing: its acknowledgment ends all sending. RACK-TLP reads SRTT for the FIN itself.
    const hasData =
      ahead.sends || hasQueued(tcb) || (tcb.sndNxt !== tcb.sndUna && unacked.some(({ segment }) => segment.len > 0));
    const { probes } = timers.probing;
    const isExact = config.rackTlp || config.keepalive !== undefined || tcb.sndWnd === 0 || probes > 0;
    const resends = isExact || ahead.resends;
    const measures = resends === true && (hasData || tcb.sndUna === iss || config.rackTlp);
    if (resends === 'once') this.time(timers.retransmitAt);
    else if (resends) this.timers(tcb, config, measures, ahead.givesUp);
    else this.put(NONE);
    this.put(unacked.size);
    for (let at = 0; at < unacked.size; at++) {
      const { segment, time, again, repeats } = unacked.get(at) as Sent;
      this.seq(segment.seq, iss);
      this.put(segment.len * 64 + (segment.flags & 63));
      if (!config.rackTlp) continue;
      this.time(again?.time ?? time);
      this.flag(repeats !== undefined || again !== undefined);
      this.seq(again?.to, iss);
    }
    const { rtt } = timers;
    if (rtt === undefined || !measures) this.put(NONE);
    else {
      this.long(Math.floor(rtt.srtt));
      this.long(Math.floor(rtt.rttvar * 8));
    }
    if (hasData) this.congestion(endpoint);
    else this.duplicates(tcb);
  }

  private timers(tcb: Tcb, config: Config, measures: boolean, givesUp: boolean): void {
    const { timers, iss, sndWnd } = tcb;
    const { loss, probing, timed } = timers;
    const { keepalive, rackTlp, linearSyns } = config;
    const counts = givesUp || rackTlp || linearSyns > 0;
    this.long(timers.rto);
    this.time(timers.retransmitAt);
    this.seq(measures ? timed?.end : undefined, iss);
    this.time(measures ? timed?.at : undefined);
    this.put((counts ? Math.min(SATURATED, loss.timeouts) : 0) * 2 + (loss.mustResend ? 1 : 0));
    if (sndWnd !== 0 && keepalive === undefined && probing.probes === 0) return this.put(NONE);
    this.put(Math.min(SATURATED, probing.probes));
    this.put(Math.min(SATURATED, probing.probesAnswered));
    this.time(probing.probeAt);
    this.flag(probing.probeDue !== undefined);
    this.seq(probing.octet, iss);
  }

  /** The duplicate ACKs of a sender that has only its FIN outstanding: they may make it resend (RFC 5681 §3.2). */
  private duplicates({ duplicateAcks, congestion, sndUna, sndNxt, iss }: Tcb): void {
    const isOut = sndUna !== sndNxt && sndUna !== iss;
    this.put(isOut ? Math.min(SATURATED, duplicateAcks) * 2 + (congestion.phase === 'fast' ? 1 : 0) : 0);
  }

  private congestion({ tcb, delivered }: Endpoint): void {
    const { congestion: c, iss, sacked, duplicateAcks } = tcb;
    this.put(c.cwnd);
    this.long(c.ssthresh);
    this.put((c.phase === 'open' ? 0 : c.phase === 'fast' ? 1 : 2) * 4 + (c.waits ? 2 : 0) + (c.probed ? 1 : 0));
    this.seq(c.recover, iss);
    this.seq(c.highRxt, iss);
    this.put(c.credit);
    this.put(Math.min(SATURATED, duplicateAcks));
    this.blocks(c.board, iss);
    this.put(sacked.length);
    this.seq(c.small, iss);
    this.blocks([...(c.tooBig === undefined ? [] : [c.tooBig]), ...(c.refused === undefined ? [] : [c.refused])], iss);
    this.put(c.pathMtu ?? 0);
    if (delivered === undefined) return this.put(NONE);
    this.time(delivered.time);
    this.seq(delivered.end, iss);
    this.time(delivered.at);
    this.long(delivered.rtt);
    this.long(delivered.minRtt);
    this.seq(delivered.fack, iss);
    this.flag(delivered.isReordered);
  }

  /** The Timestamps option: own values count from the latest one sent, those of the peer from its latest. */
  private stamps({ ts, irs }: Tcb, other: Tcb): void {
    this.seq(ts.recent, other.ts.latest ?? (0 as Seq));
    this.seq(ts.also, other.ts.latest ?? (0 as Seq));
    this.seq(ts.lastAck, irs);
    this.seq(ts.first, ts.latest ?? (0 as Seq));
    this.time(ts.latest === undefined ? undefined : ts.latestAt);
  }

  /** The options of a SYN, as far as the connection depends on them later. */
  private syn(options: Options | undefined): void {
    if (options === undefined) return this.put(NONE);
    const { mss = 0, wscale = -1, sackOk, ts, fastopen } = options;
    this.put(mss + 65536 * (wscale + 1) + 65536 * 512 * ((sackOk === true ? 1 : 0) + (ts === undefined ? 0 : 2)));
    if (fastopen !== undefined) this.text(fastopen);
  }

  private text(text: string): void {
    this.put(text.length);
    for (let i = 0; i < text.length; i++) this.put(text.charCodeAt(i));
  }

  /** Adds a segment between two sides: its sender, its fields, and the age of its sender's connection. */
  segment(m: Motion, { from, to, segment }: Sent, age: number): void {
    const [own, other] = [endpointOf(m.world, from).tcb, endpointOf(m.world, to).tcb];
    this.put(from * 65536 + segment.flags);
    this.put(age);
    // The RST from CLOSED in reply to a segment without ACK has the number 0 itself (RFC 9293 §3.5.2, group 1).
    if (isZeroReset(segment)) this.put(NONE);
    else this.distant(segment.seq, own, other);
    if (has(segment, ACK)) this.distant(segment.ack, other, own);
    this.put(segment.win);
    this.put(segment.len);
    const { options } = segment;
    this.syn(options);
    if (options.sack !== undefined) this.blocks(options.sack, other.iss);
    if (options.ts === undefined) return;
    this.seq(options.ts.val, own.ts.latest ?? (0 as Seq));
    this.seq(options.ts.ecr, other.ts.latest ?? (0 as Seq));
  }

  /** Adds the state of listening ports and of the Fast Open cookies. */
  shared({ world }: Motion): void {
    if (world.listeners.size > 0)
      for (const { half, ready, accepted } of world.listeners.values())
        for (const list of [half, ready, accepted]) {
          this.put(list.length);
          for (const end of list) this.put(end);
        }
    if (world.proofs.size > 0)
      for (const [end, proof] of world.proofs) {
        this.put(Number(end));
        this.seq(proof.rcvNxt, endpointOf(world, Number(end)).tcb.iss);
        this.seq(proof.iss, endpointOf(world, Number(end)).tcb.iss);
      }
    if (world.cookies.size > 0)
      for (const { given, kept } of world.cookies.values()) {
        this.text(given ?? '');
        this.text(kept?.cookie ?? '');
      }
  }
}

/** The distance between the ISS of two attempts (`nextIss`). */
const ATTEMPT = 250_000;

/** True if the ISS of two attempts of an end lie {@link ATTEMPT} apart at least. */
function isApart({ setting }: Motion, { variants }: Config): boolean {
  return setting.isnRepeats !== true && !variants.has('predictable-isn');
}

function isZeroReset({ seq, flags }: Segment): boolean {
  return seq === 0 && (flags & (RST | ACK)) === (RST | ACK);
}

/** True if the peer's FIN has been taken in order. */
function hasTakenFin({ finRcvd, rcvNxt }: Tcb): boolean {
  return finRcvd !== undefined && lt(finRcvd, rcvNxt);
}

/** True if a timer or the restart of an idle sender reads the time of the last segment. */
function readsActivity(tcb: Tcb, { keepalive, finWait2, userTimeout }: Config): boolean {
  if (keepalive !== undefined || userTimeout !== undefined) return true;
  if (tcb.state === 'FIN-WAIT-2') return finWait2 !== undefined;
  return hasQueued(tcb) || (tcb.sndWnd === 0 && tcb.timers.probing.octet !== undefined);
}
