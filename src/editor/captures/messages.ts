/** Messages between the page with a capture's connections and its host. */
import type { Connection, Counts, Outcome } from '../../capture';

/** Ids of the page's texts. */
export const TABLE_TEXTS = [
  'capture/table/label',
  'capture/table/filter',
  'capture/table/filter-hint',
  'capture/table/shown',
  'capture/table/shown-part',
  'capture/table/none',
  'capture/table/no-match',
  'capture/table/reading',
  'capture/table/cancel',
  'capture/table/open-hint',
  'capture/table/id',
  'capture/table/client',
  'capture/table/server',
  'capture/table/packets',
  'capture/table/sent',
  'capture/table/received',
  'capture/table/start',
  'capture/table/duration',
  'capture/table/opened',
  'capture/table/ended',
  'capture/table/lost',
  'capture/table/verdict',
  'capture/table/explaining',
  'capture/table/unknown',
  'capture/table/no-outcome',
  'capture/table/about-lost',
  'capture/table/about-verdict',
  'capture/verdict/legal',
  'capture/verdict/illegal',
  'capture/verdict/open',
  'capture/opened/syn',
  'capture/opened/syn-refused',
  'capture/opened/mid-stream',
  'capture/ended/fin',
  'capture/ended/rst',
  'capture/ended/open',
  'capture/ended/timeout',
] as const;
export type TableText = (typeof TABLE_TEXTS)[number];

/** A row of the table. */
export type TableRow = Pick<Connection, 'id' | 'packets' | 'octets' | 'first' | 'last' | 'opened' | 'ended'> & {
  /** `10.0.0.1:49152`, `[2001:db8::1]:49152`. */
  readonly client: string;
  readonly server: string;
};

/** The outcome of a connection; a connection may have none. */
export interface RowOutcome {
  readonly id: number;
  readonly outcome?: Outcome;
}

export type ToPage =
  | { readonly type: 'setup'; readonly texts: Readonly<Record<string, string>> }
  /** The share of the file that has been read, 0..1. */
  | { readonly type: 'progress'; readonly part: number }
  /** The file can't be shown: one sentence. */
  | { readonly type: 'failed'; readonly text: string }
  /** Some of the rows, in the order of their ids; `table` follows behind the last ones. */
  | { readonly type: 'rows'; readonly rows: readonly TableRow[] }
  | {
      readonly type: 'table';
      readonly packets: Counts['packets'];
      readonly frames: Counts['frames'];
      /** Sentences on what was left out, and why reading ended early. */
      readonly notes: readonly string[];
      /** True if `outcomes` follow for each row. */
      readonly isExplained: boolean;
    }
  /** What comes of some connections, and of how many that is not known yet. */
  | { readonly type: 'outcomes'; readonly outcomes: readonly RowOutcome[]; readonly left: number }
  /** Selects a connection's row and brings it into sight. */
  | { readonly type: 'select'; readonly id: number };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  /** The connections whose rows are in sight. */
  | { readonly type: 'sight'; readonly ids: readonly number[] }
  /** Opens a connection as a flow. */
  | { readonly type: 'open'; readonly id: number };

export function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  if (message.type === 'open') return 'id' in message && typeof message.id === 'number';
  if (message.type === 'sight') {
    return 'ids' in message && Array.isArray(message.ids) && message.ids.every((id) => typeof id === 'number');
  }
  return message.type === 'ready' || message.type === 'cancel';
}

/** True for a message of the host; others come to a page as well, from its frame. */
export function isToPage(message: unknown): message is ToPage {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return ['setup', 'progress', 'failed', 'rows', 'table', 'outcomes', 'select'].some((type) => type === message.type);
}
