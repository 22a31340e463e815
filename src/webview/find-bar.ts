/** The bar with the text search, the diagram's filters, folds and zoom, and the steps through findings. */
import { flip, isFiltering, LOOKS, type Arrangement } from '../diagram/arrange';
import { findingRows, nextFinding, type DiagramIndex } from '../diagram/model';
import type { View } from '../diagram/view';
import { flagBit, type FlagName } from '../wire/flags';
import { el, iconButton } from './dom';

/** The flags that the diagram can be filtered by. */
const FLAGS: readonly FlagName[] = ['SYN', 'FIN', 'RST', 'PSH'];

/** The zoom factors of the buttons. */
const FACTORS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

/** The search begins when the text has not changed for this time, milliseconds. */
const TYPING = 150;

export interface FindEvents {
  /** Requests a search for a text; the result comes by `found`. */
  readonly find: (text: string) => void;
  readonly zoom: (to: number | 'width' | 'all') => void;
  readonly arrange: (next: Arrangement) => void;
  readonly go: (step: number) => void;
  /** The user closed the bar by a key or button in the bar itself. */
  readonly closed: () => void;
}

function group(label: string, ...items: readonly HTMLElement[]): HTMLElement {
  return el('div', { class: 'chips', role: 'group', 'aria-label': label }, ...items);
}

export class FindBar {
  readonly element: HTMLElement;
  private readonly count = el('span', { class: 'counter', 'aria-live': 'polite' });
  private index: DiagramIndex | undefined;
  private how: Arrangement | undefined;
  private at = -1;
  private zoom = 1;
  private typing = 0;
  /** The steps that contain the text; undefined until the host has answered. */
  private hits: Int32Array | undefined;
  private readonly field: HTMLInputElement;
  private readonly hitCount = el('span', { class: 'counter', 'aria-live': 'polite' });
  private readonly controls = el('div', { class: 'find-controls' });

  constructor(
    private readonly say: View['say'],
    private readonly events: FindEvents,
  ) {
    this.field = el('input', {
      type: 'search',
      class: 'find-field',
      placeholder: say('diagram/find-text'),
      'aria-label': say('diagram/find-text'),
      spellcheck: 'false',
    });
    this.element = el(
      'div',
      { class: 'find', role: 'group', 'aria-label': say('diagram/find'), hidden: true },
      this.searching(),
      this.controls,
    );
  }

  /** Shows the bar with the focus in its field. */
  open(): void {
    if (this.element.hidden) this.toggle();
    this.field.focus();
    this.field.select();
  }

  /** True if the search field has a text. */
  get searches(): boolean {
    return this.field.value.trim() !== '';
  }

  /** Takes the steps in which the text was found, and goes to the first of them at or after the current step. */
  found(text: string, steps: Int32Array): void {
    if (text !== this.field.value) return;
    const isNew = this.hits === undefined;
    this.hits = steps;
    this.tell();
    if (isNew && document.activeElement === this.field && !steps.includes(this.at)) this.next(1);
  }

  /** Goes to the next or previous step with the text, cyclically. */
  next(by: 1 | -1): void {
    const { hits, at } = this;
    if (!hits || hits.length === 0) return;
    const to = by > 0 ? hits.find((step) => step > at) : hits.findLast((step) => step < at);
    this.events.go(to ?? (by > 0 ? hits[0] : hits.at(-1)) ?? at);
  }

  /** Sets the shown zoom factor of the diagram. */
  zoomed(factor: number): void {
    this.zoom = factor;
    if (this.index && this.how) this.fill(this.index, this.how);
  }

