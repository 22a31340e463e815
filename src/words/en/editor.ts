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
  'editor/new-flow':
    '# A flow: one statement a line. Every line is checked against both endpoints\' state machines.\nflow "New flow"\n\nhost client 10.0.0.1:49152\nhost server 10.0.0.2:80\n\nserver listen\n\nsection "Three-way handshake"\nclient -> server  SYN      seq=x                # x names the client\'s initial sequence number\nserver -> client  SYN,ACK  seq=y    ack=x+1     # SYN takes one number, hence x+1\nclient -> server  ACK      seq=x+1  ack=y+1     # what is left out, the engine fills in\nexpect client ESTABLISHED, server ESTABLISHED\n',
  'related/state-since': '{host} has been in {state} since here',
} as const satisfies Table;
