import type { Detail, ListItem, NumberForm } from '../panel/messages';

/** The view of one tab's part of a step. */
export interface TabView<Part> {
  readonly element: HTMLElement;
  show(part: Part, detail: Detail, form: NumberForm): void;
  /** A flow was checked: how many steps it has now. */
  flow?(steps: number): void;
  /** Lines of the list of steps have come. */
  items?(items: readonly ListItem[], form: NumberForm): void;
  /** A step becomes the current one, before its details have come. */
  step?(step: number): void;
  /** The room of the tab has another size; views that fit themselves into it do so. */
  fit?(): void;
  /** The next content is reached by playing, and is shown with its motion. */
  animate?(): void;
}
