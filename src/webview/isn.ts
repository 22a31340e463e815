/** The page on initial sequence numbers: change the four-tuple, the secret or the clock, and see the number change. */
import { FIRST_INPUT, isSetup, readInput, type IsnInput, type IsnText } from '../panel/isnMessages';
import { line } from '../diagram/scene';
import { MODULUS } from '../wire/seq';
import { draw, el, svgElement } from './dom';
import { compute, neighbours, stepped, tupleOf, wrongFields, type Isn } from './isnNumbers';

interface Host {
  postMessage(message: { type: 'ready' }): void;
  getState(): unknown;
  setState(state: IsnInput): void;
}
declare function acquireVsCodeApi(): Host;

const SECOND = 1_000_000;
/** The clock comes round after 2^32 ticks of 4 microseconds. */
const ROUND = 4 * MODULUS;
const NEIGHBOURS = 16;
/** How many changes are remembered. */
const KEPT = 8;

const decimal = new Intl.NumberFormat('en-US');
const hex = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;

/** A row of marks on the line from 0 to 2^32. */
function numberLine(label: string, own: number, others: readonly number[]): HTMLElement {
  const x = (n: number): number => 8 + (n / MODULUS) * 584;
  const picture = svgElement({ viewBox: '0 0 600 34', class: 'line', role: 'img', 'aria-label': label });
  const marks = [
    line('axis', 8, 20, 592, 20),
    ...others.map((n) => line('other', x(n), 12, x(n), 28)),
    line('own', x(own), 6, x(own), 34),
  ];
  picture.append(...marks.map(draw));
  return el('div', { class: 'space-row' }, el('span', { class: 'space-name' }, label), picture);
}

function page(host: Host, say: (id: IsnText) => string): void {
  let input = readInput(host.getState()) ?? FIRST_INPUT;
  let last: Isn | undefined;
  let timer: number | undefined;

  const fields = new Map<keyof IsnInput, HTMLInputElement>();
  const field = (key: keyof IsnInput, label: string, size: number): HTMLElement => {
    const box = el('input', { type: 'text', value: String(input[key]), size, spellcheck: 'false', 'data-field': key });
    fields.set(key, box);
    box.addEventListener('input', () => set({ [key]: box.value.trim() }, label));
    return el('label', {}, el('span', {}, label), box);
  };
  const button = (text: string, act: string, run: () => void): HTMLButtonElement => {
    const made = el('button', { type: 'button', 'data-act': act }, text);
    made.addEventListener('click', run);
    return made;
  };

  const slider = el('input', {
    type: 'range',
    min: 0,
    max: Math.floor(ROUND / SECOND),
    step: 1,
    'aria-label': say('isn/clock'),
  });
  const seconds = el('output', { class: 'mono' });
  slider.addEventListener('input', () => set({ clock: Number(slider.value) * SECOND }, say('isn/clock')));
  const run = button(say('isn/run'), 'run', () => {
    if (timer === undefined)
      timer = setInterval(() => set({ clock: input.clock + SECOND / 10 }, say('isn/clock')), 100);
    else {
      clearInterval(timer);
      timer = undefined;
    }
    run.textContent = timer === undefined ? say('isn/run') : say('isn/pause');
  });

  const problem = el('p', { class: 'problem', role: 'alert' });
  const sums = el('dl', { class: 'sums' });
  const result = el('p', { class: 'result mono', role: 'status', 'data-result': true });
  const space = el('div', { class: 'space' });
  const changes = el('tbody');
  const titles = [say('isn/what'), 'ISN', say('isn/difference')].map((title) => el('th', {}, title));
  // There once something has changed.
  const history = el(
    'section',
    { hidden: true },
    el('h2', {}, say('isn/changes')),
    el('table', {}, el('thead', {}, el('tr', {}, ...titles)), changes),
  );

  function set(change: Partial<IsnInput>, what: string): void {
    input = { ...input, ...change };
    if (input.clock >= ROUND) input = { ...input, clock: input.clock - ROUND };
    host.setState(input);
    show(what, 'clock' in change ? input.clock : undefined);
  }

  function show(what: string, moved: number | undefined): void {
    const wrong = wrongFields(input);
    for (const [key, box] of fields) box.setAttribute('aria-invalid', String(wrong.includes(key)));
    problem.textContent = wrong.length > 0 ? say('isn/invalid') : '';
    slider.value = String(Math.floor(input.clock / SECOND));
    seconds.textContent = say('isn/seconds').replace('{seconds}', decimal.format(input.clock / SECOND));
    // What cannot be computed leaves the last number standing.
    if (wrong.length > 0) return;
    const now = compute(input);
    const term = (name: string, how: string, value: number): Node[] => [
      el('dt', {}, name),
      el(
        'dd',
        {},
        el('span', { class: 'how' }, how),
        el('span', { class: 'mono' }, `${decimal.format(value)}  ${hex(value)}`),
      ),
    ];
    sums.replaceChildren(
      ...term('M', say('isn/ticks'), now.ticks),
      ...term('F', say('isn/hash').replace('{tuple}', tupleOf(input)), now.hash),
      ...term('ISN', say('isn/sum'), now.isn),
    );
    result.textContent = decimal.format(now.isn);
    space.replaceChildren(
      numberLine(say('isn/hashed'), now.isn, neighbours(input, NEIGHBOURS)),
      numberLine(say('isn/stepped'), now.isn, stepped(now.isn, NEIGHBOURS)),
    );
    if (last !== undefined && timer === undefined && last.isn !== now.isn) {
      const step = (now.isn - last.isn + MODULUS) % MODULUS;
      const difference = moved === undefined ? say('isn/unrelated') : `+${decimal.format(step)}`;
      const row = el(
        'tr',
        {},
        el('td', {}, what),
        el('td', { class: 'mono' }, decimal.format(now.isn)),
        el('td', {}, difference),
      );
      changes.prepend(row);
      history.hidden = false;
      while (changes.children.length > KEPT) changes.lastElementChild?.remove();
    }
    last = now;
  }

  const group = (title: string, ...inside: (Node | string)[]): HTMLElement =>
    el('fieldset', {}, el('legend', {}, title), ...inside);
  document.body.append(
    el(
      'main',
      {},
      el('h1', {}, say('isn/title')),
      el('p', { class: 'lead' }, say('isn/lead')),
      el(
        'form',
        {},
        group(
          say('isn/tuple'),
          field('local', say('isn/local'), 16),
          field('localPort', say('isn/port'), 6),
          field('remote', say('isn/remote'), 16),
          field('remotePort', say('isn/port'), 6),
        ),
        group(
          say('isn/secret'),
          field('secret', say('isn/secret-hint'), 34),
          button(say('isn/new-secret'), 'secret', () => {
            const bytes = crypto.getRandomValues(new Uint8Array(16));
            const secret = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
            const box = fields.get('secret');
            if (box !== undefined) box.value = secret;
            set({ secret }, say('isn/secret'));
          }),
        ),
        group(
          say('isn/clock'),
          slider,
          seconds,
          button(say('isn/second-later'), 'later', () => set({ clock: input.clock + SECOND }, say('isn/clock'))),
          run,
        ),
      ),
      problem,
      result,
      sums,
      el('h2', {}, say('isn/space')),
      space,
      el('p', { class: 'note' }, say('isn/space-note')),
      history,
      el('p', { class: 'note' }, say('isn/source')),
    ),
  );
  document.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
  show('', undefined);
}

const host = acquireVsCodeApi();
let begun = false;
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (begun || !isSetup(data)) return;
  begun = true;
  page(host, (id) => data.texts[id] ?? id);
});
host.postMessage({ type: 'ready' });
