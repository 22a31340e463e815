/** The tabs below the diagram, as the page has them: how each one's part of a step is checked, and what shows it. */
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
  /** False for a step of which the tab has nothing to show. */
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

/** Whether a tab has something to show of a step; before one has come only the tabs that every step has. */
export function isOffered(tab: Tab, detail: Detail | undefined): boolean {
  const { offers } = ROWS[tab];
  return offers === undefined || (detail !== undefined && offers(detail));
}

/** The part of a step that a tab shows, as the host tells it. */
export function isPartOf(tab: Tab, inspection: Inspection): boolean {
  return inspection.tab === tab && ROWS[tab].check(inspection);
}

export function createView(tab: Tab, say: View['say'], events: TabEvents): TabView<Inspection> {
  return ROWS[tab].view(say, events);
}
