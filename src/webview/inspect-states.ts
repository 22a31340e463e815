/** The state diagram with both endpoints on it. A click on a state goes to the steps in which the state is entered. */
import type { Chart, LastMove, Standing } from '../tell/visits';
import { boxText, chartScene, edgeOf, edgeText } from '../diagram/state-chart';
import type { View } from '../diagram/view';
import { isBoolean, isInteger, isString, listOf, object, oneOf, type Check } from '../panel/checks';
import { STATES, type Shown, type State } from '../panel/messages';
import { draw, el, svgElement } from './dom';
import type { TabView } from './tab-view';
import { travelAlong } from './token';

/** The smallest scale factor of the chart. */
const LEAST_SHARE = 0.72;

const isState = oneOf(...STATES);

const isStanding = object({
  name: isString,
  state: isState,
  over: isBoolean,
  path: listOf(isState),
  fresh: isBoolean,
} satisfies Record<keyof Standing, Check>);

const isChart = object({
  standing: listOf(isStanding),
  visits: listOf(isInteger),
  trail: listOf(isString),
} satisfies Record<keyof Chart, Check>);

export const isStates = object({
  chart: isChart,
  moves: listOf(
    object({ host: isString, states: listOf(isString), step: isInteger } satisfies Record<keyof LastMove, Check>),
  ),
});

export interface StatesEvents {
  readonly visit: (state: State) => void;
}

/** Animates the endpoints' tokens along the edges of their last transition. */
function travel(svg: SVGSVGElement, { standing }: Chart): void {
  for (const { name, path, fresh } of standing) {
    const token = [...svg.querySelectorAll<SVGElement>('.flag')].find((flag) => flag.dataset['name'] === name);
    if (!fresh || !token) continue;
    const edges = path.slice(1).flatMap((to, i) => {
      const edge = svg.querySelector<SVGPathElement>(`[data-edge="${path[i] ?? ''}>${to}"]`);
      return edge ? [edge] : [];
    });
    if (edges.length > 0) travelAlong(token, edges);
  }
}

export function createStates(say: View['say'], events: StatesEvents): TabView<Shown['states']> {
  const svg = svgElement({ class: 'tf chart-svg', role: 'group' });
  svg.setAttribute('aria-label', say('inspect/chart'));
  const moves = el('div', { class: 'moves' });
  const element = el('div', { class: 'states-tab' }, svg, moves, el('p', { class: 'hint' }, say('inspect/chart-hint')));

  function press(target: EventTarget | null): boolean {
    const box = target instanceof Element ? target.closest('.visited[data-state]') : null;
    const state = STATES.find((s) => s === box?.getAttribute('data-state'));
    if (state) events.visit(state);
    return state !== undefined;
  }
  svg.addEventListener('click', (event) => press(event.target));
  svg.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (!press(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** The last transition of an end, edge by edge: `SYN-SENT → ESTABLISHED (rcv SYN,ACK / snd ACK)`. */
  function moved({ host, states, step }: LastMove): HTMLElement {
    if (step < 0) return el('p', {}, say('inspect/chart-start', { host, state: states[0] ?? '' }));
    const told = states.slice(1).map((to, i) => {
      const edge = edgeOf(states[i] as State, to as State);
      return ` → ${to} (${edge ? edgeText(edge, say) : say('inspect/chart-outside')})`;
    });
    const said = `${states[0] ?? ''}${told.join('')} · ${say('inspect/at-step', { step: step + 1 })}`;
    return el('p', {}, say('inspect/chart-last', { host, states: said }));
  }

  let shown: Chart | undefined;
  /** True if the next chart is shown with an animation of its tokens. */
  let moving = false;

  /** The height that the tab has for the chart. */
  function room(): number {
    return (element.parentElement?.clientHeight ?? Infinity) - 24;
  }

  /** Draws the chart as large as the tab has room for it. */
  function drawn(chart: Chart): void {
    const high = room();
    const scene = chartScene(chart, element.clientWidth, say, high);
    // At a smaller scale the names would be illegible. Instead the chart is scrolled to the endpoints.
    const share = Math.min(1, Math.max(LEAST_SHARE, high / scene.height));
    svg.setAttribute('viewBox', `0 0 ${scene.width} ${scene.height}`);
    svg.setAttribute('width', String(scene.width * share));
    svg.setAttribute('height', String(scene.height * share));
    svg.replaceChildren(...scene.marks.map(draw));
    for (const box of svg.querySelectorAll<SVGElement>('[data-state]')) {
      const state = STATES.find((s) => s === box.getAttribute('data-state'));
      if (!state) continue;
      const visited = box.classList.contains('visited');
      box.setAttribute('role', visited ? 'button' : 'img');
      box.setAttribute('aria-label', boxText(state, chart, say));
      box.dataset['key'] = box.dataset['box'] ?? state;
      if (visited) box.setAttribute('tabindex', '0');
    }
    for (const here of svg.querySelectorAll('.here')) here.scrollIntoView({ block: 'nearest' });
  }

  return {
    element,
    animate() {
      moving = true;
    },
    show(inspection) {
      moves.replaceChildren(...inspection.moves.map(moved));
      shown = inspection.chart;
      drawn(shown);
      if (moving) travel(svg, shown);
      moving = false;
    },
    fit() {
      if (shown) drawn(shown);
    },
  };
}
