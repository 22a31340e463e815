import type { Detail, Inspection, NumberForm } from '../panel/messages';

/** The view of one tab's content. */
export interface TabView {
  readonly element: HTMLElement;
  show(inspection: Inspection, detail: Detail, form: NumberForm): void;
}
