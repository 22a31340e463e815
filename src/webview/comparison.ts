/** The page with two flows beside each other, stepped together. */
import { inForm } from '../trace/numbers';
import { pairLayout, pairMarks, type PairLayout } from '../diagram/beside';
import { currentAt } from '../diagram/compare';
import { rowAt } from '../diagram/layout';
import type { View } from '../diagram/view';
import type { Detail, HostMessage, NumberForm, PageMessage, PairSide, PairState } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import { createExportMenu } from './menu';
import { Pane } from './pane';
import { createPlayer } from './player';
import { rasterize } from './raster';
import { createScroller } from './scroller';
import { Toolbar } from './toolbar';

type Pair = Extract<HostMessage, { type: 'pair' }>;

export interface ComparisonHost {
  post(message: PageMessage): void;
  keep(state: PairState): void;
}

const SIDES: readonly PairSide[] = [0, 1];
/** Narrower than this the page scrolls sideways. */
const LEAST_WIDTH = 504;

export interface Comparison {
  readonly element: HTMLElement;
  /** Takes a message; where drawing it goes on for a while, the end of that. */
  receive(message: HostMessage): Promise<void> | undefined;
}

export function createComparison(
  say: View['say'],
  first: Pair,
  firstForm: NumberForm,
  host: ComparisonHost,
): Comparison {
  let pair = first;
  let form = firstForm;
  let moment = first.moment;
  let place: PairLayout | undefined;
  /** The moments in which something happens: headings are passed over. */
  let stops: number[] = [];

  const need = (side: PairSide) => (from: number, to: number) =>
    host.post({ type: 'pair-rows', id: pair.id, side, from, to });
  const panes = [new Pane(say, 'left-', need(0)), new Pane(say, 'right-', need(1))] as const;
  const over = svgElement({ class: 'tf rows-svg over', 'aria-hidden': 'true' });
  const scroller = createScroller(say('panel/diagram'), panes, render);
  scroller.element.firstElementChild?.append(over);
  const names = SIDES.map(() => el('h2', { class: 'pair-name' }));
  const stories = SIDES.map(() => el('div', { class: 'story' }));
  const live = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  const player = createPlayer({
    next: () => goStop(stopOf() + 1),
    restart: () => goStop(0),
    atEnd: () => stopOf() >= stops.length - 1,
    playing: (on) => toolbar.playing(on),
  });
  const toolbar = new Toolbar(say, {
    go: (stop) => {
      player.pause();
      goStop(stop);
    },
    play: () => player.toggle(),
    numbers(next) {
      form = next;
      toolbar.numbers(form);
      arrange();
      keep();
    },
    ...(first.branch !== undefined && { whatIf: (yes: boolean) => host.post({ type: 'what-if', keep: yes }) }),
    save: (button) => menu.toggle(button),
    difference: () => {
      if (pair.pairing.first >= 0) go(pair.pairing.first);
    },
  });
  const menu = createExportMenu(
    say,
    (as, theme, width) => host.post({ type: 'export', as, theme, width, numbers: form }),
    { kinds: ['svg', 'png'], wide: 1100 },
  );
  const element = el(
    'main',
    { class: 'panel comparison' },
    toolbar.element,
    menu.element,
    el('div', { class: 'pair-names' }, ...names),
    el('div', { class: 'diagram' }, scroller.head, scroller.element),
    el('section', { class: 'stories', 'aria-label': say('panel/details'), tabindex: 0 }, ...stories),
    live,
  );

  const rowsOf = (side: PairSide): Int32Array => (side === 0 ? pair.pairing.left : pair.pairing.right);

  function keep(): void {
    host.keep({ pair: pair.uris, names: pair.names, moment, numbers: form, branch: pair.branch });
  }

  /** The position among the stops of the current moment, or of the last one before it. */
  function stopOf(): number {
    let at = 0;
    while (at + 1 < stops.length && (stops[at + 1] ?? Infinity) <= moment) at++;
    return at;
  }

  function render(top: number, bottom: number): void {
    if (!place) return;
    for (const side of SIDES) panes[side].render(top, bottom, currentAt(rowsOf(side), moment));
    const scale = scroller.scale();
    const count = pair.pairing.left.length;
    const from = Math.max(0, rowAt(place.tops, top / scale) - 20);
    const to = Math.min(count, rowAt(place.tops, bottom / scale) + 20);
    const origin = from === 0 ? 0 : (place.tops[from] ?? 0);
    const height = (place.tops[to] ?? 0) + 16 - origin;
    over.setAttribute('viewBox', `0 0 ${place.width} ${height}`);
    over.setAttribute('width', String(place.width * scale));
    over.setAttribute('height', String(height * scale));
    over.style.top = `${origin * scale}px`;
    over.replaceChildren(...pairMarks(pair.pairing, place, say, from, to, origin).map(draw));
    const side = rowsOf(0)[moment] === -1 ? 1 : 0;
    scroller.active(`${side === 0 ? 'left' : 'right'}-item-${rowsOf(side)[moment] ?? -1}`);
  }

  function heads(details: readonly Detail[]): void {
    for (const side of SIDES) panes[side].heads(details[side]?.states ?? []);
  }

  function arrange(): void {
    const scale = scroller.scale();
    const [a, b] = pair.indexes;
    place = pairLayout(a, b, pair.pairing, Math.max(LEAST_WIDTH, scroller.width()), form);
    panes[0].arrange({ index: a, place: place.left, form, scale, x: 0 });
    panes[1].arrange({ index: b, place: place.right, form, scale, x: place.rightX });
    panes[1].head.style.left = `${place.rightX * scale}px`;
    scroller.size(place.width, (place.tops[place.tops.length - 1] ?? 0) + 16);
    scroller.head.style.height = `${Math.max(...panes.map((p) => p.head.height.baseVal.value))}px`;
    heads(pair.details);
    scroller.head.style.height = `${Math.max(...panes.map((p) => p.head.height.baseVal.value)) + 2}px`;
    scroller.render();
  }

  function reveal(): void {
    if (place) scroller.reveal(place.tops[moment] ?? 0, place.tops[moment + 1] ?? 0);
  }

  async function png(request: number, svg: string): Promise<void> {
    host.post({ type: 'png', request, bytes: await rasterize(svg) });
  }

  function tell(details: readonly Detail[]): void {
    heads(details);
    SIDES.forEach((side) => {
      const detail = details[side];
      const idle = (rowsOf(side)[moment] ?? -1) < 0;
      const sentence = idle || !detail ? say('diagram/nothing-here') : inForm(detail.story, form);
      const findings = idle ? [] : (detail?.findings ?? []);
      stories[side]?.classList.toggle('idle', idle);
      stories[side]?.replaceChildren(
        el('p', {}, sentence),
        ...findings.map((f) => el('p', { class: `said ${f.level}` }, f.message)),
      );
    });
    live.textContent = SIDES.map((side) => `${pair.names[side]}: ${stories[side]?.textContent ?? ''}`).join(' ');
  }

  function go(to: number): void {
    moment = Math.max(0, Math.min(pair.pairing.left.length - 1, to));
    toolbar.show(stopOf(), stops.length);
    reveal();
    scroller.render();
    keep();
    host.post({ type: 'moment', id: pair.id, moment });
  }

  function goStop(stop: number): void {
    const to = stops[Math.max(0, Math.min(stops.length - 1, stop))];
    if (to !== undefined) go(to);
  }

  function show(next: Pair): void {
    pair = next;
    moment = next.moment;
    const hasStep = (side: PairSide, at: number): boolean => {
      const row = rowsOf(side)[at] ?? -1;
      return row >= 0 && (pair.indexes[side].stepOfRow[row] ?? -1) >= 0;
    };
    stops = Array.from(pair.pairing.left, (_, at) => at).filter((at) => hasStep(0, at) || hasStep(1, at));
    SIDES.forEach((side) => {
      panes[side].receive(next.windows[side]);
      names[side]?.replaceChildren(next.names[side]);
      names[side]?.setAttribute('title', next.names[side]);
    });
    toolbar.show(stopOf(), stops.length);
    toolbar.differs(next.pairing.first >= 0);
    arrange();
    reveal();
    scroller.render();
    tell(next.details);
    keep();
  }

  SIDES.forEach((side) => {
    panes[side].rows.addEventListener('click', (event) => {
      const found = event.target instanceof Element ? panes[side].row(event.target) : undefined;
      if (!found) return;
      player.pause();
      host.post({ type: 'pair-line', id: pair.id, side, line: found.line });
      go(rowsOf(side).indexOf(found.row));
    });
  });

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const within = (selector: string): boolean => target instanceof Element && target.closest(selector) !== null;
    if (event.ctrlKey || event.metaKey || event.altKey || within('input')) return;
    // Space presses a button, and up and down scroll the sentences.
    if ((key === ' ' && within('button')) || (/Up|Down/.test(key) && within('.stories'))) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => goStop(stopOf() + 1),
      ArrowLeft: () => goStop(stopOf() - 1),
      ArrowDown: () => goStop(stopOf() + 1),
      ArrowUp: () => goStop(stopOf() - 1),
      Home: () => goStop(0),
      End: () => goStop(stops.length - 1),
      ' ': () => player.toggle(),
    };
    const act = acts[key];
    if (!act) return;
    event.preventDefault();
    if (key !== ' ') player.pause();
    act();
  });
  new ResizeObserver(arrange).observe(scroller.element);
  toolbar.numbers(form);
  // The page is laid out once it stands in the document.
  queueMicrotask(() => show(first));

  return {
    element,
    receive(message) {
      if (message.type === 'raster') return png(message.request, message.svg);
      if (message.type === 'pair') show(message);
      else if (message.type === 'pair-rows' && message.id === pair.id) {
        panes[message.side].receive(message.window);
        scroller.render();
      } else if (message.type === 'moment' && message.id === pair.id && message.moment === moment) {
        tell(message.details);
      }
      return undefined;
    },
  };
}
