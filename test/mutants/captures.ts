/** Mutants of captures: one field of one frame changed, as no TCP would have sent it. */
import type { Packet, Sighting } from '../../src/capture';
import { ACK, FIN, RST, SYN, type Options, type Segment, add, has, seq } from '../../src/wire';

export interface CaptureMutant {
  /** The category in reports: `seq +1`, `flag +SYN`, `ts ecr unknown`. */
  readonly kind: string;
  readonly frame: number;
  readonly sightings: readonly Sighting[];
}

const FAR = 100_000;

type Change = readonly [kind: string, segment: Partial<Segment>];

/** All mutants of the packet at an index: those that carry what the host could have sent just as well are left out. */
export function mutantsAt(sightings: readonly Sighting[], index: number): CaptureMutant[] {
  const one = sightings[index];
  if (one?.packet === undefined) return [];
  const { packet, frame } = one;
  return changesOf(packet.segment).map(([kind, change]) => ({
    kind,
    frame,
    sightings: sightings.map((s, i) => (i === index ? { ...one, packet: changed(packet, change) } : s)),
  }));
}

function changed(packet: Packet, change: Partial<Segment>): Packet {
  return { ...packet, segment: { ...packet.segment, ...change } };
}

function changesOf(s: Segment): Change[] {
  return [...numbers(s), ...flags(s), ...options(s)];
}

/** An initial sequence number may be any; an acknowledgment that is lower may have been overtaken, one far below not. */
function numbers(s: Segment): Change[] {
  const by = (key: 'seq' | 'ack', ...steps: readonly [string, number][]): Change[] =>
    steps.map(([name, step]) => [`${key} ${name}`, { [key]: add(s[key], step) }]);
  return [
    ...(has(s, SYN) || has(s, RST) ? [] : by('seq', ['+1', 1], ['-1', -1], ['far ahead', FAR], ['far behind', -FAR])),
    ...(has(s, ACK) && !has(s, RST) ? by('ack', ['+1', 1], ['-1', -1], ['far ahead', FAR], ['far behind', -FAR]) : []),
  ];
}

function flags(s: Segment): Change[] {
  const toggled = (name: string, bit: number): Change => [
    `flag ${has(s, bit) ? '-' : '+'}${name}`,
    { flags: s.flags ^ bit },
  ];
  return [
    ['flags none', { flags: 0 }],
    toggled('SYN', SYN),
    // A host may end its direction with any segment.
    ...(has(s, FIN) ? [toggled('FIN', FIN)] : []),
    ...(has(s, RST) || has(s, SYN) ? [] : [toggled('ACK', ACK)]),
  ];
}

function options(s: Segment): Change[] {
  const o = s.options;
  const list: Change[] = [];
  const put = (kind: string, next: Options): void => void list.push([kind, { options: next }]);
  if (has(s, RST)) return list;
  if (has(s, SYN)) put('option wscale 15', { ...o, wscale: 15 });
  else put('option +sackok', { ...o, sackOk: true });
  const { ts, sack: [first] = [] } = o;
  if (ts !== undefined && !has(s, SYN)) {
    put('option -ts', withoutStamps(o));
    put('ts val back', { ...o, ts: { ...ts, val: add(ts.val, -FAR) } });
    put('ts ecr unknown', { ...o, ts: { ...ts, ecr: add(ts.ecr, FAR) } });
  }
  if (first !== undefined) {
    put('sack inverted', { ...o, sack: [{ left: first.right, right: first.left }] });
    put('sack never sent', { ...o, sack: [{ left: first.left, right: seq((first.right + FAR) % 2 ** 32) }] });
  }
  return list;
}

function withoutStamps({ ts: _, ...rest }: Options): Options {
  return rest;
}
