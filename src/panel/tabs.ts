/**
 * The tabs below the diagram, in their order, with the function that computes each tab's content for a step, called
 * only while the tab is visible. The page has a row for each tab in src/webview/tabs.ts.
 */
import type { Trace } from '../trace';
import type { Eyes } from '../diagram';
import { type Visit, endpointsOf, headerOf, messagesAt, secretsAt, standingOf, streamsAt } from '../tell';
import type { Say } from '../words/words';

/** A step (from 0; -1 for the state before the first step), with the language and observer for its description. */
export interface Moment {
  readonly trace: Trace;
  readonly at: number;
  readonly say: Say;
  readonly visits: readonly Visit[];
  /** The chosen observer who reads messages: client, wire or server. */
  readonly eyes: Eyes;
}

/** Data of the whole flow that a tab needs, computed from all steps only once such a tab is visible. */
type Needs = 'visits';

interface Row<Part> {
  of(moment: Moment): Part;
  readonly needs?: Needs;
}

/** A row of the table of tabs, with the type of the tab's content. */
const row = <Part extends object>(of: (moment: Moment) => Part, needs?: Needs): Row<Part> =>
  needs === undefined ? { of } : { of, needs };

const ROWS = {
  endpoints: row(({ trace, at, say }) => endpointsOf(trace, at, say)),
  header: row(({ trace, at, say }) => ({ header: headerOf(trace, at, say) })),
  states: row(({ trace, at, visits }) => standingOf(trace, at, visits), 'visits'),
  // The list of steps requests its entries itself.
  steps: row(() => ({})),
  message: row(({ trace, at, say, eyes }) => messagesAt(trace, at, say, eyes)),
  secrets: row(({ trace, at, say }) => secretsAt(trace, at, say)),
  streams: row(({ trace, at, say }) => streamsAt(trace, at, say)),
};

export type Tab = keyof typeof ROWS;
export const TABS = Object.keys(ROWS) as unknown as readonly [Tab, ...Tab[]];

/** The content of each tab for a step. */
export type Shown = { readonly [T in Tab]: { readonly tab: T } & Readonly<ReturnType<(typeof ROWS)[T]['of']>> };
export type Inspection = Shown[Tab];

export function needsVisits(tab: Tab): boolean {
  return ROWS[tab].needs === 'visits';
}

/** True for the name of a tab; the names come from a page or its stored state. */
export function isTab(name: string | undefined): name is Tab {
  return name !== undefined && Object.hasOwn(ROWS, name);
}

export function inspect(tab: Tab, moment: Moment): Inspection {
  return { tab, ...ROWS[tab].of(moment) } as Inspection;
}
