/** What a flow's budget is spent on: what the engines do by themselves, and what the flow keeps of it. */
import { distance } from '../wire';
import type { EndId, Micros, Sent, World } from './world';
import { effectiveMss, hasQueued } from '../tcp';
import { MAX_GLIMPSE, MAX_SEGMENTS } from './limits';
import type { Goal } from './goal';
import { configOf, infoOf, type Motion } from './motion';
import { endpointOf } from './setting';

/** A timer has run out, or a side has woken: it counts as a segment does. */
export function charge(m: Motion): void {
  const { network } = m.world;
  m.world = { ...m.world, network: { ...network, spent: network.spent + 1 } };
}

/** So many ends are asked in the time of a segment. */
const ASKED = 64;

/** What a run costs before anything happens: each end is asked whether it has something to say. */
export function asking({ ends }: World): number {
  return Math.floor(ends.size / ASKED);
}

/** Blocks of a scoreboard, and places of a retransmission queue, that take about as much room as a segment's step. */
const BLOCKS = 64;
const PLACES = 256;

/**
 * What a segment costs: itself, and the lists that its step and its ACK's keep copies of, where they are long. The unit
 * is a segment with its steps, about three kilobytes.
 */
export function costOf({ ends }: World, { from, to, repeats }: Sent): number {
  const sender = ends.get(from);
  const blocks = (sender?.tcb.congestion.board.length ?? 0) + (ends.get(to)?.tcb.reassembly.held.length ?? 0);
  const places = repeats === undefined ? 0 : (sender?.unacked.size ?? 0);
  return 1 + Math.floor(blocks / BLOCKS) + Math.floor(places / PLACES);
}

/** The engines have done what a flow, or what a trial, lets them do. */
export function mustStop(m: Motion): boolean {
  return m.world.network.spent >= m.budget;
}

/** The budget of the flow is used up: its engines do nothing by themselves any more. */
export function isSpent({ network }: World): boolean {
  return network.spent >= MAX_SEGMENTS;
}

/**
 * A run has shown how it begins, and what is left to send is more than the flow's budget has room for: looked at every
 * so many segments. The run must not end sooner by its own goal, nor by its clock at twice the pace that it has had.
 *
 * @param segments those that the run has sent
 * @param passed how long it has lasted, microseconds of simulated time
 */
export function cannotEnd(m: Motion, goal: Goal, segments: number, passed: Micros): boolean {
  if (segments % MAX_GLIMPSE !== 0 || !goal.whole) return false;
  const left = MAX_SEGMENTS - m.world.network.spent;
  const inTime = goal.until === Infinity || passed === 0 ? Infinity : (goal.until - m.world.clock) / passed;
  return Math.min(stillToSend(m), 2 * segments * inTime) > left;
}

/** How many segments at least the data takes that waits to be sent for the first time. */
function stillToSend(m: Motion): number {
  let count = 0;
  m.world.ends.forEach((_, end) => {
    count += segmentsQueued(m, end);
  });
  return count;
}

function segmentsQueued(m: Motion, end: EndId): number {
  const { tcb } = endpointOf(m.world, end);
  // A user who takes what arrives by RECEIVE only may let the window close.
  const mayStall = m.setting.roles[infoOf(m, end).peer]?.bound.receive === true;
  if (mayStall || !tcb.synchronised || tcb.sendEnd === undefined || !hasQueued(tcb)) return 0;
  return Math.ceil(distance(tcb.sndNxt, tcb.sendEnd) / effectiveMss(tcb, configOf(m, end)));
}
