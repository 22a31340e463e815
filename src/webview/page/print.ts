/** The printed form: the whole ladder in light colours, then every step's sentence. */
import { MOST_HEIGHT, svg } from '../../diagram';
import { headline, storyOf } from '../../tell';
import type { NumberForm, Trace } from '../../trace';
import type { Say } from '../../words/say';

/** The most steps that are told on paper. */
const MOST_STEPS = 2000;

/** Puts what is printed into the document, in place of what was printed before. */
export function print(trace: Trace, numbers: NumberForm, say: Say): void {
  document.querySelector('.page-print')?.remove();
  const paper = document.createElement('section');
  paper.className = 'page-print';
  const picture = document.createElement('div');
  picture.innerHTML = svg(trace, { say, numbers, within: 'print-' });
  const list = document.createElement('ol');
  for (const [at, step] of trace.steps.slice(0, MOST_STEPS).entries()) {
    const item = document.createElement('li');
    const head = document.createElement('strong');
    head.textContent = headline(trace, step, say);
    item.append(head, ' ', storyOf(trace, at, say).text[0]);
    list.append(item);
  }
  paper.append(picture, list);
  document.body.append(paper);
}

/** A picture that fits a canvas. */
export function clipped(trace: Trace, look: Parameters<typeof svg>[1]): string {
  return svg(trace, { ...look, most: MOST_HEIGHT });
}
