/**
 * The tab with the segment's header in 32-bit words. Fields that a line can set are edited here; the host changes the
 * line.
 */
import { inForm } from '../trace/numbers';
import { EDITABLE, type Editable } from '../trace/lookup';
import type { Header, HeaderCell } from '../tell/header';
import type { IpHeader } from '../tell/ip-header';
import type { View } from '../diagram/view';
import { isBoolean, isInteger, isString, listOf, object, oneOf, optional, tripleOf, type Check } from '../panel/checks';
import type { Detail, NumberForm, Shown } from '../panel/messages';
import { el } from './dom';
import type { TabView } from './tab-view';

const isNum = tripleOf(isString);

const isCell = object({
  name: isString,
  bits: isInteger,
  value: isNum,
  hex: isString,
  about: isString,
  edits: optional(oneOf(...EDITABLE)),
  written: optional(isString),
  on: optional(isBoolean),
} satisfies Record<keyof HeaderCell, Check>);

const isIp = object({ title: isString, words: listOf(listOf(isCell)) } satisfies Record<keyof IpHeader, Check>);

const isWhole = object({
  title: isNum,
  ip: isIp,
  words: listOf(listOf(isCell)),
  options: listOf(object({ hex: isString, about: isNum })),
  payload: listOf(object({ at: isString, hex: isString, text: isString })),
  payloadBytes: isInteger,
  known: isBoolean,
  editable: isBoolean,
} satisfies Record<keyof Header, Check>);

export const isHeader = object({ header: optional(isWhole) });

/** A form of a cell's number that a script line may contain: symbolic if the number has a name, otherwise absolute. */
export function writable({ value }: Pick<HeaderCell, 'value'>): string {
  const [symbolic, , absolute] = value;
  return /\p{L}/u.test(symbolic) ? symbolic : absolute;
}

/**
 * The number of payload bytes that are not shown. Each line of the dump shows sixteen bytes, the last line the rest.
 */
export function bytesLeftOut({ payload, payloadBytes }: Pick<Header, 'payload' | 'payloadBytes'>): number {
  return payloadBytes - 16 * (payload.length - 1) - (payload.at(-1)?.text.length ?? 0);
}

export interface HeaderEvents {
  readonly edit: (step: number, field: Editable, value: string) => void;
}

/** Parameters common to all cells of a step. */
interface At {
  readonly step: number;
  readonly form: NumberForm;
  /** True if the segment violates a rule, so that the flow continues with a corrected segment. */
  readonly wrong: boolean;
}

export class HeaderTab implements TabView<Shown['header']> {
  readonly element = el('div', { class: 'header-tab' });
  private ipOpen = false;

  constructor(
    private readonly say: View['say'],
    private readonly events: HeaderEvents,
  ) {}

  show({ header }: Shown['header'], detail: Detail, form: NumberForm): void {
    if (header) this.fill(header, detail, form);
    else this.element.replaceChildren(el('p', { class: 'hint' }, this.say('inspect/header-none')));
  }

  private fill(header: Header, { step, findings }: Detail, form: NumberForm): void {
    const { element, say } = this;
    const wrong = findings.some((f) => f.level === 'error');
    const hint = say(header.editable ? 'inspect/header-hint' : 'inspect/header-fixed');
    element.replaceChildren(
      el('h2', {}, inForm(header.title, form)),
      this.ip(header.ip, { step, form, wrong }),
      this.grid(header, { step, form, wrong }),
      el('p', { class: 'hint' }, hint),
    );
    if (header.options.length > 0) element.append(this.options(header, form));
    if (header.payloadBytes > 0) element.append(this.payload(header));
  }

  /** The IP header, in a box that the user can open and that then stays open at other steps. */
  private ip(header: IpHeader, at: At): HTMLElement {
    const box = el('details', { class: 'ip', open: this.ipOpen });
    box.append(el('summary', {}, header.title), this.grid(header, at));
    box.addEventListener('toggle', () => (this.ipOpen = box.open));
    return box;
  }

  /** One row for each 32-bit word, below the bit numbers. */
  private grid({ words }: Pick<Header, 'words'>, at: At): HTMLElement {
    const bits = el('div', { class: 'bits', 'aria-hidden': 'true' });
    for (let bit = 0; bit < 32; bit++) bits.append(el('span', {}, String(bit)));
    const grid = el('div', { class: 'header-grid' }, bits);
    let from = 0;
    words.forEach((cells) => {
      const bytes = cells.reduce((sum, { bits: wide }) => sum + wide, 0) / 8;
      const label = this.say('inspect/header-row', { from, to: from + bytes - 1 });
      from += bytes;
      grid.append(
        el('div', { class: 'word', role: 'group', 'aria-label': label }, ...cells.map((c) => this.cell(c, at))),
      );
    });
    return grid;
  }

