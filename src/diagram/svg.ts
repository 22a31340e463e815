/** A drawing as the text of an SVG file. */
import { visible } from '../script';
import type { Mark } from './scene';
import { round } from './scene';
import type { Theme } from './palettes';
import { lockSheet, messageSheet, streamSheet } from './message-style';
import { fileLook, sheet } from './style';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** ASCII that an XML file holds as it is: most of a drawing. */
const PLAIN = /^[ !#-%'-;=?-~]*$/;

function escape(text: string): string {
  if (PLAIN.test(text)) return text;
  // XML 1.0 §2.2 forbids most controls even as references.
  return visible(text).replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

function write(mark: Mark | string, out: string[], indent: string): void {
  if (typeof mark === 'string') {
    out.push(escape(mark));
    return;
  }
  let attributes = '';
  for (const name in mark.attributes) attributes += ` ${name}="${escape(String(mark.attributes[name]))}"`;
  if (mark.children.length === 0) {
    out.push(`${indent}<${mark.tag}${attributes}/>`);
    return;
  }
  out.push(`${indent}<${mark.tag}${attributes}>`);
  // White space inside a text element is drawn, so only groups are broken into lines.
  const isGroup = mark.tag === 'g';
  for (const child of mark.children) write(child, out, isGroup ? `${indent === '' ? '\n' : indent} ` : '');
  out.push(isGroup ? `${indent === '' ? '\n' : indent}</g>` : `</${mark.tag}>`);
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly language: string;
  readonly title: string;
  readonly description: string;
  /** Messages have arrows in it. */
  readonly messages?: boolean;
}

/** A stand-alone SVG file, without external fonts, images or style sheets. */
export function svgText(page: Sheet, marks: readonly Mark[]): string {
  const look = fileLook(page.theme);
  const [w, h] = [round(page.width), round(page.height)];
  const body: string[] = [];
  for (const m of marks) write(m, body, '\n');
  const sheets = [sheet(look)];
  if (page.messages === true) sheets.push(messageSheet(look));
  if (body.some((line) => line.includes('class="lock '))) sheets.push(lockSheet(look));
  if (body.some((line) => line.includes('class="streams"'))) sheets.push(streamSheet(look));
  const head = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="tf" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" ` +
      `role="img" aria-labelledby="title desc" xml:lang="${escape(page.language)}">`,
    `\n<title id="title">${escape(page.title)}</title>`,
    `\n<desc id="desc">${escape(page.description)}</desc>`,
    `\n<style>\n${sheets.join('\n')}\n</style>`,
    `\n<rect width="${w}" height="${h}" fill="${look.colour('back')}"/>`,
  ];
  return [...head, ...body, '\n</svg>\n'].join('');
}
