/**
 * The current step in plain words, and the switch for plain words: off, or one of the images (letters or telephone).
 */
import type { View } from '../diagram/view';
import { type Detail, IMAGES, type Image } from '../panel/messages';
import { el } from './dom';

/** The positions of the switch, in order. */
const CHOICES = [undefined, ...IMAGES] as const;

export class PlainWords {
  readonly element = el('div', { class: 'plain' });
  private readonly text = el('p', { class: 'plain-text' });
  private readonly buttons: ReadonlyMap<Image | undefined, HTMLButtonElement>;
  private image: Image | undefined;
  private told: Detail['plain'] | undefined;

  /** @param changed is called when the user chooses another image, or none */
  constructor(
    private readonly say: View['say'],
    private readonly changed: (image: Image | undefined) => void,
  ) {
    this.buttons = new Map(
      CHOICES.map((image) => {
        const button = el(
          'button',
          { type: 'button', class: 'segment', 'data-image': image ?? 'off' },
          say(`panel/plain-${image ?? 'off'}`),
        );
        button.addEventListener('click', () => this.choose(image));
        return [image, button];
      }),
    );
    const group = el(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': say('panel/plain') },
      ...this.buttons.values(),
    );
    this.element.append(this.text, el('div', { class: 'plain-switch' }, say('panel/plain'), group));
    this.render();
  }

  /** The current step in the chosen image; empty while plain words are switched off. */
  get sentence(): string {
    return this.image === undefined ? '' : (this.told?.[this.image] ?? '');
  }

  show(told: Detail['plain']): void {
    this.told = told;
    this.render();
  }

  set(image: Image | undefined): void {
    this.image = image;
    this.render();
  }

  /** Switches to the next image; after the last image, switches plain words off. */
  turn(): void {
    this.choose(CHOICES[(CHOICES.indexOf(this.image) + 1) % CHOICES.length]);
  }

  private choose(image: Image | undefined): void {
    this.set(image);
    this.changed(image);
  }

  private render(): void {
    const { image, sentence, text, say } = this;
    for (const [of, button] of this.buttons) button.setAttribute('aria-pressed', String(of === image));
    text.hidden = image === undefined;
    text.textContent = sentence === '' ? say('panel/plain-nothing') : sentence;
    text.title = image === undefined ? '' : say(`panel/plain-${image}-limits`);
  }
}
