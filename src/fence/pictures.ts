/** The figures of fences that were drawn last, by text, attributes and settings. */
import type { PartName } from '../check';
import { escapeMarkup } from '../diagram';
import { attributesOf } from './attributes';
import { colourFlow } from './colours';
import { type DrawnFence, attributesHtml } from './markdown-it';
import { type FenceLook, figureOf } from './figure';
import type { OpenLink } from './open-link';

/** The figures that are kept. */
export const MOST_KEPT = 64;

export interface Pictures {
  /**
   * The figure of a fence; coloured text while parts that the flow needs are not loaded.
   *
   * @param info the info string of the fence
   * @param number the number of the fence in its document: ids are told apart by it
   * @param around attributes of the figure's element
   * @param open the link of the caption, where one works
   */
  html(
    code: string,
    info: string,
    look: FenceLook,
    number: number,
    around: DrawnFence['attributes'],
    open?: OpenLink,
  ): Drawn;
  /** The number of figures that are kept. */
  readonly size: number;
}

export interface Drawn {
  readonly html: string;
  /** The parts with which the figure can be drawn once they are loaded. */
  readonly lacks: readonly PartName[];
}

/** A figure whose caption ends with a link. */
function linked(figure: string, open: OpenLink | undefined): string {
  const end = '</figcaption>';
  if (open === undefined || !figure.endsWith(end)) return figure;
  const link = `<a href="${escapeMarkup(open.href)}">${escapeMarkup(open.text)}</a>`;
  return `${figure.slice(0, -end.length)}<div>${link}</div>${end}`;
}

export function createPictures(): Pictures {
  const kept = new Map<string, string>();
  const says = new Map<FenceLook['say'], number>();
  const keyOf = (code: string, info: string, { say, language, numbers, wishes }: FenceLook, number: number): string => {
    if (!says.has(say)) says.set(say, says.size);
    const { profile, levels } = wishes;
    return JSON.stringify([code, info, says.get(say), language, numbers, profile, levels, number]);
  };
  return {
    html(code, info, look, number, around, open) {
      const key = keyOf(code, info, look, number);
      const figure = kept.get(key) ?? figureOf(code, attributesOf(info), look, `tcpflow-${number}-`);
      if (typeof figure !== 'string') {
        const html = `<pre${attributesHtml(around)}><code class="hljs language-tcpflow">${colourFlow(code, escapeMarkup)}</code></pre>\n`;
        return { html, lacks: figure.lacks };
      }
      // The last one asked for is the last one dropped.
      kept.delete(key);
      kept.set(key, figure);
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
      const classes = ['tcpflow', ...around.filter(([name]) => name === 'class').map(([, value]) => value)].join(' ');
      const all = attributesHtml([['class', classes], ...around.filter(([name]) => name !== 'class')]);
      return { html: `<figure${all}>${linked(figure, open)}</figure>\n`, lacks: [] };
    },
    get size() {
      return kept.size;
    },
  };
}
