/** Mutations: one field of one segment changed, in each way in which people and programs get it wrong. */
import { ACK, FLAG_ORDER, RST, SYN } from '../../src/wire/flags';
import type { Options } from '../../src/wire/options';
import { has, segLen, type Segment } from '../../src/wire/segment';
import { add, distance, seq } from '../../src/wire/seq';
import { peerMss } from '../../src/tcp/tcb';
import type { Place } from './spell';

export interface Mutation {
  /** The category in reports: `seq +1`, `flag +SYN`, `option -ts`. */
  readonly kind: string;
  readonly segment: Segment;
}

const FAR = 100_000;

/** All mutations of the segment at a place; none equals the original. */
export function mutations(place: Place): Mutation[] {
  const s = place.segment;
  return [...numbers(place), ...flags(s), ...window(place), ...lengths(place), ...payloads(place), ...options(place)];
}

function numbers({ segment: s, sender, isnFixed }: Place): Mutation[] {
  const made: Mutation[] = [];
  const x = sender.tcb;
  // An initial sequence number that is not set by a `host` line is free.
  const opens = has(s, SYN) && !has(s, RST) && (x.state === 'CLOSED' || x.state === 'LISTEN' || x.sndNxt === x.iss);
  const seqs: [string, number][] = [
    ['seq +1', 1],
    ['seq -1', -1],
    ['seq old', -FAR],
    ...(segLen(s) > 1
      ? ([
          ['seq +len', segLen(s)],
          ['seq -len', -segLen(s)],
        ] as [string, number][])
      : []),
  ];
  if (!opens || isnFixed) for (const [kind, d] of seqs) made.push({ kind, segment: { ...s, seq: add(s.seq, d) } });
  if (has(s, ACK)) {
    const acks: [string, number][] = [
      ['ack +1', 1],
      ['ack -1', -1],
      ['ack too high', FAR],
      ['ack too low', -FAR],
    ];
    for (const [kind, d] of acks) made.push({ kind, segment: { ...s, ack: add(s.ack, d) } });
  }
  return made;
}

const TOGGLED = ['SYN', 'ACK', 'FIN', 'RST', 'PSH', 'URG'];

function flags(s: Segment): Mutation[] {
  return FLAG_ORDER.filter(([name]) => TOGGLED.includes(name)).map(([name, bit]) => {
    const toggled = s.flags ^ bit;
    // A field whose flag is removed becomes 0; otherwise there would be two changes.
    const ack = bit === ACK && (toggled & ACK) === 0 ? seq(0) : s.ack;
    const urg = name === 'URG' && (toggled & bit) === 0 ? 0 : s.urg;
    return { kind: `flag ${(toggled & bit) === 0 ? '-' : '+'}${name}`, segment: { ...s, flags: toggled, ack, urg } };
  });
}

function window({ segment: s }: Place): Mutation[] {
  const made: Mutation[] = [];
  if (has(s, RST)) return made;
  if (s.win > 0) made.push({ kind: 'win 0', segment: { ...s, win: 0 } });
  if (s.win > 1) made.push({ kind: 'win -1', segment: { ...s, win: s.win - 1 } });
  if (s.win < 65535) made.push({ kind: 'win +1', segment: { ...s, win: s.win + 1 } });
  if (s.urg === 0) made.push({ kind: 'urg without URG', segment: { ...s, urg: 1 } });
  return made;
}

/** The segment with another payload length; the payload bytes are then not given. */
function sized(s: Segment, len: number): Segment {
  const { data: _, ...rest } = s;
  return { ...rest, len };
}

function lengths({ segment: s, sender: { tcb: x } }: Place): Mutation[] {
  const made: Mutation[] = [];
  if (has(s, SYN) || has(s, RST) || !x.synchronised) return made;
  const open = x.finSeq === undefined && (x.state === 'ESTABLISHED' || x.state === 'CLOSE-WAIT');
  if (open) {
    const room = distance(s.seq, add(x.sndUna, x.sndWnd));
    if (room < 65_000 && room + 1 !== s.len) made.push({ kind: 'len beyond window', segment: sized(s, room + 1) });
    if (peerMss(x) < 60_000) made.push({ kind: 'len beyond MSS', segment: sized(s, peerMss(x) + 1) });
  }
  if (s.len > 1) made.push({ kind: 'len -1', segment: sized(s, s.len - 1) });
  if (s.len > 0) made.push({ kind: 'len +1', segment: sized(s, s.len + 1) });
  if (x.finSeq !== undefined) made.push({ kind: 'payload after FIN', segment: sized(s, s.len + 10) });
  return made;
}

