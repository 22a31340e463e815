/** Below the diagram: what happened at the current step, what is wrong with it, and tabs that look into it. */
import { inForm } from '../trace/numbers';
import type { Editable } from '../trace/lookup';
import { levelIcon } from '../diagram/icons';
import type { View } from '../diagram/view';
import {
  TABS,
  type Detail,
  type DetailFinding,
  type ListItem,
  type NumberForm,
  type State,
  type Tab,
} from '../panel/messages';
import { draw, el, svgElement } from './dom';
import { EndpointsTab } from './inspect-endpoints';
import { HeaderTab } from './inspect-header';
import { createStates } from './inspect-states';
import { StepList } from './inspect-steps';
import type { TabView } from './tab-view';

export interface InspectorEvents {
  readonly rule: (rule: string) => void;
  readonly tab: (tab: Tab) => void;
  readonly edit: (step: number, field: Editable, value: string) => void;
  readonly visit: (state: State) => void;
  readonly go: (step: number) => void;
  /** Lines of the list of steps are needed. */
  readonly list: (from: number, to: number) => void;
}

export interface Inspector {
  readonly element: HTMLElement;
  show(detail: Detail, form: NumberForm): void;
  /** A flow was checked: how many steps it has now. */
  flow(steps: number): void;
  items(items: readonly ListItem[]): void;
  /** Says something in the line at the bottom. */
  say(text: string): void;
  /** Makes a step the current one in the list, before its details have come. */
  step(step: number): void;
}

