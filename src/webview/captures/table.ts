/** The page with the connections of a capture: a grid of which only the visible rows are in the DOM. */
import {
  type FromPage,
  type RowOutcome,
  TABLE_TEXTS,
  type TableText,
  type ToPage,
  isToPage,
} from '../../editor/captures/messages';
import { el } from '../dom';
import {
  COLUMNS,
  type Column,
  type Order,
  type Row,
  type StateText,
  countOf,
  filtered,
  goesByOutcome,
  ordered,
} from './filter';

interface Kept {
  readonly filter: string;
  readonly order: Order;
}

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: Kept): void;
}
declare function acquireVsCodeApi(): Host;

/** The height of a row, pixels, as in the style sheet. */
const ROW = 24;
/** The number of rows drawn above and below the visible rows. */
const MARGIN = 8;
const MICROS = 1e6;

const NUMBERS: ReadonlySet<Column> = new Set(['id', 'packets', 'sent', 'received', 'start', 'duration', 'lost']);

function readKept(value: unknown): Kept {
  const { filter, order } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Kept>;
  const column = COLUMNS.find((c) => c === order?.column) ?? 'id';
  return { filter: typeof filter === 'string' ? filter : '', order: { column, isDown: order?.isDown === true } };
}

class CaptureTable {
  private all: Row[] = [];
  private shown: readonly Row[] = [];
  /** The rows by connection number. */
  private readonly byId = new Map<number, Row>();
  /** False for a file for which no losses and verdicts are computed. */
  private isExplained = true;
  /** The ids of the visible connections, as last reported to the host. */
  private sight = '';
  private kept: Kept;
  /** The index of the selected row among those shown; -1 for none. */
  private selected = -1;
  private total: { readonly packets: number; readonly frames: number } | undefined;
  private isDrawing = false;
  private readonly number = new Intl.NumberFormat(document.documentElement.lang || 'en');
  private readonly seconds = new Intl.NumberFormat(document.documentElement.lang || 'en', {
    minimumFractionDigits: 6,
    maximumFractionDigits: 6,
  });
  private readonly filter: HTMLInputElement;
  private readonly status = el('p', { class: 'status', role: 'status' });
  /**
   * The number of connections that are not checked yet; not announced by screen readers, since it changes all the time.
   */
  private readonly work = el('p', { class: 'work', hidden: true });
  private readonly notes = el('ul', { class: 'notes', hidden: true });
  private readonly message = el('p', { class: 'message', hidden: true });
  private readonly reading: HTMLElement;
  private readonly bar = el('progress', { max: 1, value: 0 });
  private readonly head = el('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 });
  private readonly rows = el('div', { class: 'rows', role: 'rowgroup' });
  private readonly grid: HTMLElement;

  constructor(
    private readonly host: Host,
    private readonly say: (id: TableText) => string,
  ) {
    this.kept = readKept(host.getState());
    this.filter = el('input', {
      type: 'search',
      placeholder: say('capture/table/filter-hint'),
      'aria-label': say('capture/table/filter'),
      spellcheck: 'false',
    });
    this.filter.value = this.kept.filter;
    this.filter.addEventListener('input', () => this.arrange({ ...this.kept, filter: this.filter.value }));
    const cancel = el('button', { type: 'button' }, say('capture/table/cancel'));
    cancel.addEventListener('click', () => host.postMessage({ type: 'cancel' }));
    this.bar.setAttribute('aria-label', say('capture/table/reading'));
    this.reading = el('div', { class: 'reading' }, el('span', {}, say('capture/table/reading')), this.bar, cancel);
    this.grid = el(
      'div',
      {
        class: 'grid',
        role: 'grid',
        tabindex: 0,
        'aria-label': say('capture/table/label'),
        'aria-description': say('capture/table/open-hint'),
        'aria-colcount': COLUMNS.length,
        hidden: true,
      },
      this.head,
      this.rows,
    );
    this.grid.addEventListener('scroll', () => this.draw());
    this.grid.addEventListener('keydown', (event) => this.key(event));
    this.rows.addEventListener('mousedown', (event) => this.press(event));
    this.rows.addEventListener('dblclick', () => this.open());
    new ResizeObserver(() => this.draw()).observe(this.grid);
    const hint = el('p', { class: 'hint' }, say('capture/table/open-hint'));
    const bar = el('div', { class: 'bar' }, this.filter, this.status, this.work, hint);
    document.body.append(el('main', {}, bar, this.reading, this.notes, this.message, this.grid));
  }

  take(message: ToPage): void {
    switch (message.type) {
      case 'setup':
        return;
      case 'progress':
        this.bar.value = message.part;
        return;
      case 'rows':
        for (const row of message.rows) {
          this.all.push(row);
          this.byId.set(row.id, row);
        }
        return;
      case 'outcomes':
        this.learn(message.outcomes, message.left);
        return;
      case 'select':
        this.show(message.id);
        return;
      case 'failed':
        this.reading.hidden = true;
        this.tell(message.text, 'alert');
        return;
      case 'table':
        this.reading.hidden = true;
        this.total = message;
        this.isExplained = message.isExplained;
        this.notes.replaceChildren(...message.notes.map((note) => el('li', {}, note)));
        this.notes.hidden = message.notes.length === 0;
        this.arrange(this.kept);
    }
  }

  /** Takes the outcomes of some connections' checks. */
  private learn(outcomes: readonly RowOutcome[], left: number): void {
    for (const { id, outcome } of outcomes) {
      const row = this.byId.get(id);
      if (row !== undefined) row.outcome = outcome ?? null;
    }
    this.work.textContent = this.say('capture/table/explaining').replace('{left}', this.number.format(left));
    this.work.hidden = left === 0;
    if (goesByOutcome(this.kept.filter, this.kept.order)) this.arrange(this.kept);
    else this.draw();
  }

  /** Shows a sentence in place of the rows; an empty sentence shows the rows again. */
  private tell(text: string, role = 'status'): void {
    this.message.textContent = text;
    this.message.setAttribute('role', role);
    this.message.hidden = text === '';
    this.grid.hidden = text !== '';
  }

  /** Filters and sorts the rows; the selected connection stays selected. */
  private arrange(kept: Kept): void {
    const { say, all } = this;
    const id = this.shown[this.selected]?.id;
    const states: StateText = say;
    this.kept = kept;
    this.host.setState(kept);
    if (this.total === undefined) return;
    this.shown = ordered(filtered(all, kept.filter, states), kept.order, states);
    this.selected = id === undefined ? -1 : this.shown.findIndex((row) => row.id === id);
    const count = this.number.format(this.shown.length);
    const args = { shown: count, all: this.number.format(all.length), packets: this.number.format(this.total.packets) };
    const text = this.shown.length === all.length ? say('capture/table/shown') : say('capture/table/shown-part');
    this.status.textContent = text.replace(/\{(\w+)\}/g, (whole, name: keyof typeof args) => args[name]);
    if (all.length === 0) this.tell(say('capture/table/none'));
    else this.tell(this.shown.length === 0 ? say('capture/table/no-match') : '');
    this.grid.setAttribute('aria-rowcount', String(this.shown.length + 1));
    this.rows.style.height = `${this.shown.length * ROW}px`;
    this.heads();
    this.draw();
  }

  private heads(): void {
    const { column: by, isDown } = this.kept.order;
    const cells = COLUMNS.map((column) => {
      const isBy = column === by;
      const button = el('button', { type: 'button', tabindex: -1 }, this.say(`capture/table/${column}`));
      if (isBy) button.append(el('span', { class: 'mark', 'aria-hidden': 'true' }, isDown ? '▼' : '▲'));
      button.addEventListener('click', () => this.sortBy(column));
      const sort = isBy ? (isDown ? 'descending' : 'ascending') : 'none';
      return el('div', { role: 'columnheader', class: classOf(column), 'aria-sort': sort }, button);
    });
    this.head.replaceChildren(...cells);
  }

  private sortBy(column: Column): void {
    const { order } = this.kept;
    this.arrange({ ...this.kept, order: { column, isDown: order.column === column && !order.isDown } });
  }

  private draw(): void {
    if (this.isDrawing) return;
    this.isDrawing = true;
    requestAnimationFrame(() => {
      this.isDrawing = false;
      const { scrollTop, clientHeight } = this.grid;
      const from = Math.max(0, Math.floor(scrollTop / ROW) - MARGIN);
      const to = Math.min(this.shown.length, Math.ceil((scrollTop + clientHeight) / ROW) + MARGIN);
      this.rows.replaceChildren(...this.shown.slice(from, to).map((row, i) => this.row(row, from + i)));
      this.see(this.shown.slice(from, to).map(({ id }) => id));
      const isDrawn = this.selected >= from && this.selected < to;
      if (isDrawn) this.grid.setAttribute('aria-activedescendant', `row-${this.selected}`);
      else this.grid.removeAttribute('aria-activedescendant');
    });
  }

  /** Reports the visible connections to the host, which checks them first. */
  private see(ids: readonly number[]): void {
    const sight = ids.join();
    if (sight === this.sight || !this.isExplained) return;
    this.sight = sight;
    this.host.postMessage({ type: 'sight', ids });
  }

  private row(row: Row, index: number): HTMLElement {
    const isSelected = index === this.selected;
    const made = el(
      'div',
      {
        class: isSelected ? 'row selected' : 'row',
        role: 'row',
        id: `row-${index}`,
        'data-index': index,
        'aria-rowindex': index + 2,
        'aria-selected': isSelected ? 'true' : 'false',
      },
      ...COLUMNS.map((column) => {
        const text = this.cell(row, column);
        const about = this.about(row, column);
        const verdict = column === 'verdict' ? ` ${row.outcome?.verdict ?? 'unknown'}` : '';
        const made = el('div', { role: 'gridcell', class: classOf(column) + verdict, title: about ?? text }, text);
        if (about !== undefined && !row.outcome) made.setAttribute('aria-label', about);
        return made;
      }),
    );
    made.style.transform = `translateY(${index * ROW}px)`;
    return made;
  }

  /** The tooltip of a cell; undefined if it would only repeat the cell's text. */
  private about({ outcome }: Row, column: Column): string | undefined {
    if (column !== 'lost' && column !== 'verdict') return undefined;
    if (outcome === undefined) return this.isExplained ? this.say('capture/table/unknown') : undefined;
    if (outcome === null) return this.say('capture/table/no-outcome');
    const text = this.say(`capture/table/about-${column}`);
    return text.replace(/\{(\w+)\}/g, (_, name: 'lost' | 'dropped' | 'undecided' | 'illegal' | 'open') =>
      this.number.format(outcome[name]),
    );
  }

  private outcome({ outcome }: Row, column: 'lost' | 'verdict'): string {
    if (outcome === undefined || outcome === null) return outcome === undefined && this.isExplained ? '…' : '–';
    const { lost, dropped, undecided, verdict } = outcome;
    if (column === 'lost') {
      const certain = this.number.format(lost + dropped);
      return undecided === 0 ? certain : `${certain} (?${this.number.format(undecided)})`;
    }
    const count = countOf(outcome);
    const text = this.say(`capture/verdict/${verdict}`);
    return count === 0 ? text : `${text} (${this.number.format(count)})`;
  }

  private cell(row: Row, column: Column): string {
    switch (column) {
      case 'id':
        return String(row.id);
      case 'client':
      case 'server':
        return row[column];
      case 'packets':
        return this.number.format(row.packets);
      case 'sent':
        return this.number.format(row.octets[0]);
      case 'received':
        return this.number.format(row.octets[1]);
      case 'start':
        return this.seconds.format(row.first / MICROS);
      case 'duration':
        return this.seconds.format((row.last - row.first) / MICROS);
      case 'opened':
        return this.say(`capture/opened/${row.opened}`);
      case 'ended':
        return this.say(`capture/ended/${row.ended}`);
      case 'lost':
      case 'verdict':
        return this.outcome(row, column);
    }
  }

  private press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    if (target !== null) this.select(Number(target.dataset['index']));
  }

