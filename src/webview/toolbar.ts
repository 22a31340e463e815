import { EYES, SHOWS, type Arrangement, type Eyes, type Show } from '../diagram/arrange';
/** The bar above the diagram: stepping, form of numbers, lock. */
import type { View } from '../diagram/view';
import type { NumberForm } from '../panel/messages';
import { el, glyph, GLYPHS, iconButton } from './dom';

export interface ToolbarEvents {
  readonly go: (step: number) => void;
  /** Goes to the next or previous event. */
  readonly move: (by: 1 | -1) => void;
  readonly play: () => void;
  readonly numbers: (form: NumberForm) => void;
  /** Places rows at equal distances, or on a time scale. */
  readonly time?: (toScale: boolean) => void;
  /** Shows segments, messages or both; absent if there is no such choice. */
  readonly show?: (show: Show) => void;
  /** Chooses the observer who reads messages: client, wire or server. */
  readonly eyes?: (eyes: Eyes) => void;
  /** Shows or hides the find bar; returns true if it is now visible. */
  readonly find?: () => boolean;
  /** Opens the menu that saves and copies, at its button. */
  readonly save?: (button: HTMLElement) => void;
  /** Absent if the page follows no editor. */
  readonly lock?: () => void;
  /** Keeps the shown what-if as a flow, or drops it; absent for other flows. */
  readonly whatIf?: (keep: boolean) => void;
  /** Goes to the first difference of two flows; absent for one flow. */
  readonly difference?: () => void;
}

const FORMS: readonly NumberForm[] = ['symbolic', 'relative', 'absolute'];

type Say = View['say'];

/** Changes a button's glyph and label. */
function relabel(button: HTMLButtonElement, name: keyof typeof GLYPHS, label: string): void {
  button.replaceChildren(glyph(GLYPHS[name]));
  button.title = label;
  button.setAttribute('aria-label', label);
}

/** A button of a group in which exactly one button is pressed. */
function segment(text: string, props: Parameters<typeof el>[1], act: () => void): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'segment', ...props }, text);
  button.addEventListener('click', act);
  return button;
}

