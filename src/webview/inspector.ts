/** The area below the diagram: the story of the current step, its findings, and tabs with further details. */
import type { View } from '../diagram/view';
import type { Detail, Image, Inspection, ListItem, NumberForm, Tab } from '../panel/messages';
import { GLYPHS, el, glyph, iconButton } from './dom';
import type { TabView } from './tab-view';
import { TABS, type TabEvents, createView, isOffered, isPartOf } from './tabs';
import { PlainWords } from './plain';
import { Told } from './told';

export interface InspectorEvents extends TabEvents {
  readonly rule: (rule: string) => void;
  readonly tab: (tab: Tab) => void;
  /** The user chooses the image (letters or telephone) in which steps are told in plain words. */
  readonly plain: (image: Image | undefined) => void;
  /** The user folds the tabs away, or shows them again. */
  readonly fold: (folded: boolean) => void;
}

/** The tab that a key goes to from `tab`; undefined for other keys. */
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
  readonly plain: PlainWords;
  private readonly told: Told;
  private tab: Tab;
  private readonly views: ReadonlyMap<Tab, TabView<Inspection>>;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly folder: HTMLButtonElement;
  private readonly panel = el('div', { class: 'tab-panel', id: 'tab-panel', role: 'tabpanel', tabindex: 0 });
  private readonly explain = el('p', { class: 'explain', 'aria-hidden': 'true' });
  private shown: { readonly detail: Detail; readonly form: NumberForm } | undefined;
  /** The width available for the tab's content, pixels. */
  private width = 0;

  constructor(
    private readonly say: View['say'],
    private readonly events: InspectorEvents,
    tab: string | undefined,
    private folded = false,
  ) {
    this.tab = TABS.find((name) => name === tab) ?? TABS[0];
    const { panel, explain } = this;
    this.plain = new PlainWords(say, (image) => events.plain(image));
    this.told = new Told(say, events, this.plain);
    this.views = new Map(TABS.map((name) => [name, createView(name, say, events)]));
    this.buttons = TABS.map((name) => this.button(name));
    const label = say('inspect/tabs');
    const tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...this.buttons);
    this.folder = iconButton('down', '', () => this.fold(!this.folded));
    this.folder.dataset['act'] = 'fold';
    const bar = el('div', { class: 'tab-bar' }, tabs, this.folder);
    this.element = el('section', { class: 'details', 'aria-label': label }, this.told.element, bar, panel, explain);
    // The context menu's items for copying stay available.
    this.element.setAttribute('data-vscode-context', JSON.stringify({ preventDefaultContextMenuItems: false }));
    this.fold(folded, false);
    tabs.addEventListener('keydown', (event) => this.pressed(event));
    panel.addEventListener('pointerover', (event) => this.explained(event.target));
    panel.addEventListener('pointerleave', () => this.explained(document.activeElement));
    panel.addEventListener('focusin', (event) => this.explained(event.target));
    panel.addEventListener('focusout', () => this.explained(null));
    new ResizeObserver(([entry]) => this.resized(entry?.contentRect.width ?? 0)).observe(panel);
    this.mark();
  }

  show(detail: Detail, form: NumberForm): void {
    this.shown = { detail, form };
    this.told.show(detail, form);
    this.offer();
    this.step(detail.step);
    this.render();
  }

  /** Sets the number of steps after a check, and the result of an exercise. */
  flow(steps: number, exercise: string): void {
    this.told.flow(exercise);
    for (const view of this.views.values()) view.flow?.(steps);
  }

  items(items: readonly ListItem[]): void {
    for (const view of this.views.values()) view.items?.(items, this.shown?.form ?? 'symbolic');
  }

  /** Makes a step the current one, before its details have arrived. */
  step(step: number): void {
    for (const view of this.views.values()) view.step?.(step);
  }

  /** Shows the next step with its animation, because it was reached by playing. */
  animate(): void {
    this.views.get(this.tab)?.animate?.();
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
    const visible = TABS.filter((_, i) => this.buttons[i]?.hidden !== true);
    const next = tabFor(event.key, this.tab, visible);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(next);
    this.buttons[TABS.indexOf(next)]?.focus();
  }

  /**
   * Explains, in the status line, the element under the pointer or with the focus. Screen readers get the same text
   * from the element's accessible name.
   */
  private explained(target: EventTarget | null): void {
    const about = target instanceof Element ? target.closest('[data-about]')?.getAttribute('data-about') : undefined;
    this.tell(about ?? '');
  }

  /** Folds the tabs away to enlarge the diagram, or shows them again. */
  private fold(folded: boolean, tells = true): void {
    const { element, folder, say } = this;
    this.folded = folded;
    element.classList.toggle('folded', folded);
    const label = say(folded ? 'panel/unfold' : 'panel/fold');
    folder.replaceChildren(glyph(folded ? GLYPHS.up : GLYPHS.down));
    folder.title = label;
    folder.setAttribute('aria-label', label);
    folder.setAttribute('aria-expanded', String(!folded));
    if (tells) this.events.fold(folded);
  }

  private choose(next: Tab): void {
    if (this.folded) this.fold(false);
    if (next === this.tab) return;
    this.tab = next;
    this.mark();
    this.reveal();
    this.events.tab(next);
    this.render();
  }

  /**
   * Fits the visible tab into its new size. The height changes at every step with the text above, so each view decides
   * if the change matters.
   */
  private resized(width: number): void {
    const key = focusedKey();
    this.views.get(this.tab)?.fit?.();
    this.refocus(key);
    if (width === this.width) return;
    this.width = width;
    this.reveal();
  }

  /** Scrolls to the chosen tab's button if not all buttons are visible. */
  private reveal(): void {
    this.buttons[TABS.indexOf(this.tab)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Hides the buttons of tabs without content for the step, except that of the chosen tab. */
  private offer(): void {
    TABS.forEach((name, i) => {
      const button = this.buttons[i];
      if (button) button.hidden = name !== this.tab && !isOffered(name, this.shown?.detail);
    });
  }

  /** Marks the chosen tab. */
  private mark(): void {
    const { tab, panel } = this;
    this.offer();
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
    const view = this.views.get(tab);
    if (!shown || !inspection || !view || !isPartOf(tab, inspection)) return;
    const key = focusedKey();
    const { element } = view;
    if (element.parentNode !== panel) {
      panel.replaceChildren(element);
      panel.scrollTop = 0;
    }
    view.show(inspection, shown.detail, shown.form);
    this.refocus(key);
  }

  /** Gives the focus back to an element that was rebuilt. */
  private refocus(key: string | undefined): void {
    const { panel } = this;
    // If the user has moved to the editor in the meantime, the focus stays there.
    if (key === undefined || !panel.isConnected || !document.hasFocus()) return;
    const again = [...panel.querySelectorAll<HTMLElement>('[data-key]')].find((e) => e.dataset['key'] === key);
    if (again && document.activeElement !== again) again.focus();
  }
}

/** The key (`data-key`) of the focused element, which finds the element again after a rebuild. */
function focusedKey(): string | undefined {
  const { activeElement } = document;
  const hasData = activeElement instanceof HTMLElement || activeElement instanceof SVGElement;
  return hasData ? activeElement.dataset['key'] : undefined;
}
