import type { Table } from '../table';

/** Texts of the status bar item, its menu, and the command `New Flow`. */
export const guide = {
  'status/name': 'TCP Flow: what the flow comes to',
  'status/empty': 'no segment yet',
  'status/all': 'all {state}',
  'status/ends': '{count} endpoints',
  'status/at-end': 'State at the end',
  'status/counts': 'errors: {error}, warnings: {warning}, open: {open}, hints: {hint}',

  'template/choose': 'What is the flow to begin with?',

  'menu/diagram': 'Open Diagram to the Side',
  'menu/next-finding': 'Next Finding',
  'menu/profile': 'Profile…',
  'menu/profile-of-all': 'Profile of flows that name none',
  'menu/profile-of-this': 'Profile of this flow',
  'menu/current': 'current',
  'menu/new': 'New Flow…',
  'menu/walkthrough': 'Get Started',
  'menu/reference': 'Language Reference',
  'menu/settings': 'Settings',
} as const satisfies Table;
