/** Texts of the diagram beyond its rows: comparing, finding, folding, exporting. */
import type { Table } from '../table';

export const diagram = {
  'diagram/first-difference': 'first difference',
  'diagram/no-difference': 'These two flows do the same.',
  'diagram/to-difference': 'Go to the first difference',
  'diagram/compare-left': 'Flow on the left',
  'diagram/compare-right': 'Compare it with',
  'diagram/compare-open': 'Choose a file…',
  'diagram/compare-gone': 'One of the two flows can no longer be opened.',
  'diagram/nothing-here': 'Nothing happens here at this moment.',
} as const satisfies Table;
