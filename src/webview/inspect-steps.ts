/** All steps as a plain list: the diagram in words. Only the lines near sight are in the page, however many there are. */
import { inForm } from '../trace/numbers';
import { levelIcon } from '../diagram/icons';
import type { View } from '../diagram/view';
import type { ListItem, NumberForm } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import type { TabView } from './tab-view';

/** Lines drawn beyond those in sight, and asked for beyond these. */
const MARGIN = 8;
const AHEAD = 60;
/** The height of a line, in units of the font size. */
const LINE = 3.4;
const LEVELS = ['hint', 'open', 'warning', 'error'] as const;

export interface StepList extends TabView {
  flow(count: number): void;
  items(items: readonly ListItem[], form: NumberForm): void;
  step(step: number): void;
}

export function createSteps(
  say: View['say'],
  events: { readonly go: (step: number) => void; readonly list: (from: number, to: number) => void },
): StepList {
  const sky = el('div', { class: 'list-sky', role: 'presentation' });
  const element = el(
    'div',
    { class: 'steps-list', role: 'listbox', tabindex: 0, 'aria-label': say('inspect/steps'), 'data-key': 'steps' },
    sky,
  );
  const known = new Map<number, ListItem>();
  let count = 0;
  let current = -1;
  let form: NumberForm = 'symbolic';
  let asked = '';
  let frame = 0;

  const lineHeight = (): number => LINE * (parseFloat(getComputedStyle(element).fontSize) || 13);

  function item(at: number): HTMLElement {
    const found = known.get(at);
    const option = el('div', {
      class: `list-item${at === current ? ' current' : ''}`,
      role: 'option',
      id: `list-${at}`,
      'data-step': at,
      'aria-selected': String(at === current),
      'aria-setsize': count,
      'aria-posinset': at + 1,
    });
    option.style.top = `${at * lineHeight()}px`;
    option.style.height = `${lineHeight()}px`;
    const head = el('span', { class: 'list-head' }, found?.head ?? say('panel/loading'));
    option.append(el('span', { class: 'list-number' }, String(at + 1)), ' ', head);
    if (!found) return option;
    if (found.level >= 0) {
      const level = LEVELS[found.level as 0 | 1 | 2 | 3];
      const icon = svgElement({ viewBox: '0 0 16 16', width: 14, height: 14, class: 'tf list-icon', role: 'img' });
      icon.setAttribute('aria-label', say(`panel/level-${level}`));
      icon.append(draw(levelIcon(level, 8, 8)));
      option.append(icon);
    }
    const text = inForm(found.text, form);
    option.append(el('span', { class: 'list-text', title: text }, text));
    return option;
  }

  function render(): void {
    if (!element.isConnected || count === 0) {
      sky.replaceChildren();
      return;
    }
    const height = lineHeight();
    sky.style.height = `${count * height}px`;
    const from = Math.max(0, Math.floor(element.scrollTop / height) - MARGIN);
    const to = Math.min(count, Math.ceil((element.scrollTop + element.clientHeight) / height) + MARGIN);
    const missing = ((): boolean => {
      for (let at = from; at < to; at++) if (!known.has(at)) return true;
      return false;
    })();
    if (missing) {
      const [a, b] = [Math.max(0, from - AHEAD), Math.min(count, to + AHEAD)];
      if (asked !== `${a} ${b}`) {
        asked = `${a} ${b}`;
        events.list(a, b);
      }
    }
    sky.replaceChildren(...Array.from({ length: Math.max(0, to - from) }, (_, i) => item(from + i)));
    if (current >= from && current < to) element.setAttribute('aria-activedescendant', `list-${current}`);
    else element.removeAttribute('aria-activedescendant');
  }

  function reveal(): void {
    const height = lineHeight();
    const [top, bottom] = [current * height, (current + 1) * height];
    if (current < 0) return;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }

  element.addEventListener(
    'scroll',
    () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        render();
      });
    },
    { passive: true },
  );
  element.addEventListener('click', (event) => {
    const found = event.target instanceof Element ? event.target.closest('[data-step]') : null;
    if (found) events.go(Number(found.getAttribute('data-step')));
  });
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(element.clientHeight / lineHeight()) - 1);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: count - 1,
      Enter: current,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    events.go(Math.max(0, Math.min(count - 1, next)));
  });

  return {
    element,
    show(_inspection, _detail, newForm) {
      form = newForm;
      reveal();
      render();
    },
    flow(steps) {
      count = steps;
      known.clear();
      asked = '';
      render();
    },
    items(items, newForm) {
      form = newForm;
      // A list that grew without end would be a second copy of the flow.
      if (known.size > 4000) known.clear();
      for (const one of items) known.set(one.step, one);
      render();
    },
    step(step) {
      if (step === current) return;
      current = step;
      if (!element.isConnected) return;
      reveal();
      render();
    },
  };
}
