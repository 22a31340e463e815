/**
 * The sequence space of one direction as a ruler: what the sender knows of it (RFC 9293 §3.3.1, figure 3) above what the
 * receiver does (figure 4), on one scale. Positions are distances from SND.UNA, so that a wrap at 2^32 is a place like
 * any other. Pure: the model is made where the trace is, the drawing where its width is known.
 */
import type { NumberForm } from '../trace/numbers';
import type { Tcb } from '../tcp/tcb';
import { RCV_NXT, RCV_WND, SND_NXT, SND_UNA, SND_WND, WND_SCALE } from '../tcp/unknown';
import type { Say } from '../words/words';
import { difference, distance, ZERO, type Seq } from '../wire/seq';
import { fit, width as widthOf } from './measure';
import type { Num } from './model';
import { group, line, mark, rect, text, type Mark } from './scene';
import { inForm } from './terms';

/** The parts of figures 3 and 4; `sacked` and `held` lie inside others: blocks beyond a hole. */
export const RULER_PARTS = [
  'acknowledged',
  'in-flight',
  'sacked',
  'may-send',
  'not-yet',
  'received',
  'window',
  'held',
  'beyond',
] as const;
export type RulerPart = (typeof RULER_PARTS)[number];

export interface Part {
  readonly part: RulerPart;
  /** Distances from SND.UNA; open at an end that has no number: the first part's start, the last one's end. */
  readonly from: number;
  readonly to: number;
  readonly open?: 'start' | 'end';
}

export interface Point {
  /** `SND.NXT`, or several names that share a number. */
  readonly name: string;
  readonly at: number;
  readonly value: Num;
}

export interface Ruler {
  readonly sender: string;
  readonly receiver: string;
  readonly send: readonly Part[];
  readonly sendPoints: readonly Point[];
  readonly receive: readonly Part[];
  readonly receivePoints: readonly Point[];
  /** Where 2^32 becomes 0, if in sight. */
  readonly wrap: number | undefined;
}

/** How far the open ends reach beyond what is known, as a share of a scale that is not even anyway. */
const OUTSIDE = 1;

