/**
 * The sequence space of one direction drawn as a ruler: the sender's view (RFC 9293 §3.3.1, figure 3) above the
 * receiver's (figure 4), on one scale. The model comes from `tell/ruler.ts`; the drawing depends on the width.
 */
import { type NumberForm, inForm } from '../trace';
import type { Part, Point, Ruler } from '../tell';
import type { Say } from '../words/words';
import { fit, width as widthOf } from './measure';
import { group, line, mark, rect, text, type Mark } from './scene';

const BAR = 22;
const GAP = 6;
/** Pixels between the two bars if a wrap is marked between them. */
const WIDE_GAP = 15;
const LABEL = 27;
const SIZE = 10.5;

/**
 * A scale on which both a byte and a gigabyte are visible: the distance between two points of interest grows with the
 * logarithm of their difference.
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

/** Places labels side by side if there is room, else on separate levels. */
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

/** An area of the sequence space in words: `in flight, 500 bytes`. */
function partText({ part, from, to, open }: Part, say: Say): string {
  const name = say(`inspect/part-${part}`);
  if (open) return name;
  const count = to - from;
  return `${name}: ${count === 1 ? say('panel/byte') : say('panel/bytes', { count })}`;
}

/** The whole ruler in words, for screen readers. */
export function rulerText(ruler: Ruler, form: NumberForm, say: Say): string {
  const parts = (list: readonly Part[]): string => list.map((p) => partText(p, say)).join(', ');
  const points = [...ruler.sendPoints, ...ruler.receivePoints].map((p) => `${p.name} ${inForm(p.value, form)}`);
  return [parts(ruler.send), parts(ruler.receive), points.join(', ')].filter((t) => t !== '').join('; ');
}

function bar(parts: readonly Part[], x: (at: number) => number, y: number, say: Say): Mark[] {
  return parts.map((part) => {
    const [a, b] = [x(part.from), x(part.to)];
    const inner = part.part === 'held' || part.part === 'sacked';
    // SACK blocks are drawn at the lower edge, so that the text on the area stays readable.
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

/** The drawing in `width` pixels, with its height. */
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
