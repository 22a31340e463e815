/** Icons of findings. Each level has its own shape, so that levels are distinguishable without colour. */
import type { Level } from '../script';
import { group, mark, round, type Mark } from './scene';

/** The icon of a level, about 13 pixels in size, around (x, y). */
export function levelIcon(level: Level, x: number, y: number): Mark {
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  switch (level) {
    case 'error':
      return group(
        'icon error',
        mark('circle', { class: 'shape', cx: x, cy: y, r: 6.5 }),
        mark('path', { class: 'sign', d: `M${at(-2.4, -2.4)}L${at(2.4, 2.4)}M${at(2.4, -2.4)}L${at(-2.4, 2.4)}` }),
      );
    case 'warning':
      return group(
        'icon warning',
        mark('path', { class: 'shape', d: `M${at(0, -6.5)}L${at(7, 5.8)}L${at(-7, 5.8)}Z` }),
        mark('path', { class: 'sign', d: `M${at(0, -2.4)}L${at(0, 1.6)}M${at(0, 3.6)}L${at(0, 3.9)}` }),
      );
    case 'open':
      return group(
        'icon open',
        mark('circle', { class: 'shape', cx: x, cy: y, r: 6 }),
        mark('path', {
          class: 'sign',
          d: `M${at(-1.8, -1.6)}Q${at(-1.8, -3.2)} ${at(0, -3.2)}Q${at(1.8, -3.2)} ${at(1.8, -1.7)}Q${at(1.8, -0.5)} ${at(0, 0.6)}M${at(0, 2.9)}L${at(0, 3.2)}`,
        }),
      );
    case 'hint':
      return group(
        'icon hint',
        mark('rect', { class: 'shape', x: x - 5.5, y: y - 5.5, width: 11, height: 11, rx: 3 }),
        mark('path', { class: 'sign', d: `M${at(0, -0.6)}L${at(0, 3)}M${at(0, -3)}L${at(0, -2.7)}` }),
      );
  }
}

/** The badge of an `expect` statement that holds, about 11 pixels in size, around (x, y). */
export function holds(x: number, y: number): Mark[] {
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  return [
    mark('circle', { class: 'face', cx: x, cy: y, r: 5.5 }),
    mark('path', { class: 'hand', d: `M${at(-2.5, 0.1)}L${at(-0.8, 2)}L${at(2.6, -2)}` }),
  ];
}

/** A small clock around (x, y). */
export function clock(x: number, y: number): Mark {
  return group(
    'clock',
    mark('circle', { class: 'face', cx: x, cy: y, r: 5.5 }),
    mark('path', {
      class: 'hand',
      d: `M${round(x)} ${round(y - 3)}L${round(x)} ${round(y)}L${round(x + 2.4)} ${round(y + 1.4)}`,
    }),
  );
}

/** The sign of a fold or section, which points right if closed, down if open. */
export function chevron(state: 'open' | 'closed', x: number, y: number): Mark {
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  const d = state === 'closed' ? `M${at(-2, -4)}L${at(2, 0)}L${at(-2, 4)}` : `M${at(-4, -2)}L${at(0, 2)}L${at(4, -2)}`;
  return group(
    'chevron',
    mark('rect', { class: 'face', x: x - 7, y: y - 7, width: 14, height: 14, rx: 3 }),
    mark('path', { class: 'hand', d }),
  );
}

/** A lock around (x, y): shut and filled, or open and hollow. */
export function lock(state: 'shut' | 'open', x: number, y: number): Mark {
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`;
  const shackle =
    state === 'shut'
      ? `M${at(-2.8, -0.5)}V${round(y - 2.6)}A2.8 2.8 0 0 1 ${at(2.8, -2.6)}V${round(y - 0.5)}`
      : `M${at(-2.8, -0.5)}V${round(y - 3.6)}A2.8 2.8 0 0 1 ${at(2.8, -3.6)}V${round(y - 3.1)}`;
  return group(
    `lock ${state}`,
    mark('path', { class: 'shackle', d: shackle }),
    mark('rect', { class: 'body', x: x - 4.4, y: y - 0.5, width: 8.8, height: 6, rx: 1.2 }),
  );
}
