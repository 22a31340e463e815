import type { Table } from '../table';

/** What the panel's page says about what-ifs. */
export const whatIf = {
  'whatif/menu': 'What if… (Shift+F10)',
  'whatif/keep': 'Keep as a new flow',
  'whatif/drop': 'Drop',
  'whatif/keep-title': 'Open the what-if as a flow of its own, ready to be saved',
  'whatif/drop-title': 'Close the what-if; nothing of it is left',
} as const satisfies Table;
