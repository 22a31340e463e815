/**
 * The page on initial sequence numbers: the user changes the four-tuple, the key or the clock, and sees the number
 * change.
 */
import { FIRST_INPUT, isSetup, readInput, type IsnInput, type IsnText } from '../panel/isnMessages';
import { line } from '../diagram/scene';
import { MODULUS } from '../wire/seq';
import { draw, el, svgElement } from './dom';
import { compute, neighbours, stepped, tupleOf, wrongFields, type Isn } from './isnNumbers';

interface Host {
  postMessage(message: { type: 'ready' }): void;
  getState(): unknown;
  setState(state: IsnInput): void;
}
declare function acquireVsCodeApi(): Host;

const SECOND = 1_000_000;
/** The period of the clock, microseconds: 2^32 ticks of 4 microseconds. */
const ROUND = 4 * MODULUS;
const NEIGHBOURS = 16;
/** The number of changes in the history. */
const KEPT = 8;

const decimal = new Intl.NumberFormat('en-US');
const hex = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;

/** Marks on a line from 0 to 2^32. */
function numberLine(label: string, own: number, others: readonly number[]): HTMLElement {
  const x = (n: number): number => 8 + (n / MODULUS) * 584;
  const picture = svgElement({ viewBox: '0 0 600 34', class: 'line', role: 'img', 'aria-label': label });
  const marks = [
    line('axis', 8, 20, 592, 20),
    ...others.map((n) => line('other', x(n), 12, x(n), 28)),
    line('own', x(own), 6, x(own), 34),
  ];
  picture.append(...marks.map(draw));
  return el('div', { class: 'space-row' }, el('span', { class: 'space-name' }, label), picture);
}

/** A term of the sum: its name, its origin, and its value. */
function term(name: string, how: string, value: number): Node[] {
  const number = el('span', { class: 'mono' }, `${decimal.format(value)}  ${hex(value)}`);
  return [el('dt', {}, name), el('dd', {}, el('span', { class: 'how' }, how), number)];
}

function button(text: string, act: string, run: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', 'data-act': act }, text);
  made.addEventListener('click', run);
  return made;
}

function group(title: string, ...inside: readonly (Node | string)[]): HTMLElement {
  return el('fieldset', {}, el('legend', {}, title), ...inside);
}

class IsnPage {
  private input: IsnInput;
  private last: Isn | undefined;
  private timer: number | undefined;
  private readonly fields = new Map<keyof IsnInput, HTMLInputElement>();
  private readonly slider: HTMLInputElement;
  private readonly seconds = el('output', { class: 'mono' });
  private readonly problem = el('p', { class: 'problem', role: 'alert' });
  private readonly sums = el('dl', { class: 'sums' });
  private readonly result = el('p', { class: 'result mono', role: 'status', 'data-result': true });
  private readonly space = el('div', { class: 'space' });
  private readonly changes = el('tbody');
  /** The list of changes; hidden before the first change. */
  private readonly history: HTMLElement;

  constructor(
    private readonly host: Host,
    private readonly say: (id: IsnText) => string,
  ) {
    this.input = readInput(host.getState()) ?? FIRST_INPUT;
    this.slider = el('input', {
      type: 'range',
      min: 0,
      max: Math.floor(ROUND / SECOND),
      step: 1,
      'aria-label': say('isn/clock'),
    });
    this.slider.addEventListener('input', () => this.setClock(Number(this.slider.value) * SECOND));
    const titles = [say('isn/what'), 'ISN', say('isn/difference')].map((title) => el('th', {}, title));
    this.history = el(
      'section',
      { hidden: true },
      el('h2', {}, say('isn/changes')),
      el('table', {}, el('thead', {}, el('tr', {}, ...titles)), this.changes),
    );
    document.body.append(this.page());
    this.show('', false);
  }

  private page(): HTMLElement {
    const { say } = this;
    const form = el('form', {}, this.tuple(), this.secret(), this.clock());
    form.addEventListener('submit', (event) => event.preventDefault());
    return el(
      'main',
      {},
      el('h1', {}, say('isn/title')),
      el('p', { class: 'lead' }, say('isn/lead')),
      form,
      this.problem,
      this.result,
      this.sums,
      el('h2', {}, say('isn/space')),
      this.space,
      el('p', { class: 'note' }, say('isn/space-note')),
      this.history,
      el('p', { class: 'note' }, say('isn/source')),
    );
  }

