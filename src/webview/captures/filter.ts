/** The filter and the order of a capture's connections. */
import type { RowOutcome, TableRow } from '../../editor/captures/messages';

type Outcome = NonNullable<RowOutcome['outcome']>;

export const COLUMNS = [
  'id',
  'client',
  'server',
  'packets',
  'sent',
  'received',
  'start',
  'duration',
  'opened',
  'ended',
  'lost',
  'verdict',
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly column: Column;
  readonly isDown: boolean;
}

/**
 * A row, and the outcome of its connection's check: undefined until it is known, null if the connection can't be
 * checked.
 */
export interface Row extends TableRow {
  outcome?: Outcome | null;
}

/** The texts of a row's states in the reader's language. */
export type StateText = (
  id:
    | `capture/opened/${TableRow['opened']}`
    | `capture/ended/${TableRow['ended']}`
    | `capture/verdict/${Outcome['verdict']}`,
) => string;

type Test = (row: Row) => boolean;

function statesOf({ opened, ended }: Row, say: StateText): string[] {
  return [opened, ended, say(`capture/opened/${opened}`), say(`capture/ended/${ended}`)].map((t) => t.toLowerCase());
}

function verdictsOf({ outcome }: Row, say: StateText): string[] {
  return outcome ? [outcome.verdict, say(`capture/verdict/${outcome.verdict}`)] : [];
}

/**
 * The test of one filter term: `host:` matches a part of either address, `port:` a port, `state:` the opening or end of
 * the connection, `verdict:` the beginning of its verdict; any other word matches a part of any of these.
 */
function testOf(term: string, say: StateText): Test {
  const colon = term.indexOf(':');
  const value = term.slice(colon + 1);
  const isIn = (texts: readonly string[]): boolean => texts.some((text) => text.includes(value));
  switch (colon < 0 ? '' : term.slice(0, colon)) {
    case 'host':
      return ({ client, server }) => isIn([client, server].map((s) => s.slice(0, s.lastIndexOf(':'))));
    case 'port':
      return ({ client, server }) =>
        value === '' || [client, server].some((s) => s.slice(s.lastIndexOf(':') + 1) === value);
    case 'state':
      return (row) => isIn(statesOf(row, say));
    case 'verdict':
      return (row) => value === '' || verdictsOf(row, say).some((text) => text.startsWith(value));
    default:
      return (row) =>
        [row.client, row.server, ...statesOf(row, say), ...verdictsOf(row, say)].some((text) => text.includes(term));
  }
}

/** The rows that meet all terms of a filter; terms are separated by spaces. */
export function filtered(rows: readonly Row[], filter: string, say: StateText): readonly Row[] {
  const terms = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
  if (terms.length === 0) return rows;
  const tests = terms.map((term) => testOf(term, say));
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** Verdicts by gravity; a connection without a verdict is below all others. */
const GRAVITY = { legal: 0, open: 1, illegal: 2 } as const;
/** A number larger than the number of findings of any connection. */
const MANY = 2 ** 40;

function valueOf(row: Row, column: Column, say: StateText): number | string {
  switch (column) {
    case 'id':
    case 'packets':
    case 'client':
    case 'server':
      return row[column];
    case 'sent':
      return row.octets[0];
    case 'received':
      return row.octets[1];
    case 'start':
      return row.first;
    case 'duration':
      return row.last - row.first;
    case 'opened':
      return say(`capture/opened/${row.opened}`);
    case 'ended':
      return say(`capture/ended/${row.ended}`);
    case 'lost': {
      const { outcome } = row;
      return outcome ? outcome.lost + outcome.dropped + outcome.undecided / MANY : -1;
    }
    case 'verdict': {
      const { outcome } = row;
      return outcome ? GRAVITY[outcome.verdict] * MANY + countOf(outcome) : -1;
    }
  }
}

/** The number of findings that a verdict is based on. */
export function countOf({ verdict, illegal, open }: Outcome): number {
  return verdict === 'illegal' ? illegal : open;
}

/** True for a filter or an order that depends on the outcomes of checks. */
export function goesByOutcome(filter: string, { column }: Order): boolean {
  return filter !== '' || column === 'lost' || column === 'verdict';
}

/**
 * The rows sorted by a column; equal rows by their ids. Numbers within addresses are compared as numbers: 10.0.0.9 is
 * before 10.0.0.10.
 */
export function ordered(rows: readonly Row[], { column, isDown }: Order, say: StateText): readonly Row[] {
  const text = new Intl.Collator('en', { numeric: true });
  const keyed = rows.map((row) => ({ row, key: valueOf(row, column, say) }));
  const sign = isDown ? -1 : 1;
  keyed.sort((a, b) => {
    const difference =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : text.compare(String(a.key), String(b.key));
    return sign * difference || a.row.id - b.row.id;
  });
  return keyed.map(({ row }) => row);
}