function payloads({ segment: s, step }: Place): Mutation[] {
  if (s.data === undefined || s.len === 0 || step.sent.repeats === undefined) return [];
  const data = Uint8Array.from(s.data, (b, i) => (i === 0 ? b ^ 0x20 : b));
  return [{ kind: 'other bytes again', segment: { ...s, data } }];
}

function without(o: Options, key: keyof Options): Options {
  return Object.fromEntries(Object.entries(o).filter(([k]) => k !== key));
}

function options(place: Place): Mutation[] {
  const { segment: s } = place;
  const made: Mutation[] = [];
  const o = s.options;
  const to = (kind: string, changed: Options): void => void made.push({ kind, segment: { ...s, options: changed } });
  const where = has(s, SYN) ? (has(s, ACK) ? ' (SYN,ACK)' : ' (SYN)') : '';
  for (const key of ['mss', 'wscale', 'sackOk', 'ts', 'sack', 'fastopen'] as const) {
    if (o[key] !== undefined) to(`option -${key.toLowerCase()}${where}`, without(o, key));
  }
  if (!has(s, SYN) && !has(s, RST)) {
    to('option +mss', { ...o, mss: 1460 });
    to('option +wscale', { ...o, wscale: 7 });
    to('option +sackok', { ...o, sackOk: true });
  }
  if (has(s, SYN) && !has(s, RST)) {
    to(`option wscale 15${where}`, { ...o, wscale: 15 });
    if (has(s, ACK) && o.wscale === undefined) to('option +wscale (SYN,ACK)', { ...o, wscale: 7 });
    if (has(s, ACK) && o.ts === undefined) to('option +ts (SYN,ACK)', { ...o, ts: { val: seq(1), ecr: seq(1) } });
  }
  if (o.ts === undefined && !has(s, SYN) && !has(s, RST)) to('option +ts', { ...o, ts: { val: seq(1), ecr: seq(1) } });
  if (o.ts !== undefined) {
    const { val, ecr } = o.ts;
    to(`ts val back${where}`, { ...o, ts: { val: add(val, -FAR), ecr } });
    to(`ts ecr unknown${where}`, { ...o, ts: { val, ecr: add(ecr, FAR) } });
    to(`ts ecr old${where}`, { ...o, ts: { val, ecr: add(ecr, -FAR) } });
  }
  if (has(s, ACK) && !has(s, SYN) && !has(s, RST)) sackEdges(place, to);
  return made;
}

function sackEdges({ segment: s, receiver }: Place, to: (kind: string, changed: Options) => void): void {
  const o = s.options;
  const [first, ...rest] = o.sack ?? [];
  const sent = receiver.tcb.sndNxt;
  const block = (left: number, right: number) => ({ left: seq(left), right: seq(right) });
  if (first === undefined) {
    to('sack +block', { ...o, sack: [block(s.ack + 10, s.ack + 20)] });
    return;
  }
  to('sack left -1', { ...o, sack: [block(first.left - 1, first.right), ...rest] });
  to('sack left +1', { ...o, sack: [block(first.left + 1, first.right), ...rest] });
  to('sack right +1', { ...o, sack: [block(first.left, first.right + 1), ...rest] });
  to('sack right -1', { ...o, sack: [block(first.left, first.right - 1), ...rest] });
  to('sack inverted', { ...o, sack: [block(first.right, first.left), ...rest] });
  to('sack never sent', { ...o, sack: [block(first.left, sent + FAR), ...rest] });
  to('sack block below ACK behind the first', { ...o, sack: [first, block(s.ack - 20, s.ack - 10)] });
}
