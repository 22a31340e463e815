import { Queue } from '../network/persistent';
import type { EndId, Micros } from '../network/world';
import type { Duration, Timing } from '../script/syntax';
import { SECOND } from '../tcp/config';
import { DEFAULT_PROFILE } from '../tcp/profiles';
import { expire, nextTimer, type TimerKind } from '../tcp/expire';
import { reportSilence } from './overdue';
import { configOf, endpointOf, note, push, report, setEndpoint, type Player } from './player';

/** Simulated time ends here: a hundred years, in microseconds. */
export const MAX_TIME = 100 * 365 * 86_400 * SECOND;

const UNITS = { us: 1, ms: 1000, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND } as const;

/** A duration in microseconds; `2MSL` by the longest segment lifetime that a host of the flow has. */
export function durationOf(p: Player, d: Duration): Micros {
  const unit = d.unit === 'MSL' ? Math.max(...p.roles.configs.map((c) => c.msl), 0) : UNITS[d.unit];
  return Math.round(d.value * unit);
}

/**
 * Moves the clock to the time that a line begins with: `+200ms` counts from the last event, `@1.5s` from the start of
 * the flow.
 *
 * @param speaker who sends a segment on this line
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

/** Moves the clock, and lets every timer that falls due on the way run out, in order. Says how many did. */
export function advance(p: Player, to: Micros): number {
  // What was found on the line so far belongs to its own step, not to those of timers.
  const { findings, moves } = p;
  p.findings = [];
  p.moves = [];
  let fired = 0;
  for (let due = firstDue(p, to); due !== undefined; due = firstDue(p, to)) {
    p.world = { ...p.world, clock: Math.max(p.world.clock, due.at) };
    const endpoint = endpointOf(p.world, due.end);
    const { tcb, taken } = expire(endpoint.tcb, due.timer, configOf(p, due.end), p.world.clock);
    note(p, due.end, taken);
    const over = tcb.state === 'CLOSED';
    setEndpoint(p, due.end, {
      ...endpoint,
      tcb,
      ended: over ? 'closed' : endpoint.ended,
      attempts: over ? endpoint.attempts + 1 : endpoint.attempts,
      unacked: over ? Queue.empty() : endpoint.unacked,
    });
    push(p, { kind: 'timer', end: due.end, timer: due.timer });
    fired++;
  }
  p.world = { ...p.world, clock: Math.max(p.world.clock, to) };
  p.findings = findings;
  p.moves = moves;
  return fired;
}

interface DueAt {
  readonly end: EndId;
  readonly timer: TimerKind;
  readonly at: Micros;
}

function firstDue(p: Player, until: Micros): DueAt | undefined {
  let first: DueAt | undefined;
  p.world.ends.forEach((endpoint, end) => {
    const due = nextTimer(endpoint.tcb, p.roles.configs[p.roles.cast.ends[end]?.host ?? 0] ?? DEFAULT_PROFILE);
    if (due !== undefined && due.at <= until && (first === undefined || due.at < first.at)) first = { end, ...due };
  });
  return first;
}