  /** The search field, its buttons, and the number of steps with the text. */
  private searching(): HTMLElement {
    const { say, field, hitCount } = this;
    field.addEventListener('input', () => this.search());
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter') this.next(event.shiftKey ? -1 : 1);
      else this.close();
    });
    const up = iconButton('up', say('diagram/find-previous'), () => this.next(-1));
    const down = iconButton('down', say('diagram/find-next'), () => this.next(1));
    return el('div', { class: 'chips find-text' }, field, up, down, hitCount);
  }

  private search(): void {
    this.hits = undefined;
    this.tell();
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.searches && this.events.find(this.field.value), TYPING);
  }

  /** Hides the bar and clears the search text. */
  private close(): void {
    this.field.value = '';
    this.hits = undefined;
    if (!this.element.hidden) this.toggle();
    this.events.closed();
  }

  show(index: DiagramIndex, how: Arrangement, step: number): void {
    this.index = index;
    this.how = how;
    this.at = step;
    this.fill(index, how);
    if (this.searches) this.events.find(this.field.value);
  }

  step(step: number): void {
    this.at = step;
    this.tell();
  }

  /** Shows or hides the bar; returns true if it is now visible. */
  toggle(): boolean {
    const { element } = this;
    element.hidden = !element.hidden;
    this.tell();
    return !element.hidden;
  }

  /** Shows the number of the current finding and the total. */
  private tell(): void {
    const { index, element, at, say, hits } = this;
    const place = hits?.indexOf(at) ?? -1;
    this.hitCount.textContent =
      hits === undefined
        ? ''
        : hits.length === 0
          ? say('diagram/find-none')
          : say('diagram/find-of', { at: place < 0 ? '–' : place + 1, count: hits.length });
    // A flow may have thousands of findings; they are counted only if the bar is visible.
    if (!index || element.hidden) return;
    const steps = findingRows(index).map((row) => index.stepOfRow[row] ?? -1);
    const here = steps.indexOf(at);
    this.count.textContent =
      steps.length === 0
        ? say('diagram/no-findings')
        : say('diagram/finding-of', { at: here < 0 ? '–' : here + 1, count: steps.length });
  }

  /** Rebuilds the bar; the focused control keeps the focus, unless the user has meanwhile moved elsewhere. */
  private fill(index: DiagramIndex, how: Arrangement): void {
    const { say, controls } = this;
    const focused = document.hasFocus() && document.activeElement?.getAttribute('data-find');
    const parts = [
      this.findings(),
      group(say('diagram/by-flag'), ...this.flags(how)),
      group(say('diagram/by-kind'), ...this.kinds(how)),
    ];
    const hosts = this.hosts(index, how);
    if (hosts.length > 0) parts.push(group(say('diagram/by-host'), ...hosts));
    if (isFiltering(how)) {
      parts.push(this.chip('clear', say('diagram/clear'), false, () => ({ hosts: [], flags: 0, only: [] })));
    }
    parts.push(group(say('diagram/view'), ...this.looks(how)));
    parts.push(group(say('diagram/zoom'), ...this.zooms()));
    controls.replaceChildren(...parts);
    if (focused) controls.querySelector<HTMLElement>(`[data-find="${focused}"]`)?.focus();
    this.tell();
  }

  private findings(): HTMLElement {
    const { say } = this;
    const up = this.arrow('up', say('diagram/previous-finding'), -1);
    const down = this.arrow('down', say('diagram/next-finding'), 1);
    return el('div', { class: 'chips' }, up, down, this.count);
  }

  private flags({ flags }: Arrangement): HTMLElement[] {
    return FLAGS.map((flag) => {
      const bit = flagBit(flag) ?? 0;
      return this.chip(flag, flag, (flags & bit) !== 0, () => ({ flags: flags ^ bit }));
    });
  }

  private kinds({ only }: Arrangement): HTMLElement[] {
    return LOOKS.map((look) =>
      this.chip(look, this.say(`diagram/only-${look}`), only.includes(look), () => ({ only: flip(only, look) })),
    );
  }

  /** Buttons that filter by host; none for two hosts or fewer. */
  private hosts({ heads }: DiagramIndex, { hosts }: Arrangement): HTMLElement[] {
    if (heads.length <= 2) return [];
    return heads.map(({ name }, i) =>
      this.chip(`host-${i}`, name, hosts.includes(i), () => ({ hosts: flip(hosts, i) })),
    );
  }

  private looks({ windows, runs = false }: Arrangement): HTMLElement[] {
    return [
      this.chip('runs', this.say('diagram/fold-runs'), runs, () => ({ runs: !runs })),
      this.chip('windows', this.say('diagram/windows'), windows, () => ({ windows: !windows })),
    ];
  }

  /** Buttons that zoom the diagram out and in, or fit it to the visible area. */
  private zooms(): HTMLElement[] {
    const { say, zoom, events } = this;
    const button = (name: string, label: string, title: string, to: number | 'width' | 'all'): HTMLElement => {
      const made = el('button', { type: 'button', class: 'chip-button', 'data-find': name, title }, label);
      made.addEventListener('click', () => events.zoom(to));
      return made;
    };
    const less = FACTORS.findLast((factor) => factor < zoom - 0.01) ?? zoom;
    const more = FACTORS.find((factor) => factor > zoom + 0.01) ?? zoom;
    return [
      button('zoom-out', '−', say('diagram/zoom-out'), less),
      button('zoom-one', `${Math.round(zoom * 100)} %`, say('diagram/zoom-one'), 1),
      button('zoom-in', '+', say('diagram/zoom-in'), more),
      button('fit-width', say('diagram/fit-width'), say('diagram/fit-width-title'), 'width'),
      button('fit-all', say('diagram/fit-all'), say('diagram/fit-all-title'), 'all'),
    ];
  }

  private chip(name: string, label: string, on: boolean, next: () => Partial<Arrangement>): HTMLElement {
    const button = el(
      'button',
      { type: 'button', class: 'chip-button', 'data-find': name, 'aria-pressed': String(on) },
      label,
    );
    button.addEventListener('click', () => {
      if (this.how) this.events.arrange({ ...this.how, turned: [], ...next() });
    });
    return button;
  }

  private arrow(name: 'up' | 'down', label: string, by: 1 | -1): HTMLElement {
    return iconButton(name, label, () => {
      if (!this.index) return;
      const step = nextFinding(this.index, this.at, by);
      if (step >= 0) this.events.go(step);
    });
  }
}
