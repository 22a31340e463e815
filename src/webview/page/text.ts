/** The text of the flow, in place of VS Code's editor: a text area with the findings below, and a save button. */
import type { Say } from '../../words/say';
import { download } from './download';

/** The most findings that are listed. */
const MOST_FINDINGS = 200;

export class TextView {
  private readonly field = document.createElement('textarea');
  private readonly list = document.createElement('ul');
  private readonly element = document.createElement('section');
  private readonly opener = document.createElement('button');
  private readonly back = document.createElement('button');
  private readonly question = document.createElement('span');

  /**
   * @param change is called with the text after each change by the user
   * @param goBack is called when the user leaves a what-if
   */
  constructor(say: Say, name: string, text: string, change: (text: string) => void, goBack: () => void) {
    this.field.value = text;
    this.field.spellcheck = false;
    this.field.setAttribute('aria-label', say('page/text'));
    this.field.addEventListener('input', () => change(this.field.value));
    // The diagram's letter keys must not act while the user types.
    this.field.addEventListener('keydown', (event) => event.stopPropagation());
    const save = document.createElement('button');
    save.textContent = say('page/save');
    save.addEventListener('click', () => download(name, this.field.value, 'text/plain'));
    this.element.className = 'page-text';
    this.element.hidden = true;
    this.element.setAttribute('aria-label', say('page/text'));
    this.element.append(this.field, this.list, save);
    this.opener.textContent = say('page/text');
    this.opener.setAttribute('aria-expanded', 'false');
    this.opener.addEventListener('click', () => (this.element.hidden ? this.open() : this.close()));
    const bar = document.querySelector('.page-bar') ?? document.body;
    this.back.textContent = say('page/back');
    this.back.hidden = true;
    this.back.addEventListener('click', goBack);
    this.question.setAttribute('role', 'status');
    bar.prepend(this.question, this.back);
    bar.append(this.opener);
    document.documentElement.append(this.element);
  }

  get text(): string {
    return this.field.value;
  }

  set text(text: string) {
    this.field.value = text;
  }

  open(): void {
    this.turn(true);
  }

  private close(): void {
    this.turn(false);
  }

  /** Shows the question of the what-if and the button to return to the flow; hides both for an empty text. */
  offerBack(question: string): void {
    this.question.textContent = question;
    this.back.hidden = question === '';
  }

  private turn(isOpen: boolean): void {
    this.element.hidden = !isOpen;
    this.opener.setAttribute('aria-expanded', String(isOpen));
    // The class makes the diagram smaller beside the open text.
    document.documentElement.classList.toggle('with-text', isOpen);
  }

  /** Selects a line, from 0. */
  select(line: number): void {
    const lines = this.field.value.split('\n');
    if (line < 0 || line >= lines.length || document.activeElement === this.field) return;
    const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    this.field.setSelectionRange(start, start + (lines[line] ?? '').length);
  }

  /** Lists the findings. */
  show(findings: readonly string[]): void {
    const items = findings.slice(0, MOST_FINDINGS).map((text) => {
      const item = document.createElement('li');
      item.textContent = text;
      return item;
    });
    this.list.replaceChildren(...items);
    this.list.hidden = items.length === 0;
  }
}
