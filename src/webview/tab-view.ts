import type { Detail, Inspection, NumberForm } from '../panel/messages';

/** What shows one tab's part of a step. */
export interface TabView {
  readonly element: HTMLElement;
  show(inspection: Inspection, detail: Detail, form: NumberForm): void;
}
