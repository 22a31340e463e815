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
  'diagram/fast-retransmit': 'fast retransmit',
  'diagram/data-segments': '{count} data segments',
  'diagram/data-segments-one': '1 data segment',
  'diagram/acks': '{count} ACKs',
  'diagram/acks-one': '1 ACK',
  'diagram/others': '{count} other segments',
  'diagram/others-one': '1 other segment',
  'diagram/hidden': '{count} steps hidden',
  'diagram/hidden-one': '1 step hidden',
  'diagram/folded': '{count} steps',
  'diagram/folded-one': '1 step',
  'diagram/row-fold': 'Steps {step} to {last}: {text}',
  'diagram/row-closed': 'Section, closed: {text}',
} as const satisfies Table;