export function createInspector(say: View['say'], events: InspectorEvents, firstTab: Tab): Inspector {
  let sumsOpen = false;
  let tab = firstTab;
  let shown: { detail: Detail; form: NumberForm } | undefined;
  const story = el('div', { class: 'story' });
  const problems = el('div', { class: 'problems' });
  const explain = el('p', { class: 'explain', 'aria-hidden': 'true' });
  const steps = new StepList(say, events);
  const views: Readonly<Record<Tab, TabView>> = {
    endpoints: new EndpointsTab(say),
    header: new HeaderTab(say, events),
    states: createStates(say, events),
    steps,
  };
  const buttons = TABS.map((name) => {
    const button = el('button', {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: `tab-${name}`,
      'data-tab': name,
      'aria-controls': 'tab-panel',
    });
    button.append(say(`inspect/tab-${name}`));
    button.addEventListener('click', () => choose(name));
    return button;
  });
  const tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('inspect/tabs') }, ...buttons);
  const panel = el('div', { class: 'tab-panel', id: 'tab-panel', role: 'tabpanel', tabindex: 0 });
  const top = el('div', { class: 'told', tabindex: 0, role: 'group', 'aria-label': say('panel/details') });
  top.append(story, problems);
  const element = el('section', { class: 'details', 'aria-label': say('inspect/tabs') }, top, tabs, panel, explain);

  tabs.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -TABS.indexOf(tab), End: TABS.length - 1 - TABS.indexOf(tab) };
    const move = by[event.key as keyof typeof by] as number | undefined;
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(TABS[(TABS.indexOf(tab) + move + TABS.length) % TABS.length] ?? tab);
    buttons[TABS.indexOf(tab)]?.focus();
  });

  /** What is pointed at or has the focus is explained in the line at the bottom; readers of the screen have it by name. */
  function explained(target: EventTarget | null): void {
    const about = target instanceof Element ? target.closest('[data-about]')?.getAttribute('data-about') : undefined;
    explain.textContent = about ?? '';
  }
  panel.addEventListener('pointerover', (event) => explained(event.target));
  panel.addEventListener('pointerleave', () => explained(document.activeElement));
  panel.addEventListener('focusin', (event) => explained(event.target));
  panel.addEventListener('focusout', () => explained(null));

  function choose(next: Tab): void {
    if (next === tab) return;
    tab = next;
    mark();
    events.tab(tab);
    render();
  }

  function mark(): void {
    TABS.forEach((name, i) => {
      buttons[i]?.setAttribute('aria-selected', String(name === tab));
      buttons[i]?.setAttribute('tabindex', name === tab ? '0' : '-1');
    });
    panel.setAttribute('aria-labelledby', `tab-${tab}`);
    panel.dataset['tab'] = tab;
    // Until its part of this step comes, the tab would show another step, and a field of it could be changed.
    panel.replaceChildren();
  }

  /** Shows the tab's part of the step; what has the focus keeps it. */
  function render(): void {
    const inspection = shown?.detail.inspection;
    if (!shown || inspection?.tab !== tab) return;
    const key =
      document.activeElement instanceof HTMLElement || document.activeElement instanceof SVGElement
        ? document.activeElement.dataset['key']
        : undefined;
    const { element } = views[tab];
    if (element.parentNode !== panel) {
      panel.replaceChildren(element);
      panel.scrollTop = 0;
    }
    views[tab].show(inspection, shown.detail, shown.form);
    // Who has gone on to the editor is not called back.
    if (key === undefined || !panel.isConnected || !document.hasFocus()) return;
    const again = [...panel.querySelectorAll<HTMLElement>('[data-key]')].find((e) => e.dataset['key'] === key);
    if (again && document.activeElement !== again) again.focus();
  }

  new ResizeObserver(render).observe(panel);

  /** The sentence; the arithmetic for who asks for it; and where both come from. */
  function tell(detail: Detail, form: NumberForm): void {
    const sentence = el('p', { class: 'sentence' }, inForm(detail.story, form));
    story.replaceChildren(sentence);
    if (detail.sections.length > 0) {
      const facts = el('p', { class: 'facts' });
      detail.sections.forEach(({ name, link }, i) => {
        if (i > 0) facts.append(' · ');
        facts.append(link === '' ? name : el('a', { href: link }, name));
      });
      story.append(facts);
    }
    if (detail.sums.length === 0) return;
    const why = el('details', { class: 'sums', open: sumsOpen });
    why.append(el('summary', {}, say('panel/arithmetic')));
    why.append(...detail.sums.map((sum) => el('p', { class: 'arithmetic' }, inForm(sum, form))));
    // Who has asked for it once is shown it at every step.
    why.addEventListener('toggle', () => (sumsOpen = why.open));
    story.append(why);
  }

  function problem(finding: DetailFinding): HTMLElement {
    const icon = svgElement({ viewBox: '0 0 16 16', width: 16, height: 16, class: 'tf', role: 'img' });
    icon.setAttribute('aria-label', say(`panel/level-${finding.level}`));
    icon.append(draw(levelIcon(finding.level, 8, 8)));
    const facts = el('p', { class: 'facts' });
    if (finding.page) {
      const rule = el('button', { type: 'button', class: 'link', title: say('panel/open-rule') }, finding.rule);
      rule.addEventListener('click', () => events.rule(finding.rule));
      facts.append(rule);
    } else {
      facts.append(el('span', {}, finding.rule));
    }
    if (finding.link !== '') facts.append(' · ', el('a', { href: finding.link }, finding.source));
    else if (finding.source !== '') facts.append(` · ${finding.source}`);
    const body = el('div', {}, el('p', {}, finding.message));
    if (finding.arithmetic !== '') body.append(el('p', { class: 'arithmetic' }, finding.arithmetic));
    body.append(facts);
    return el('div', { class: `problem ${finding.level}` }, icon, body);
  }

  mark();
  return {
    element,
    show(detail, form) {
      shown = { detail, form };
      tell(detail, form);
      problems.replaceChildren(...detail.findings.map(problem));
      steps.step(detail.step);
      render();
    },
    flow: (count) => steps.flow(count),
    items: (items) => steps.items(items, shown?.form ?? 'symbolic'),
    step: (step) => steps.step(step),
    say: (text) => (explain.textContent = text),
  };
}
