/** Pairing of the rows of two diagrams, and their first difference. */
import type { Diagram, DiagramIndex, Row } from './model';

/**
 * The rows of two diagrams in a common order. A moment is an entry of this order: a row of the left diagram, a row of
 * the right diagram, or both.
 */
export interface Pairing {
  /** The row of the left diagram at each moment, -1 for none. */
  readonly left: Int32Array;
  /** The row of the right diagram at each moment, -1 for none. */
  readonly right: Int32Array;
  /** 1 for each moment in which the two diagrams differ. */
  readonly differs: Uint8Array;
  /** The first moment in which the two diagrams differ, -1 for none. */
  readonly first: number;
}

/** If more pairs of rows than this would have to be compared, rows after the first difference are paired in order. */
const MOST_PAIRS = 4_000_000;

/**
 * Kinds of rows whose differences are ignored: headings, notes and expectations only comment on a flow, and a user call
 * may be explicit or implied by a segment.
 */
const ASIDES: readonly Row['kind'][] = ['note', 'section', 'expect', 'run', 'call'];

function isAside(row: Row): boolean {
  return ASIDES.includes(row.kind);
}

/** The state of an end after a row. */
function stateBehind(row: Row, end: number): string {
  return row.changes.find((c) => c.end === end)?.to ?? row.before[end] ?? '';
}

/**
 * The content of a row for comparison: without step numbers, with ends by index and sequence numbers relative to the
 * ISN.
 */
function keyOf(row: Row): string {
  return [
    row.kind,
    row.from,
    row.to,
    row.flags,
    row.seq?.[1] ?? '',
    row.ack?.[1] ?? '',
    row.bytes,
    row.excerpt,
    row.options,
    row.fate,
    row.spoofed,
    // Names of segments in flight and the spelling of waits are ignored.
    row.kind === 'segment' || row.kind === 'arrival' || row.kind === 'drop' || row.kind === 'wait' ? '' : row.text,
    row.count ?? '',
    stateBehind(row, row.from),
    stateBehind(row, row.to),
    ...row.findings.filter((f) => f.level !== 'hint').map((f) => f.rule),
  ].join('|');
}

/** The segment that a row sends, regardless of its fate; empty if it sends none. */
function sendingOf(row: Row): string {
  if (row.kind !== 'segment') return '';
  const { from, to, flags, seq, ack, bytes, spoofed } = row;
  return [from, to, flags, seq?.[1] ?? '', ack?.[1] ?? '', bytes, spoofed].join('|');
}

interface Side {
  readonly keys: readonly string[];
  readonly sendings: readonly string[];
  readonly asides: readonly boolean[];
}

function sideOf({ index, rows }: Diagram, most: number): Side {
  const all = rows(0, Math.min(index.rows, most)).rows;
  return { keys: all.map(keyOf), sendings: all.map(sendingOf), asides: all.map(isAside) };
}

type Put = (left: number, right: number) => void;

/** Pairs the rows of two ranges in order; the remaining rows of the longer range are unpaired. */
function block(a0: number, a1: number, b0: number, b1: number, put: Put): void {
  let [a, b] = [a0, b0];
  while (a < a1 || b < b1) put(a < a1 ? a++ : -1, b < b1 ? b++ : -1);
}

/** Pairs equal rows along a longest common subsequence of the two ranges, and the rows in between in order. */
function align(a: Side, b: Side, from: readonly [number, number], to: readonly [number, number], put: Put): void {
  const [n, m] = [to[0] - from[0], to[1] - from[1]];
  if (n * m > MOST_PAIRS) {
    block(from[0], to[0], from[1], to[1], put);
    return;
  }
  const width = m + 1;
  const lengths = new Uint16Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a.keys[from[0] + i] === b.keys[from[1] + j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  let [i, j, startI, startJ] = [0, 0, 0, 0];
  while (i < n && j < m) {
    const at = i * width + j;
    if (a.keys[from[0] + i] === b.keys[from[1] + j]) {
      block(from[0] + startI, from[0] + i, from[1] + startJ, from[1] + j, put);
      put(from[0] + i, from[1] + j);
      [startI, startJ] = [++i, ++j];
    } else if ((lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0)) i++;
    else j++;
  }
  block(from[0] + startI, to[0], from[1] + startJ, to[1], put);
}

/**
 * Pairs the rows of two diagrams.
 *
 * @param most the number of rows of each diagram that are compared; later rows belong to no moment
 */
export function pair(leftDiagram: Diagram, rightDiagram: Diagram, most = Infinity): Pairing {
  const [a, b] = [sideOf(leftDiagram, most), sideOf(rightDiagram, most)];
  const left: number[] = [];
  const right: number[] = [];
  const put: Put = (l, r) => {
    left.push(l);
    right.push(r);
  };
  let [i, j] = [0, 0];
  while (i < a.keys.length && j < b.keys.length) {
    const [asideA, asideB] = [a.asides[i] === true, b.asides[j] === true];
    if (a.keys[i] === b.keys[j] || (asideA && asideB)) put(i++, j++);
    else if (asideA) put(i++, -1);
    else if (asideB) put(-1, j++);
    else break;
  }
  // The same segment with another fate is paired: the first difference is then a single moment.
  if (a.sendings[i] !== undefined && a.sendings[i] !== '' && a.sendings[i] === b.sendings[j]) put(i++, j++);
  let [lastA, lastB] = [a.keys.length, b.keys.length];
  while (lastA > i && lastB > j && a.keys[lastA - 1] === b.keys[lastB - 1]) {
    lastA--;
    lastB--;
  }
  align(a, b, [i, j], [lastA, lastB], put);
  while (lastA < a.keys.length) put(lastA++, lastB++);

  const differs = Uint8Array.from(left, (l, moment) => {
    const r = right[moment] ?? -1;
    if (l >= 0 && r >= 0) return a.keys[l] === b.keys[r] || (a.asides[l] && b.asides[r]) ? 0 : 1;
    return (l >= 0 ? a.asides[l] : b.asides[r]) ? 0 : 1;
  });
  return { left: Int32Array.from(left), right: Int32Array.from(right), differs, first: differs.indexOf(1) };
}

/** The moment of a row; -1 for none. */
export function placeOfRow(rows: Int32Array, row: number): number {
  return row < 0 ? -1 : rows.indexOf(row);
}

/**
 * The current row of one diagram at a moment. Without a row at this moment, the result is the preceding row plus 0.5:
 * no row is highlighted, and later rows are dimmed.
 */
export function currentAt(rows: Int32Array, moment: number): number {
  for (let at = moment; at >= 0; at--) {
    const row = rows[at] ?? -1;
    if (row >= 0) return at === moment ? row : row + 0.5;
  }
  return -0.5;
}

/** The moments with a step on at least one side; headings have no step. */
export function stopsOf({ left, right }: Pairing, [a, b]: readonly [DiagramIndex, DiagramIndex]): number[] {
  const hasStep = ({ stepOfRow }: DiagramIndex, row: number): boolean => row >= 0 && (stepOfRow[row] ?? -1) >= 0;
  const stops: number[] = [];
  for (let at = 0; at < left.length; at++) {
    if (hasStep(a, left[at] ?? -1) || hasStep(b, right[at] ?? -1)) stops.push(at);
  }
  return stops;
}

/** The index of a moment among the stops, or of the last stop before it; 0 if there is none. */
export function stopAt(stops: readonly number[], moment: number): number {
  let at = 0;
  while (at + 1 < stops.length && (stops[at + 1] ?? Infinity) <= moment) at++;
  return at;
}
