/** The panel's page: shows what the host sends, and tells it what the reader did. Keeps no protocol logic. */
import { inForm } from '../trace/numbers';
import { nextFinding } from '../diagram/model';
import type { View } from '../diagram/view';
import { readEnvelope, type Letter } from '../panel/envelopes';
import {
  readPageState,
  readPairState,
  type Detail,
  type HostMessage,
  type NumberForm,
  type PageMessage,
  type PageState,
  type PairState,
} from '../panel/messages';
import { createComparison, type Comparison } from './comparison';
import { turn, type Arrangement } from '../diagram/arrange';
import { createDivider } from './divider';
import { el } from './dom';
import { FindBar } from './find';
import { Inspector } from './inspector';
import { Ladder } from './ladder';
import { adoptLook } from './look';
import { createExportMenu } from './menu';
import { rasterize } from './raster';
import { Toolbar } from './toolbar';
import { sayFrom } from '../words/say';

interface Outside {
  postMessage(letter: Letter): void;
  getState(): unknown;
  setState(state: PageState | PairState): void;
}
declare function acquireVsCodeApi(): Outside;

interface Host {
  post(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageState | PairState): void;
}

/** Takes a message; where drawing it goes on for a while, the end of that. */
type Receive = (message: HostMessage) => Promise<void> | undefined;

/** The pace of play, milliseconds a step. */
const PACE = 900;

