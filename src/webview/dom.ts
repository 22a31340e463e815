/** Helpers for the DOM. They never set a style attribute, which the page's content security policy forbids. */
import { levelIcon } from '../diagram/icons';
import type { Mark } from '../diagram/scene';
import type { View } from '../diagram/view';
import type { DetailFinding } from '../panel/messages';

const SVG = 'http://www.w3.org/2000/svg';

type Props = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An element with attributes and children. The value `true` sets an empty attribute; `false` and undefined omit the
 * attribute.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** Turns a mark into SVG elements. */
export function draw(mark: Mark): SVGElement {
  const element = document.createElementNS(SVG, mark.tag);
  for (const [name, value] of Object.entries(mark.attributes)) element.setAttribute(name, String(value));
  for (const child of mark.children) element.append(typeof child === 'string' ? child : draw(child));
  return element;
}

/** An SVG element; attributes are set as by `el`. */
export function svgElement(props: Props): SVGSVGElement;
export function svgElement<K extends keyof SVGElementTagNameMap>(props: Props, tag: K): SVGElementTagNameMap[K];
export function svgElement(props: Props, tag = 'svg'): Element {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  return element;
}

/** A glyph of 16 × 16 pixels in the colour of the surrounding text. */
export function glyph(path: string): SVGSVGElement {
  const svg = svgElement({ viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', class: 'glyph' });
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

export const GLYPHS = {
  first: 'M3 3h1.5v10H3zM13 3v10L5.5 8z',
  back: 'M12 3v10L4.5 8z',
  forward: 'M4 3v10l7.5-5z',
  last: 'M11.5 3H13v10h-1.5zM3 3v10l7.5-5z',
  play: 'M4.5 2.5v11L13.5 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  up: 'M8 4.2l5 5-1.2 1.2L8 6.6l-3.8 3.8L3 9.2z',
  down: 'M8 11.8l-5-5 1.2-1.2L8 9.4l3.8-3.8L13 6.8z',
  find: 'M6.8 2a4.8 4.8 0 0 1 3.8 7.7l3.4 3.4-1 1-3.4-3.4A4.8 4.8 0 1 1 6.8 2zm0 1.4a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z',
  save: 'M7.3 2h1.4v6.2L11 5.9l1 1L8 11 4 6.9l1-1 2.3 2.3zM3 12.6h10V14H3z',
  eye: 'M8 3.5c3.2 0 5.7 2 7 4.5-1.3 2.5-3.8 4.5-7 4.5S2.3 10.5 1 8c1.3-2.5 3.8-4.5 7-4.5zm0 1.3C5.6 4.8 3.6 6.1 2.5 8c1.1 1.9 3.1 3.2 5.5 3.2s4.4-1.3 5.5-3.2c-1.1-1.9-3.1-3.2-5.5-3.2zm0 1a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z',
  unlocked: 'M5.5 7V4.7a2.5 2.5 0 0 1 4.9-.7l1.2-.4A3.8 3.8 0 0 0 4.2 4.7V7H3v7h10V7zM4.3 8.3h7.4v4.4H4.3z',
  locked: 'M4.2 7V4.8a3.8 3.8 0 0 1 7.6 0V7H13v7H3V7zM5.5 7h5V4.8a2.5 2.5 0 0 0-5 0z',
} as const;

/** A button with a glyph. The label is its accessible name and its tooltip. */
export function iconButton(name: keyof typeof GLYPHS, label: string, act: () => void): HTMLButtonElement {
  const button = el('button', {
    type: 'button',
    class: 'icon-button',
    'data-act': name,
    title: label,
    'aria-label': label,
  });
  button.append(glyph(GLYPHS[name]));
  button.addEventListener('click', act);
  return button;
}

/** The icon of a finding's level, as a square of the given size in pixels. */
export function levelSign(
  level: DetailFinding['level'],
  size: number,
  classes: string,
  say: View['say'],
): SVGSVGElement {
  const sign = svgElement({ viewBox: '0 0 16 16', width: size, height: size, class: classes, role: 'img' });
  sign.setAttribute('aria-label', say(`panel/level-${level}`));
  sign.append(draw(levelIcon(level, 8, 8)));
  return sign;
}
