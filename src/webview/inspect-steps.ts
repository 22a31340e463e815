/** The tab with all steps as a list. Only the entries near the visible part exist in the DOM. */
import { inForm } from '../trace/numbers';
import { LEVELS } from '../diagram/model';
import type { View } from '../diagram/view';
import type { Detail, ListItem, NumberForm, Shown } from '../panel/messages';
import { el, levelSign } from './dom';
import { Demand, widened, type Stretch } from './stretch';
import type { TabView } from './tab-view';

/** The number of entries drawn before and after the visible ones. */
const MARGIN = 8;
/** The number of entries requested before and after the drawn ones. */
const AHEAD = 60;
/** Height of an entry, em. */
const LINE = 3.4;

/** The step that a key goes to in a list of `count` steps with `page` visible ones; undefined for other keys. */
export function stepFor(key: string, current: number, count: number, page: number): number | undefined {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
    Enter: current,
  };
  const step = to[key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, step));
}

export interface StepListEvents {
  readonly go: (step: number) => void;
  /** Requests entries of the list. */
  readonly list: (from: number, to: number) => void;
}

export class StepList implements TabView<Shown['steps']> {
  readonly element: HTMLElement;
  private readonly sky = el('div', { class: 'list-sky', role: 'presentation' });
  private readonly known = new Map<number, ListItem>();
  private readonly demand: Demand;
  private count = 0;
  private current = -1;
  private form: NumberForm = 'symbolic';
  private frame = 0;

  constructor(
    private readonly say: View['say'],
    private readonly events: StepListEvents,
  ) {
    const label = say('inspect/steps');
    this.element = el(
      'div',
      { class: 'steps-list', role: 'listbox', tabindex: 0, 'aria-label': label, 'data-key': 'steps' },
      this.sky,
    );
    this.demand = new Demand(events.list);
    this.element.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.element.addEventListener('click', ({ target }) => {
      const found = target instanceof Element ? target.closest('[data-step]') : null;
      if (found) events.go(Number(found.getAttribute('data-step')));
    });
    this.element.addEventListener('keydown', (event) => this.pressed(event));
  }

  show(_shown: Shown['steps'], _detail: Detail, form: NumberForm): void {
    this.form = form;
    this.reveal();
    this.render();
  }

  fit(): void {
    this.reveal();
    this.render();
  }

  /** Sets the number of steps after a check. */
  flow(count: number): void {
    this.count = count;
    this.known.clear();
    this.demand.renew();
    this.render();
  }

  items(items: readonly ListItem[], form: NumberForm): void {
    this.form = form;
    // Limits the cache: unlimited, it would be a second copy of the flow.
    if (this.known.size > 4000) this.known.clear();
    for (const one of items) this.known.set(one.step, one);
    this.render();
  }

  /** Makes a step the current one. */
  step(step: number): void {
    if (step === this.current) return;
    this.current = step;
    if (!this.element.isConnected) return;
    this.reveal();
    this.render();
  }

  private lineHeight(): number {
    return LINE * (parseFloat(getComputedStyle(this.element).fontSize) || 13);
  }

  private render(): void {
    const { element, sky, count, current } = this;
    if (!element.isConnected || count === 0) {
      sky.replaceChildren();
      return;
    }
    const height = this.lineHeight();
    sky.style.height = `${count * height}px`;
    const [top, bottom] = [element.scrollTop, element.scrollTop + element.clientHeight];
    const seen = { from: Math.floor(top / height), to: Math.ceil(bottom / height) };
    const drawn = widened(seen, MARGIN, count);
    if (this.misses(drawn)) this.demand.ask(widened(drawn, AHEAD, count));
    const { from, to } = drawn;
    sky.replaceChildren(...Array.from({ length: Math.max(0, to - from) }, (_, i) => this.item(from + i)));
    if (current >= from && current < to) element.setAttribute('aria-activedescendant', `list-${current}`);
    else element.removeAttribute('aria-activedescendant');
  }

  private misses({ from, to }: Stretch): boolean {
    for (let at = from; at < to; at++) if (!this.known.has(at)) return true;
    return false;
  }

  /** An entry of the list; only the step's number if the host has not sent the step yet. */
  private item(at: number): HTMLElement {
    const found = this.known.get(at);
    const isCurrent = at === this.current;
    const option = el('div', {
      class: `list-item${isCurrent ? ' current' : ''}`,
      role: 'option',
      id: `list-${at}`,
      'data-step': at,
      'aria-selected': String(isCurrent),
      'aria-setsize': this.count,
      'aria-posinset': at + 1,
    });
    option.style.top = `${at * this.lineHeight()}px`;
    option.style.height = `${this.lineHeight()}px`;
    const head = el('span', { class: 'list-head' }, found?.head ?? this.say('panel/loading'));
    option.append(el('span', { class: 'list-number' }, String(at + 1)), ' ', head);
    if (!found) return option;
    const level = LEVELS[found.level];
    if (level !== undefined) option.append(levelSign(level, 14, 'tf list-icon', this.say));
    const text = inForm(found.text, this.form);
    option.append(el('span', { class: 'list-text', title: text }, text));
    return option;
  }

  /** Scrolls to the current step if it is not visible. */
  private reveal(): void {
    const { element, current } = this;
    const height = this.lineHeight();
    const [top, bottom] = [current * height, (current + 1) * height];
    if (current < 0) return;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }

  private scrolled(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.lineHeight()) - 1);
    const step = stepFor(event.key, this.current, this.count, page);
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.events.go(step);
  }
}
