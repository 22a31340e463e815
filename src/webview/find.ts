/** The bar that filters and folds the diagram and steps through findings. */
import { flip, isFiltering, LOOKS, type Arrangement } from '../diagram/arrange';
import { findingRows, nextFinding, type DiagramIndex } from '../diagram/model';
import type { View } from '../diagram/view';
import { flagBit, type FlagName } from '../wire/flags';
import { el, iconButton } from './dom';

/** The flags that can be filtered for. */
const FLAGS: readonly FlagName[] = ['SYN', 'FIN', 'RST', 'PSH'];

export interface FindEvents {
  readonly arrange: (next: Arrangement) => void;
  readonly go: (step: number) => void;
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

  constructor(
    private readonly say: View['say'],
    private readonly events: FindEvents,
  ) {
    this.element = el('div', { class: 'find', role: 'group', 'aria-label': say('diagram/find'), hidden: true });
  }

  show(index: DiagramIndex, how: Arrangement, step: number): void {
    this.index = index;
    this.how = how;
    this.at = step;
    this.fill(index, how);
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
    const { index, element, at, say } = this;
    // A flow may have thousands of findings; they are counted only if the bar is visible.
    if (!index || element.hidden) return;
    const steps = findingRows(index).map((row) => index.stepOfRow[row] ?? -1);
    const here = steps.indexOf(at);
    this.count.textContent =
      steps.length === 0
        ? say('diagram/no-findings')
        : say('diagram/finding-of', { at: here < 0 ? '–' : here + 1, count: steps.length });
  }

  /** Rebuilds the bar; the focused control keeps the focus. */
  private fill(index: DiagramIndex, how: Arrangement): void {
    const { say, element } = this;
    const focused = document.activeElement?.getAttribute('data-find');
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
    element.replaceChildren(...parts);
    if (focused) element.querySelector<HTMLElement>(`[data-find="${focused}"]`)?.focus();
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
