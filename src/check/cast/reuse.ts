/** Reuse of roles after an edit: most edits do not change them, except for line numbers. */
import {
  type Change,
  type EndRef,
  type Line,
  type Pieces,
  type SegmentStatement,
  type Statement,
  movedBy,
  sameMeaning,
} from '../../script';
import { ACK, RST, SYN } from '../../wire';
import type { Roles } from './cast';
import { mayArrive, statesExpected } from './places';
import { literal } from './relative';
import type { Role } from './roles';
import type { Slip } from './slips';
import { shiftOf } from './windows';

/** The most changed lines for which reuse is tried. */
const MOST = 2000;

/** A line that determines roles or names a host. */
interface Telling {
  readonly number: number;
  readonly line: Line;
}

/** The roles after an edit, if the changed lines determine the same as the lines before them; else undefined. */
export function castAfter(old: Roles, before: Pieces<Line>, after: Pieces<Line>, change: Change): Roles | undefined {
  const { from, to, until } = change;
  if (to - from > MOST || until - from > MOST) return undefined;
  const was = tellingIn(before, from, to);
  const is = tellingIn(after, from, until);
  if (was.length !== is.length || !was.every((t, i) => tellsSame(old, t, (is[i] as Telling).line))) return undefined;
  if (to === until && was.every((t, i) => t.number === is[i]?.number)) return old;
  const moved = new Map(was.map((t, i) => [t.number, (is[i] as Telling).number]));
  return withLines(old, (line) => moved.get(line) ?? movedBy(change, line));
}

/** The roles with other line numbers. */
function withLines(old: Roles, moved: (line: number) => number): Roles {
  const role = (r: Role): Role => {
    const { servesFrom, lacksAck } = r;
    if ((servesFrom === undefined || moved(servesFrom) === servesFrom) && lacksAck === undefined) return r;
    return {
      ...r,
      servesFrom: servesFrom === undefined ? undefined : moved(servesFrom),
      ...(lacksAck && { lacksAck: lacksAck.map((l) => ({ from: moved(l.from), to: moved(l.to) })) }),
    };
  };
  return {
    ...old,
    roles: old.roles.map(role),
    since: old.since.map(moved),
    declaredAt: new Map([...old.declaredAt].map(([name, line]) => [name, moved(line)])),
    certificates: new Map([...old.certificates].map(([name, at]) => [name, { ...at, line: moved(at.line) }])),
    todayAt: old.todayAt === undefined ? undefined : moved(old.todayAt),
    slips: old.slips.map((slip): Slip => ({ ...slip, line: moved(slip.line) })),
    numbersTo: moved(old.numbersTo),
    places: old.places.map(moved),
  };
}

/** True if two roles have the same meaning for all lines before `line`. */
export function sameBefore(a: Roles, b: Roles, line: number): boolean {
  return (
    a === b ||
    (a.key() === b.key() &&
      a.places.every((p, i) => p === b.places[i] || (p >= line && (b.places[i] as number) >= line)))
  );
}

/** True if two roles have the same meaning for all lines after the edit between them. */
export function sameBehind(a: Roles, b: Roles, change: Change): boolean {
  const { from, to, until } = change;
  return (
    (a === b && to === until) ||
    a.places.every((p, i) => {
      const now = b.places[i] as number;
      return p >= from && p < to ? now >= from && now < until : movedBy(change, p) === now;
    })
  );
}

function tellingIn(lines: Pieces<Line>, from: number, to: number): Telling[] {
  const found: Telling[] = [];
  lines.visit(from, to, (line, number) => {
    if (line.hosts !== undefined || (line.statement !== undefined && tells(line.statement)))
      found.push({ number, line });
  });
  return found;
}

function tells({ kind }: Statement): boolean {
  return kind !== 'note' && kind !== 'section' && kind !== 'fault' && kind !== 'transit' && kind !== 'wait';
}

function tellsSame(roles: Roles, { number, line }: Telling, now: Line): boolean {
  if (line === now) return true;
  const isSlip = roles.slips.some((slip) => slip.line === number);
  return sameHosts(line, now, isSlip) && statesSame(roles, number, line.statement, now.statement);
}

function sameHosts(a: Line, b: Line, isSlip: boolean): boolean {
  const [x = [], y = []] = [a.hosts, b.hosts];
  if ((a.statement?.kind === 'host') !== (b.statement?.kind === 'host') || x.length !== y.length) return false;
  return x.every(
    (word, i) => word.text === y[i]?.text && (!isSlip || (word.start === y[i].start && word.end === y[i].end)),
  );
}

function statesSame(roles: Roles, number: number, a: Statement | undefined, b: Statement | undefined): boolean {
  if (a === undefined || b === undefined) return a === undefined ? b === undefined || !tells(b) : !tells(a);
  if (!tells(a) || !tells(b)) return tells(a) === tells(b);
  if (a.kind === 'segment' && b.kind === 'segment') return sameSegments(roles, number, a, b);
  if ('time' in a !== 'time' in b) return false;
  switch (a.kind) {
    case 'message':
      return b.kind === 'message' && sameRef(a.from, b.from) && sameRef(a.to, b.to);
    case 'call':
      return b.kind === 'call' && a.call === b.call && sameRef(a.who, b.who) && sameRef(a.peer, b.peer);
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return b.kind === 'deliver' || b.kind === 'drop' || b.kind === 'duplicate';
    case 'run':
      return b.kind === 'run';
    case 'given':
      return b.kind === 'given' && sameRef(a.who, b.who);
    case 'expect': {
      if (b.kind !== 'expect') return false;
      const [x, y] = [statesExpected(a), statesExpected(b)];
      return x.length === y.length && x.every((who, i) => sameRef(who, y[i]));
    }
    default:
      return sameMeaning(a, b);
  }
}

const OPENING = SYN | ACK | RST;

function sameSegments(roles: Roles, number: number, a: SegmentStatement, b: SegmentStatement): boolean {
  if (!sameRef(a.from, b.from) || !sameRef(a.to, b.to) || !sameRef(a.spoofing, b.spoofing)) return false;
  if (mayArrive(a) !== mayArrive(b) || (a.time === undefined) !== (b.time === undefined)) return false;
  if ((a.flags === undefined) !== (b.flags === undefined) || (a.violates === undefined) !== (b.violates === undefined))
    return false;
  const bits = (a.flags?.bits ?? 0) & OPENING;
  if (bits !== ((b.flags?.bits ?? 0) & OPENING)) return false;
  if ((bits & SYN) !== 0) {
    if ((a.options === undefined) !== (b.options === undefined)) return false;
    if (a.options && b.options && shiftOf(a.options) !== shiftOf(b.options)) return false;
  }
  if (number <= roles.numbersTo) {
    if (literal(a.seq?.expr) !== literal(b.seq?.expr) || literal(a.ack?.expr) !== literal(b.ack?.expr)) return false;
  }
  const end = roles.arrows.get(a.from, a.to);
  const free = (end === undefined ? undefined : roles.heeded.get(end)) ?? Infinity;
  const [was, is] = [literal(a.win?.expr), literal(b.win?.expr)];
  return was === is || ((was ?? 0) <= free && (is ?? 0) <= free);
}

function sameRef(a: EndRef | undefined, b: EndRef | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.host.text === b.host.text && a.port?.value === b.port?.value && sameRef(a.peer, b.peer);
}