  private tuple(): HTMLElement {
    const { say } = this;
    return group(
      say('isn/tuple'),
      this.field('local', say('isn/local'), 16),
      this.field('localPort', say('isn/port'), 6),
      this.field('remote', say('isn/remote'), 16),
      this.field('remotePort', say('isn/port'), 6),
    );
  }

  private secret(): HTMLElement {
    const { say } = this;
    const renew = button(say('isn/new-secret'), 'secret', () => {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const secret = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
      const box = this.fields.get('secret');
      if (box !== undefined) box.value = secret;
      this.set({ secret }, say('isn/secret'));
    });
    return group(say('isn/secret'), this.field('secret', say('isn/secret-hint'), 34), renew);
  }

  private clock(): HTMLElement {
    const { say } = this;
    const later = button(say('isn/second-later'), 'later', () => this.setClock(this.input.clock + SECOND));
    const run = button(say('isn/run'), 'run', () => {
      this.run();
      run.textContent = this.timer === undefined ? say('isn/run') : say('isn/pause');
    });
    return group(say('isn/clock'), this.slider, this.seconds, later, run);
  }

  /** Starts or stops the clock. */
  private run(): void {
    if (this.timer === undefined) {
      this.timer = setInterval(() => this.setClock(this.input.clock + SECOND / 10), 100);
    } else {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private field(key: keyof IsnInput, label: string, size: number): HTMLElement {
    const value = String(this.input[key]);
    const box = el('input', { type: 'text', value, size, spellcheck: 'false', 'data-field': key });
    this.fields.set(key, box);
    box.addEventListener('input', () => this.set({ [key]: box.value.trim() }, label));
    return el('label', {}, el('span', {}, label), box);
  }

  private setClock(clock: number): void {
    this.set({ clock }, this.say('isn/clock'));
  }

  private set(change: Partial<IsnInput>, what: string): void {
    const next = { ...this.input, ...change };
    this.input = next.clock >= ROUND ? { ...next, clock: next.clock - ROUND } : next;
    this.host.setState(this.input);
    this.show(what, 'clock' in change);
  }

  private show(what: string, clockMoved: boolean): void {
    const { input, say } = this;
    const wrong = wrongFields(input);
    for (const [key, box] of this.fields) box.setAttribute('aria-invalid', String(wrong.includes(key)));
    this.problem.textContent = wrong.length > 0 ? say('isn/invalid') : '';
    this.slider.value = String(Math.floor(input.clock / SECOND));
    this.seconds.textContent = say('isn/seconds').replace('{seconds}', decimal.format(input.clock / SECOND));
    // With invalid input the last valid result stays visible.
    if (wrong.length > 0) return;
    const now = compute(input);
    this.showNumber(now);
    if (this.last !== undefined && this.timer === undefined && this.last.isn !== now.isn) {
      this.remember(what, this.last, now, clockMoved);
    }
    this.last = now;
  }

  /** Shows the terms of the sum, and the resulting number among those for the next local ports. */
  private showNumber({ ticks, hash, isn }: Isn): void {
    const { input, say } = this;
    this.sums.replaceChildren(
      ...term('M', say('isn/ticks'), ticks),
      ...term('F', say('isn/hash').replace('{tuple}', tupleOf(input)), hash),
      ...term('ISN', say('isn/sum'), isn),
    );
    this.result.textContent = decimal.format(isn);
    this.space.replaceChildren(
      numberLine(say('isn/hashed'), isn, neighbours(input, NEIGHBOURS)),
      numberLine(say('isn/stepped'), isn, stepped(isn, NEIGHBOURS)),
    );
  }

  /**
   * Adds a change to the top of the history. After a change of the clock it shows the difference; any other change
   * gives an unrelated number.
   */
  private remember(what: string, last: Isn, now: Isn, clockMoved: boolean): void {
    const step = (now.isn - last.isn + MODULUS) % MODULUS;
    const difference = clockMoved ? `+${decimal.format(step)}` : this.say('isn/unrelated');
    const row = el(
      'tr',
      {},
      el('td', {}, what),
      el('td', { class: 'mono' }, decimal.format(now.isn)),
      el('td', {}, difference),
    );
    this.changes.prepend(row);
    this.history.hidden = false;
    while (this.changes.children.length > KEPT) this.changes.lastElementChild?.remove();
  }
}

const host = acquireVsCodeApi();
let begun = false;
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (begun || !isSetup(data)) return;
  begun = true;
  new IsnPage(host, (id) => data.texts[id] ?? id);
});
host.postMessage({ type: 'ready' });
