/** The segment's header in 32-bit words. A field that a line can write is changed here, by way of the host. */
import { inForm } from '../trace/numbers';
import type { Editable } from '../trace/lookup';
import type { Header, HeaderCell } from '../tell/header';
import type { View } from '../diagram/view';
import type { Detail, NumberForm } from '../panel/messages';
import { el } from './dom';
import type { TabView } from './tab-view';

export function createHeader(
  say: View['say'],
  events: { readonly edit: (step: number, field: Editable, value: string) => void },
): TabView {
  const element = el('div', { class: 'header-tab' });

  /** How a number can stand in a line: counted from its name, or as it is on the wire. */
  function writable(cell: HeaderCell): string {
    const [symbolic, , absolute] = cell.value;
    return /\p{L}/u.test(symbolic) ? symbolic : absolute;
  }

  function flag(cell: HeaderCell, step: number): HTMLElement {
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
    button.addEventListener('click', () => events.edit(step, 'flags', cell.name));
    return button;
  }

  function field(cell: HeaderCell, step: number, form: NumberForm, wrong: boolean): HTMLElement {
    const shown = inForm(cell.value, form);
    const name = el('span', { class: 'cell-name' }, cell.name);
    const hex = el('span', { class: 'cell-hex' }, cell.hex);
    const { edits } = cell;
    if (!edits) {
      const said = `${cell.name}: ${shown}, ${cell.hex}. ${cell.about}`;
      const box = el('div', {
        class: `cell bits-${cell.bits}`,
        tabindex: 0,
        role: 'note',
        'aria-label': said,
        title: cell.about,
      });
      box.dataset['about'] = cell.about;
      box.dataset['key'] = cell.name;
      box.append(name, el('span', { class: 'cell-value' }, shown), hex);
      return box;
    }
    const text = cell.written ?? writable(cell);
    const input = el('input', {
      type: 'text',
      class: 'cell-input',
      value: text,
      spellcheck: 'false',
      autocomplete: 'off',
      'data-key': cell.name,
      'data-field': edits,
      'aria-label': say('inspect/edit', { field: cell.name }),
    });
    const send = (): void => {
      if (input.value.trim() !== text) events.edit(step, edits, input.value.trim());
    };
    input.addEventListener('change', send);
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      input.value = text;
      event.stopPropagation();
    });
    const box = el('label', { class: `cell editable bits-${cell.bits}`, title: cell.about, 'data-about': cell.about });
    box.append(name, input);
    // In another form the number is told beside what can be written; so is the right one, with which the flow goes on.
    if (shown !== text) {
      const other = wrong ? say('inspect/header-played', { value: shown }) : `= ${shown}`;
      box.append(el('span', { class: 'cell-other' }, other));
    }
    box.append(hex);
    return box;
  }

  function fill(header: Header, { step, findings }: Detail, form: NumberForm): void {
    const wrong = findings.some((f) => f.level === 'error');
    const bits = el('div', { class: 'bits', 'aria-hidden': 'true' });
    for (let bit = 0; bit < 32; bit++) bits.append(el('span', {}, String(bit)));
    const grid = el('div', { class: 'header-grid' }, bits);
    header.words.forEach((cells, i) => {
      const label = say('inspect/header-row', { from: 4 * i, to: 4 * i + 3 });
      const word = el('div', { class: 'word', role: 'group', 'aria-label': label });
      word.append(...cells.map((c) => (c.bits === 1 ? flag(c, step) : field(c, step, form, wrong))));
      grid.append(word);
    });
    const hint = say(header.editable ? 'inspect/header-hint' : 'inspect/header-fixed');
    element.replaceChildren(el('h2', {}, inForm(header.title, form)), grid, el('p', { class: 'hint' }, hint));
    if (header.options.length > 0) element.append(options(header, form));
    if (header.payloadBytes > 0) element.append(payload(header));
  }

  function options(header: Header, form: NumberForm): HTMLElement {
    const list = el('ul', { class: 'options' });
    for (const { hex, about } of header.options) {
      list.append(el('li', {}, el('code', {}, hex), ' ', el('span', {}, inForm(about, form))));
    }
    return el('div', {}, el('h3', {}, say('inspect/header-options')), list);
  }

  function payload(header: Header): HTMLElement {
    const bytes = header.payloadBytes;
    const count = bytes === 1 ? say('panel/byte') : say('panel/bytes', { count: bytes });
    const box = el('div', {}, el('h3', {}, `${say('inspect/header-payload')} · ${count}`));
    const lines = header.payload.map(({ at, hex, text }) => `${at}  ${hex.padEnd(47)}  ${text}`);
    box.append(el('pre', { class: 'dump', tabindex: 0 }, lines.join('\n')));
    const rest = bytes - 16 * (header.payload.length - 1) - (header.payload.at(-1)?.text.length ?? 0);
    if (rest > 0) box.append(el('p', { class: 'hint' }, say('inspect/header-more', { count: rest })));
    if (!header.known) box.append(el('p', { class: 'hint' }, say('inspect/header-bytes-unknown')));
    return box;
  }

  return {
    element,
    show(inspection, detail, form) {
      if (inspection.tab !== 'header') return;
      if (inspection.header) fill(inspection.header, detail, form);
      else element.replaceChildren(el('p', { class: 'hint' }, say('inspect/header-none')));
    },
  };
}
