import { type Ahead, Keys, configOf, endpointOf } from '../sim';
import { ACK, SYN } from '../wire';
import type { Acts } from './acts';
import { type Side, isOpening, isOver } from './ghosts';
import type { Carried, Node } from './node';
import { type Resending, resending } from './resends';

/** Writes the keys of a search's states: the world, the segments in flight, and the calls that are left. */
export class StateKeys {
  readonly keys: Keys;
  private readonly spare: Keys;

  constructor(
    private readonly acts: Acts,
    private readonly countsOctets: boolean,
  ) {
    this.keys = new Keys(acts.reach);
    this.spare = new Keys(acts.reach);
  }

  /** Writes the key of a state into `keys`. */
  write(node: Node): void {
    this.put(node, undefined);
  }

  /**
   * Writes the key of a state without the retransmission timers that can't expire any more. Returns false, and writes
   * nothing, if all timers may expire, as while faults are left. A state with faults left, found by its whole key,
   * covers a state without faults left.
   */
  writeSettled(node: Node): boolean {
    const some = resending(node, this.acts);
    if (some !== undefined) this.put(node, some);
    return some !== undefined;
  }

  private put(node: Node, resends: Resending | undefined): void {
    const { keys, acts } = this;
    const { m } = acts;
    const { world, queues, aside, called, sides } = node;
    m.world = world;
    const instants = resends?.times;
    keys.begin(world.clock, instants);
    const isBusy = aside.length > 0 || queues.some((queue) => queue.length > 0);
    for (let end = 0; end < sides.length; end++) {
      keys.end(m, end, this.ahead(node, end, isBusy, resends?.ends[end] ?? true));
      keys.put(called[end] as number);
      if (instants !== undefined) keys.time(world.clock + 2 * configOf(m, end).msl);
      this.side(node, end);
      const queue = queues[end] as readonly Carried[];
      keys.put(queue.length);
      for (const { sent, con } of queue) keys.segment(m, sent, ageOf(sides, sent.from, con));
    }
    keys.shared(m);
    if (aside.length > 0) this.aside(node, instants);
  }

  private ahead(node: Node, end: number, isBusy: boolean, resends: boolean | 'once'): Ahead {
    const { calls, m } = this.acts;
    const { world, called } = node;
    const { state } = endpointOf(world, end).tcb;
    const { peer } = m.setting.cast.ends[end] ?? { peer: end };
    const left = calls[end] ?? [];
    let opens = m.setting.roles[end]?.listens === true || state === 'LISTEN';
    let sends = false;
    for (let i = called[end] ?? 0; i < left.length; i++) {
      const { call } = left[i] as (typeof left)[number];
      if (call === 'connect' || call === 'listen') opens = true;
      if (call === 'send') sends = true;
    }
    const mayForge = this.acts.mayForge(node.used);
    const isHeard = isBusy || mayForge || !isOver(endpointOf(world, peer).tcb.state);
    return {
      opens: opens && isHeard,
      reopens: mayForge || this.maySendSyn(node, peer),
      sends,
      resends,
      givesUp: this.acts.givesUp,
    };
  }

  /** True if a SYN of a side is in flight, or may still be sent. */
  private maySendSyn({ world, called, queues, aside }: Node, end: number): boolean {
    if (endpointOf(world, end).tcb.state === 'SYN-SENT') return true;
    const left = this.acts.calls[end] ?? [];
    for (let i = called[end] ?? 0; i < left.length; i++) if (left[i]?.call === 'connect') return true;
    const isSyn = ({ sent }: Carried): boolean => sent.from === end && (sent.segment.flags & (SYN | ACK)) === SYN;
    return aside.some(isSyn) || (queues[end] as readonly Carried[]).some(isSyn);
  }

  private side({ world, sides }: Node, end: number): void {
    const { keys, acts } = this;
    const side = sides[end] as Side;
    const { state } = endpointOf(world, end).tcb;
    if (!isOver(state)) {
      const { peer } = acts.m.setting.cast.ends[end] ?? { peer: end };
      keys.put(ageOf(sides, peer, side.of));
      if (isOpening(state)) keys.put(side.isKnown ? 1 : 0);
    }
    if (!this.countsOctets) return;
    keys.put(side.sent);
    keys.put(side.acked);
    keys.put(side.got);
  }

  /**
   * Writes the segments set aside in the order of their keys, so that the order of setting them aside makes no
   * difference.
   */
  private aside({ aside, sides, world }: Node, instants: readonly number[] | undefined): void {
    const { keys, spare, acts } = this;
    const [only] = aside;
    if (aside.length === 1 && only !== undefined) {
      keys.put(1);
      keys.segment(acts.m, only.sent, ageOf(sides, only.sent.from, only.con));
      keys.time(acts.lifeEnds(only.sent));
      return;
    }
    const parts = aside.map(({ sent, con }) => {
      spare.begin(world.clock, instants);
      spare.segment(acts.m, sent, ageOf(sides, sent.from, con));
      spare.time(acts.lifeEnds(sent));
      return spare.out.slice(0, spare.length);
    });
    parts.sort(compared);
    keys.put(parts.length);
    for (const part of parts) for (const n of part) keys.put(n);
  }
}

/**
 * The number of connections that a segment's sender has opened after the segment's own connection; negative for no
 * connection and for a forger.
 */
function ageOf(sides: readonly Side[], end: number, con: number): number {
  return con < 0 ? con : (sides[end]?.con ?? 0) - con;
}

function compared(a: Int32Array, b: Int32Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
