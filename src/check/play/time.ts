import { type EndId, type Event, MAX_TIME, type Micros, fire, land, nextEvent } from '../../sim';
import type { Duration, Timing } from '../../script';
import { microsOf } from '../../trace';
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
  if (time === undefined) return;
  const at = durationOf(p, time.duration) + (time.from === 'last' ? p.world.clock : 0);
  if (at < p.world.clock) report(p, 'flow/time-back', 'error', time, { args: { now: p.world.clock / 1e6 } });
  else if (at > MAX_TIME) report(p, 'flow/time-limit', 'error', time, { args: { years: 100 } });
  else {
    advance(p, at);
    reportSilence(p, time, speaker);
  }
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

/** Advances the clock and lets everything due happen in order: arrivals, timers. Returns the number of these events. */
export function advance(p: Player, to: Micros): number {
  // Findings of the line so far belong to its own step, not to those of timers.
  const { findings, moves } = p;
  p.findings = [];
  p.moves = [];
  let fired = 0;
  for (let event = nextEvent(p, to); event !== undefined; event = nextEvent(p, to)) {
    happen(p, event);
    fired++;
  }
  p.world = { ...p.world, clock: Math.max(p.world.clock, to) };
  p.findings = findings;
  p.moves = moves;
  return fired;
}