function isOpen(tcb: Tcb | undefined): tcb is Tcb {
  return tcb !== undefined && tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/**
 * The ruler of a direction; undefined where the sender has no connection, or what it has sent is not known. What else is
 * not known (tcp/unknown.ts) is left out. `show` writes a number of the sender's.
 */
export function rulerOf(
  names: { readonly sender: string; readonly receiver: string },
  sender: Tcb | undefined,
  receiver: Tcb | undefined,
  show: (n: Seq) => Num,
): Ruler | undefined {
  if (!isOpen(sender) || (sender.unknown & (SND_UNA | SND_NXT)) !== 0) return undefined;
  const una = sender.sndUna;
  const at = (n: Seq): number => difference(una, n);
  const nxt = at(sender.sndNxt);
  const isOffered = sender.synchronised && (sender.unknown & (SND_WND | WND_SCALE)) === 0;
  const edge = isOffered ? sender.sndWnd : nxt;
  const hears = isOpen(receiver) && receiver.synchronised && (receiver.unknown & RCV_NXT) === 0;
  const isOffering = hears && (receiver.unknown & RCV_WND) === 0;
  const rcv = hears ? at(receiver.rcvNxt) : 0;
  const rcvEdge = isOffering ? rcv + receiver.rcvWnd : rcv;
  const low = Math.min(0, hears ? rcv : 0) - OUTSIDE;
  const high = Math.max(nxt, edge, rcvEdge) + OUTSIDE;

  const send: Part[] = [{ part: 'acknowledged', from: low, to: 0, open: 'start' }];
  if (nxt > 0) send.push({ part: 'in-flight', from: 0, to: nxt });
  if (edge > nxt) send.push({ part: 'may-send', from: nxt, to: edge });
  send.push({ part: 'not-yet', from: Math.max(nxt, edge), to: high, open: 'end' });
  for (const { left, right } of sender.sacked) send.push({ part: 'sacked', from: at(left), to: at(right) });

  const receive: Part[] = [];
  if (hears) {
    receive.push({ part: 'received', from: low, to: rcv, open: 'start' });
    if (rcvEdge > rcv) receive.push({ part: 'window', from: rcv, to: rcvEdge });
    receive.push({ part: 'beyond', from: rcvEdge, to: high, open: 'end' });
    for (const { left, right } of receiver.reassembly.held)
      receive.push({ part: 'held', from: at(left), to: at(right) });
  }

  const number = (distanceFromUna: number): Num => show(((una + distanceFromUna) >>> 0) as Seq);
  const points = (list: readonly (readonly [string, number])[]): Point[] => {
    const byPlace = new Map<number, string[]>();
    for (const [name, place] of list) byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
    return [...byPlace]
      .sort(([a], [b]) => a - b)
      .map(([place, shared]) => ({ name: shared.join(' = '), at: place, value: number(place) }));
  };
  const zero = distance(una, ZERO);
  const wrap = zero > 0x8000_0000 ? zero - 0x1_0000_0000 : zero;
  return {
    ...names,
    send: send.filter((p) => p.to > p.from),
    sendPoints: points([['SND.UNA', 0], ['SND.NXT', nxt], ...(isOffered ? [['SND.UNA+SND.WND', edge] as const] : [])]),
    receive: receive.filter((p) => p.to > p.from),
    receivePoints: hears
      ? points([['RCV.NXT', rcv], ...(isOffering ? [['RCV.NXT+RCV.WND', rcvEdge] as const] : [])])
      : [],
    wrap: wrap > low && wrap < high ? wrap : undefined,
  };
}

const BAR = 22;
const GAP = 6;
/** With the mark of a wrap between the bars. */
const WIDE_GAP = 15;
const LABEL = 27;
const SIZE = 10.5;

/**
 * A scale on which a byte and a gigabyte can both be seen: between two places of interest lies a share that grows with
 * the logarithm of their distance.
 */
function scaleOf(ruler: Ruler, width: number): (at: number) => number {
  const places = [...ruler.send, ...ruler.receive].flatMap((p) => [p.from, p.to]);
  const stops = [...new Set(places)].sort((a, b) => a - b);
  const weights = stops.slice(1).map((stop, i) => 1 + 0.45 * Math.log2(1 + stop - (stops[i] ?? stop)));
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  const xs = [0];
  for (const weight of weights) xs.push((xs[xs.length - 1] ?? 0) + (weight / total) * width);
  return (at) => {
    let i = 0;
    while (i + 2 < stops.length && (stops[i + 1] ?? Infinity) <= at) i++;
    const [a = 0, b = a + 1] = [stops[i], stops[i + 1]];
    const [xa = 0, xb = width] = [xs[i], xs[i + 1]];
    return xa + (Math.min(b, Math.max(a, at)) - a) * ((xb - xa) / (b - a));
  };
}

interface Label {
  readonly x: number;
  readonly left: number;
  readonly level: number;
  readonly name: string;
  readonly value: string;
}

/** Labels side by side where there is room, else on levels of their own. */
function place(points: readonly Point[], x: (at: number) => number, width: number, form: NumberForm): Label[] {
  const ends: number[] = [];
  return points.map((point) => {
    const value = inForm(point.value, form);
    const room = Math.max(widthOf(point.name, SIZE, 'mono'), widthOf(value, SIZE, 'mono'));
    const at = x(point.at);
    const left = Math.max(0, Math.min(width - room, at - room / 2));
    let level = ends.findIndex((end) => end + 8 <= left);
    if (level < 0) level = ends.length;
    ends[level] = left + room;
    return { x: at, left: left + room / 2, level, name: point.name, value };
  });
}

/** A part in words: `in flight, 500 bytes`. */
function partText({ part, from, to, open }: Part, say: Say): string {
  const name = say(`inspect/part-${part}`);
  if (open) return name;
  const count = to - from;
  return `${name}: ${count === 1 ? say('panel/byte') : say('panel/bytes', { count })}`;
}

/** All of a ruler in words, for who cannot see it. */
export function rulerText(ruler: Ruler, form: NumberForm, say: Say): string {
  const parts = (list: readonly Part[]): string => list.map((p) => partText(p, say)).join(', ');
  const points = [...ruler.sendPoints, ...ruler.receivePoints].map((p) => `${p.name} ${inForm(p.value, form)}`);
  return [parts(ruler.send), parts(ruler.receive), points.join(', ')].filter((t) => t !== '').join('; ');
}

function bar(parts: readonly Part[], x: (at: number) => number, y: number, say: Say): Mark[] {
  return parts.map((part) => {
    const [a, b] = [x(part.from), x(part.to)];
    const inner = part.part === 'held' || part.part === 'sacked';
    // Blocks lie along the lower edge: what is written on the part stays readable.
    const [top, height] = inner ? [y + BAR - 7, 6] : [y, BAR];
    const said = say(`inspect/part-${part.part}`);
    const full = partText(part, say);
    const room = b - a - 8;
    const label = widthOf(full, SIZE, 'sans') <= room ? full : fit(said, room, SIZE, 'sans');
    const shown = !inner && !label.endsWith('…') && label !== '';
    return group(
      `part part-${part.part}`,
      mark('title', {}, full),
      rect('fill', a, top, Math.max(1, b - a), height),
      ...(shown ? [text('part-text', (a + b) / 2, y + 13.5, 'middle', label)] : []),
    );
  });
}

/** The drawing, `width` pixels wide, and its height. */
export function rulerScene(
  ruler: Ruler,
  width: number,
  form: NumberForm,
  say: Say,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const x = scaleOf(ruler, width);
  const above = place(ruler.sendPoints, x, width, form);
  const below = place(ruler.receivePoints, x, width, form);
  const levels = (labels: readonly Label[]): number => Math.max(0, ...labels.map((l) => l.level + 1));
  const top = levels(above) * LABEL + 6;
  const receives = ruler.receive.length > 0;
  const gap = ruler.wrap === undefined ? GAP : WIDE_GAP;
  const second = top + BAR + gap;
  const bottom = receives ? second + BAR : top + BAR;
  const marks: Mark[] = [];
  const ticks: Mark[] = [];
  for (const l of above) {
    const y = top - 6 - l.level * LABEL;
    ticks.push(line('point', l.x, y - 2, l.x, top + BAR + (receives ? gap / 2 : 0)));
    marks.push(
      text('point-name', l.left, y - 15, 'middle', l.name),
      text('point-value', l.left, y - 4, 'middle', l.value),
    );
  }
  for (const l of below) {
    const y = bottom + 6 + l.level * LABEL;
    ticks.push(line('point', l.x, second - gap / 2, l.x, y + 2));
    marks.push(
      text('point-name', l.left, y + 11, 'middle', l.name),
      text('point-value', l.left, y + 22, 'middle', l.value),
    );
  }
  if (ruler.wrap !== undefined) {
    const at = x(ruler.wrap);
    marks.push(
      group('wrap', mark('title', {}, say('inspect/wrap')), line('wrap-line', at, top - 3, at, bottom + 3)),
      text('wrap-text', Math.min(width - 40, at + 4), top + BAR + gap / 2 + 3.5, 'start', '2³² → 0'),
    );
  }
  return {
    marks: [group('ruler', ...bar(ruler.send, x, top, say), ...bar(ruler.receive, x, second, say), ...ticks, ...marks)],
    height: bottom + levels(below) * LABEL + (receives ? 7 : 4),
  };
}
