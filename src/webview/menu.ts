/** The menu that saves and copies the diagram. */
import type { View } from '../diagram/view';
import { EXPORTS, type ExportAs, type ExportTheme } from '../panel/messages';
import { el } from './dom';

const THEMES: readonly ExportTheme[] = ['light', 'dark', 'hc-light', 'hc-dark'];
const WIDTHS = [480, 760, 1100, 1600];
/** The default width, pixels. */
const WIDE = 760;

export interface ExportMenu {
  readonly element: HTMLElement;
  toggle(button: HTMLElement): void;
}

/** The kind of the page's theme. */
function themeHere(): ExportTheme {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast-light')) return 'hc-light';
  if (classList.contains('vscode-high-contrast')) return 'hc-dark';
  return classList.contains('vscode-dark') ? 'dark' : 'light';
}

export function createExportMenu(
  say: View['say'],
  act: (as: ExportAs, theme: ExportTheme, width: number) => void,
  { kinds = EXPORTS, wide = WIDE }: { readonly kinds?: readonly ExportAs[]; readonly wide?: number } = {},
): ExportMenu {
  const theme = el('select', { id: 'export-theme' });
  for (const t of THEMES) theme.append(el('option', { value: t }, say(`diagram/theme-${t}`)));
  const width = el('select', { id: 'export-width' });
  for (const w of WIDTHS) width.append(el('option', { value: w, selected: w === wide }, `${w} px`));
  const items = kinds.map((as) => {
    const item = el('button', { type: 'button', class: 'menu-item', 'data-export': as }, say(`diagram/export-${as}`));
    item.addEventListener('click', () => {
      close();
      const chosen = THEMES.find((t) => t === theme.value) ?? 'light';
      act(as, chosen, Number(width.value));
    });
    return item;
  });
  const element = el(
    'div',
    { class: 'menu', role: 'dialog', 'aria-label': say('diagram/export'), hidden: true },
    el('label', { for: 'export-theme' }, say('diagram/theme'), theme),
    el('label', { for: 'export-width' }, say('diagram/width'), width),
    ...items,
  );
  let opener: HTMLElement | undefined;

  function hide(): void {
    element.hidden = true;
    opener?.setAttribute('aria-expanded', 'false');
  }

  function close(): void {
    if (element.hidden) return;
    hide();
    opener?.focus();
  }

  /** Moves the focus to the next or previous item, cyclically. A select box keeps the arrow keys for its options. */
  function move(by: 1 | -1): void {
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  }

  element.addEventListener('keydown', (event) => {
    const { key, target } = event;
    // Keeps the diagram's own keys from acting.
    event.stopPropagation();
    if (key === 'Escape') close();
    if (target instanceof HTMLSelectElement || (key !== 'ArrowDown' && key !== 'ArrowUp')) return;
    event.preventDefault();
    move(key === 'ArrowDown' ? 1 : -1);
  });
  // The menu closes when the focus leaves it.
  element.addEventListener('focusout', ({ relatedTarget }) => {
    const to = relatedTarget instanceof Node ? relatedTarget : undefined;
    if (to && !element.contains(to) && !opener?.contains(to)) hide();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !element.contains(target) && !opener?.contains(target)) hide();
  });

  return {
    element,
    toggle(button) {
      opener = button;
      if (!element.hidden) {
        close();
        return;
      }
      theme.value = themeHere();
      element.hidden = false;
      button.setAttribute('aria-expanded', 'true');
      theme.focus();
    },
  };
}
