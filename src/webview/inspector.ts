/** Below the diagram: what happened at the current step, what is wrong with it, and both endpoints' variables. */
import { levelIcon } from '../diagram/icons';
import { inForm } from '../diagram/terms';
import type { View } from '../diagram/view';
import type { Cell, Detail, DetailFinding, NumberForm } from '../panel/messages';
import { draw, el, svgElement } from './dom';

export interface Inspector {
  readonly element: HTMLElement;
  show(detail: Detail, form: NumberForm): void;
}

export function createInspector(say: View['say'], openRule: (rule: string) => void): Inspector {
  let sumsOpen = false;
  const story = el('div', { class: 'story' });
  const problems = el('div', { class: 'problems' });
  const table = el('table', { class: 'endpoints' });
  const element = el(
    'section',
    { class: 'details', 'aria-label': say('panel/details'), tabindex: 0 },
    story,
    problems,
    table,
  );

  /** The sentence; the arithmetic for who asks for it; and where both come from. */
  function tell(detail: Detail, form: NumberForm): void {
    const sentence = el('p', { class: 'sentence' }, inForm(detail.story, form));
    story.replaceChildren(sentence);
    if (detail.sections.length + detail.sums.length === 0) return;
    const facts = el('p', { class: 'facts' });
    detail.sections.forEach(({ name, link }, i) => {
      if (i > 0) facts.append(' · ');
      facts.append(link === '' ? name : el('a', { href: link }, name));
    });
    story.append(facts);
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
      rule.addEventListener('click', () => openRule(finding.rule));
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

  function cell({ now, was }: Cell, form: NumberForm): HTMLElement {
    const shown = inForm(now, form);
    const old = was && inForm(was, form);
    const td = el('td', { class: old === undefined ? undefined : 'changed' }, el('span', { class: 'now' }, shown));
    if (old !== undefined && old !== shown) {
      td.append(' ', el('s', { 'aria-label': say('panel/was', { value: old }) }, old));
    }
    return td;
  }

  function fill(detail: Detail, form: NumberForm): void {
    const head = el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'unseen' }, say('panel/variable'))));
    head.append(...detail.ends.map((name) => el('th', { scope: 'col', class: 'end' }, name)));
    const rows = detail.variables.map(({ name, cells }) => {
      const changed = cells.some((c) => c.was !== undefined);
      const tr = el('tr', { class: changed ? 'has-change' : undefined }, el('th', { scope: 'row' }, name));
      tr.append(...cells.map((c) => cell(c, form)));
      return tr;
    });
    const caption = el('caption', { class: 'unseen' }, say('panel/endpoints'));
    table.replaceChildren(caption, el('thead', {}, head), el('tbody', {}, ...rows));
  }

  return {
    element,
    show(detail, form) {
      tell(detail, form);
      problems.replaceChildren(...detail.findings.map(problem));
      fill(detail, form);
    },
  };
}
