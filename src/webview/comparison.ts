/** The page with two flows side by side, stepped together. */
import { inForm } from '../trace/numbers';
import { nextLook, type MessageLook } from '../diagram/arrange';
import { pairLayout, pairMarks, type PairLayout } from '../diagram/beside';
import { currentAt, stopAt, stopsOf } from '../diagram/compare';
import { rowAt } from '../diagram/layout';
import type { View } from '../diagram/view';
import type { Detail, HostMessage, NumberForm, PageMessage, PairSide, PairState } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import { createExportMenu, type ExportMenu } from './menu';
import { Pane } from './pane';
import { createPlayer, type Player } from './player';
import { rasterize } from './raster';
import { createScroller, type Scroller } from './scroller';
import { Toolbar, type ToolbarEvents } from './toolbar';

type Pair = Extract<HostMessage, { type: 'pair' }>;

export interface ComparisonHost {
  post(message: PageMessage): void;
  keep(state: PairState): void;
}

const SIDES: readonly PairSide[] = [0, 1];
/** The least width, pixels; a narrower page scrolls sideways. */
const LEAST_WIDTH = 504;

/** Space below the last row, pixels. */
const BELOW = 16;
/** The number of row pairs above and below the visible ones whose marks are drawn. */
const MARGIN = 20;

export class Comparison {
  readonly element: HTMLElement;
  private readonly panes: readonly [Pane, Pane];
  private readonly over = svgElement({ class: 'tf rows-svg over', 'aria-hidden': 'true' });
  private readonly scroller: Scroller;
  private readonly names = SIDES.map(() => el('h2', { class: 'pair-name' }));
  private readonly stories = SIDES.map(() => el('div', { class: 'story' }));
  private readonly live = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private readonly player: Player;
  private readonly toolbar: Toolbar;
  private readonly menu: ExportMenu;
  private moment: number;
  private place: PairLayout | undefined;
  /** The indices of the row pairs with a step; headings have no step. */
  private stops: readonly number[] = [];

  constructor(
    private readonly say: View['say'],
    private pair: Pair,
    private form: NumberForm,
    private readonly host: ComparisonHost,
  ) {
    this.moment = pair.moment;
    this.panes = [this.pane(0, 'left-'), this.pane(1, 'right-')];
    this.scroller = createScroller(say('panel/diagram'), this.panes, (top, bottom) => this.render(top, bottom));
    this.scroller.element.firstElementChild?.append(this.over);
    this.player = createPlayer({
      next: () => this.goStop(this.stopHere() + 1),
      restart: () => this.goStop(0),
      atEnd: () => this.stopHere() >= this.stops.length - 1,
      playing: (on) => this.toolbar.playing(on),
    });
    this.toolbar = new Toolbar(say, this.toolbarEvents());
    this.menu = createExportMenu(
      say,
      (as, theme, width) => host.post({ type: 'export', as, theme, width, numbers: this.form }),
      { kinds: ['svg', 'png'], wide: 1100 },
    );
    this.element = this.page();
    document.addEventListener('keydown', (event) => this.pressed(event));
    new ResizeObserver(() => this.arrange()).observe(this.scroller.element);
    this.toolbar.numbers(this.form);
    // The layout needs the page to be in the document.
    queueMicrotask(() => this.show(pair));
  }

  /** Processes a message; the promise resolves when drawing is finished, if that takes time. */
  receive(message: HostMessage): Promise<void> | undefined {
    if (message.type === 'numbers' && message.form !== this.form) this.numbers(message.form);
    if (message.type === 'raster') return this.png(message.request, message.svg);
    if (message.type === 'pair') this.show(message);
    else if (message.type === 'pair-rows' && message.id === this.pair.id) {
      this.panes[message.side].receive(message.window);
      this.scroller.render();
    } else if (message.type === 'moment' && message.id === this.pair.id && message.moment === this.moment) {
      this.tell(message.details);
    }
    return undefined;
  }

  private pane(side: PairSide, prefix: string): Pane {
    const pane = new Pane(this.say, prefix, (from, to) =>
      this.host.post({ type: 'pair-rows', id: this.pair.id, side, from, to }),
    );
    pane.rows.addEventListener('click', ({ target }) => {
      const found = target instanceof Element ? pane.row(target) : undefined;
      if (!found) return;
      this.player.pause();
      this.host.post({ type: 'pair-line', id: this.pair.id, side, line: found.line });
      this.go(this.rowsOf(side).indexOf(found.row));
    });
    return pane;
  }

