import type { Table } from '../table';

/** The page of a flow, outside VS Code. */
export const page = {
  'page/bar': 'Page',
  'page/theme': 'Theme',
  'page/text': 'Text',
  'page/back': 'Back to the Flow',
  'page/save': 'Save Flow',
} as const satisfies Table;
