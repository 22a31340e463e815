/** Messages above TCP: the tree of their fields beside the octets. A selection in one is highlighted in the other. */
import type { MessageView, MessageViews, OctetPiece } from '../tell/message';
import type { CertificateView, CheckView } from '../tell/certificates';
import type { MessagePart } from '../tell/message-parts';
import type { View } from '../diagram/view';
import { isInteger, isString, listOf, object, oneOf, type Check } from '../panel/checks';
import { GLYPHS, el, glyph } from './dom';
import type { TabView } from './tab-view';

const isMessage = object({
  title: isString,
  lock: oneOf('', 'shut', 'open'),
  notes: listOf(isString),
  here: object({ from: isInteger, to: isInteger }),
  parts: listOf(
    object({
      depth: isInteger,
      name: isString,
      value: isString,
      from: isInteger,
      to: isInteger,
    } satisfies Record<keyof MessagePart, Check>),
  ),
  pieces: listOf(object({ from: isInteger, octets: listOf(isInteger) } satisfies Record<keyof OctetPiece, Check>)),
  left: isInteger,
  whole: isInteger,
  certificates: listOf(
    object({
      title: isString,
      fields: listOf(object({ name: isString, value: isString })),
    } satisfies Record<keyof CertificateView, Check>),
  ),
  verdict: isString,
  checks: listOf(
    object({ holds: oneOf('yes', 'no', 'open'), text: isString } satisfies Record<keyof CheckView, Check>),
  ),
} satisfies Record<keyof MessageView, Check>);

export const isMessages = object({
  messages: listOf(isMessage),
  left: isInteger,
} satisfies Record<keyof MessageViews, Check>);

/** The number of octets in a line, and the number in a tab that is too narrow for this. */
const LINE = 16;
const NARROW_LINE = 8;

/**
 * The innermost field that contains an octet, as an index; -1 for none. Since fields come after the fields that contain
 * them, this is the last match.
 */
export function partAt(parts: readonly Pick<MessagePart, 'from' | 'to'>[], octet: number): number {
  return parts.findLastIndex(({ from, to }) => from <= octet && octet < to);
}

/**
 * A range of octets in a line that belong to the same field and are either all in the step's segment or all outside.
 */
export interface Stretch {
  readonly from: number;
  readonly part: number;
  readonly here: boolean;
  readonly octets: readonly number[];
}

/** The octets as lines of `count` octets, each divided into ranges of one field. */
export function linesOf(
  { from, octets }: OctetPiece,
  { parts, here }: Pick<MessageView, 'parts' | 'here'>,
  count = LINE,
): Stretch[][] {
  const lines: Stretch[][] = [];
  for (let at = 0; at < octets.length; at += count) {
    const line: { from: number; part: number; here: boolean; octets: number[] }[] = [];
    octets.slice(at, at + count).forEach((octet, i) => {
      const place = from + at + i;
      const part = partAt(parts, place);
      const isHere = here.from <= place && place < here.to;
      const last = line.at(-1);
      if (last?.part === part && last.here === isHere) last.octets.push(octet);
      else line.push({ from: place, part, here: isHere, octets: [octet] });
    });
    lines.push(line);
  }
  return lines;
}

/** An octet in hexadecimal: `47`; `??` if the flow gives no value, `··` if the octet has not passed on the wire yet. */
export function hexOf(octet: number): string {
  return octet === -1 ? '??' : octet < 0 ? '··' : octet.toString(16).padStart(2, '0');
}

export function textOf(octet: number): string {
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.';
}

export interface MessageEvents {
  readonly go: (step: number) => void;
}

export class MessageTab implements TabView<MessageViews> {
  readonly element = el('div', { class: 'message-tab' });
  private shown: readonly Shown[] = [];

  constructor(
    private readonly say: View['say'],
    private readonly events: MessageEvents,
  ) {
    // Runs before the page is painted, after the tab is shown, filled or resized.
    new ResizeObserver(() => this.shown.forEach((one) => one.fit())).observe(this.element);
  }

  show({ messages, left }: MessageViews): void {
    const { element, say, events } = this;
    this.shown = messages.map((message, i) => new Shown(message, i, say, events));
    element.replaceChildren(...this.shown.map((one) => one.element));
    this.shown.forEach((one) => one.fit());
    if (messages.length === 0) element.append(el('p', { class: 'hint' }, say('message/tab-none')));
    if (left > 0) element.append(el('p', { class: 'hint' }, say('message/more', { count: left })));
  }
}

/**
 * One message, with its fields as a tree and its octets as a list. The Tab key focuses tree or list; the arrow keys
 * move within.
 */
class Shown {
  readonly element: HTMLElement;
  private readonly tree: HTMLElement;
  private readonly dump: HTMLElement;
  /** The field that is highlighted while the pointer is over no other field. */
  private picked = -1;
  /** The width for which the lines were laid out, pixels. */
  private room = -1;

