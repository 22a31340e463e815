/** The endpoints' variables in a table, and the sequence space of each direction as a ruler. */
import type { Ruler } from '../tell/ruler';
import { inForm } from '../trace/numbers';
import type { Cell, Variable } from '../tell/endpoints';
import { rulerScene, rulerText } from '../diagram/ruler';
import type { View } from '../diagram/view';
import type { NumberForm } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import type { TabView } from './tab-view';

/** Rulers are not drawn wider or narrower than this. */
const MOST = 900;
const LEAST = 240;

export function createEndpoints(say: View['say']): TabView {
  const table = el('table', { class: 'endpoints' });
  const rulers = el('div', { class: 'rulers' });
  const reasons = el('ol', { class: 'reasons' });
  const element = el('div', { class: 'endpoints-tab' }, el('div', {}, table, reasons), rulers);

  /** The variable that Tab leads to; up and down go on from there. */
  let reached = '';
  const terms = (): HTMLElement[] => [...table.querySelectorAll('dfn')];

  function reach(name: string): void {
    const all = terms();
    reached = all.some((term) => term.textContent === name) ? name : (all[0]?.textContent ?? '');
    for (const term of all) term.tabIndex = term.textContent === reached ? 0 : -1;
  }
  table.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) reach(target.textContent);
  });
  table.addEventListener('keydown', (event) => {
    const all = terms();
    const at = all.findIndex((term) => term === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    all[to]?.focus();
  });

  /** Why values are not known, each said once below the table. */
  let said: string[] = [];

  function cell({ now, was, because }: Cell, form: NumberForm): HTMLElement {
    const shown = inForm(now, form);
    const old = was && inForm(was, form);
    const classes = [old === undefined ? '' : 'changed', because === undefined ? '' : 'unknown'];
    const td = el('td', { class: classes.join(' ').trim() || undefined, title: because });
    td.append(el('span', { class: 'now' }, shown));
    if (because !== undefined) {
      if (!said.includes(because)) said.push(because);
      td.append(el('sup', {}, String(said.indexOf(because) + 1)));
    }
    if (old !== undefined && old !== shown) {
      // A struck-through text is not always read out as one.
      td.append(' ', el('s', {}, el('span', { class: 'unseen' }, `${say('panel/was', { value: '' }).trim()} `), old));
    }
    return td;
  }

  function row({ name, about, cells }: Variable, form: NumberForm): HTMLElement {
    const changed = cells.some((c) => c.was !== undefined);
    const term = el('dfn', { tabindex: -1, title: about, 'data-about': about, 'data-key': `variable ${name}` }, name);
    const tr = el('tr', { class: changed ? 'has-change' : undefined }, el('th', { scope: 'row' }, term));
    tr.append(...cells.map((c) => cell(c, form)));
    return tr;
  }

  function ruler(made: Ruler, form: NumberForm, width: number): HTMLElement {
    const { marks, height } = rulerScene(made, width, form, say);
    const svg = svgElement({ class: 'tf', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' });
    svg.setAttribute('aria-label', rulerText(made, form, say));
    svg.append(...marks.map(draw));
    const { sender, receiver } = made;
    return el('figure', { class: 'ruler-box' }, el('figcaption', {}, say('inspect/ruler', { sender, receiver })), svg);
  }

  return {
    element,
    show(inspection, _detail, form) {
      if (inspection.tab !== 'endpoints') return;
      const head = el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'unseen' }, say('panel/variable'))));
      head.append(...inspection.ends.map((name) => el('th', { scope: 'col', class: 'end' }, name)));
      const caption = el('caption', { class: 'unseen' }, say('panel/endpoints'));
      said = [];
      const rows = inspection.variables.map((v) => row(v, form));
      reasons.replaceChildren(...said.map((why) => el('li', {}, why)));
      reasons.hidden = said.length === 0;
      table.replaceChildren(caption, el('thead', {}, head), el('tbody', {}, ...rows));
      reach(reached);
      const width = Math.max(LEAST, Math.min(MOST, rulers.clientWidth));
      rulers.replaceChildren(...inspection.rulers.map((r) => ruler(r, form, width)));
    },
  };
}
