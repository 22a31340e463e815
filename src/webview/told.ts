/** The text about the current step: story, calculations, sources, and findings. */
import { inForm } from '../trace/numbers';
import type { View } from '../diagram/view';
import type { Detail, DetailFinding, NumberForm } from '../panel/messages';
import { el, levelSign } from './dom';
import type { PlainWords } from './plain';

/** Names of standards, as links if a web address is known. */
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
  private readonly exercise = el('p', { class: 'exercise', hidden: true });
  /** True if the user has opened the calculations, which then stay open for every step. */
  private sumsOpen = false;

  constructor(
    private readonly say: View['say'],
    private readonly events: { readonly rule: (rule: string) => void },
    private readonly plain: PlainWords,
  ) {
    this.element = el('div', { class: 'told', tabindex: 0, role: 'group', 'aria-label': say('panel/details') });
    this.element.append(this.story, plain.element, this.problems, this.exercise);
  }

  /** Shows the result of an exercise; hides the line for an empty text. */
  flow(exercise: string): void {
    this.exercise.textContent = exercise;
    this.exercise.hidden = exercise === '';
  }

  show({ story, sections, sums, findings, plain }: Detail, form: NumberForm): void {
    this.plain.show(plain);
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

  /** The rule, linked to its documentation page if it has one, and the rule's source. */
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
