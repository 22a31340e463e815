/** Secrets of a TLS connection: one row for each secret, one column for each party. A line joins equal values. */
import type { SecretCell, SecretRow, Secrets } from '../tell/secrets';
import type { View } from '../diagram/view';
import { isInteger, isString, listOf, object, type Check } from '../panel/checks';
import type { Detail } from '../panel/messages';
import { el } from './dom';
import type { MessageEvents } from './inspect-message';
import type { TabView } from './tab-view';

const isCell = object({
  head: isString,
  value: isString,
  how: isString,
  step: isInteger,
  as: isInteger,
} satisfies Record<keyof SecretCell, Check>);

export const isSecrets = object({
  parties: listOf(isString),
  rows: listOf(
    object({
      sign: isString,
      name: isString,
      about: isString,
      formula: isString,
      cells: listOf(isCell),
      who: isString,
    } satisfies Record<keyof SecretRow, Check>),
  ),
} satisfies Record<keyof Secrets, Check>);

/**
 * The line that joins equal values, as drawn in one cell: its start, middle or end; `through` if the line passes a
 * party without this value. Empty for no line.
 */
export type Join = '' | 'start' | 'middle' | 'end' | 'through';

type Cells = readonly Pick<SecretCell, 'as'>[];

/** Joins the first value that several parties have, from the first of these parties to the last. */
export function joinsOf(cells: Cells): readonly Join[] {
  const first = cells.find(({ as }, i) => as === i && cells.some((other, j) => j > i && other.as === i))?.as;
  if (first === undefined) return cells.map(() => '');
  const last = cells.findLastIndex(({ as }) => as === first);
  return cells.map(({ as }, i): Join => {
    if (i < first || i > last) return '';
    if (as !== first) return 'through';
    return i === first ? 'start' : i === last ? 'end' : 'middle';
  });
}

export class SecretsTab implements TabView<Secrets> {
  readonly element = el('div', { class: 'secrets-tab' });
  /** The signs of the open rows; a row stays open from step to step. */
  private readonly open = new Set<string>();
  /** The row that the Tab key focuses. */
  private reached = '';
  private shown: { readonly part: Secrets; readonly step: number } | undefined;

  constructor(
    private readonly say: View['say'],
    private readonly events: MessageEvents,
  ) {
    const { element } = this;
    element.addEventListener('click', ({ target }) => this.clicked(target));
    element.addEventListener('keydown', (event) => this.pressed(event));
    element.addEventListener('focusin', ({ target }) => {
      const sign = target instanceof HTMLElement ? target.dataset['sign'] : undefined;
      if (sign !== undefined) this.reach(sign);
    });
  }

  show(part: Secrets, { step }: Pick<Detail, 'step'>): void {
    this.shown = { part, step };
    const { say, element } = this;
    const { parties, rows } = part;
    if (parties.length === 0) {
      element.replaceChildren(el('p', { class: 'hint' }, say('inspect/secrets-none')));
      return;
    }
    const label = step < 0 ? say('inspect/secrets-start') : say('inspect/secrets-of', { step: step + 1 });
    const heads = [say('inspect/secret'), ...parties].map((name) => el('span', { role: 'columnheader' }, name));
    const table = el(
      'div',
      { class: 'secrets', role: 'table', 'aria-label': label },
      el('div', { role: 'row', class: 'secret-row secret-heads' }, ...heads),
      ...rows.flatMap((row) => this.row(row, parties, step)),
    );
    element.replaceChildren(table, el('p', { class: 'hint' }, say('inspect/secrets-hint')));
    this.reach(this.reached);
  }

  private row(row: SecretRow, parties: readonly string[], at: number): HTMLElement[] {
    const { sign, name, about, cells } = row;
    const isOpen = this.open.has(sign);
    const button = el(
      'button',
      {
        type: 'button',
        class: 'secret-name',
        'aria-expanded': String(isOpen),
        'data-sign': sign,
        'data-key': `secret ${sign}`,
        'data-about': about,
        tabindex: -1,
      },
      el('span', { class: 'secret-turn', 'aria-hidden': 'true' }, isOpen ? '▾' : '▸'),
      el('span', {}, name, ' ', el('code', {}, sign)),
    );
    const joins = joinsOf(cells);
    const line = el(
      'div',
      { class: 'secret-row', role: 'row', 'data-row': sign },
      el('span', { role: 'rowheader' }, button),
    );
    line.append(...cells.map((cell, i) => this.cell(cell, i, cells, joins[i] ?? '', parties, at)));
    return isOpen ? [line, this.more(row, parties)] : [line];
  }

