/** Below the diagram: what happened at the current step, what is wrong with it, and tabs that look into it. */
import type { Editable } from '../trace/lookup';
import type { View } from '../diagram/view';
import { TABS, type Detail, type ListItem, type NumberForm, type State, type Tab } from '../panel/messages';
import { el } from './dom';
import { EndpointsTab } from './inspect-endpoints';
import { HeaderTab } from './inspect-header';
import { MessageTab } from './inspect-message';
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
  /** Lines of the list of steps are needed. */
  readonly list: (from: number, to: number) => void;
}

/** The tab that a key leads to from another of those in sight; undefined for other keys. */
export function tabFor(key: string, tab: Tab, tabs: readonly Tab[] = TABS): Tab | undefined {
  const at = tabs.indexOf(tab);
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1 + tabs.length,
    Home: 0,
    End: tabs.length - 1,
  };
  const next = to[key];
  return next === undefined ? undefined : tabs[next % tabs.length];
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
      message: new MessageTab(say, events),
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
    this.offer();
    this.steps.step(detail.step);
    this.render();
  }

  /** A flow was checked: how many steps it has now. */
  flow(steps: number): void {
    this.steps.flow(steps);
  }

  items(items: readonly ListItem[]): void {
    this.steps.items(items, this.shown?.form ?? 'symbolic');
  }

  /** Makes a step the current one in the list, before its details have come. */
  step(step: number): void {
    this.steps.step(step);
  }

  /** Says something in the line at the bottom. */
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
    const shown = TABS.filter((_, i) => this.buttons[i]?.hidden !== true);
    const next = tabFor(event.key, this.tab, shown);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(next);
    this.buttons[TABS.indexOf(next)]?.focus();
  }

  /** What is pointed at or has the focus is explained in the line at the bottom; readers of the screen have it by name. */
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

  /** The tab of messages is there where the step is about one; the chosen tab stays. */
  private offer(): void {
    const button = this.buttons[TABS.indexOf('message')];
    if (button) button.hidden = this.shown?.detail.says !== true && this.tab !== 'message';
  }

  /** Marks the tab that is chosen. */
  private mark(): void {
    const { tab, panel } = this;
    this.offer();
    TABS.forEach((name, i) => {
      this.buttons[i]?.setAttribute('aria-selected', String(name === tab));
      this.buttons[i]?.setAttribute('tabindex', name === tab ? '0' : '-1');
    });
    panel.setAttribute('aria-labelledby', `tab-${tab}`);
    panel.dataset['tab'] = tab;
    // Until its part of this step comes, the tab would show another step, and a field of it could be changed.
    panel.replaceChildren();
  }

  /** Shows the tab's part of the step; what has the focus keeps it. */
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
    // Who has gone on to the editor is not called back.
    if (key === undefined || !panel.isConnected || !document.hasFocus()) return;
    const again = [...panel.querySelectorAll<HTMLElement>('[data-key]')].find((e) => e.dataset['key'] === key);
    if (again && document.activeElement !== again) again.focus();
  }
}

/** What the focus is on, by a name that it keeps when it is made anew. */
function focusedKey(): string | undefined {
  const { activeElement } = document;
  const hasData = activeElement instanceof HTMLElement || activeElement instanceof SVGElement;
  return hasData ? activeElement.dataset['key'] : undefined;
}
