/** What is said of the current step: the sentence, its arithmetic and its source, and what is wrong with the step. */
import { inForm } from '../trace/numbers';
import type { View } from '../diagram/view';
import type { Detail, DetailFinding, NumberForm } from '../panel/messages';
import { el, levelSign } from './dom';

/** Names that lead to where they can be read, if there is such a place. */
function sources(sections: Detail['sections']): HTMLElement {
  const facts = el('p', { class: 'facts' });
  sections.forEach(({ name, link }, i) => {
    if (i > 0) facts.append(' · ');
    facts.append(link === '' ? name : el('a', { href: link }, name));
  });
  return facts;
}

export class Told {
  readonly element: HTMLElement;
  private readonly story = el('div', { class: 'story' });
  private readonly problems = el('div', { class: 'problems' });
  /** A reader who has opened the arithmetic once is shown it at every step. */
  private sumsOpen = false;

  constructor(
    private readonly say: View['say'],
    private readonly events: { readonly rule: (rule: string) => void },
  ) {
    this.element = el('div', { class: 'told', tabindex: 0, role: 'group', 'aria-label': say('panel/details') });
    this.element.append(this.story, this.problems);
  }

  show({ story, sections, sums, findings }: Detail, form: NumberForm): void {
    this.story.replaceChildren(el('p', { class: 'sentence' }, inForm(story, form)));
    if (sections.length > 0) this.story.append(sources(sections));
    if (sums.length > 0) this.story.append(this.arithmetic(sums, form));
    this.problems.replaceChildren(...findings.map((finding) => this.problem(finding)));
  }

  private arithmetic(sums: Detail['sums'], form: NumberForm): HTMLElement {
    const why = el('details', { class: 'sums', open: this.sumsOpen });
    why.append(el('summary', {}, this.say('panel/arithmetic')));
    why.append(...sums.map((sum) => el('p', { class: 'arithmetic' }, inForm(sum, form))));
    why.addEventListener('toggle', () => (this.sumsOpen = why.open));
    return why;
  }

  private problem(finding: DetailFinding): HTMLElement {
    const body = el('div', {}, el('p', {}, finding.message));
    if (finding.arithmetic !== '') body.append(el('p', { class: 'arithmetic' }, finding.arithmetic));
    body.append(this.facts(finding));
    return el('div', { class: `problem ${finding.level}` }, levelSign(finding.level, 16, 'tf', this.say), body);
  }

  /** The rule, which leads to its page where it has one, and the source of the rule. */
  private facts({ rule, page, source, link }: DetailFinding): HTMLElement {
    const facts = el('p', { class: 'facts' });
    if (page) {
      const button = el('button', { type: 'button', class: 'link', title: this.say('panel/open-rule') }, rule);
      button.addEventListener('click', () => this.events.rule(rule));
      facts.append(button);
    } else {
      facts.append(el('span', {}, rule));
    }
    if (link !== '') facts.append(' · ', el('a', { href: link }, source));
    else if (source !== '') facts.append(` · ${source}`);
    return facts;
  }
}
