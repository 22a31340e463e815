/**
 * The host of the panel in a saved HTML page, in place of VS Code: checks the flow that the page contains, passes
 * events to the panel's session, and executes the session's requests to an editor. The panel's script runs after this
 * one in the same document.
 */
import { check } from '../../check';
import { branch } from '../../compose';
import { PLAIN, ladderText, diagram, mermaid, svg } from '../../diagram';
import { fixesFor } from '../../editor/fix/fixes';
import { createSealer, readLetter } from '../../panel/envelopes';
import type { HostMessage, PageMessage } from '../../panel/messages';
import { type Request, type Session, type SessionEvent, session, startSession } from '../../panel/session';
import { TABS } from '../../panel/tabs';
import { createParser } from '../../script';
import type { Edit, Trace } from '../../trace';
import { findingText } from '../../words/finding';
import { sayFrom, type Say } from '../../words/say';
import type { PageFlow } from '../../page';
import { download } from './download';
import { clipped, print } from './print';
import { readHash, writeHash } from './hash';
import { TextView } from './text';
import { startThemes } from './themes';
import type { StartParts } from './types';
import { startWhatIfs } from './what-if';

/** A step number beyond every flow, which shows the last step. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Starts the host and defines `acquireVsCodeApi`, which the panel's script calls first. */
export function start({ tables, ...doors }: StartParts): void {
  const flow = JSON.parse(document.getElementById('flow')?.textContent ?? '') as PageFlow;
  const host = new PageHost(flow, sayFrom(tables), doors);
  Object.assign(globalThis, { acquireVsCodeApi: () => host.api });
}

class PageHost {
  private state: Session;
  private text: string;
  private version = 1;
  private trace: Trace;
  /** The flow's text before the what-ifs; undefined while no what-if is shown. */
  private before: string | undefined;
  private kept: unknown;
  private readonly sealer = createSealer();
  private readonly view: TextView;
  private waitsForPng: ((bytes: Uint8Array | undefined) => void) | undefined;

  constructor(
    private readonly flow: PageFlow,
    private readonly say: Say,
    private readonly doors: Omit<StartParts, 'tables'>,
  ) {
    const asked = readHash(location.hash);
    const numbers = asked.numbers ?? flow.numbers;
    this.text = flow.text;
    this.trace = this.checked();
    const tab = TABS.find((name) => name === asked.tab) ?? TABS[0];
    const step = asked.step ?? LAST;
    const arrangement = { ...PLAIN, runs: undefined };
    this.kept = { uri: flow.name, step, numbers, locked: false, details: 0.36, arrangement, tab };
    this.state = startSession(say, numbers, { ...(this.kept as object), tab } as never);
    document.documentElement.classList.toggle('embed', asked.isEmbedded);
    startThemes(say);
    const back = (): void => {
      if (this.before !== undefined) this.goBack(this.before);
    };
    this.view = new TextView(say, flow.name, this.text, (text) => this.change(text), back);
    this.view.show(this.findings());
    startWhatIfs(
      say,
      () => ({ trace: this.trace, isSealed: doors.tls !== undefined }),
      ({ step, what, title }) => {
        const text = branch(this.trace, step, what, title);
        if (text === undefined) this.post([{ type: 'said', text: say('whatif/no-change') }]);
        else this.whatIf(text, step, title);
      },
    );
    addEventListener('hashchange', () => this.goByHash());
    addEventListener('beforeprint', () => print(this.trace, this.state.numbers, say));
  }

  /** The API that VS Code gives to a page. */
  readonly api = {
    postMessage: (value: unknown): void => {
      // The page continues before the answer arrives, as in VS Code.
      setTimeout(() => this.received(value), 0);
    },
    getState: (): unknown => this.kept,
    setState: (state: unknown): void => {
      this.kept = state;
    },
  };

  private checked(): Trace {
    const { profile, levels } = this.flow;
    const { tls, h2 } = this.doors;
    const wishes = { profile, levels, h2, tls: tls && { door: tls, recall: tls.newRecall() } };
    return check(createParser().parse(this.text), undefined, undefined, wishes);
  }

  private findings(): string[] {
    return this.trace.findings.map((finding) =>
      this.say('fence/finding', { line: finding.line + 1, text: findingText(finding, this.say) }),
    );
  }

  private received(value: unknown): void {
    const letter = readLetter(value);
    if (!letter) return;
    this.sealer.answer(letter);
    this.take({ type: 'page', message: letter.message });
    if (letter.message.type === 'ready') this.show();
  }

  private show(): void {
    const { name } = this.flow;
    const shown = { uri: name, name, version: this.version, trace: this.trace };
    const step = Math.min(readHash(location.hash).step ?? LAST, this.trace.steps.length - 1);
    this.take({ type: 'shown', flow: shown, cursor: 0, step });
  }

