import type { Table } from '../table';

/** Pictures of fences in Markdown. */
export const fence = {
  'fence/step': '✓ 1 step',
  'fence/steps': '✓ {count} steps',
  'fence/finding': 'line {line}: {text}',
  'fence/more': 'and {count} more',
  'fence/unknown': 'Unknown: {names}. There are {all}.',
  'fence/empty': 'A flow stands here, one segment a line, such as these two.',
  'fence/copied': 'Copied as SVG.',
  'fence/gone': 'The document has no flow at this place any more.',
} as const satisfies Table;
