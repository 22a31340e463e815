/** The details below the diagram: story and findings of the current step, and the tabs. */
import type { Editable } from '../trace/lookup';
import type { View } from '../diagram/view';
import { TABS, type Detail, type ListItem, type NumberForm, type State, type Tab } from '../panel/messages';
import { el } from './dom';
import { EndpointsTab } from './inspect-endpoints';
import { HeaderTab } from './inspect-header';
import { createStates } from './inspect-states';
import { StepList } from './inspect-steps';
import type { TabView } from './tab-view';
import { Told } from './told';

export interface InspectorEvents {
  readonly rule: (rule: string) => void;
  readonly tab: (tab: Tab) => void;
  readonly edit: (step: number, field: Editable, value: string) => void;
  readonly visit: (state: State) => void;
  readonly go: (step: number) => void;
  /** Requests lines of the list of steps. */
  readonly list: (from: number, to: number) => void;
}

/** The tab that a key goes to from `tab`; undefined for other keys. */
export function tabFor(key: string, tab: Tab): Tab | undefined {
  const at = TABS.indexOf(tab);
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1 + TABS.length,
    Home: 0,
    End: TABS.length - 1,
  };
  const next = to[key];
  return next === undefined ? undefined : TABS[next % TABS.length];
}

export class Inspector {
  readonly element: HTMLElement;
  private readonly told: Told;
  private readonly steps: StepList;
  private readonly views: Readonly<Record<Tab, TabView>>;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly panel = el('div', { class: 'tab-panel', id: 'tab-panel', role: 'tabpanel', tabindex: 0 });
  private readonly explain = el('p', { class: 'explain', 'aria-hidden': 'true' });
  private shown: { readonly detail: Detail; readonly form: NumberForm } | undefined;

  constructor(
    private readonly say: View['say'],
    private readonly events: InspectorEvents,
    private tab: Tab,
  ) {
    const { panel, explain } = this;
    this.told = new Told(say, events);
    this.steps = new StepList(say, events);
    this.views = {
      endpoints: new EndpointsTab(say),
      header: new HeaderTab(say, events),
      states: createStates(say, events),
      steps: this.steps,
    };
    this.buttons = TABS.map((name) => this.button(name));
    const tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('inspect/tabs') }, ...this.buttons);
    const label = say('inspect/tabs');
    this.element = el('section', { class: 'details', 'aria-label': label }, this.told.element, tabs, panel, explain);
    tabs.addEventListener('keydown', (event) => this.pressed(event));
    panel.addEventListener('pointerover', (event) => this.explained(event.target));
    panel.addEventListener('pointerleave', () => this.explained(document.activeElement));
    panel.addEventListener('focusin', (event) => this.explained(event.target));
    panel.addEventListener('focusout', () => this.explained(null));
    new ResizeObserver(() => this.render()).observe(panel);
    this.mark();
  }

  show(detail: Detail, form: NumberForm): void {
    this.shown = { detail, form };
    this.told.show(detail, form);
    this.steps.step(detail.step);
    this.render();
  }

  /** Sets the number of steps after a check. */
  flow(steps: number): void {
    this.steps.flow(steps);
  }

  items(items: readonly ListItem[]): void {
    this.steps.items(items, this.shown?.form ?? 'symbolic');
  }

  /** Makes a step the current one in the list before its details arrive. */
  step(step: number): void {
    this.steps.step(step);
  }

  /** Shows a text in the status line. */
  tell(text: string): void {
    this.explain.textContent = text;
  }

  private button(name: Tab): HTMLButtonElement {
    const button = el('button', {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'data-tab': name,
      'aria-controls': 'tab-panel',
    });
    button.append(this.say(`inspect/tab-${name}`));
    button.addEventListener('click', () => this.choose(name));
    return button;
  }

  private pressed(event: KeyboardEvent): void {
    const next = tabFor(event.key, this.tab);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(next);
    this.buttons[TABS.indexOf(next)]?.focus();
  }

  /**
   * Explains the element under the pointer or with the focus in the status line; screen readers get the same from its
   * accessible name.
   */
  private explained(target: EventTarget | null): void {
    const about = target instanceof Element ? target.closest('[data-about]')?.getAttribute('data-about') : undefined;
    this.tell(about ?? '');
  }

  private choose(next: Tab): void {
    if (next === this.tab) return;
    this.tab = next;
    this.mark();
    this.events.tab(next);
    this.render();
  }

  /** Marks the chosen tab. */
  private mark(): void {
    const { tab, panel } = this;
    TABS.forEach((name, i) => {
      this.buttons[i]?.setAttribute('aria-selected', String(name === tab));
      this.buttons[i]?.setAttribute('tabindex', name === tab ? '0' : '-1');
    });
    panel.setAttribute('aria-labelledby', `tab-${tab}`);
    panel.dataset['tab'] = tab;
    // Until the new content arrives, the tab would show, and could edit, another step.
    panel.replaceChildren();
  }

  /** Shows the tab's content; the focused element keeps the focus. */
  private render(): void {
    const { shown, tab, panel } = this;
    const inspection = shown?.detail.inspection;
    if (!shown || inspection?.tab !== tab) return;
    const key = focusedKey();
    const { element } = this.views[tab];
    if (element.parentNode !== panel) {
      panel.replaceChildren(element);
      panel.scrollTop = 0;
    }
    this.views[tab].show(inspection, shown.detail, shown.form);
    // If the user has gone to the editor, the focus stays there.
    if (key === undefined || !panel.isConnected || !document.hasFocus()) return;
    const again = [...panel.querySelectorAll<HTMLElement>('[data-key]')].find((e) => e.dataset['key'] === key);
    if (again && document.activeElement !== again) again.focus();
  }
}

/** The key of the focused element, which survives a rebuild. */
function focusedKey(): string | undefined {
  const { activeElement } = document;
  const hasData = activeElement instanceof HTMLElement || activeElement instanceof SVGElement;
  return hasData ? activeElement.dataset['key'] : undefined;
}
