/** A drawing as the text of an SVG file. */
import { visible } from '../script';
import type { Mark } from './scene';
import { round } from './scene';
import type { Theme } from './palettes';
import { lockSheet, messageSheet, streamSheet } from './message-style';
import { type Look, fileLook, sheet } from './style';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes a text for the content of an element, or for an attribute value in double quotes, in XML and HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

/** Matches ASCII text that needs no escaping in XML, as most texts of a drawing. */
const PLAIN = /^[ !#-%'-;=?-~]*$/;

function escape(text: string): string {
  if (PLAIN.test(text)) return text;
  // XML 1.0 §2.2 forbids most controls even as references.
  return escapeMarkup(visible(text));
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
  /** True if the drawing has arrows of messages. */
  readonly messages?: boolean;
  /**
   * A prefix of element ids, for a document that has other drawings and the style sheet; the drawing then has neither
   * sheet nor background.
   */
  readonly within?: string;
  /** Further CSS rules of the drawing's style sheet. */
  readonly rules?: string;
}

/** A stand-alone SVG file or an element of a document, without external fonts, images or style sheets. */
export function svgText(page: Sheet, marks: readonly Mark[]): string {
  const look = fileLook(page.theme);
  const [w, h] = [round(page.width), round(page.height)];
  const body: string[] = [];
  for (const m of marks) write(m, body, '\n');
  const prefix = page.within ?? '';
  const named = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="tf" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" ` +
      `role="img" aria-labelledby="${prefix}title ${prefix}desc" xml:lang="${escape(page.language)}">`,
    `\n<title id="${prefix}title">${escape(page.title)}</title>`,
    `\n<desc id="${prefix}desc">${escape(page.description)}</desc>`,
  ];
  if (page.within !== undefined) return [...named, ...body, '\n</svg>\n'].join('');
  const sheets = [sheet(look)];
  if (page.messages === true) sheets.push(messageSheet(look));
  if (body.some((line) => line.includes('class="lock '))) sheets.push(lockSheet(look));
  if (body.some((line) => line.includes('class="streams"'))) sheets.push(streamSheet(look));
  if (page.rules !== undefined) sheets.push(page.rules);
  const head = [
    ...named,
    `\n<style>\n${sheets.join('\n')}\n</style>`,
    `\n<rect width="${w}" height="${h}" fill="${look.colour('back')}"/>`,
  ];
  return [...head, ...body, '\n</svg>\n'].join('');
}

/** The look of drawings with CSS variables for colours: `--tf-` and the name of a colour. */
const BY_VARIABLES: Look = {
  colour: (name) => `var(--tf-${name})`,
  sans: 'var(--vscode-font-family)',
  mono: 'var(--vscode-editor-font-family)',
  later: 'var(--tf-later)',
};

/** The style sheet of drawings within a document, with CSS variables, or with the colours of a theme. */
export function drawingSheet(theme?: Theme): string {
  const look = theme === undefined ? BY_VARIABLES : fileLook(theme);
  return [sheet, messageSheet, lockSheet, streamSheet].map((of) => of(look)).join('\n');
}