function segments(label: string, buttons: readonly HTMLButtonElement[]): HTMLElement {
  return el('div', { class: 'segmented', role: 'group', 'aria-label': label }, ...buttons);
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly first: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly play: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly last: HTMLButtonElement;
  private readonly counter = el('span', { class: 'counter' });
  private readonly slider: HTMLInputElement;
  private readonly forms: readonly HTMLButtonElement[];
  private readonly times: readonly HTMLButtonElement[];
  private readonly shows: readonly HTMLButtonElement[];
  private readonly eyes: readonly HTMLButtonElement[];
  /** Controls of flows with messages. */
  private readonly ofMessages: HTMLElement;
  private readonly lock: HTMLButtonElement;
  private readonly findButton: HTMLButtonElement;
  private readonly difference = el('button', { type: 'button', class: 'text-button', 'data-act': 'difference' });
  private step = -1;
  private count = 0;

  constructor(
    private readonly say: Say,
    private readonly events: ToolbarEvents,
  ) {
    // With one flow the buttons go from event to event on the wire; with two flows, from row pair to row pair.
    const by = events.difference === undefined ? '-event' : '';
    this.first = iconButton('first', say('panel/first'), () => events.go(0));
    this.back = iconButton('back', say(`panel/back${by}`), () => events.move(-1));
    this.play = iconButton('play', say('panel/play'), events.play);
    this.forward = iconButton('forward', say(`panel/forward${by}`), () => events.move(1));
    this.last = iconButton('last', say('panel/last'), () => events.go(this.count - 1));
    this.play.classList.add('play');
    this.slider = el('input', {
      type: 'range',
      class: 'slider',
      min: 1,
      max: 1,
      step: 1,
      'aria-label': say('panel/slider'),
    });
    this.slider.addEventListener('input', () => events.go(Number(this.slider.value) - 1));
    this.forms = FORMS.map((form) => {
      const title = say(`panel/numbers-${form}-title`);
      const props = { 'data-form': form, title, 'aria-pressed': 'false' };
      return segment(say(`panel/numbers-${form}`), props, () => events.numbers(form));
    });
    this.times = [false, true].map((toScale) => {
      const name = toScale ? 'scale' : 'even';
      const props = { 'data-time': name, title: say(`diagram/time-${name}-title`) };
      return segment(say(`diagram/time-${name}`), props, () => events.time?.(toScale));
    });
    this.shows = SHOWS.map((name) =>
      segment(say(`message/show-${name}`), { 'data-show': name, title: say(`message/show-${name}-title`) }, () =>
        events.show?.(name),
      ),
    );
    this.eyes = EYES.map((name) =>
      segment(say(`message/eyes-${name}`), { 'data-eyes': name, title: say(`message/eyes-${name}-title`) }, () =>
        events.eyes?.(name),
      ),
    );
    this.ofMessages = el(
      'div',
      { class: 'of-messages', hidden: true },
      segments(say('message/show'), this.shows),
      el('span', { class: 'eyes', title: say('message/eyes') }, glyph(GLYPHS.eye)),
      segments(say('message/eyes'), this.eyes),
    );
    this.findButton = iconButton('find', say('diagram/find-title'), () => this.finding(events.find?.() === true));
    this.finding(false);
    this.lock = iconButton('unlocked', say('panel/lock'), () => events.lock?.());
    this.lock.setAttribute('aria-pressed', 'false');
    this.lock.classList.add('lock');
    this.difference.addEventListener('click', () => events.difference?.());
    this.element = this.bar();
  }

  show(step: number, count: number): void {
    const { slider, counter } = this;
    this.step = step;
    this.count = count;
    counter.textContent = this.say('panel/step-of', { step: step + 1, count });
    slider.max = String(Math.max(1, count));
    slider.value = String(Math.max(1, step + 1));
    slider.setAttribute('aria-valuetext', counter.textContent);
    slider.disabled = count < 2;
    // A disabled button would lose the focus, so it is only marked as disabled.
    for (const b of [this.first, this.back]) b.setAttribute('aria-disabled', String(step <= 0));
    for (const b of [this.forward, this.last]) b.setAttribute('aria-disabled', String(step >= count - 1));
    // The filled part of the track, for which Chromium has no pseudo-element.
    const share = count > 1 ? (Math.max(0, step) / (count - 1)) * 100 : 0;
    slider.style.setProperty('--share', `${share}%`);
  }

  playing(on: boolean): void {
    relabel(this.play, on ? 'pause' : 'play', this.say(on ? 'panel/pause' : 'panel/play'));
  }

  numbers(form: NumberForm): void {
    for (const b of this.forms) b.setAttribute('aria-pressed', String(b.dataset['form'] === form));
  }

  time(toScale: boolean): void {
    this.times.forEach((b, i) => b.setAttribute('aria-pressed', String((i === 1) === toScale)));
  }

  /** Sets the display of messages; hides its controls if the flow has no messages. */
  messages({ show, eyes }: Pick<Arrangement, 'show' | 'eyes'>, has: boolean): void {
    this.ofMessages.hidden = !has;
    for (const b of this.shows) b.setAttribute('aria-pressed', String(b.dataset['show'] === show));
    for (const b of this.eyes) b.setAttribute('aria-pressed', String(b.dataset['eyes'] === eyes));
  }

  /** Enables the button for the first difference if the flows differ. */
  differs(yes: boolean): void {
    this.difference.textContent = this.say(yes ? 'diagram/to-difference' : 'diagram/no-difference');
    this.difference.disabled = !yes;
  }

  /** Marks the find button as expanded while the find bar is visible. */
  finding(on: boolean): void {
    this.findButton.setAttribute('aria-expanded', String(on));
  }

  locked(on: boolean): void {
    relabel(this.lock, on ? 'locked' : 'unlocked', this.say(on ? 'panel/unlock' : 'panel/lock'));
    this.lock.setAttribute('aria-pressed', String(on));
  }

  /** The buttons for stepping, and those for which the page has an action. */
  private bar(): HTMLElement {
    const { say, events } = this;
    const steps = el(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': say('panel/steps') },
      this.first,
      this.back,
      this.play,
      this.forward,
      this.last,
    );
    const forms = segments(say('panel/numbers'), this.forms);
    const bar = el('div', { class: 'toolbar' }, steps, this.counter, this.slider, forms);
    if (events.difference) bar.append(this.difference);
    if (events.whatIf) bar.append(...choices(say, events.whatIf));
    if (events.time) bar.append(segments(say('diagram/time'), this.times));
    if (events.show) bar.append(this.ofMessages);
    const right = this.right();
    if (right.childElementCount > 0) bar.append(right);
    return bar;
  }

  /** The buttons for find, save and lock. */
  private right(): HTMLElement {
    const { say, events } = this;
    const right = el('div', { class: 'buttons right' });
    if (events.find) right.append(this.findButton);
    if (events.save) {
      const { save: open } = events;
      const save = iconButton('save', say('diagram/export'), () => open(save));
      save.setAttribute('aria-haspopup', 'dialog');
      save.setAttribute('aria-expanded', 'false');
      right.append(save);
    }
    if (events.lock) right.append(this.lock);
    return right;
  }
}

/** The buttons to keep (the primary one) and to drop a what-if. */
function choices(say: Say, act: (keep: boolean) => void): HTMLButtonElement[] {
  return (['keep', 'drop'] as const).map((what) => {
    const title = say(`whatif/${what}-title`);
    const b = el(
      'button',
      { type: 'button', class: `text-button ${what}`, 'data-act': what, title },
      say(`whatif/${what}`),
    );
    b.addEventListener('click', () => act(what === 'keep'));
    return b;
  });
}
