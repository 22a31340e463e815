/** The lines that a cast rests on, and readings of single lines that it and its reuse share. */
import type { EndRef, SegmentStatement, Statement } from '../../script';
import type { Roles } from './cast';

/** The lines by which a cast is told apart from another one with the same key; -1 where there is none. */
export function placesOf({
  since,
  declaredAt,
  roles,
  slips,
  certificates,
  todayAt = -1,
}: Pick<Roles, 'since' | 'declaredAt' | 'roles' | 'slips' | 'certificates' | 'todayAt'>): number[] {
  const places = [...since, ...declaredAt.values(), todayAt];
  for (const { line } of certificates.values()) places.push(line);
  for (const { servesFrom = -1, lacksAck = [] } of roles) {
    places.push(servesFrom);
    for (const { from, to } of lacksAck) places.push(from, to);
  }
  for (const { line } of slips) places.push(line);
  return places;
}

/** The sides for which a line expects a state other than CLOSED, so that they exist. */
export function statesExpected(s: Statement): readonly EndRef[] {
  if (s.kind !== 'expect') return [];
  return s.items.flatMap((item) => (item.kind === 'state' && item.state.text !== 'CLOSED' ? [item.who] : []));
}

/** True for `->` and `?>`: what follows may answer the segment. */
export function mayArrive({ arrow }: SegmentStatement): boolean {
  return arrow === 'deliver' || arrow === 'open';
}