  private toolbarEvents(): ToolbarEvents {
    const { host, player, pair } = this;
    return {
      go: (stop) => {
        player.pause();
        this.goStop(stop);
      },
      move: (by) => {
        player.pause();
        this.goStop(this.stopHere() + by);
      },
      play: () => player.toggle(),
      numbers: (form) => {
        this.numbers(form);
        host.post({ type: 'numbers', form });
      },
      ...(pair.branch !== undefined && { whatIf: (yes: boolean) => host.post({ type: 'what-if', keep: yes }) }),
      save: (button) => this.menu.toggle(button),
      show: (show) => this.look({ show }),
      eyes: (eyes) => this.look({ eyes }),
      difference: () => {
        if (this.pair.pairing.first >= 0) this.go(this.pair.pairing.first);
      },
    };
  }

  /** Shows numbers in another form. */
  private numbers(form: NumberForm): void {
    this.form = form;
    this.toolbar.numbers(form);
    this.arrange();
    this.keep();
  }

  private page(): HTMLElement {
    const { scroller, stories } = this;
    return el(
      'main',
      { class: 'panel comparison' },
      this.toolbar.element,
      this.menu.element,
      el('div', { class: 'pair-names' }, ...this.names),
      el('div', { class: 'diagram' }, scroller.head, scroller.element),
      el('section', { class: 'stories', 'aria-label': this.say('panel/details'), tabindex: 0 }, ...stories),
      this.live,
    );
  }

  private rowsOf(side: PairSide): Int32Array {
    return side === 0 ? this.pair.pairing.left : this.pair.pairing.right;
  }

  private keep(): void {
    const { pair, moment, form, host } = this;
    const { uris, names, branch, look } = pair;
    host.keep({ pair: uris, names, moment, numbers: form, branch, look });
  }

  /** Changes the display of messages in both flows, or the observer who reads messages. */
  private look(change: Partial<MessageLook>): void {
    const look = { ...this.pair.look, ...change };
    // The next click starts from this choice even if the rows for it have not arrived.
    this.pair = { ...this.pair, look };
    this.messages();
    this.host.post({ type: 'pair-look', id: this.pair.id, look });
  }

  private messages(): void {
    const { look, indexes } = this.pair;
    this.toolbar.messages(
      look,
      indexes.some(({ messages }) => messages.length > 0),
    );
  }

  private stopHere(): number {
    return stopAt(this.stops, this.moment);
  }

  /** Shows two flows, or new checks of the same two flows. */
  private show(next: Pair): void {
    this.pair = next;
    this.moment = next.moment;
    this.stops = stopsOf(next.pairing, next.indexes);
    for (const side of SIDES) {
      this.panes[side].receive(next.windows[side]);
      this.names[side]?.replaceChildren(next.names[side]);
      this.names[side]?.setAttribute('title', next.names[side]);
    }
    this.toolbar.show(this.stopHere(), this.stops.length);
    this.toolbar.differs(next.pairing.first >= 0);
    this.messages();
    this.arrange();
    this.reveal();
    this.scroller.render();
    this.tell(next.details);
    this.keep();
  }

  /** Draws the part between two heights of the scroll area. */
  private render(top: number, bottom: number): void {
    const { place, panes, moment, scroller } = this;
    if (!place) return;
    for (const side of SIDES) panes[side].render(top, bottom, currentAt(this.rowsOf(side), moment));
    this.renderMarks(place, top / scroller.scale(), bottom / scroller.scale());
    const side = this.rowsOf(0)[moment] === -1 ? 1 : 0;
    scroller.active(`${side === 0 ? 'left' : 'right'}-item-${this.rowsOf(side)[moment] ?? -1}`);
  }

  /** Draws the marks over both diagrams, such as the first difference. */
  private renderMarks(place: PairLayout, top: number, bottom: number): void {
    const { pair, over, say } = this;
    const scale = this.scroller.scale();
    const from = Math.max(0, rowAt(place.tops, top) - MARGIN);
    const to = Math.min(pair.pairing.left.length, rowAt(place.tops, bottom) + MARGIN);
    const origin = from === 0 ? 0 : (place.tops[from] ?? 0);
    const height = (place.tops[to] ?? 0) + BELOW - origin;
    over.setAttribute('viewBox', `0 0 ${place.width} ${height}`);
    over.setAttribute('width', String(place.width * scale));
    over.setAttribute('height', String(height * scale));
    over.style.top = `${origin * scale}px`;
    over.replaceChildren(...pairMarks(pair.pairing, place, say, from, to, origin).map(draw));
  }

