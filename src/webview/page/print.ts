/** The printed form: the whole ladder in light colours, then every step's sentence. */
import { MOST_HEIGHT, svg } from '../../diagram';
import { headline, storyOf } from '../../tell';
import type { NumberForm, Trace } from '../../trace';
import type { Say } from '../../words/say';

/** The most steps whose sentences are printed. */
const MOST_STEPS = 2000;

/** Adds the printed form to the document, and removes an earlier one. */
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

/** A picture of the flow with limited height, so that it fits on a canvas. */
export function clipped(trace: Trace, look: Parameters<typeof svg>[1]): string {
  return svg(trace, { ...look, most: MOST_HEIGHT });
}
