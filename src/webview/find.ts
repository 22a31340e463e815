/** The bar that filters and folds the diagram, and goes from finding to finding. */
import { LOOKS, type Arrangement, type LookFor } from '../diagram/arrange';
import { findingRows, nextFinding, type DiagramIndex } from '../diagram/model';
import type { View } from '../diagram/view';
import { flagBit, type FlagName } from '../wire/flags';
import { el, glyph, GLYPHS } from './dom';

/** The flags that people look for. */
const FLAGS: readonly FlagName[] = ['SYN', 'FIN', 'RST', 'PSH'];

export interface FindBar {
  readonly element: HTMLElement;
  show(index: DiagramIndex, arrangement: Arrangement, step: number): void;
  step(step: number): void;
  toggle(): boolean;
}

export interface FindEvents {
  readonly arrange: (next: Arrangement) => void;
  readonly go: (step: number) => void;
}

function flip<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

export function createFindBar(say: View['say'], events: FindEvents): FindBar {
  const element = el('div', { class: 'find', role: 'group', 'aria-label': say('diagram/find'), hidden: true });
  let index: DiagramIndex | undefined;
  let how: Arrangement | undefined;
  let at = -1;
  const count = el('span', { class: 'counter', 'aria-live': 'polite' });

  function chip(name: string, label: string, on: boolean, next: () => Partial<Arrangement>): HTMLElement {
    const button = el(
      'button',
      { type: 'button', class: 'chip-button', 'data-find': name, 'aria-pressed': String(on) },
      label,
    );
    button.addEventListener('click', () => {
      if (how) events.arrange({ ...how, turned: [], ...next() });
    });
    return button;
  }

  function arrow(name: 'up' | 'down', label: string, by: 1 | -1): HTMLElement {
    const button = el('button', {
      type: 'button',
      class: 'icon-button',
      'data-act': name,
      title: label,
      'aria-label': label,
    });
    button.append(glyph(GLYPHS[name]));
    button.addEventListener('click', () => {
      if (!index) return;
      const step = nextFinding(index, at, by);
      if (step >= 0) events.go(step);
    });
    return button;
  }

  function tell(): void {
    // A flow may have thousands of findings: they are counted where somebody looks.
    if (!index || element.hidden) return;
    const steps = findingRows(index).map((row) => index?.stepOfRow[row] ?? -1);
    const here = steps.indexOf(at);
    count.textContent =
      steps.length === 0
        ? say('diagram/no-findings')
        : say('diagram/finding-of', { at: here < 0 ? '–' : here + 1, count: steps.length });
  }

  function fill(): void {
    if (!index || !how) return;
    const { hosts, flags, only, windows } = how;
    const focused = document.activeElement?.getAttribute('data-find');
    const group = (label: string, ...items: readonly HTMLElement[]): HTMLElement =>
      el('div', { class: 'chips', role: 'group', 'aria-label': label }, ...items);
    const findings = el('div', { class: 'chips' }, arrow('up', say('diagram/previous-finding'), -1));
    findings.append(arrow('down', say('diagram/next-finding'), 1), count);
    const bits = FLAGS.map((flag) => {
      const bit = flagBit(flag) ?? 0;
      return chip(flag, flag, (flags & bit) !== 0, () => ({ flags: flags ^ bit }));
    });
    const looks = LOOKS.map((look: LookFor) =>
      chip(look, say(`diagram/only-${look}`), only.includes(look), () => ({ only: flip(only, look) })),
    );
    const names = index.heads.length > 2 ? index.heads.map((h, i) => ({ name: h.name, i })) : [];
    const people = names.map(({ name, i }) =>
      chip(`host-${i}`, name, hosts.includes(i), () => ({ hosts: flip(hosts, i) })),
    );
    const parts = [findings, group(say('diagram/by-flag'), ...bits), group(say('diagram/by-kind'), ...looks)];
    if (people.length > 0) parts.push(group(say('diagram/by-host'), ...people));
    const isFiltering = hosts.length > 0 || flags !== 0 || only.length > 0;
    if (isFiltering) parts.push(chip('clear', say('diagram/clear'), false, () => ({ hosts: [], flags: 0, only: [] })));
    const runs = how.runs === true;
    parts.push(
      group(
        say('diagram/view'),
        chip('runs', say('diagram/fold-runs'), runs, () => ({ runs: !runs })),
        chip('windows', say('diagram/windows'), windows, () => ({ windows: !windows })),
      ),
    );
    element.replaceChildren(...parts);
    // The bar is made anew, what had the focus keeps it.
    if (focused) element.querySelector<HTMLElement>(`[data-find="${focused}"]`)?.focus();
    tell();
  }

  return {
    element,
    show(newIndex, arrangement, step) {
      index = newIndex;
      how = arrangement;
      at = step;
      fill();
    },
    step(step) {
      at = step;
      tell();
    },
    toggle() {
      element.hidden = !element.hidden;
      tell();
      return !element.hidden;
    },
  };
}
