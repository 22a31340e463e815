/** The bar above the diagram: stepping, the form of numbers, the lock. */
import type { View } from '../diagram/view';
import type { NumberForm } from '../panel/messages';
import { el, glyph, GLYPHS } from './dom';

export interface ToolbarEvents {
  readonly go: (step: number) => void;
  readonly play: () => void;
  readonly numbers: (form: NumberForm) => void;
  /** Rows one below the other, or to scale. */
  readonly time?: (toScale: boolean) => void;
  /** Shows or hides the bar that finds; says whether it is shown. */
  readonly find?: () => boolean;
  /** Opens the menu that saves and copies, at its button. */
  readonly save?: (button: HTMLElement) => void;
  /** Absent where the page follows no editor. */
  readonly lock?: () => void;
  /** Where one of them is a what-if: keeps it as a flow, or drops it. */
  readonly whatIf?: (keep: boolean) => void;
  /** Where two flows are shown: goes to their first difference. */
  readonly difference?: () => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  show(step: number, count: number): void;
  playing(on: boolean): void;
  numbers(form: NumberForm): void;
  time(toScale: boolean): void;
  locked(on: boolean): void;
  /** Whether there is a difference to go to. */
  differs(yes: boolean): void;
}

const FORMS: readonly NumberForm[] = ['symbolic', 'relative', 'absolute'];

export function createToolbar(say: View['say'], events: ToolbarEvents): Toolbar {
  let step = -1;
  let count = 0;

  const button = (name: keyof typeof GLYPHS, label: string, act: () => void): HTMLButtonElement => {
    const b = el('button', {
      type: 'button',
      class: 'icon-button',
      'data-act': name,
      title: label,
      'aria-label': label,
    });
    b.append(glyph(GLYPHS[name]));
    b.addEventListener('click', act);
    return b;
  };
  const first = button('first', say('panel/first'), () => events.go(0));
  const back = button('back', say('panel/back'), () => events.go(step - 1));
  const play = button('play', say('panel/play'), events.play);
  const forward = button('forward', say('panel/forward'), () => events.go(step + 1));
  const last = button('last', say('panel/last'), () => events.go(count - 1));
  play.classList.add('play');

  const counter = el('span', { class: 'counter' });
  const slider = el('input', {
    type: 'range',
    class: 'slider',
    min: 1,
    max: 1,
    step: 1,
    'aria-label': say('panel/slider'),
  });
  slider.addEventListener('input', () => events.go(Number(slider.value) - 1));

  const forms = FORMS.map((form) => {
    const title = say(`panel/numbers-${form}-title`);
    const b = el('button', {
      type: 'button',
      class: 'segment',
      'data-form': form,
      title,
      'aria-pressed': 'false',
    });
    b.append(say(`panel/numbers-${form}`));
    b.addEventListener('click', () => events.numbers(form));
    return b;
  });
  const segmented = el('div', { class: 'segmented', role: 'group', 'aria-label': say('panel/numbers') }, ...forms);
  const lock = button('unlocked', say('panel/lock'), () => events.lock?.());
  lock.setAttribute('aria-pressed', 'false');
  lock.classList.add('lock');

  const steps = el(
    'div',
    { class: 'buttons', role: 'group', 'aria-label': say('panel/steps') },
    first,
    back,
    play,
    forward,
    last,
  );
  const times = [false, true].map((toScale) => {
    const name = toScale ? 'scale' : 'even';
    const title = say(`diagram/time-${name}-title`);
    const b = el('button', { type: 'button', class: 'segment', 'data-time': name, title });
    b.append(say(`diagram/time-${name}`));
    b.addEventListener('click', () => events.time?.(toScale));
    return b;
  });
  const time = el('div', { class: 'segmented', role: 'group', 'aria-label': say('diagram/time') }, ...times);
  const find = button('find', say('diagram/find-title'), () => {
    find.setAttribute('aria-expanded', String(events.find?.() ?? false));
  });
  find.setAttribute('aria-expanded', 'false');
  const save = button('save', say('diagram/export'), () => events.save?.(save));
  save.setAttribute('aria-haspopup', 'dialog');
  save.setAttribute('aria-expanded', 'false');
  const difference = el('button', { type: 'button', class: 'text-button', 'data-act': 'difference' });
  difference.addEventListener('click', () => events.difference?.());
  const element = el('div', { class: 'toolbar' }, steps, counter, slider, segmented);
  if (events.difference) element.append(difference);
  if (events.whatIf) element.append(...choices(say, events.whatIf));
  if (events.time) element.append(time);
  const right = el('div', { class: 'buttons right' });
  if (events.find) right.append(find);
  if (events.save) right.append(save);
  if (events.lock) right.append(lock);
  if (right.childElementCount > 0) element.append(right);

  return {
    element,
    show(newStep, newCount) {
      step = newStep;
      count = newCount;
      counter.textContent = say('panel/step-of', { step: step + 1, count });
      slider.max = String(Math.max(1, count));
      slider.value = String(Math.max(1, step + 1));
      slider.setAttribute('aria-valuetext', counter.textContent);
      slider.disabled = count < 2;
      // A button that has the focus keeps it: it is only marked, as a disabled one would lose it.
      for (const b of [first, back]) b.setAttribute('aria-disabled', String(step <= 0));
      for (const b of [forward, last]) b.setAttribute('aria-disabled', String(step >= count - 1));
      // The filled part of the track; Chromium has no pseudo-element for it.
      const share = count > 1 ? (Math.max(0, step) / (count - 1)) * 100 : 0;
      slider.style.setProperty('--share', `${share}%`);
    },
    playing(on) {
      const label = say(on ? 'panel/pause' : 'panel/play');
      play.replaceChildren(glyph(on ? GLYPHS.pause : GLYPHS.play));
      play.title = label;
      play.setAttribute('aria-label', label);
    },
    numbers(form) {
      for (const b of forms) b.setAttribute('aria-pressed', String(b.dataset['form'] === form));
    },
    time(toScale) {
      times.forEach((b, i) => b.setAttribute('aria-pressed', String((i === 1) === toScale)));
    },
    differs(yes) {
      difference.textContent = say(yes ? 'diagram/to-difference' : 'diagram/no-difference');
      difference.disabled = !yes;
    },
    locked(on) {
      const label = say(on ? 'panel/unlock' : 'panel/lock');
      lock.replaceChildren(glyph(on ? GLYPHS.locked : GLYPHS.unlocked));
      lock.title = label;
      lock.setAttribute('aria-label', label);
      lock.setAttribute('aria-pressed', String(on));
    },
  };
}

/** Keep, the one that is meant to be pressed, and drop. */
function choices(say: View['say'], act: (keep: boolean) => void): HTMLButtonElement[] {
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
