/**
 * The tabs below the diagram, in the order in which they stand: what each shows of a step, told only while it is in sight.
 * The page has a row for each in src/webview/tabs.ts.
 */
import type { Trace } from '../trace';
import type { Eyes } from '../diagram';
import { type Visit, endpointsOf, headerOf, messagesAt, secretsAt, standingOf, streamsAt } from '../tell';
import type { Say } from '../words/words';

/** A step (from 0; -1 before the first), and who is told of it. */
export interface Moment {
  readonly trace: Trace;
  readonly at: number;
  readonly say: Say;
  readonly visits: readonly Visit[];
  /** Whose eyes read messages. */
  readonly eyes: Eyes;
}

/** Told of a flow once a tab that shows them is in sight: they are found by a look at all its steps. */
type Needs = 'visits';

interface Row<Part> {
  of(moment: Moment): Part;
  readonly needs?: Needs;
}

/** A row as it is written, with the type of what it shows. */
const row = <Part extends object>(of: (moment: Moment) => Part, needs?: Needs): Row<Part> =>
  needs === undefined ? { of } : { of, needs };

const ROWS = {
  endpoints: row(({ trace, at, say }) => endpointsOf(trace, at, say)),
  header: row(({ trace, at, say }) => ({ header: headerOf(trace, at, say) })),
  states: row(({ trace, at, visits }) => standingOf(trace, at, visits), 'visits'),
  // The list asks for its own lines.
  steps: row(() => ({})),
  message: row(({ trace, at, say, eyes }) => messagesAt(trace, at, say, eyes)),
  secrets: row(({ trace, at, say }) => secretsAt(trace, at, say)),
  streams: row(({ trace, at, say }) => streamsAt(trace, at, say)),
};

export type Tab = keyof typeof ROWS;
export const TABS = Object.keys(ROWS) as unknown as readonly [Tab, ...Tab[]];

/** What each tab shows of a step. */
export type Shown = { readonly [T in Tab]: { readonly tab: T } & Readonly<ReturnType<(typeof ROWS)[T]['of']>> };
export type Inspection = Shown[Tab];

export function needsVisits(tab: Tab): boolean {
  return ROWS[tab].needs === 'visits';
}

/** Names come from a page, or from what one kept. */
export function isTab(name: string | undefined): name is Tab {
  return name !== undefined && Object.hasOwn(ROWS, name);
}

export function inspect(tab: Tab, moment: Moment): Inspection {
  return { tab, ...ROWS[tab].of(moment) } as Inspection;
}