function start(host: Host, say: View['say'], defaultForm: NumberForm): Receive {
  const kept = readPageState(host.getState());
  let state: PageState = kept ?? { uri: '', step: -1, numbers: defaultForm, locked: false, details: 0.45 };
  let flow: Extract<HostMessage, { type: 'flow' }> | undefined;
  let detail: Detail | undefined;
  let timer = 0;

  const keep = (change: Partial<PageState>): void => {
    state = { ...state, ...change };
    host.setState(state);
  };

  const toolbar = new Toolbar(say, {
    go: (step) => go(step, true),
    play: () => (timer === 0 ? play() : pause()),
    numbers(form) {
      keep({ numbers: form });
      toolbar.numbers(form);
      ladder.numbers(form);
      if (detail) inspector.show(detail, form);
    },
    time: (toScale) => flow && arrange({ ...flow.arrangement, time: toScale }),
    find: () => findBar.toggle(),
    save: (button) => menu.toggle(button),
    lock() {
      keep({ locked: !state.locked });
      toolbar.locked(state.locked);
      host.post({ type: 'lock', locked: state.locked });
    },
  });
  const ladder = new Ladder(
    say,
    {
      need: (from, to) => flow && host.post({ type: 'rows', id: flow.id, from, to }),
      pick(step, line) {
        pause();
        if (!flow) return;
        host.post({ type: 'line', id: flow.id, line });
        if (step >= 0) go(step, false);
      },
      go(step) {
        pause();
        go(step, true);
      },
      turn: (sign) => flow && arrange(turn(flow.arrangement, sign)),
    },
    state.numbers,
  );
  const inspector = new Inspector(
    say,
    {
      rule: (rule) => host.post({ type: 'rule', rule }),
      tab(tab) {
        keep({ tab });
        host.post({ type: 'tab', tab });
      },
      edit: (step, field, value) => flow && host.post({ type: 'edit', id: flow.id, step, field, value }),
      visit(state) {
        pause();
        if (flow) host.post({ type: 'visit', id: flow.id, state });
      },
      go(step) {
        pause();
        go(step, true);
      },
      list: (from, to) => flow && host.post({ type: 'list', id: flow.id, from, to }),
    },
    state.tab ?? 'endpoints',
  );
  // The host tells of a step what the tab in sight shows, and begins with the first.
  if (state.tab !== undefined) host.post({ type: 'tab', tab: state.tab });
  const findBar = new FindBar(say, {
    arrange: (next) => arrange(next),
    go(step) {
      pause();
      go(step, true);
    },
  });
  const menu = createExportMenu(say, (as, theme, width) =>
    host.post({ type: 'export', as, theme, width, numbers: state.numbers }),
  );
  const live = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const empty = el('div', { class: 'empty' });
  const notice = el('p', { class: 'notice', role: 'status', hidden: true });
  const divider = createDivider(
    say('panel/resize'),
    () => state.details,
    (share) => {
      keep({ details: share });
      inspector.element.style.height = `${share * 100}vh`;
    },
  );
  inspector.element.style.height = `${state.details * 100}vh`;
  const app = el(
    'main',
    { class: 'panel' },
    el('h1', { class: 'unseen' }, say('panel/untitled')),
    notice,
    toolbar.element,
    findBar.element,
    menu.element,
    ladder.element,
    divider,
    inspector.element,
    empty,
    live,
  );
  document.body.replaceChildren(app);
  toolbar.numbers(state.numbers);
  toolbar.locked(state.locked);

  /** Makes a step the current one, here and then in the editor. */
  function go(step: number, reveal: boolean): void {
    if (!flow || flow.index.steps === 0) return;
    const to = Math.max(0, Math.min(flow.index.steps - 1, step));
    keep({ step: to });
    toolbar.show(to, flow.index.steps);
    findBar.step(to);
    ladder.go(to, reveal);
    inspector.step(to);
    host.post({ type: 'step', id: flow.id, step: to });
  }

  /** Asks for the rows anew, folded, filtered or placed another way. */
  function arrange(next: Arrangement): void {
    if (!flow) return;
    // The next press builds on this one, whether the rows have come by then or not.
    flow = { ...flow, arrangement: next };
    findBar.show(flow.index, next, state.step);
    toolbar.time(next.time);
    keep({ arrangement: next });
    host.post({ type: 'arrange', id: flow.id, arrangement: next });
  }

  function pause(): void {
    clearTimeout(timer);
    timer = 0;
    toolbar.playing(false);
  }

  function play(): void {
    if (!flow || flow.index.steps === 0) return;
    if (state.step >= flow.index.steps - 1) go(0, true);
    else go(state.step + 1, true);
    ladder.animate();
    toolbar.playing(true);
    timer = window.setTimeout(function next() {
      if (!flow || state.step >= flow.index.steps - 1) {
        pause();
        return;
      }
      go(state.step + 1, true);
      ladder.animate();
      timer = window.setTimeout(next, PACE);
    }, PACE);
  }

  function showDetail(next: Detail): void {
    detail = next;
    ladder.states(next);
    inspector.show(next, state.numbers);
    const said = say('panel/step-of', { step: next.step + 1, count: flow?.index.steps ?? 0 });
    live.textContent = [said, inForm(next.story, state.numbers), ...next.findings.map((f) => f.message)].join(' ');
  }

  function showEmpty(kind: 'flow' | 'steps' | undefined): void {
    app.dataset['empty'] = kind ?? 'no';
    empty.replaceChildren();
    if (kind === undefined) return;
    empty.append(el('h1', {}, say(`panel/no-${kind}`)), el('p', {}, say(`panel/no-${kind}-hint`)));
    if (kind === 'steps') {
      empty.append(el('pre', {}, 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK'));
    }
  }

  function showNotice(text: string): void {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  async function png(request: number, svg: string): Promise<void> {
    host.post({ type: 'png', request, bytes: await rasterize(svg) });
  }

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const own = target instanceof Element && target.closest('input,a,button,[role=separator]');
    if (event.ctrlKey || event.metaKey || event.altKey || (own && [' ', 'Enter'].includes(event.key))) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(state.step + 1, true),
      ArrowLeft: () => go(state.step - 1, true),
      Home: () => go(0, true),
      End: () => go(Infinity, true),
      ' ': () => (timer === 0 ? play() : pause()),
      Enter: () => ladder.turn(),
      F8() {
        const to = flow ? nextFinding(flow.index, state.step, event.shiftKey ? -1 : 1) : -1;
        if (to >= 0) go(to, true);
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.key !== ' ') pause();
    act();
  });

  new ResizeObserver(() => ladder.resize()).observe(ladder.element);

  return (message) => {
    switch (message.type) {
      case 'raster':
        return png(message.request, message.svg);
      case 'setup':
      case 'pair':
      case 'pair-rows':
      case 'moment':
        break;
      case 'nothing':
        flow = undefined;
        pause();
        showEmpty('flow');
        showNotice(message.notice);
        break;
      case 'flow':
        if (flow?.uri !== message.uri) pause();
        flow = message;
        keep({ uri: message.uri, step: message.detail.step, locked: message.locked });
        showEmpty(message.index.steps === 0 ? 'steps' : undefined);
        showNotice(message.notice);
        toolbar.locked(message.locked);
        toolbar.show(message.detail.step, message.index.steps);
        toolbar.time(message.arrangement.time);
        findBar.show(message.index, message.arrangement, message.detail.step);
        ladder.show(message.index, message.window, message.detail);
        inspector.flow(message.index.steps);
        showDetail(message.detail);
        break;
      case 'rows':
        if (message.id === flow?.id) ladder.receive(message.window);
        break;
      case 'step':
        if (message.id !== flow?.id) break;
        // An answer to a step that the reader has left behind in the meantime.
        if (!message.reveal && message.detail.step !== state.step) break;
        if (message.reveal) {
          pause();
          keep({ step: message.detail.step });
          toolbar.show(message.detail.step, flow.index.steps);
          findBar.step(message.detail.step);
          ladder.go(message.detail.step, true);
        }
        showDetail(message.detail);
        break;
      case 'list':
        if (message.id === flow?.id) inspector.items(message.items);
        break;
      case 'notice':
        showNotice(message.text);
        break;
      case 'said':
        live.textContent = message.text;
        inspector.tell(message.text);
        break;
      case 'play':
        if (timer === 0) play();
        else pause();
        break;
    }
    return undefined;
  };
}

/** A page shows one flow, or two beside each other: the first message after `setup` says which. */
function begin(host: Host, texts: Readonly<Record<string, string>>, form: NumberForm): Receive {
  const say = sayFrom([texts]);
  let one: Receive | undefined;
  let two: Comparison | undefined;
  return (message) => {
    if (two) return two.receive(message);
    if (message.type === 'pair') {
      const numbers = readPairState(host.getState())?.numbers ?? form;
      two = createComparison(say, message, numbers, {
        post: (m) => host.post(m),
        keep: (state) => host.setState(state),
      });
      document.body.replaceChildren(two.element);
      return undefined;
    }
    one ??= start(host, say, form);
    return one(message);
  };
}

/** What is said of how far the page is, on its root: see panel/envelopes.ts. */
const { dataset } = document.documentElement;
let asked = 0;
function send(message: PageMessage): void {
  asked++;
  dataset['asked'] = String(asked);
  outside.postMessage({ number: asked, message });
}

/** The next frame, in which what the messages have changed is laid out; a page out of sight has none. */
function drawn(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) done();
    else requestAnimationFrame(() => requestAnimationFrame(() => done()));
  });
}

adoptLook();
const outside = acquireVsCodeApi();
const host: Host = {
  post: send,
  getState: () => outside.getState(),
  setState: (state) => outside.setState(state),
};
let receive: Receive | undefined;
/** Envelopes settle in the order in which they come. */
let settled = Promise.resolve();
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const envelope = readEnvelope(event.data);
  if (!envelope) return;
  const parts: Promise<void>[] = [];
  for (const message of envelope.messages) {
    if (message.type === 'setup') receive ??= begin(host, message.texts, message.numbers);
    else {
      const part = receive?.(message);
      if (part) parts.push(part);
    }
  }
  settled = settled.then(async () => {
    await Promise.all(parts);
    await drawn();
    dataset['answered'] = String(envelope.answers);
    dataset['settled'] = String(envelope.number);
  });
});
send({ type: 'ready' });
