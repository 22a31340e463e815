/**
 * The menu of what-ifs (variants of a flow with one change). It is VS Code's own context menu for elements with a
 * context (`webview/context` in package.json). The right mouse button, the menu key, Shift+F10 and a small button on
 * the current step open it.
 */
import type { Row } from '../diagram/model';
import type { View } from '../diagram/view';
import { el, glyph } from './dom';
import type { Scroller } from './scroller';

const DOTS =
  'M3 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm5 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm5 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z';

/** Height of the button, as in ladder.css, pixels. */
const HEIGHT = 18;

/** The context that the menu's commands receive for a row; undefined if no what-if is possible. */
function contextOf(row: Row | undefined): string | undefined {
  if (row?.kind !== 'segment' || row.spoofed >= 0) return undefined;
  const { step, fate } = row;
  return JSON.stringify({ webviewSection: 'segment', fate, step, preventDefaultContextMenuItems: true });
}

export interface WhatIfMenu {
  /**
   * An overlay of the scroll area that passes all events except those of its button. The button can't be within the
   * list box, which may contain options only.
   */
  readonly element: HTMLElement;
  /** Sets the contexts of the drawn rows. */
  mark(elements: Iterable<SVGElement>, rowOf: (element: Element) => Row | undefined): void;
  /**
   * Moves the button to the current row: its distance from the top of the visible part and its right end, in pixels.
   * `coming` if the host has not sent the row yet, undefined for no row.
   */
  show(row: Row | 'coming' | undefined, top: number, right: number): void;
}

/**
 * The what-if menu of a scroll area.
 *
 * @param reveal scrolls to the current row
 */
export function createWhatIfMenu(say: View['say'], scroller: Scroller, reveal: () => void): WhatIfMenu {
  const { element: area } = scroller;
  const label = say('whatif/menu');
  const button = el('button', {
    type: 'button',
    class: 'icon-button what-if',
    title: label,
    'aria-label': label,
    hidden: true,
  });
  button.setAttribute('aria-haspopup', 'menu');
  button.append(glyph(DOTS));
  const element = el('div', { class: 'what-if-layer' }, button);
  let inSight = true;
  /** `yes` if a what-if of the current row is possible; `coming` until the row is visible and drawn. */
  let offer: 'yes' | 'no' | 'coming' = 'no';
  /** True if the menu was requested before its row was drawn; it opens with the row. */
  let due = false;

  function open(): void {
    due = false;
    const { left, bottom } = button.getBoundingClientRect();
    const at = { clientX: left, clientY: bottom, bubbles: true, cancelable: true };
    button.dispatchEvent(new MouseEvent('contextmenu', at));
  }
  button.addEventListener('click', open);
  area.addEventListener('keydown', (event) => {
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    due = isMenu && offer !== 'no';
    if (!due) return;
    event.preventDefault();
    event.stopPropagation();
    if (offer === 'yes') open();
    else if (!inSight) reveal();
  });
  // The request is dropped if the focus leaves the area.
  const forget = (): void => void (due = false);
  area.addEventListener('focusout', forget);
  document.addEventListener('pointerdown', forget);

  // The mouse wheel scrolls the rows also while the pointer is over the button.
  button.addEventListener('wheel', (event) => area.scrollBy(event.deltaX, event.deltaY), { passive: true });

  return {
    element,
    mark(elements, rowOf) {
      for (const element of elements) {
        const context = contextOf(rowOf(element));
        if (context !== undefined) element.setAttribute('data-vscode-context', context);
      }
    },
    show(row, top, right) {
      const { width, height } = scroller.room();
      inSight = row === undefined || (top > -HEIGHT && top < height);
      const context = inSight && row !== 'coming' ? contextOf(row) : undefined;
      button.hidden = context === undefined;
      offer = context !== undefined ? 'yes' : !inSight || row === 'coming' ? 'coming' : 'no';
      due &&= offer !== 'no';
      if (context === undefined) return;
      // The overlay does not cover the area's scroll bar.
      element.style.width = `${Math.min(width, right)}px`;
      button.setAttribute('data-vscode-context', context);
      button.style.top = `${top}px`;
      if (due) open();
    },
  };
}
