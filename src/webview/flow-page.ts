/** The page with one flow: the diagram, the current step and its details. Reports the user's actions to the host. */
import { nextLook, turn, type Arrangement, type MessageLook } from '../diagram/arrange';
import { nextEvent, nextFinding, nextMessage } from '../diagram/model';
import type { View } from '../diagram/view';
import {
  EXPORTS,
  readPageState,
  type Detail,
  type HostMessage,
  type NumberForm,
  type PageMessage,
  type PageState,
} from '../panel/messages';
import { inForm } from '../trace/numbers';
import { createDivider } from './divider';
import { el } from './dom';
import { FindBar, type FindEvents } from './find-bar';
import { Inspector, type InspectorEvents } from './inspector';
import { Ladder, type LadderEvents } from './ladder';
import { createExportMenu, type ExportMenu } from './menu';
import { createPlayer, type Player } from './player';
import { Film, hasBundles, rasterize } from './raster';
import { Toolbar, type ToolbarEvents } from './toolbar';

type FlowMessage = Extract<HostMessage, { type: 'flow' }>;
type StepMessage = Extract<HostMessage, { type: 'step' }>;

export interface FlowPageHost {
  post(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

export class FlowPage {
  private state: PageState;
  private flow: FlowMessage | undefined;
  private detail: Detail | undefined;
  /** The arrangement that the page has requested and the host has not sent yet. */
  private wanted: Arrangement | undefined;
  /** The step that the page made current and whose details have not arrived yet. */
  private asked: number | undefined;
  private readonly player: Player;
  private readonly toolbar: Toolbar;
  private readonly ladder: Ladder;
  private readonly inspector: Inspector;
  private readonly findBar: FindBar;
  private readonly menu: ExportMenu;
  private readonly film = new Film();
  private readonly live = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private readonly empty = el('div', { class: 'empty' });
  private readonly notice = el('p', { class: 'notice', role: 'status', hidden: true });
  private readonly app: HTMLElement;

  constructor(
    private readonly host: FlowPageHost,
    private readonly say: View['say'],
    form: NumberForm,
  ) {
    const start: PageState = { uri: '', step: -1, numbers: form, locked: false, details: 0.36 };
    this.state = { ...(readPageState(host.getState()) ?? start), numbers: form };
    const { tab, numbers, locked, folded, zoom } = this.state;
    this.player = this.createPlayer();
    this.toolbar = new Toolbar(say, this.toolbarEvents());
    this.ladder = new Ladder(say, this.ladderEvents(), numbers, zoom);
    this.inspector = new Inspector(say, this.inspectorEvents(), tab, folded);
    this.inspector.plain.set(this.state.plain);
    // The host sends only the content of the visible tab, which is the first one unless the page reports another.
    if (tab !== undefined) host.post({ type: 'tab', tab });
    this.findBar = new FindBar(say, this.findEvents());
    if (zoom !== undefined) this.findBar.zoomed(zoom);
    this.menu = createExportMenu(
      say,
      (as, theme, width) => host.post({ type: 'export', as, theme, width, numbers: this.state.numbers }),
      { kinds: EXPORTS.filter((as) => as !== 'gif' || hasBundles) },
    );
    this.app = this.page();
    document.body.replaceChildren(this.app);
    this.toolbar.numbers(numbers);
    this.toolbar.locked(locked);
    document.addEventListener('keydown', (event) => this.pressed(event));
    new ResizeObserver(() => this.ladder.resize()).observe(this.ladder.element);
  }

  /** Processes a message; the promise resolves when drawing is finished, if that takes time. */
  receive(message: HostMessage): Promise<void> | undefined {
    switch (message.type) {
      case 'raster':
        return this.bitmap(message);
      case 'setup':
      case 'pair':
      case 'pair-rows':
      case 'moment':
        break;
      case 'nothing':
        this.showNothing(message.notice);
        break;
      case 'flow':
        this.showFlow(message);
        break;
      case 'rows':
        if (message.id === this.flow?.id) this.ladder.receive(message.window);
        break;
      case 'step':
        this.showStep(message);
        break;
      case 'list':
        if (message.id === this.flow?.id) this.inspector.items(message.items);
        break;
      case 'found':
        if (message.id === this.flow?.id) this.findBar.found(message.text, message.steps);
        break;
      case 'notice':
        this.showNotice(message.text);
        break;
      case 'said':
        this.live.textContent = message.text;
        this.inspector.tell(message.text);
        break;
      case 'numbers':
        if (message.form !== this.state.numbers) this.numbers(message.form);
        break;
      case 'play':
        this.togglePlay();
        break;
    }
    return undefined;
  }

  private toolbarEvents(): ToolbarEvents {
    return {
      go: (step) => this.go(step, true),
      move: (by) => this.pauseAt(this.event(by)),
      play: () => this.togglePlay(),
      numbers: (form) => {
        this.numbers(form);
        this.host.post({ type: 'numbers', form });
      },
      time: (toScale) => this.flow && this.arrange({ ...this.flow.arrangement, time: toScale }),
      show: (show) => this.look({ show }),
      eyes: (eyes) => this.look({ eyes }),
      find: () => this.findBar.toggle(),
      save: (button) => this.menu.toggle(button),
      lock: () => {
        const locked = !this.state.locked;
        this.keep({ locked });
        this.toolbar.locked(locked);
        this.host.post({ type: 'lock', locked });
      },
    };
  }

  /** Shows numbers in another form. */
  private numbers(form: NumberForm): void {
    this.keep({ numbers: form });
    this.toolbar.numbers(form);
    this.ladder.numbers(form);
    if (this.detail) this.inspector.show(this.detail, form);
  }

  private findEvents(): FindEvents {
    return {
      arrange: (next) => this.arrange(next),
      go: (step) => this.pauseAt(step),
      find: (text) => this.flow && this.host.post({ type: 'find', id: this.flow.id, text }),
      zoom: (to) => this.ladder.zoomTo(to),
      closed: () => {
        this.toolbar.finding(false);
        this.ladder.focus();
      },
    };
  }

  private ladderEvents(): LadderEvents {
    return {
      need: (from, to) => this.flow && this.host.post({ type: 'rows', id: this.flow.id, from, to }),
      pick: (step, line) => {
        this.player.pause();
        if (!this.flow) return;
        this.host.post({ type: 'line', id: this.flow.id, line });
        if (step >= 0) this.go(step, false);
      },
      go: (step) => this.pauseAt(step),
      insert: (step) => this.flow && this.host.post({ type: 'insert', id: this.flow.id, step }),
      zoomed: (zoom) => {
        this.keep({ zoom });
        this.findBar.zoomed(zoom);
      },
      turn: (sign) => this.flow && this.arrange(turn(this.flow.arrangement, sign)),
    };
  }

  private inspectorEvents(): InspectorEvents {
    return {
      rule: (rule) => this.host.post({ type: 'rule', rule }),
      fold: (folded) => {
        this.keep({ folded });
        this.size();
      },
      tab: (tab) => {
        this.keep({ tab });
        this.host.post({ type: 'tab', tab });
      },
      plain: (plain) => this.keep({ plain }),
      edit: (step, field, value) => this.flow && this.host.post({ type: 'edit', id: this.flow.id, step, field, value }),
      visit: (state) => {
        this.player.pause();
        if (this.flow) this.host.post({ type: 'visit', id: this.flow.id, state });
      },
      go: (step) => this.pauseAt(step),
      list: (from, to) => this.flow && this.host.post({ type: 'list', id: this.flow.id, from, to }),
    };
  }

  private createPlayer(): Player {
    const show = (step: number): void => {
      this.go(step, true);
      this.ladder.animate();
      this.inspector.animate();
    };
    return createPlayer({
      // A folded burst counts as one event.
      next: () => show(this.event(1, false)),
      restart: () => show(0),
      atEnd: () => this.state.step >= this.steps() - 1,
      playing: (on) => this.toolbar.playing(on),
    });
  }

  private page(): HTMLElement {
    const { say, inspector } = this;
    const divider = createDivider(
      say('panel/resize'),
      () => this.state.details,
      (share) => {
        this.keep({ details: share });
        this.size();
      },
    );
    this.size();
    return el(
      'main',
      { class: 'panel' },
      el('h1', { class: 'unseen' }, say('panel/untitled')),
      this.notice,
      this.toolbar.element,
      this.findBar.element,
      this.menu.element,
      this.ladder.element,
      divider,
      inspector.element,
      this.empty,
      this.live,
    );
  }

  /** Sets the height of the details to their share; with folded tabs the height follows from the content. */
  private size(): void {
    const { details, folded } = this.state;
    this.inspector.element.style.height = folded === true ? '' : `${details * 100}vh`;
  }

  /** Stores a part of the page's state for a reload. */
  private keep(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.host.setState(this.state);
  }

  private steps(): number {
    return this.flow?.index.steps ?? 0;
  }

  /** The step of the next or previous event on the wire. */
  private event(by: 1 | -1, into = true): number {
    return this.flow ? nextEvent(this.flow.index, this.state.step, by, into) : -1;
  }

  /** Makes a step the current one, in the page and then in the editor. */
  private go(step: number, reveal: boolean): void {
    const count = this.steps();
    if (!this.flow || count === 0) return;
    const to = Math.max(0, Math.min(count - 1, step));
    this.keep({ step: to });
    // Scrolling comes first, since it forces a layout of everything written before.
    this.ladder.go(to, reveal);
    this.toolbar.show(to, count);
    this.findBar.step(to);
    this.inspector.step(to);
    this.asked = to;
    this.host.post({ type: 'step', id: this.flow.id, step: to });
  }

  private pauseAt(step: number): void {
    this.player.pause();
    this.go(step, true);
  }

  private togglePlay(): void {
    if (this.steps() === 0) this.player.pause();
    else this.player.toggle();
  }

  /** Requests rows in another arrangement. */
  private arrange(next: Arrangement): void {
    if (!this.flow) return;
    // The next click starts from this arrangement even if its rows have not arrived.
    this.flow = { ...this.flow, arrangement: next };
    this.wanted = next;
    this.findBar.show(this.flow.index, next, this.state.step);
    this.toolbar.time(next.time);
    this.toolbar.messages(next, this.flow.index.messages.length > 0);
    this.keep({ arrangement: next });
    this.host.post({ type: 'arrange', id: this.flow.id, arrangement: next });
  }

  /**
   * Changes the display or the observer of messages. A change of display gives other runs of segments, so the opened
   * folds are forgotten.
   */
  private look(change: Partial<MessageLook>): void {
    if (!this.flow) return;
    const { arrangement } = this.flow;
    this.arrange({ ...arrangement, ...change, turned: change.show === undefined ? arrangement.turned : [] });
  }

  private showNothing(notice: string): void {
    this.flow = undefined;
    this.player.pause();
    this.showEmpty('flow');
    this.showNotice(notice);
  }

  private showFlow(flow: FlowMessage): void {
    const { uri, index, detail, locked } = flow;
    const isOther = this.flow?.uri !== uri;
    if (isOther) this.player.pause();
    // The answer to an earlier click does not undo a later click.
    if (isOther || JSON.stringify(this.wanted) === JSON.stringify(flow.arrangement)) this.wanted = undefined;
    const arrangement = this.wanted ?? flow.arrangement;
    this.flow = { ...flow, arrangement };
    // A step that the page made current in the meantime is requested again, with the id of this drawing.
    const asked = isOther || this.asked === undefined || this.asked >= index.steps ? undefined : this.asked;
    const step = asked ?? detail.step;
    this.asked = undefined;
    this.keep({ uri, step, locked });
    this.showEmpty(index.steps === 0 ? 'steps' : undefined);
    this.showNotice(flow.notice);
    this.toolbar.locked(locked);
    this.toolbar.show(step, index.steps);
    this.toolbar.time(arrangement.time);
    this.toolbar.messages(arrangement, index.messages.length > 0);
    this.findBar.show(index, arrangement, step);
    this.ladder.show(index, flow.window, { ...detail, step });
    this.inspector.flow(index.steps, flow.exercise);
    if (asked !== undefined && asked !== detail.step) this.go(asked, true);
    else this.showDetail(detail);
  }

  /** Shows the details of a step that the page requested, or that became current by the editor's cursor (`reveal`). */
  private showStep({ id, detail, reveal }: StepMessage): void {
    if (id !== this.flow?.id) return;
    // The answer is outdated: the user has gone to another step.
    if (!reveal && detail.step !== this.state.step) return;
    this.asked = undefined;
    if (reveal) {
      this.player.pause();
      this.keep({ step: detail.step });
      this.toolbar.show(detail.step, this.flow.index.steps);
      this.findBar.step(detail.step);
      this.ladder.go(detail.step, true);
    }
    this.showDetail(detail);
  }

  private showDetail(detail: Detail): void {
    const { numbers } = this.state;
    this.detail = detail;
    this.ladder.states(detail);
    this.inspector.show(detail, numbers);
    // VS Code merges this context with that of the row on which a menu is opened.
    // VS Code's own menu items, cut and paste, have no use here.
    const context = { sealed: detail.sealed, preventDefaultContextMenuItems: true };
    this.app.setAttribute('data-vscode-context', JSON.stringify(context));
    const said = this.say('panel/step-of', { step: detail.step + 1, count: this.steps() });
    const findings = detail.findings.map((f) => f.message);
    this.live.textContent = [said, inForm(detail.story, numbers), this.inspector.plain.sentence, ...findings].join(' ');
  }

  /** Explains how to get a flow, or a flow with steps, if there is none. */
  private showEmpty(kind: 'flow' | 'steps' | undefined): void {
    const { app, empty, say } = this;
    app.dataset['empty'] = kind ?? 'no';
    empty.replaceChildren();
    if (kind === undefined) return;
    empty.append(el('h1', {}, say(`panel/no-${kind}`)), el('p', {}, say(`panel/no-${kind}-hint`)));
    if (kind === 'steps') {
      empty.append(el('pre', {}, 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK'));
    }
  }

  private showNotice(text: string): void {
    this.notice.textContent = text;
    this.notice.hidden = text === '';
  }

  private async bitmap({ request, svg, frame }: Extract<HostMessage, { type: 'raster' }>): Promise<void> {
    this.host.post({ type: 'png', request, bytes: await (frame ? this.film.add(svg, frame) : rasterize(svg)) });
  }

  private pressed(event: KeyboardEvent): void {
    const { target } = event;
    const own = target instanceof Element && target.closest('input,a,button,[role=separator]');
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      this.find();
      return;
    }
    if (event.key === 'F3' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (this.findBar.searches) this.findBar.next(event.shiftKey ? -1 : 1);
      else this.find();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (own && [' ', 'Enter'].includes(event.key))) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.go(event.shiftKey ? this.state.step + 1 : this.event(1), true),
      ArrowLeft: () => this.go(event.shiftKey ? this.state.step - 1 : this.event(-1), true),
      Home: () => this.go(0, true),
      End: () => this.go(Infinity, true),
      ' ': () => this.togglePlay(),
      Enter: () => this.ladder.turn(),
      w: () => this.inspector.plain.turn(),
      F8: () => this.goToFinding(event.shiftKey ? -1 : 1),
      i: () => this.ladder.insert(),
      '+': () => this.ladder.zoomBy(1),
      '=': () => this.ladder.zoomBy(1),
      '-': () => this.ladder.zoomBy(-1),
      '0': () => this.ladder.zoomTo(1),
    };
    const act = acts[event.key] ?? this.keyOfMessages(event.key.toLowerCase(), event.shiftKey ? -1 : 1);
    if (!act) return;
    event.preventDefault();
    if (event.key !== ' ') this.player.pause();
    act();
  }

  /** The action of a key for flows with messages. */
  private keyOfMessages(key: string, by: 1 | -1): (() => void) | undefined {
    const { flow } = this;
    if (!flow || flow.index.messages.length === 0) return undefined;
    if (key === 'n') return () => this.goToMessage(by);
    const change = nextLook(flow.arrangement, key);
    return change && (() => this.look(change));
  }

  /** Opens the find bar with the focus in its field. */
  private find(): void {
    this.findBar.open();
    this.toolbar.finding(true);
  }

  /** Goes to the step that completes the next or previous message. */
  private goToMessage(by: 1 | -1): void {
    const to = this.flow ? nextMessage(this.flow.index, this.state.step, by) : -1;
    if (to >= 0) this.go(to, true);
  }

  /** Goes to the next or previous step with a finding. */
  private goToFinding(by: 1 | -1): void {
    const to = this.flow ? nextFinding(this.flow.index, this.state.step, by) : -1;
    if (to >= 0) this.go(to, true);
  }
}