  private cell(
    cell: SecretCell,
    column: number,
    cells: SecretRow['cells'],
    join: Join,
    parties: readonly string[],
    at: number,
  ): HTMLElement {
    const { say } = this;
    const isNew = cell.as >= 0 && cell.step === at;
    const made = el('span', { role: 'cell', class: `secret-cell${isNew ? ' new' : ''}` });
    // Names the party in each cell, for a narrow tab in which the cells are one below the other.
    made.append(el('span', { class: 'secret-party', 'aria-hidden': 'true' }, parties[column] ?? ''));
    if (join !== '') made.append(el('span', { class: `join join-${join}`, 'aria-hidden': 'true' }));
    if (cell.as < 0) {
      made.append(el('span', { class: 'secret-lacks' }, el('span', { 'aria-hidden': 'true' }, '—')));
      made.append(el('span', { class: 'unseen' }, say('inspect/secret-lacks')));
      return made;
    }
    const { head, how, step, as } = cell;
    const since = isNew ? say('inspect/secret-now', { how }) : say('inspect/secret-since', { how, step: step + 1 });
    const came = el('span', { class: 'secret-came' }, el('span', { class: 'secret-since' }, since));
    const first = cells.findIndex((other) => other.as >= 0);
    if (as !== column) came.append(' ', el('span', { class: 'secret-same' }, `= ${parties[as] ?? ''}`));
    else if (first < column) came.append(' ', el('span', { class: 'secret-differs' }, `≠ ${parties[first] ?? ''}`));
    made.append(el('code', {}, head), ' ', came);
    return made;
  }

  /** The content of an open row: the formula of the secret, and each value in full. */
  private more({ sign, about, formula, cells, who }: SecretRow, parties: readonly string[]): HTMLElement {
    const { say } = this;
    const inside = el('div', { role: 'cell', 'aria-colspan': parties.length + 1 }, el('p', {}, about));
    if (formula !== '')
      inside.append(el('p', { class: 'secret-formula' }, el('code', {}, `${sign.replace(/ \d+$/, '')} = ${formula}`)));
    inside.append(el('p', {}, who));
    cells.forEach((cell, column) => {
      if (cell.as !== column) return;
      const bytes = say('inspect/secret-bytes', { count: cell.value.replaceAll(' ', '').length / 2 });
      inside.append(el('p', { class: 'secret-value' }, el('code', {}, cell.value), ' ', el('span', {}, `(${bytes})`)));
    });
    const goes = cells.flatMap((cell, column) => {
      if (cell.step < 0) return [];
      const text = say('inspect/secret-go', { party: parties[column] ?? '', how: cell.how, step: cell.step + 1 });
      const go = { type: 'button', class: 'text-button', 'data-go': cell.step, 'data-key': `go ${sign} ${column}` };
      return [el('button', go, text)];
    });
    if (goes.length > 0) inside.append(el('p', { class: 'secret-goes' }, ...goes));
    return el('div', { class: 'secret-more', role: 'row' }, inside);
  }

  private clicked(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const go = target.closest<HTMLElement>('[data-go]')?.dataset['go'];
    if (go !== undefined) {
      this.events.go(Number(go));
      return;
    }
    const sign = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (sign !== undefined) this.turn(sign);
  }

  private turn(sign: string): void {
    const { open, shown } = this;
    if (!open.delete(sign)) open.add(sign);
    this.reached = sign;
    if (shown === undefined) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.show(shown.part, shown);
    if (hadFocus)
      this.buttons()
        .find((button) => button.dataset['sign'] === sign)
        ?.focus();
  }

  private buttons(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.secret-name')];
  }

  private reach(sign: string): void {
    const all = this.buttons();
    this.reached = all.some((button) => button.dataset['sign'] === sign) ? sign : (all[0]?.dataset['sign'] ?? '');
    for (const button of all) button.tabIndex = button.dataset['sign'] === this.reached ? 0 : -1;
  }

  private pressed(event: KeyboardEvent): void {
    const all = this.buttons();
    const at = all.findIndex((button) => button === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    all[to]?.focus();
  }
}
