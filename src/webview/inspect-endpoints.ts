/** The endpoints' variables in a table, and the sequence space of each direction as a ruler. */
import { type Part, type Point, RULER_PARTS, type Ruler } from '../tell/ruler';
import { inForm } from '../trace/numbers';
import type { Cell, Variable } from '../tell/endpoints';
import { rulerScene, rulerText } from '../diagram/ruler';
import type { View } from '../diagram/view';
import { isNumber, isString, listOf, object, oneOf, optional, tripleOf, type Check } from '../panel/checks';
import type { Detail, NumberForm, Shown } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import type { TabView } from './tab-view';

const isNum = tripleOf(isString);

const isPart = object({
  part: oneOf(...RULER_PARTS),
  from: isNumber,
  to: isNumber,
  open: optional(oneOf('start', 'end')),
} satisfies Record<keyof Part, Check>);

const isPoint = object({ name: isString, at: isNumber, value: isNum } satisfies Record<keyof Point, Check>);

const isRuler = object({
  sender: isString,
  receiver: isString,
  send: listOf(isPart),
  sendPoints: listOf(isPoint),
  receive: listOf(isPart),
  receivePoints: listOf(isPoint),
  wrap: optional(isNumber),
} satisfies Record<keyof Ruler, Check>);

const isVariable = object({
  name: isString,
  about: isString,
  cells: listOf(
    object({ now: isNum, was: optional(isNum), because: optional(isString) } satisfies Record<keyof Cell, Check>),
  ),
} satisfies Record<keyof Variable, Check>);

export const isEndpoints = object({
  ends: listOf(isString),
  variables: listOf(isVariable),
  rulers: listOf(isRuler),
});

/** The largest width of a ruler, pixels. */
const MOST = 900;
/** The smallest width of a ruler, pixels. */
const LEAST = 240;

/** The reasons why values are unknown, without duplicates, in the order of the table. */
export function reasonsOf(variables: readonly Pick<Variable, 'cells'>[]): string[] {
  return [...new Set(variables.flatMap(({ cells }) => cells.flatMap(({ because }) => because ?? [])))];
}

export class EndpointsTab implements TabView<Shown['endpoints']> {
  readonly element: HTMLElement;
  private readonly table = el('table', { class: 'endpoints' });
  private readonly rulers = el('div', { class: 'rulers' });
  private readonly reasons = el('ol', { class: 'reasons' });
  /** The name of the variable that the Tab key focuses; the arrow keys move the focus from this variable. */
  private reached = '';
  /** The width available for rulers, pixels, stored because reading it while drawing would force a layout. */
  private width = 0;
  private shown: { readonly rulers: readonly Ruler[]; readonly form: NumberForm } | undefined;

  constructor(private readonly say: View['say']) {
    const { table, rulers, reasons } = this;
    this.element = el('div', { class: 'endpoints-tab' }, el('div', {}, table, reasons), rulers);
    new ResizeObserver(() => {
      if (rulers.clientWidth === 0 || rulers.clientWidth === this.width) return;
      this.width = rulers.clientWidth;
      this.measured();
    }).observe(rulers);
    table.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.reach(target.textContent);
    });
    table.addEventListener('keydown', (event) => this.pressed(event));
  }

  show(inspection: Shown['endpoints'], _detail: Detail, form: NumberForm): void {
    const { say, table } = this;
    const head = el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'unseen' }, say('panel/variable'))));
    head.append(...inspection.ends.map((name) => el('th', { scope: 'col', class: 'end' }, name)));
    const caption = el('caption', { class: 'unseen' }, say('panel/endpoints'));
    const reasons = reasonsOf(inspection.variables);
    const rows = inspection.variables.map((v) => this.row(v, form, reasons));
    this.reasons.replaceChildren(...reasons.map((why) => el('li', {}, why)));
    this.reasons.hidden = reasons.length === 0;
    table.replaceChildren(caption, el('thead', {}, head), el('tbody', {}, ...rows));
    this.reach(this.reached);
    this.shown = { rulers: inspection.rulers, form };
    this.measured();
  }

  /** Draws the rulers at the available width. */
  private measured(): void {
    const { shown, rulers } = this;
    const width = Math.max(LEAST, Math.min(MOST, this.width));
    if (shown) rulers.replaceChildren(...shown.rulers.map((r) => this.ruler(r, shown.form, width)));
  }

  private terms(): HTMLElement[] {
    return [...this.table.querySelectorAll('dfn')];
  }

  /** Makes one variable focusable by Tab: the named one, or the first if the named one no longer exists. */
  private reach(name: string): void {
    const all = this.terms();
    this.reached = all.some((term) => term.textContent === name) ? name : (all[0]?.textContent ?? '');
    for (const term of all) term.tabIndex = term.textContent === this.reached ? 0 : -1;
  }

  private pressed(event: KeyboardEvent): void {
    const all = this.terms();
    const at = all.findIndex((term) => term === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    all[to]?.focus();
  }

  private row({ name, about, cells }: Variable, form: NumberForm, reasons: readonly string[]): HTMLElement {
    const changed = cells.some((c) => c.was !== undefined);
    const term = el('dfn', { tabindex: -1, title: about, 'data-about': about, 'data-key': `variable ${name}` }, name);
    const tr = el('tr', { class: changed ? 'has-change' : undefined }, el('th', { scope: 'row' }, term));
    tr.append(...cells.map((c) => this.cell(c, form, reasons)));
    return tr;
  }

  private cell({ now, was, because }: Cell, form: NumberForm, reasons: readonly string[]): HTMLElement {
    const shown = inForm(now, form);
    const old = was && inForm(was, form);
    const classes = [old === undefined ? '' : 'changed', because === undefined ? '' : 'unknown'];
    const td = el('td', { class: classes.join(' ').trim() || undefined, title: because });
    td.append(el('span', { class: 'now' }, shown));
    // The reasons are footnotes below the table.
    if (because !== undefined) td.append(el('sup', {}, String(reasons.indexOf(because) + 1)));
    if (old !== undefined && old !== shown) {
      // Not all screen readers announce struck-through text.
      const unseen = el('span', { class: 'unseen' }, `${this.say('panel/was', { value: '' }).trim()} `);
      td.append(' ', el('s', {}, unseen, old));
    }
    return td;
  }

  private ruler(made: Ruler, form: NumberForm, width: number): HTMLElement {
    const { say } = this;
    const { marks, height } = rulerScene(made, width, form, say);
    const svg = svgElement({ class: 'tf', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' });
    svg.setAttribute('aria-label', rulerText(made, form, say));
    svg.append(...marks.map(draw));
    const { sender, receiver } = made;
    return el('figure', { class: 'ruler-box' }, el('figcaption', {}, say('inspect/ruler', { sender, receiver })), svg);
  }
}