  /** Opens the selected connection as a flow. */
  private open(): void {
    const row = this.shown[this.selected];
    if (row !== undefined) this.host.postMessage({ type: 'open', id: row.id });
  }

  /** Selects a connection's row; clears the filter if the filter hides the row. */
  private show(id: number): void {
    const indexOf = (): number => this.shown.findIndex((row) => row.id === id);
    if (indexOf() < 0) {
      this.filter.value = '';
      this.arrange({ ...this.kept, filter: '' });
    }
    const index = indexOf();
    if (index >= 0) this.select(index);
    this.grid.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.target === this.grid) {
      event.preventDefault();
      this.open();
      return;
    }
    const page = Math.max(1, Math.floor(this.grid.clientHeight / ROW) - 2);
    const last = this.shown.length - 1;
    const to = new Map([
      ['ArrowDown', this.selected + 1],
      ['ArrowUp', this.selected - 1],
      ['PageDown', this.selected + page],
      ['PageUp', this.selected - page],
      ['Home', 0],
      ['End', last],
    ]).get(event.key);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.select(Math.min(last, Math.max(0, to)));
  }

  /** Selects a row and scrolls to it, below the grid's head. */
  private select(index: number): void {
    this.selected = index;
    const top = index * ROW;
    const room = this.grid.clientHeight - 2 * ROW;
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (top > this.grid.scrollTop + room) this.grid.scrollTop = top - room;
    this.draw();
  }
}

function classOf(column: Column): string {
  return NUMBERS.has(column) ? `cell number ${column}` : `cell ${column}`;
}

const host = acquireVsCodeApi();
let table: CaptureTable | undefined;
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  if (data.type === 'setup') {
    const known = new Map<string, string>(TABLE_TEXTS.map((id) => [id, data.texts[id] ?? id]));
    table ??= new CaptureTable(host, (id) => known.get(id) ?? id);
  }
  table?.take(data);
});
host.postMessage({ type: 'ready' });