  private cell(cell: HeaderCell, at: At): HTMLElement {
    if (cell.bits === 1) return this.flag(cell, at.step);
    return cell.edits ? this.editable(cell, cell.edits, at) : this.fixed(cell, at.form);
  }

  /** A flag of the header, as a button that toggles it if the script line can be edited. */
  private flag(cell: HeaderCell, step: number): HTMLElement {
    const inner = [el('span', { class: 'cell-name' }, cell.name), el('span', { class: 'cell-value' }, cell.value[0])];
    const common = {
      class: `cell flag bits-1${cell.on === true ? ' on' : ''}`,
      title: cell.about,
      'data-about': cell.about,
    };
    if (!cell.edits) {
      const said = `${cell.name} ${cell.value[0]}. ${cell.about}`;
      return el('div', { ...common, role: 'note', tabindex: 0, 'aria-label': said, 'data-key': cell.name }, ...inner);
    }
    const button = el('button', { ...common, type: 'button', 'aria-pressed': String(cell.on), 'data-key': cell.name });
    button.setAttribute('aria-label', cell.name);
    button.append(...inner);
    button.addEventListener('click', () => this.events.edit(step, 'flags', cell.name));
    return button;
  }

  /** A field that can't be edited. */
  private fixed(cell: HeaderCell, form: NumberForm): HTMLElement {
    const shown = inForm(cell.value, form);
    const value = cell.hex === '' ? shown : `${shown}, ${cell.hex}`;
    const said = `${cell.name}: ${value}. ${cell.about}`;
    const box = el('div', {
      class: `cell bits-${cell.bits}`,
      tabindex: 0,
      role: 'note',
      'aria-label': said,
      title: cell.about,
      'data-about': cell.about,
      'data-key': cell.name,
    });
    const name = el('span', { class: 'cell-name' }, cell.name);
    box.append(name, el('span', { class: 'cell-value' }, shown), el('span', { class: 'cell-hex' }, cell.hex));
    return box;
  }

  /** An editable field. The text in the input box has a form that a script line may contain. */
  private editable(cell: HeaderCell, edits: Editable, { step, form, wrong }: At): HTMLElement {
    const shown = inForm(cell.value, form);
    const text = cell.written ?? writable(cell);
    const box = el('label', { class: `cell editable bits-${cell.bits}`, title: cell.about, 'data-about': cell.about });
    box.append(el('span', { class: 'cell-name' }, cell.name), this.input(cell.name, edits, text, step));
    // The number in the chosen form is shown beside the box, as is the corrected value with which the flow continues.
    if (shown !== text) {
      const other = wrong ? this.say('inspect/header-played', { value: shown }) : `= ${shown}`;
      box.append(el('span', { class: 'cell-other' }, other));
    }
    box.append(el('span', { class: 'cell-hex' }, cell.hex));
    return box;
  }

  /** The input box. Enter, or leaving the box, sends the value; Escape restores it. */
  private input(name: string, edits: Editable, text: string, step: number): HTMLElement {
    const input = el('input', {
      type: 'text',
      class: 'cell-input',
      value: text,
      spellcheck: 'false',
      autocomplete: 'off',
      'data-key': name,
      'data-field': edits,
      'aria-label': this.say('inspect/edit', { field: name }),
    });
    input.addEventListener('change', () => {
      if (input.value.trim() !== text) this.events.edit(step, edits, input.value.trim());
    });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      input.value = text;
      event.stopPropagation();
    });
    return input;
  }

  private options(header: Header, form: NumberForm): HTMLElement {
    const list = el('ul', { class: 'options' });
    for (const { hex, about } of header.options) {
      list.append(el('li', {}, el('code', {}, hex), ' ', el('span', {}, inForm(about, form))));
    }
    return el('div', {}, el('h3', {}, this.say('inspect/header-options')), list);
  }

  private payload(header: Header): HTMLElement {
    const { say } = this;
    const bytes = header.payloadBytes;
    const count = bytes === 1 ? say('panel/byte') : say('panel/bytes', { count: bytes });
    const box = el('div', {}, el('h3', {}, `${say('inspect/header-payload')} · ${count}`));
    const lines = header.payload.map(({ at, hex, text }) => `${at}  ${hex.padEnd(47)}  ${text}`);
    box.append(el('pre', { class: 'dump', tabindex: 0 }, lines.join('\n')));
    const rest = bytesLeftOut(header);
    if (rest > 0) box.append(el('p', { class: 'hint' }, say('inspect/header-more', { count: rest })));
    if (!header.known) box.append(el('p', { class: 'hint' }, say('inspect/header-bytes-unknown')));
    return box;
  }
}
