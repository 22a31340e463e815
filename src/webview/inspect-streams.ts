/**
 * HTTP/2 streams: one row for each stream, with its state and windows at both sides, and the HPACK table of each
 * direction.
 */
import type { View } from '../diagram/view';
import { type Check, isBoolean, isInteger, isString, listOf, object } from '../panel/checks';
import type { Detail } from '../panel/messages';
import type { StreamCell, StreamRow, StreamTable, TableView } from '../tell/stream-table';
import { el } from './dom';
import type { TabView } from './tab-view';

const isCell = object({
  state: isString,
  send: isInteger,
  receive: isInteger,
  changed: isBoolean,
} satisfies Record<keyof StreamCell, Check>);

export const isStreams = object({
  parties: listOf(isString),
  told: listOf(isString),
  rows: listOf(
    object({ stream: isInteger, name: isString, cells: listOf(isCell) } satisfies Record<keyof StreamRow, Check>),
  ),
  left: isInteger,
  tables: listOf(
    object({
      name: isString,
      size: isInteger,
      max: isInteger,
      entries: listOf(object({ index: isInteger, name: isString, value: isString })),
      left: isInteger,
      same: isBoolean,
    } satisfies Record<keyof TableView, Check>),
  ),
} satisfies Record<keyof StreamTable, Check>);

export class StreamsTab implements TabView<StreamTable> {
  readonly element = el('div', { class: 'streams-tab' });
  /** The names of the closed tables; a table stays closed from step to step. */
  private readonly closed = new Set<string>();

  constructor(private readonly say: View['say']) {}

  show({ parties, told, rows, left, tables }: StreamTable, { step }: Pick<Detail, 'step'>): void {
    const { say, element } = this;
    if (parties.length === 0) {
      element.replaceChildren(el('p', { class: 'hint' }, say('inspect/streams-none')));
      return;
    }
    const heads = [say('inspect/stream'), say('inspect/stream-request'), ...parties];
    const body = el('tbody', {}, ...rows.map((row) => this.row(row, told)));
    const list = el(
      'table',
      { class: 'streams-list' },
      el('caption', { class: 'unseen' }, say('inspect/streams-of', { step: step + 1 })),
      el('thead', {}, el('tr', {}, ...heads.map((name) => el('th', { scope: 'col' }, name)))),
      body,
    );
    const more = left > 0 ? [el('p', { class: 'hint' }, say('inspect/streams-left', { count: left }))] : [];
    const hint = el('p', { class: 'hint' }, say('inspect/streams-hint'));
    element.replaceChildren(list, ...more, hint, ...tables.map((table) => this.table(table)));
  }

  private row({ stream, name, cells }: StreamRow, told: readonly string[]): HTMLElement {
    const isConnection = stream === 0;
    const label = isConnection ? this.say('inspect/stream-connection') : String(stream);
    return el(
      'tr',
      { 'data-stream': stream },
      el('th', { scope: 'row' }, label),
      el('td', {}, name),
      ...cells.map((cell, i) => this.cell(cell, isConnection ? (told[i] ?? '') : undefined)),
    );
  }

  /**
   * A stream's state and both windows at one side; in the connection's row, the side's settings in place of a state.
   */
  private cell({ state, send, receive, changed }: StreamCell, told: string | undefined): HTMLElement {
    const made = el('td', { class: changed ? 'new' : '' });
    if (told === undefined && state === '') {
      made.append(
        el('span', { 'aria-hidden': 'true' }, '—'),
        el('span', { class: 'unseen' }, this.say('inspect/secret-lacks')),
      );
      return made;
    }
    const head = told ?? state;
    if (head !== '') made.append(el('span', { class: 'stream-state' }, head), ' ');
    made.append(el('span', { class: 'stream-windows' }, this.say('inspect/stream-windows', { send, receive })));
    return made;
  }

  private table({ name, size, max, entries, left, same }: TableView): HTMLElement {
    const { say } = this;
    const title = say(same ? 'inspect/hpack' : 'inspect/hpack-behind', { name, size, max });
    const more = left > 0 ? [el('p', { class: 'hint' }, say('inspect/hpack-left', { count: left }))] : [];
    const row = ({ index, name: key, value }: TableView['entries'][number]): HTMLElement =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, String(index)),
        el('td', {}, el('code', {}, key)),
        el('td', {}, el('code', {}, value)),
      );
    const made = el(
      'details',
      { class: 'hpack', open: !this.closed.has(name) },
      el('summary', { 'data-key': `hpack ${name}` }, title),
      el('table', { class: 'streams-list' }, el('tbody', {}, ...entries.map(row))),
      ...more,
    );
    made.addEventListener('toggle', () => (made.open ? this.closed.delete(name) : this.closed.add(name)));
    return made;
  }
}
