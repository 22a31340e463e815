/** A drawing as plain data: SVG elements for a page or a file. */
export interface Mark {
  readonly tag: 'g' | 'line' | 'path' | 'rect' | 'circle' | 'text' | 'tspan' | 'title';
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Mark | string)[];
}

/** The number rounded to two decimals, so that equal drawings give equal text. */
export function round(n: number): number {
  return Math.round(n * 100) / 100;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function mark(tag: Mark['tag'], attributes: Attributes, ...children: readonly (Mark | string)[]): Mark {
  const kept: Record<string, string | number> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && value !== '') kept[name] = typeof value === 'number' ? round(value) : value;
  }
  return { tag, attributes: kept, children };
}

export function group(name: string, ...children: readonly Mark[]): Mark {
  return mark('g', { class: name }, ...children);
}

export function line(name: string, x1: number, y1: number, x2: number, y2: number): Mark {
  return mark('path', { class: name, d: `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}` });
}

export function rect(name: string, x: number, y: number, width: number, height: number, rx?: number): Mark {
  return mark('rect', { class: name, x, y, width: Math.max(0, width), height: Math.max(0, height), rx });
}

export type Anchor = 'start' | 'middle' | 'end';

export interface Run {
  readonly text: string;
  readonly name?: string;
  /** Space before the run, pixels. */
  readonly dx?: number;
}

/** The approximate width of a space, pixels. */
const SPACE = 3;

/**
 * A text of several runs. Runs with a distance between them are separated by a space, for copying, searching and screen
 * readers.
 */
export function text(name: string, x: number, y: number, anchor: Anchor, ...runs: readonly (Run | string)[]): Mark {
  const children = runs.flatMap((r, i) => {
    if (typeof r === 'string') return [r];
    if (i === 0 || r.dx === undefined) return [mark('tspan', { class: r.name, dx: r.dx }, r.text)];
    return [' ', mark('tspan', { class: r.name, dx: r.dx - SPACE }, r.text)];
  });
  const attributes = { class: name, x, y, 'text-anchor': anchor === 'start' ? undefined : anchor };
  return mark('text', attributes, ...children);
}

/** A slender arrowhead with a notched back, with its tip at (x, y), that points away from (fromX, fromY). */
export function arrowhead(name: string, fromX: number, fromY: number, x: number, y: number): Mark {
  const angle = Math.atan2(y - fromY, x - fromX);
  const at = (back: number, out: number): string =>
    `${round(x - back * Math.cos(angle) + out * Math.sin(angle))} ${round(y - back * Math.sin(angle) - out * Math.cos(angle))}`;
  return mark('path', { class: name, d: `M${round(x)} ${round(y)}L${at(10, 4.5)}L${at(7.5, 0)}L${at(10, -4.5)}Z` });
}

/** A "no entry" sign: a ring with a bar. */
export function noEntry(name: string, x: number, y: number, radius: number): Mark {
  const [cx, cy] = [round(x), round(y)];
  const bar = round(radius - 2.5);
  return mark('g', { class: name }, mark('circle', { cx, cy, r: radius }), line('', cx - bar, cy, cx + bar, cy));
}

export function cross(name: string, x: number, y: number, arm: number): Mark {
  const [l, r, t, b] = [round(x - arm), round(x + arm), round(y - arm), round(y + arm)];
  return mark('path', { class: name, d: `M${l} ${t}L${r} ${b}M${r} ${t}L${l} ${b}` });
}
