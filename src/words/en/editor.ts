import type { Table } from '../table';

/** Titles of quick fixes, notes on related lines, and what hovers, hints and commands say. */
export const editor = {
  'fix/set-field': 'Change to {text}',
  'fix/remove': 'Remove what does not belong here',
  'fix/violates': 'It is meant: write "violates {rule}"',

  'related/expected-since': "{host}'s next number follows from this",
  'related/received-here': '{host} received this',

  'editor/level/error': 'error',
  'editor/level/warning': 'warning',
  'editor/level/hint': 'hint',
  'editor/hint/relative': '{field}, counted from the initial sequence number.',
  'editor/hint/absolute': '{field} as carried on the wire.',
  'editor/hint/left-out': 'Filled in as {host} would send it. Double-click to write it into the line.',
  'editor/hint/state': '{host} goes from {from} to {to} here.',
  'editor/hover/state': 'Waiting',
  'editor/hover/out': 'Ways out',
  'editor/hover/now': 'in this flow, after this line: {hosts}',
  'editor/hover/relative': 'relative',
  'editor/hover/absolute': 'absolute',
  'editor/hover/host': '{host}, after this line',
  'editor/hover/scaled': '{bytes} bytes, scaled by 2^{shift}',
  'editor/hover/counts-bytes': 'bytes {first} to {last}: {count} in all',
  'editor/hover/rule': 'rule',
  'editor/hover/open-rule': 'Open the rule',
  'editor/rename/nothing': 'Only hosts, bound numbers and named segments can be renamed.',
  'editor/rename/not-a-name': '“{name}” is not a name: a name is a letter, then letters, digits and _.',
  'editor/rename/reserved': '“{name}” is a word of the language and cannot be a name here.',
  'editor/rename/taken': 'The name “{name}” is taken.',
  'editor/outline/flow': 'flow',
  'editor/page-missing': 'There is no page on {page}.',
  'related/state-since': '{host} has been in {state} since here',
} as const satisfies Table;
