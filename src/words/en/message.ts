/** Texts about messages above TCP: under arrows, in the tab, in stories. */
import type { Table } from '../table';

export const message = {
  // Under a segment's arrow.
  'message/unnamed': 'start of a message',
  'message/waits': 'message not whole yet',
  'message/never': 'not read',
  'message/segments': '{segments} segments',
  'message/in': '{bytes} in {segments} segments',
  'message/again': '{count} again',
  'message/not-whole': 'not whole',
  'message/whole-now': '{names}: whole now',
} as const satisfies Table;
