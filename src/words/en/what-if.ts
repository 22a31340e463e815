import type { Table } from '../table';

/** Texts of the panel's page about what-ifs. */
export const whatIf = {
  'whatif/menu': 'What if… (Shift+F10)',
  'whatif/keep': 'Keep as a new flow',
  'whatif/drop': 'Drop',
  'whatif/keep-title': 'Open the what-if as a flow of its own, ready to be saved',
  'whatif/drop-title': 'Close the what-if; nothing of it is left',
  'whatif/ask': 'Drop “{title}”?',
  'whatif/ask-detail': 'It was not kept as a flow: nothing of it would be left.',
  'whatif/closed': '“{title}” was closed and not kept as a flow.',
} as const satisfies Table;
