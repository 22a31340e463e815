/** The budget of a flow: the cost of simulated segments and of the memory that they need. */
import { distance } from '../wire';
import type { EndId, Micros, Sent, World } from './world';
import { effectiveMss, hasQueued } from '../tcp';
import { MAX_GLIMPSE, MAX_SEGMENTS } from './limits';
import type { Goal } from './goal';
import { configOf, infoOf, type Motion } from './motion';
import { endpointOf } from './setting';

/** A timer has run out, or a side has woken: it counts as a segment does. Other work counts as so many segments. */
export function charge(m: Motion, segments = 1): void {
  const { network } = m.world;
  m.world = { ...m.world, network: { ...network, spent: network.spent + segments } };
}

/** The number of ends that can be asked for a segment in the time of sending one. */
const ASKED = 64;

/** The cost of starting a run, in segments: each end is asked for a segment. */
export function asking({ ends }: World): number {
  return Math.floor(ends.size / ASKED);
}

/** The number of scoreboard blocks that take as much memory as a segment's step. */
const BLOCKS = 64;
/** The number of entries of a retransmission queue that take as much memory as a segment's step. */
const PLACES = 256;

/**
 * The cost of a segment: 1, and more if its step and that of its ACK keep copies of long lists. The unit is a segment
 * with its steps, about three kilobytes.
 */
export function costOf({ ends }: World, { from, to, repeats }: Sent): number {
  const sender = ends.get(from);
  const blocks = (sender?.tcb.congestion.board.length ?? 0) + (ends.get(to)?.tcb.reassembly.held.length ?? 0);
  const places = repeats === undefined ? 0 : (sender?.unacked.size ?? 0);
  return 1 + Math.floor(blocks / BLOCKS) + Math.floor(places / PLACES);
}

/** True if the budget of the flow, or of a trial, is used up. */
export function mustStop(m: Motion): boolean {
  return m.world.network.spent >= m.budget;
}

/** True if the budget of the flow is used up, so that it simulates nothing more. */
export function isSpent({ network }: World): boolean {
  return network.spent >= MAX_SEGMENTS;
}

/**
 * True if the data left to send exceeds the flow's budget, so that the run is stopped early. It is tested every {@link
 * MAX_GLIMPSE} segments, so that the beginning of the run is shown. A run that its goal or its clock may end sooner is
 * not stopped; the clock is assumed to advance at twice the pace so far.
 *
 * @param segments the number of segments sent in this run
 * @param passed the duration of the run so far, microseconds of simulated time
 */
export function cannotEnd(m: Motion, goal: Goal, segments: number, passed: Micros): boolean {
  if (segments % MAX_GLIMPSE !== 0 || !goal.whole) return false;
  const left = MAX_SEGMENTS - m.world.network.spent;
  const inTime = goal.until === Infinity || passed === 0 ? Infinity : (goal.until - m.world.clock) / passed;
  return Math.min(stillToSend(m), 2 * segments * inTime) > left;
}

/** The least number of segments for all data that waits to be sent for the first time. */
function stillToSend(m: Motion): number {
  let count = 0;
  m.world.ends.forEach((_, end) => {
    count += segmentsQueued(m, end);
  });
  return count;
}

function segmentsQueued(m: Motion, end: EndId): number {
  const { tcb } = endpointOf(m.world, end);
  // A user who takes data by RECEIVE only may let the window close, so nothing can be said about the number.
  const mayStall = m.setting.roles[infoOf(m, end).peer]?.bound.receive === true;
  if (mayStall || !tcb.synchronised || tcb.sendEnd === undefined || !hasQueued(tcb)) return 0;
  return Math.ceil(distance(tcb.sndNxt, tcb.sendEnd) / effectiveMss(tcb, configOf(m, end)));
}
