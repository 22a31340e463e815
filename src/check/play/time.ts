import {
  type EndId,
  type Event,
  FREE_TIMERS,
  MAX_SEGMENTS,
  MAX_TIME,
  type Micros,
  charge,
  fire,
  isSpent,
  land,
  mustStop,
  nextEvent,
} from '../../sim';
import type { Duration, Span, Timing } from '../../script';
import { FLOW_RULES, microsOf } from '../../trace';
import { reportSilence } from '../judge/overdue';
import { push, pushGenerated, report, type Player } from './player';

/** A duration in microseconds; `2MSL` by the longest MSL of the flow's hosts. */
export function durationOf({ roles }: Pick<Player, 'roles'>, d: Duration): Micros {
  return microsOf(d, Math.max(...roles.configs.map((c) => c.msl), 0));
}

/**
 * Advances the clock to the time of a line: `+200ms` counts from the last event, `@1.5s` from the start of the flow.
 *
 * @param speaker the end that sends a segment on this line
 */
export function startAt(p: Player, time: Timing | undefined, speaker?: EndId): void {
  if (time !== undefined && passUntil(p, time)) reportSilence(p, time, speaker);
}

/** Advances the clock to the time of a line; false if the line's time can't be. Nothing is found missing by then. */
export function passUntil(p: Player, time: Timing): boolean {
  const at = durationOf(p, time.duration) + (time.from === 'last' ? p.world.clock : 0);
  if (at < p.world.clock) report(p, FLOW_RULES['flow/time-back'], time, { args: { now: p.world.clock / 1e6 } });
  else if (at > MAX_TIME) report(p, FLOW_RULES['flow/time-limit'], time, { args: { years: 100 } });
  else {
    advance(p, at, time);
    return true;
  }
  return false;
}

/** A scheduled arrival or an expired timer: a step of its own. */
export function happen(p: Player, event: Event): void {
  p.world = { ...p.world, clock: Math.max(p.world.clock, event.at) };
  if (event.kind === 'arrival') {
    const { sent } = event.transit;
    const fate = land(p, event.transit);
    pushGenerated(p, { kind: sent.copyOf === undefined ? 'deliver' : 'duplicate', sent, fate });
  } else {
    fire(p, event.end, event.timer);
    push(p, { kind: 'timer', end: event.end, timer: event.timer });
  }
}

/**
 * Moves the clock, and lets happen on the way what falls due, in order: arrivals, timers. Says how many did. Where a timer
 * would run out again and again, that ends with the flow's budget.
 *
 * @param span the time that the line writes
 */
export function advance(p: Player, to: Micros, span: Span): number {
  // What was found on the line so far belongs to its own step, not to those of timers.
  const { findings, moves } = p;
  p.findings = [];
  p.moves = [];
  const wasSpent = isSpent(p.world);
  let fired = 0;
  for (let event = nextEvent(p, to); event !== undefined; event = nextEvent(p, to)) {
    if (fired >= FREE_TIMERS && mustStop(p)) break;
    happen(p, event);
    fired++;
    if (fired > FREE_TIMERS) charge(p);
  }
  p.world = { ...p.world, clock: Math.max(p.world.clock, to) };
  p.findings = findings;
  p.moves = moves;
  if (isSpent(p.world) && !wasSpent)
    report(p, FLOW_RULES['flow/run-segments'], span, { args: { limit: MAX_SEGMENTS } });
  return fired;
}
