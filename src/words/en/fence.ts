import type { Table } from '../table';

/** Pictures of fences in Markdown. */
export const fence = {
  'fence/step': '✓ 1 step',
  'fence/steps': '✓ {count} steps',
  'fence/finding': 'line {line}: {text}',
  'fence/more': 'and {count} more',
  'fence/unknown': 'Unknown: {names}. There are {all}.',
  'fence/empty': 'A flow stands here, one segment a line, such as these two.',
  'fence/open': 'Open',
  'fence/copied': 'Copied as SVG.',
  'fence/clean': 'Nothing found.',
  'fence/gone': 'The document has no flow at this place any more.',
  'link/copied': 'The link is in the clipboard.',
  'link/broken': 'This link leads to no flow.',
  'link/too-long': 'The flow is too long for a link: save it in the workspace first.',
  'mcp/copied': 'The configuration is in the clipboard.',
} as const satisfies Table;
