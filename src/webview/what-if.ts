/**
 * What if this segment …? The menu is VS Code's own: it comes up over whatever carries a context (package.json,
 * `webview/context`), by the right mouse button, by the menu key or Shift+F10, and by a small button on the current step.
 */
import type { Row } from '../diagram/model';
import type { View } from '../diagram/view';
import { el, glyph } from './dom';

const DOTS =
  'M3 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm5 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8zm5 0a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z';

/** The button's height, as in ladder.css. */
const HEIGHT = 18;

/** What the menu's commands are told of a step; undefined where there is nothing to ask. */
function contextOf(row: Row | undefined): string | undefined {
  if (row?.kind !== 'segment' || row.spoofed >= 0) return undefined;
  const { step, fate } = row;
  return JSON.stringify({ webviewSection: 'segment', fate, step, preventDefaultContextMenuItems: true });
}

export interface WhatIfMenu {
  /** Lies over the scroll area and lets through all but its button: a list box may hold nothing but options. */
  readonly element: HTMLElement;
  /** The rows that are drawn. */
  mark(elements: Iterable<SVGElement>, rowOf: (element: Element) => Row | undefined): void;
  /**
   * The current row, how far it is below the top of what is in sight, and where it ends on the right, in pixels. `coming`
   * where the host has not sent it yet, undefined where there is none.
   */
  show(row: Row | 'coming' | undefined, top: number, right: number): void;
}

/** The menu of a scroll area; `reveal` brings the current row into sight. */
export function createWhatIfMenu(say: View['say'], area: HTMLElement, reveal: () => void): WhatIfMenu {
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
  /** Whether there is something to ask of the current row; `coming` until the row is in sight and drawn. */
  let offer: 'yes' | 'no' | 'coming' = 'no';
  /** The menu was asked for before its row was drawn: it opens with the row. */
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
  // Who has gone elsewhere in the meantime does not want it any more.
  const forget = (): void => void (due = false);
  area.addEventListener('focusout', forget);
  document.addEventListener('pointerdown', forget);

  // The wheel turns over the button as it does over the rows.
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
      inSight = row === undefined || (top > -HEIGHT && top < area.clientHeight);
      const context = inSight && row !== 'coming' ? contextOf(row) : undefined;
      button.hidden = context === undefined;
      offer = context !== undefined ? 'yes' : !inSight || row === 'coming' ? 'coming' : 'no';
      due &&= offer !== 'no';
      if (context === undefined) return;
      // The area's scroll bar stays free.
      element.style.width = `${Math.min(area.clientWidth, right)}px`;
      button.setAttribute('data-vscode-context', context);
      button.style.top = `${top}px`;
      if (due) open();
    },
  };
}
