/**
 * The page's table of the tabs below the diagram: the check of each tab's content for a step, and the view that shows
 * it.
 */
import type { View } from '../diagram/view';
import { type Check, object } from '../panel/checks';
import type { Detail, Inspection, Shown, Tab } from '../panel/messages';
import { EndpointsTab, isEndpoints } from './inspect-endpoints';
import { type HeaderEvents, HeaderTab, isHeader } from './inspect-header';
import { type MessageEvents, MessageTab, isMessages } from './inspect-message';
import { SecretsTab, isSecrets } from './inspect-secrets';
import { type StatesEvents, createStates, isStates } from './inspect-states';
import { StreamsTab, isStreams } from './inspect-streams';
import { StepList, type StepListEvents } from './inspect-steps';
import type { TabView } from './tab-view';

export type TabEvents = HeaderEvents & StatesEvents & StepListEvents & MessageEvents;

interface Row<Part> {
  readonly check: Check;
  view(say: View['say'], events: TabEvents): TabView<Part>;
  /** False for a step for which the tab has no content. */
  readonly offers?: (detail: Detail) => boolean;
}

const ROWS: { readonly [T in Tab]: Row<Shown[T]> } = {
  endpoints: { check: isEndpoints, view: (say) => new EndpointsTab(say) },
  header: { check: isHeader, view: (say, events) => new HeaderTab(say, events) },
  states: { check: isStates, view: createStates },
  steps: { check: object({}), view: (say, events) => new StepList(say, events) },
  message: {
    check: isMessages,
    view: (say, events) => new MessageTab(say, events),
    offers: (detail) => detail.says,
  },
  secrets: {
    check: isSecrets,
    view: (say, events) => new SecretsTab(say, events),
    offers: (detail) => detail.sealed,
  },
  streams: {
    check: isStreams,
    view: (say) => new StreamsTab(say),
    offers: (detail) => detail.streams,
  },
};

export const TABS = Object.keys(ROWS) as unknown as readonly [Tab, ...Tab[]];

/**
 * True if a tab has content for a step. Before any details have arrived, true only for the tabs that have content for
 * every step.
 */
export function isOffered(tab: Tab, detail: Detail | undefined): boolean {
  const { offers } = ROWS[tab];
  return offers === undefined || (detail !== undefined && offers(detail));
}

/** True if a value from the host is the content of this tab. */
export function isPartOf(tab: Tab, inspection: Inspection): boolean {
  return inspection.tab === tab && ROWS[tab].check(inspection);
}

export function createView(tab: Tab, say: View['say'], events: TabEvents): TabView<Inspection> {
  return ROWS[tab].view(say, events);
}
