/** The lines of a flow in columns, as the formatter lays them out. */

/**
 * A line whose cells stand in columns. Of a segment: time, sender, arrow with receiver, flags, `seq`, `ack`, all else; of a
 * `host` line: `host`, name, address, settings. An empty cell is one that the line lacks.
 */
export interface Row {
  readonly kind: 'segment' | 'host';
  readonly cells: readonly string[];
}

/** The spaces behind each cell. */
const GAPS = { segment: [1, 1, 2, 2, 2, 2, 0], host: [1, 1, 2, 0] } as const;

/** The widths of the columns of a flow, in characters: captured flows are ASCII but for strings, which stand last. */
export interface Widths {
  readonly segment: readonly number[];
  readonly host: readonly number[];
}

export function widthsOf(rows: Iterable<Row | string>): Widths {
  const widths = { segment: GAPS.segment.map(() => 0), host: GAPS.host.map(() => 0) };
  for (const row of rows) {
    if (typeof row === 'string') continue;
    const own = widths[row.kind];
    for (let i = 0; i < own.length; i++) own[i] = Math.max(own[i] ?? 0, row.cells[i]?.length ?? 0);
  }
  return widths;
}

export function sameWidths(a: Widths, b: Widths): boolean {
  // The last cell has none behind it.
  return (['segment', 'host'] as const).every((kind) => a[kind].every((w, i) => !GAPS[kind][i] || w === b[kind][i]));
}

/** The text of a line. A column that is empty in the whole flow takes no space. */
export function lineOf(row: Row | string, widths: Widths): string {
  if (typeof row === 'string') return row;
  const { kind, cells } = row;
  const [own, gaps] = [widths[kind], GAPS[kind]];
  let out = '';
  let due = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as string;
    const width = own[i] ?? 0;
    if (cell === '') due += width;
    else {
      out += ' '.repeat(due) + cell;
      due = width - cell.length;
    }
    if (width > 0) due += gaps[i] ?? 0;
  }
  return out;
}
