import type { Detail, ListItem, NumberForm } from '../panel/messages';

/** The view of one tab below the diagram; `Part` is the tab's content for a step. */
export interface TabView<Part> {
  readonly element: HTMLElement;
  show(part: Part, detail: Detail, form: NumberForm): void;
  /** Sets the number of steps after a check. */
  flow?(steps: number): void;
  /** Receives entries of the list of steps. */
  items?(items: readonly ListItem[], form: NumberForm): void;
  /** Makes a step the current one, before its details have arrived. */
  step?(step: number): void;
  /** Fits the view into the tab's new size. */
  fit?(): void;
  /** Shows the next content with its animation, because the step was reached by playing. */
  animate?(): void;
}