  constructor(
    private readonly message: MessageView,
    private readonly place: number,
    private readonly say: View['say'],
    events: MessageEvents,
  ) {
    const { title, notes, parts, pieces, left, whole } = message;
    this.tree = this.fields();
    this.dump = this.octets();
    this.element = el(
      'section',
      { class: 'message', 'aria-label': title },
      el('h2', {}, ...this.lock(), title),
      ...notes.map((note) => el('p', { class: 'note' }, note)),
      ...this.chain(),
    );
    if (whole >= 0) {
      const text = say('message/to-whole', { step: whole + 1 });
      const go = el('button', { type: 'button', class: 'text-button', 'data-key': `whole-${place}` }, text);
      go.addEventListener('click', () => events.go(whole));
      this.element.append(el('p', {}, go));
    }
    if (parts.length > 0) this.element.append(el('div', { class: 'message-sides' }, this.tree, this.dump));
    const values = pieces.flatMap(({ octets }) => octets);
    const hints = [
      ...(left > 0 ? [say('message/left', { count: left })] : []),
      ...(values.includes(-1) ? [say('message/not-given')] : []),
      ...(values.includes(-2) ? [say('message/not-seen')] : []),
    ];
    if (hints.length > 0) this.element.append(el('p', { class: 'hint' }, hints.join(' ')));
    this.listen();
  }

  /**
   * A lock beside the title of an encrypted message; glyph and accessible name tell if the chosen observer can decrypt
   * the message.
   */
  private lock(): Node[] {
    const { lock } = this.message;
    if (lock === '') return [];
    const sign = glyph(lock === 'shut' ? GLYPHS.locked : GLYPHS.unlocked);
    return [sign, el('span', { class: 'unseen' }, `${this.say(`message/lock-${lock}-name`)}: `)];
  }

  /** The certificates of a chain, and the outcome of their verification. */
  private chain(): HTMLElement[] {
    const { certificates, verdict, checks } = this.message;
    if (certificates.length === 0) return [];
    const cards = certificates.map(({ title, fields }) =>
      el(
        'section',
        { class: 'certificate', 'aria-label': title },
        el('h3', {}, title),
        el('dl', {}, ...fields.flatMap(({ name, value }) => [el('dt', {}, name), el('dd', {}, value)])),
      ),
    );
    const signs = { yes: '✓', no: '✕', open: '?' } as const;
    const ids = { yes: 'message/holds', no: 'message/holds-not', open: 'message/holds-open' } as const;
    const items = checks.map(({ holds, text }) =>
      el(
        'li',
        { class: `check ${holds}` },
        el('span', { class: 'check-sign', 'aria-hidden': 'true' }, signs[holds]),
        el('span', { class: 'unseen' }, `${this.say(ids[holds])}: `),
        text,
      ),
    );
    return [
      el('div', { class: 'certificates' }, ...cards),
      el('p', { class: 'verdict' }, verdict),
      ...(items.length > 0 ? [el('ul', { class: 'checks' }, ...items)] : []),
    ];
  }

  private fields(): HTMLElement {
    const { title, parts } = this.message;
    const tree = el('ul', { class: 'message-parts', role: 'tree', 'aria-label': this.say('message/parts', { title }) });
    parts.forEach(({ depth, name, value }, i) => {
      const item = el('li', {
        role: 'treeitem',
        class: `message-part depth-${depth}`,
        'aria-level': depth + 1,
        'aria-selected': 'false',
        tabindex: i === 0 ? 0 : -1,
        'data-part': i,
        'data-key': `part-${this.place}-${i}`,
      });
      item.append(el('span', { class: 'part-name' }, name));
      if (value !== '') item.append(' ', el('span', { class: 'part-value' }, value));
      tree.append(item);
    });
    return tree;
  }

  private octets(): HTMLElement {
    const { title } = this.message;
    const label = this.say('message/octets-of', { title });
    const dump = el('div', {
      class: 'message-octets',
      role: 'listbox',
      tabindex: 0,
      'aria-label': label,
      'data-key': `octets-${this.place}`,
    });
    return dump;
  }

  /** Lays out the lines: sixteen octets in each if the width allows. */
  fit(): void {
    const { dump } = this;
    const room = dump.clientWidth;
    if (room === 0 || room === this.room) return;
    this.room = room;
    const was = dump.getAttribute('aria-activedescendant');
    this.fill(LINE);
    if (dump.scrollWidth > room) this.fill(NARROW_LINE);
    if (was !== null) this.reach(this.options().find((option) => option.id === was) ?? this.options()[0]);
    else this.mark(this.picked);
  }

  private fill(count: number): void {
    this.dump.replaceChildren(
      ...this.message.pieces.flatMap((piece, i) => [
        ...(i > 0 ? [el('div', { class: 'octets-gap', 'aria-hidden': 'true' }, '⋮')] : []),
        ...linesOf(piece, this.message, count).map((line) => this.line(line)),
      ]),
    );
    this.dump.classList.toggle('narrow', count < LINE);
  }