  private goByHash(): void {
    const { step, tab, numbers } = readHash(location.hash);
    if (numbers !== undefined && numbers !== this.state.numbers) this.take({ type: 'numbers', form: numbers });
    if (step !== undefined && step !== this.state.step) this.take({ type: 'go', step });
    // Only the panel can change its tab, so the host clicks the tab's button.
    const name = TABS.find((one) => one === tab);
    if (name !== undefined && name !== this.state.tab) {
      document.querySelector<HTMLElement>(`[data-tab="${name}"]`)?.click();
    }
  }

  private take(event: SessionEvent): void {
    const { state, messages } = session(this.state, event);
    this.state = state;
    const toPage = messages.flatMap((message) => (message.to === 'page' ? [message.message] : []));
    if (toPage.length > 0 || event.type === 'page') this.post(toPage);
    for (const message of messages) if (message.to === 'editor') this.act(message.request);
    if (this.state.flow) writeHash(this.state);
  }

  private post(messages: readonly HostMessage[]): void {
    const data = this.sealer.seal(messages);
    dispatchEvent(new MessageEvent('message', { data }));
  }

  private act(request: Request): void {
    switch (request.type) {
      case 'title':
        document.title = request.text;
        break;
      case 'wake':
        setTimeout(() => this.take({ type: 'woken' }), request.after);
        break;
      case 'numbers':
        this.take({ type: 'numbers', form: request.form });
        break;
      case 'select':
        this.view.select(request.line);
        if (request.open) this.view.open();
        break;
      case 'edit':
        this.apply([request.edit]);
        break;
      case 'insert':
        this.insert(request.step);
        break;
      case 'rule':
        this.post([{ type: 'said', text: this.say(`why/${request.rule}`) }]);
        break;
      case 'export':
        void this.export(request.request);
        break;
      case 'png':
        this.waitsForPng?.(request.bytes);
        break;
      case 'reopen':
        break;
    }
  }

  private insert(step: number): void {
    const fix = (this.trace.steps[step]?.findings ?? [])
      .flatMap((finding) => fixesFor(this.trace, finding))
      .find(({ title }) => title === 'fix/insert');
    if (fix === undefined) this.take({ type: 'insert-failed' });
    else this.apply(fix.edits);
  }

  /** Changes lines of the flow; the edits do not overlap. */
  private apply(edits: readonly Edit[]): void {
    const lines = this.text.split('\n');
    const backwards = [...edits].sort((a, b) => b.line - a.line || b.start - a.start);
    for (const { line, start, end, newText } of backwards) {
      const old = lines[line] ?? '';
      lines[line] = old.slice(0, start) + newText + old.slice(end);
    }
    this.view.text = lines.join('\n');
    this.change(this.view.text);
  }

  /** Shows a what-if in place of the flow until the user returns to the flow. */
  private whatIf(text: string, step: number, question: string): void {
    this.before ??= this.text;
    this.view.text = text;
    this.view.offerBack(question);
    this.change(text);
    this.take({ type: 'go', step: Math.min(step, this.trace.steps.length - 1) });
  }

  private goBack(text: string): void {
    this.before = undefined;
    this.view.text = text;
    this.view.offerBack('');
    this.change(text);
  }

  private change(text: string): void {
    this.text = text;
    this.version++;
    this.trace = this.checked();
    this.view.show(this.findings());
    const { name } = this.flow;
    this.take({ type: 'checked', flow: { uri: name, name, version: this.version, trace: this.trace }, cursor: 0 });
  }

  private async export(request: Extract<PageMessage, { type: 'export' }>): Promise<void> {
    const { as, theme, width, numbers } = request;
    const { how: arrangement } = this.state;
    const name = this.flow.name.replace(/(\.tcpflow)?$/, '');
    if (as === 'svg' || as === 'svg-animated' || as === 'png') {
      const plays = as === 'svg-animated';
      const look = { say: this.say, theme, width, numbers, arrangement, language: this.flow.language, plays };
      if (as !== 'png') download(`${name}.svg`, svg(this.trace, look), 'image/svg+xml');
      else await this.exportPng(`${name}.png`, clipped(this.trace, look));
      return;
    }
    const made = diagram(this.trace, arrangement);
    const text = as === 'mermaid' ? mermaid(made, numbers, this.say) : ladderText(made, numbers, this.say);
    await navigator.clipboard.writeText(text);
    this.post([{ type: 'said', text: this.say('diagram/copied') }]);
  }

  /** Exports a PNG, which the panel's script renders on a canvas. */
  private async exportPng(name: string, picture: string): Promise<void> {
    const bytes = await new Promise<Uint8Array | undefined>((resolve) => {
      this.waitsForPng = resolve;
      this.post([{ type: 'raster', request: 1, svg: picture }]);
    });
    if (bytes === undefined) this.post([{ type: 'said', text: this.say('diagram/no-png') }]);
    else download(name, bytes, 'image/png');
  }
}