  private heads(details: readonly Detail[]): void {
    for (const side of SIDES) this.panes[side].heads(details[side]?.states ?? []);
  }

  private headHeight(): number {
    return Math.max(...this.panes.map((p) => p.head.height.baseVal.value));
  }

  /** Lays out the rows of both sides, paired rows at the same height. */
  private arrange(): void {
    const { pair, panes, scroller, form } = this;
    scroller.measure();
    const scale = scroller.scale();
    const [a, b] = pair.indexes;
    const place = pairLayout(a, b, pair.pairing, Math.max(LEAST_WIDTH, scroller.width()), form);
    this.place = place;
    panes[0].arrange({ index: a, place: place.left, form, scale, x: 0 });
    panes[1].arrange({ index: b, place: place.right, form, scale, x: place.rightX });
    panes[1].head.style.left = `${place.rightX * scale}px`;
    scroller.size(place.width, (place.tops[place.tops.length - 1] ?? 0) + BELOW);
    scroller.head.style.height = `${this.headHeight()}px`;
    this.heads(pair.details);
    scroller.head.style.height = `${this.headHeight() + 2}px`;
    scroller.render();
  }

  private reveal(): void {
    const { place, moment } = this;
    if (place) this.scroller.reveal(place.tops[moment] ?? 0, place.tops[moment + 1] ?? 0);
  }

  /** Shows the details of both flows at the current row pair. */
  private tell(details: readonly Detail[]): void {
    this.heads(details);
    for (const side of SIDES) {
      const isIdle = (this.rowsOf(side)[this.moment] ?? -1) < 0;
      this.tellSide(side, isIdle ? undefined : details[side], isIdle);
    }
    this.live.textContent = SIDES.map(
      (side) => `${this.pair.names[side]}: ${this.stories[side]?.textContent ?? ''}`,
    ).join(' ');
  }

  private tellSide(side: PairSide, detail: Detail | undefined, isIdle: boolean): void {
    const sentence = detail ? inForm(detail.story, this.form) : this.say('diagram/nothing-here');
    const findings = (detail?.findings ?? []).map((f) => el('p', { class: `said ${f.level}` }, f.message));
    this.stories[side]?.classList.toggle('idle', isIdle);
    this.stories[side]?.replaceChildren(el('p', {}, sentence), ...findings);
  }

  private go(to: number): void {
    this.moment = Math.max(0, Math.min(this.pair.pairing.left.length - 1, to));
    this.toolbar.show(this.stopHere(), this.stops.length);
    this.reveal();
    this.scroller.render();
    this.keep();
    this.host.post({ type: 'moment', id: this.pair.id, moment: this.moment });
  }

  private goStop(stop: number): void {
    const to = this.stops[Math.max(0, Math.min(this.stops.length - 1, stop))];
    if (to !== undefined) this.go(to);
  }

  /** The action of a key for flows with messages, as in the panel. */
  private keyOfMessages(key: string): (() => void) | undefined {
    const { look, indexes } = this.pair;
    const change = indexes.some(({ messages }) => messages.length > 0) ? nextLook(look, key) : undefined;
    return change && (() => this.look(change));
  }

  private async png(request: number, svg: string): Promise<void> {
    this.host.post({ type: 'png', request, bytes: await rasterize(svg) });
  }

  private pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    const within = (selector: string): boolean => target instanceof Element && target.closest(selector) !== null;
    if (event.ctrlKey || event.metaKey || event.altKey || within('input')) return;
    // Space presses a focused button, and the arrow keys scroll the texts.
    if ((key === ' ' && within('button')) || (/Up|Down/.test(key) && within('.stories'))) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.goStop(this.stopHere() + 1),
      ArrowLeft: () => this.goStop(this.stopHere() - 1),
      ArrowDown: () => this.goStop(this.stopHere() + 1),
      ArrowUp: () => this.goStop(this.stopHere() - 1),
      Home: () => this.goStop(0),
      End: () => this.goStop(this.stops.length - 1),
      ' ': () => this.player.toggle(),
    };
    const act = acts[key] ?? this.keyOfMessages(key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    if (key !== ' ') this.player.pause();
    act();
  }
}