  private line(line: readonly Stretch[]): HTMLElement {
    const first = line[0]?.from ?? 0;
    const at = el('span', { class: 'octets-at', 'aria-hidden': 'true' }, first.toString(16).padStart(4, '0'));
    const hex = el('span', { class: 'octets-hex' });
    const chars = el('span', { class: 'octets-text', 'aria-hidden': 'true' });
    for (const { from, part, here, octets } of line) {
      const name = this.message.parts[part]?.name ?? this.say('message/octets');
      const said = { name, from: from + 1, to: from + octets.length };
      const common = { 'data-part': part, class: here ? 'here' : undefined };
      const run = octets.map(hexOf).join(' ');
      const option = el('span', {
        ...common,
        role: 'option',
        'aria-selected': 'false',
        id: `octet-${this.place}-${from}`,
      });
      option.setAttribute('aria-label', `${this.say('message/octets-at', said)}: ${run}`);
      option.append(run);
      if (hex.childElementCount > 0) hex.append(' ');
      hex.append(option);
      chars.append(el('span', common, octets.map(textOf).join('')));
    }
    return el('div', { class: 'octets-line' }, at, hex, chars);
  }

  private listen(): void {
    const { element, tree, dump } = this;
    const partOf = (target: EventTarget | null): number => {
      const found = target instanceof Element ? target.closest('[data-part]') : null;
      return Number(found?.getAttribute('data-part') ?? -1);
    };
    for (const side of [tree, dump]) {
      side.addEventListener('pointerover', ({ target }) => {
        const part = partOf(target);
        this.mark(part >= 0 ? part : this.picked);
      });
      side.addEventListener('pointerleave', () => this.mark(this.picked));
      side.addEventListener('click', ({ target }) => {
        const part = partOf(target);
        if (part >= 0) this.pick(part, side === tree);
      });
    }
    tree.addEventListener('focusin', ({ target }) => this.pick(partOf(target), true));
    dump.addEventListener('focus', () => {
      // A click selects the octet under the pointer, so the list must not be scrolled when it gets the focus.
      const isByKey = dump.matches(':focus-visible');
      if (isByKey && !dump.hasAttribute('aria-activedescendant')) this.reach(this.options()[0]);
    });
    element.addEventListener('keydown', (event) => this.pressed(event));
  }

  private options(): readonly HTMLElement[] {
    return [...this.dump.querySelectorAll<HTMLElement>('[role=option]')];
  }

  private items(): readonly HTMLElement[] {
    return [...this.tree.querySelectorAll<HTMLElement>('[role=treeitem]')];
  }

  /**
   * Highlights a field in the tree and in the hex dump until another one is chosen; with `shows`, the dump scrolls to
   * the field's octets.
   */
  private pick(part: number, shows: boolean): void {
    if (part < 0) return;
    this.picked = part;
    this.mark(part);
    this.items().forEach((item, i) => {
      item.tabIndex = i === part ? 0 : -1;
      item.setAttribute('aria-selected', String(i === part));
    });
    if (shows) this.dump.querySelector('.marked')?.scrollIntoView({ block: 'nearest' });
    else this.items()[part]?.scrollIntoView({ block: 'nearest' });
  }

  /** Highlights a field and all its subfields. */
  private mark(part: number): void {
    const { parts } = this.message;
    const whole = parts[part];
    for (const side of [this.tree, this.dump]) {
      for (const element of side.querySelectorAll<HTMLElement>('[data-part]')) {
        const own = parts[Number(element.dataset['part'])];
        const isIn = whole !== undefined && own !== undefined && own.from >= whole.from && own.to <= whole.to;
        element.classList.toggle('marked', side === this.tree ? own !== undefined && own === whole : isIn);
      }
    }
  }

  /** Makes a range of octets the active one, from which the keys move on. */
  private reach(option: HTMLElement | undefined): void {
    if (!option) return;
    this.dump.setAttribute('aria-activedescendant', option.id);
    for (const other of this.options()) other.setAttribute('aria-selected', String(other === option));
    option.scrollIntoView({ block: 'nearest' });
    this.pick(Number(option.dataset['part']), false);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const inTree = event.target instanceof Element && this.tree.contains(event.target);
    const inDump = event.target === this.dump;
    if (!inTree && !inDump) return;
    const list = inTree ? this.items() : this.options();
    const id = this.dump.getAttribute('aria-activedescendant');
    const here = inTree ? this.picked : list.findIndex((option) => option.id === id);
    const to = (
      {
        ArrowDown: here + 1,
        ArrowRight: here + 1,
        ArrowUp: here - 1,
        ArrowLeft: here - 1,
        Home: 0,
        End: list.length - 1,
      } as Readonly<Record<string, number>>
    )[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = list[Math.max(0, Math.min(list.length - 1, to))];
    if (inTree) next?.focus();
    else this.reach(next);
  }
}
