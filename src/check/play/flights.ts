import { type Transit, deliver, fits, flightKey, land, nextEvent, recall, transitsOf } from '../../sim';
import type { FlightStatement, TransitStatement } from '../../script';
import { endsOf } from './ends';
import { nearSegment } from './near-name';
import { labelled, push, report, type Player } from './player';
import { happen, passUntil, startAt } from './time';
import { FLOW_RULES } from '../../trace';

/** Plays `deliver`, `drop` and `duplicate` of a named segment. */
export function playFlight(p: Player, s: FlightStatement): void {
  const name = knownName(p, s);
  // A line about a segment that was never sent has one finding: time passes, but what is missing by then is not said.
  if (name === undefined) {
    if (s.time !== undefined) passUntil(p, s.time);
    return;
  }
  startAt(p, s.time);
  const binding = p.scope.names.get(name);
  if (binding?.kind !== 'segment') return;
  const { sent } = binding;
  if (s.kind !== 'duplicate') {
    const key = flightKey(sent);
    if (!p.world.flights.has(key)) {
      report(p, FLOW_RULES['flow/unknown-flight'], s.name, { args: { name } });
      return;
    }
    const { network } = p.world;
    const transits = network.transits - (p.world.flights.get(key)?.arrives === undefined ? 0 : 1);
    p.world = { ...p.world, network: { ...network, transits }, flights: p.world.flights.delete(key) };
  }
  const fate = s.kind === 'drop' ? 'lost' : deliver(p, sent.to, sent);
  push(p, { kind: s.kind, sent, label: name, fate });
}

/** The name of the segment, mended where it is misspelt; undefined where no segment has it. */
function knownName(p: Player, { name: { text, ...span } }: FlightStatement): string | undefined {
  const binding = p.scope.names.get(text);
  if (binding?.kind === 'segment' || binding?.kind === 'unknown') return text;
  return nearSegment(p, span, text);
}

/**
 * Plays `deliver next from A`: the next scheduled arrival of A's segments takes place, after all events due before it.
 * `drop` loses the segment.
 */
export function playTransit(p: Player, s: TransitStatement): void {
  const ends = endsOf(p, s.who);
  if (ends.length === 0) {
    report(p, FLOW_RULES['flow/unknown-host'], s.who, { args: { name: s.who.host.text } });
    return;
  }
  const choice = { flags: s.flags?.bits, data: s.data };
  const transit = transitsOf(p).filter(({ sent }) => ends.includes(sent.from) && fits(choice, sent.segment))[s.nth - 1];
  if (transit === undefined) {
    report(p, FLOW_RULES['flow/nothing-in-flight'], s, { args: { host: s.who.host.text } });
    return;
  }
  const { sent } = transit;
  if (s.fate === 'drop') {
    recall(p, transit);
    push(p, { kind: 'drop', sent, label: labelled(p, sent), fate: 'lost' });
    return;
  }
  comeTo(p, transit);
  const fate = land(p, transit);
  push(p, { kind: sent.copyOf === undefined ? 'deliver' : 'duplicate', sent, label: labelled(p, sent), fate });
}

/** Lets all events before a segment's arrival happen, and advances the clock to it. */
function comeTo(p: Player, { at, sent }: Transit): void {
  for (let event = nextEvent(p, at); event !== undefined; event = nextEvent(p, at)) {
    if (event.kind === 'arrival' && event.transit.sent === sent) break;
    happen(p, event);
  }
  p.world = { ...p.world, clock: Math.max(p.world.clock, at) };
}
