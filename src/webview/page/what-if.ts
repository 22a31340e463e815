/** What-ifs in a saved page: a menu on segments, in place of VS Code's context menu. */
import { CERTIFICATE_FAULTS, type WhatIf } from '../../compose';
import { segmentName, titleOf } from '../../panel/whatIfTitle';
import type { Trace } from '../../trace';
import type { Say } from '../../words/say';

/** The delay of a segment in the what-if `delay`, microseconds. */
const DELAY = 300_000;

/** The possible what-ifs of a segment, each with its question. */
function offersFor(trace: Trace, step: number, isSealed: boolean, say: Say): { what: WhatIf; title: string }[] {
  const sends = trace.steps[step];
  if (sends?.kind !== 'segment') return [];
  const isSent = sends.fate !== 'not-sent';
  const arrives = isSent && sends.fate !== 'lost';
  const offers: WhatIf[] = [];
  if (arrives) offers.push({ kind: 'lose' });
  if (isSent) offers.push({ kind: 'delay', by: DELAY }, { kind: 'duplicate' });
  if (arrives && sends.sent.segment.len > 0) offers.push({ kind: 'alter', octet: 1 });
  offers.push({ kind: 'no-keep-alive' });
  if (isSealed) {
    offers.push(...CERTIFICATE_FAULTS.map((fault): WhatIf => ({ kind: 'certificate', fault })), { kind: 'key-leaks' });
  }
  const segment = segmentName(trace, step, say);
  return offers.map((what) => ({ what, title: titleOf(what, segment, say) }));
}

/**
 * The step of the segment that an element belongs to, from the context that the panel's rows have for VS Code's menu.
 */
function stepOf(target: EventTarget | null): number | undefined {
  const element = target instanceof Element ? target.closest('[data-vscode-context]') : null;
  const context = JSON.parse(element?.getAttribute('data-vscode-context') ?? '{}') as { readonly step?: number };
  return context.step;
}

interface Choice {
  readonly step: number;
  readonly what: WhatIf;
  readonly title: string;
}

/**
 * Opens the menu on segments.
 *
 * @param choose is called with the user's choice
 */
export function startWhatIfs(
  say: Say,
  flow: () => { readonly trace: Trace; readonly isSealed: boolean },
  choose: (choice: Choice) => void,
): void {
  const menu = document.createElement('div');
  menu.className = 'page-menu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', say('whatif/menu'));
  menu.hidden = true;
  document.documentElement.append(menu);
  let opener: Element | null = null;

  const close = (): void => {
    if (menu.hidden) return;
    menu.hidden = true;
    if (opener instanceof HTMLElement) opener.focus();
  };
  const move = (by: number): void => {
    const items = [...menu.querySelectorAll('button')];
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  };

  function open(step: number, { clientX, clientY }: MouseEvent): void {
    const { trace, isSealed } = flow();
    const items = offersFor(trace, step, isSealed, say).map(({ what, title }) => {
      const item = document.createElement('button');
      item.setAttribute('role', 'menuitem');
      item.textContent = title;
      item.addEventListener('click', () => {
        close();
        choose({ step, what, title });
      });
      return item;
    });
    if (items.length === 0) return;
    opener = document.activeElement;
    menu.replaceChildren(...items);
    menu.hidden = false;
    menu.style.left = `${Math.max(0, Math.min(clientX, innerWidth - menu.offsetWidth))}px`;
    menu.style.top = `${Math.max(0, Math.min(clientY, innerHeight - menu.offsetHeight))}px`;
    items[0]?.focus();
  }

  document.addEventListener('contextmenu', (event) => {
    const step = stepOf(event.target);
    if (step === undefined) return;
    event.preventDefault();
    open(step, event);
  });
  menu.addEventListener('keydown', (event) => {
    // The diagram's own keys must not act while the menu is open.
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') close();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key !== 'Escape') return;
    event.preventDefault();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.hidden = true;
  });
}
