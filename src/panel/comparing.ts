/**
 * A panel with two flows side by side. Other parts of the extension use one command:
 *
 *     vscode.commands.executeCommand('tcpflow.compareFlows', left: vscode.Uri, right: vscode.Uri,
 *       titles?: [string, string])
 *
 * The documents may be files, untitled or virtual ones. They need not stay open; while they are open, the panel follows
 * their changes. Without arguments the command prompts for the flows. It resolves to true if the panel shows both.
 */
import * as vscode from 'vscode';
import { checkInSlices } from '../check';
import type { Trace } from '../trace';
import { createParser } from '../script';
import {
  type Diagram,
  type MessageLook,
  PLAIN,
  type Pairing,
  type RowWindow,
  currentAt,
  diagram,
  pair,
  placeOfRow,
} from '../diagram';
import { inSlices, numbersSetting, setNumbers, type Flow, type Flows } from '../editor';
import type { Say } from '../words/words';
import { chooseFlow } from './choose';
import { detail } from './detail';
import { createSealer, readLetter } from './envelopes';
import { exportPair } from './exporting';
import {
  readPairState,
  type Detail,
  type HostMessage,
  type PageMessage,
  type PairDetails,
  type PairSide,
} from './messages';
import { VIEW_TYPE, loadPage, onNumbersSetting, panelIcon } from './page';
import { createRasterizer } from './rasterizing';
import { pageTexts } from './texts';
import { BRANCH_SCHEME, type BranchDocuments } from './whatIf';

const PAIR_TYPE = 'tcpflow.compare';

/** The number of rows sent with the first message, before and after the current row. */
const NEAR = 60;

interface Side {
  readonly uri: vscode.Uri;
  readonly title: string;
  readonly trace: Trace;
  readonly made: Diagram;
}
type Sides = readonly [Side, Side];

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function sideOf(uri: vscode.Uri, trace: Trace, title: string | undefined, look: MessageLook): Side {
  return { uri, trace, made: diagram(trace, { ...PLAIN, ...look }), title: title ?? trace.title ?? nameOf(uri) };
}

/** The flow in a document, whatever its language id in the editor. */
async function load(
  flows: Flows,
  uri: vscode.Uri,
  title: string | undefined,
  look: MessageLook,
): Promise<Side | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const flow = await flows.when(document);
    const trace = flow?.trace ?? (await inSlices(checkInSlices(createParser().parse(document.getText()))));
    return trace && sideOf(uri, await flows.whole(trace), title, look);
  } catch {
    return undefined;
  }
}

/** A webview panel that shows two flows. */
class Comparison implements vscode.Disposable {
  private pairing: Pairing;
  private moment: number;
  private id = 0;
  private ready = false;
  /** True once the user has kept or dropped the what-if. */
  private settled = false;
  /** Messages collected as the answer to a message of the page; undefined while none is being processed. */
  private answer: HostMessage[] | undefined;
  private readonly sealer = createSealer();
  private readonly pixels = createRasterizer((message) => this.send(message));
  private readonly listeners: readonly vscode.Disposable[];

  constructor(
    context: vscode.ExtensionContext,
    private readonly panel: vscode.WebviewPanel,
    private readonly say: Say,
    private readonly branches: BranchDocuments,
    private sides: Sides,
    private readonly titles: readonly [string, string] | undefined,
    private look: MessageLook,
    startAt?: number,
  ) {
    const pairing = pair(sides[0].made, sides[1].made);
    this.pairing = pairing;
    // The panel opens at the first difference.
    this.moment = startAt ?? (pairing.first >= 0 ? pairing.first : pairing.left.length - 1);
    panel.iconPath = panelIcon(context);
    loadPage(context, panel);
    this.listeners = [
      panel.webview.onDidReceiveMessage((value: unknown) => this.receivedLetter(value)),
      onNumbersSetting((form) => this.send({ type: 'numbers', form })),
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        this.ready = false;
        this.pixels.giveUp();
      }),
    ];
    this.sendPair();
  }

  checked({ uri, trace }: Flow): void {
    const key = uri.toString();
    const [a, b] = this.sides;
    if (a.uri.toString() !== key && b.uri.toString() !== key) return;
    const next = (side: Side, title: string | undefined): Side =>
      side.uri.toString() === key && side.trace !== trace ? sideOf(uri, trace, title, this.look) : side;
    this.replace([next(a, this.titles?.[0]), next(b, this.titles?.[1])]);
  }

  /** Shows both flows again after a change, at the same row of the left flow. */
  private replace(sides: Sides): void {
    const row = this.rowAt(0);
    const pairing = pair(sides[0].made, sides[1].made);
    this.sides = sides;
    this.pairing = pairing;
    this.moment = Math.min(pairing.left.length - 1, Math.max(0, placeOfRow(pairing.left, row)));
    this.id++;
    this.sendPair();
  }

  /** Called when the panel is closed. */
  closed(): void {
    const { uri, title } = this.sides[1];
    if (!this.settled && this.branches.text(uri) !== undefined)
      offerToKeep(this.branches, uri, title, this.say).then(undefined, () => undefined);
    else this.branches.drop(uri);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
  }

  /** Sends a message, or adds it to the answer; returns false if the page is not ready. */
  private send(message: HostMessage): boolean {
    if (this.answer) this.answer.push(message);
    else if (this.ready) void this.panel.webview.postMessage(this.sealer.seal([message]));
    return this.ready;
  }

  private rowAt(side: PairSide): number {
    const rows = side === 0 ? this.pairing.left : this.pairing.right;
    return Math.floor(currentAt(rows, this.moment));
  }

  private detailOf(side: PairSide): Detail {
    const { trace, made } = this.sides[side];
    // A heading has no step, so the step of the last row before it is described.
    let row = this.rowAt(side);
    while (row >= 0 && (made.index.stepOfRow[row] ?? -1) < 0) row--;
    return detail(trace, row < 0 ? -1 : (made.index.stepOfRow[row] ?? -1), this.say);
  }

  private details(): PairDetails {
    return [this.detailOf(0), this.detailOf(1)];
  }

  /** The rows of one flow around the current row. */
  private near(side: PairSide): RowWindow {
    const row = this.rowAt(side);
    return this.sides[side].made.rows(row - NEAR, row + NEAR);
  }

  private sendPair(): void {
    const [a, b] = this.sides;
    this.panel.title = `${a.title} ↔ ${b.title}`;
    this.send({
      type: 'pair',
      id: this.id,
      names: [a.title, b.title],
      uris: [a.uri.toString(), b.uri.toString()],
      indexes: [a.made.index, b.made.index],
      windows: [this.near(0), this.near(1)],
      pairing: this.pairing,
      moment: this.moment,
      details: this.details(),
      branch: this.branches.text(b.uri),
      look: this.look,
    });
  }

  /** Processes a message of the page; all messages that it causes at once form one answer. */
  private receivedLetter(value: unknown): void {
    const letter = readLetter(value);
    if (!letter) return;
    this.sealer.answer(letter);
    const messages: HostMessage[] = [];
    this.answer = messages;
    this.received(letter.message);
    this.answer = undefined;
    if (this.ready) void this.panel.webview.postMessage(this.sealer.seal(messages));
  }

  private received(message: PageMessage): void {
    const { id } = this;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.send({ type: 'setup', texts: pageTexts(this.say), numbers: numbersSetting() });
        this.sendPair();
        break;
      case 'pair-rows':
        if (message.id === id) {
          const window = this.sides[message.side].made.rows(message.from, Math.min(message.to, message.from + 2000));
          this.send({ type: 'pair-rows', id, side: message.side, window });
        }
        break;
      case 'moment':
        if (message.id !== id) break;
        this.moment = Math.max(0, Math.min(this.pairing.left.length - 1, message.moment));
        this.send({ type: 'moment', id, moment: this.moment, details: this.details() });
        break;
      case 'pair-line':
        if (message.id === id) this.openLine(message.side, message.line).then(undefined, () => undefined);
        break;
      case 'pair-look': {
        if (message.id !== id) break;
        this.look = message.look;
        const drawn = (side: Side): Side => ({ ...side, made: diagram(side.trace, { ...PLAIN, ...message.look }) });
        this.replace([drawn(this.sides[0]), drawn(this.sides[1])]);
        break;
      }
      case 'what-if':
        this.settle(message.keep).then(undefined, () => undefined);
        break;
      case 'numbers':
        setNumbers(message.form).then(undefined, () => undefined);
        break;
      case 'rule':
        vscode.commands.executeCommand('tcpflow.openRule', message.rule).then(undefined, () => undefined);
        break;
      case 'export':
        this.exportAs(message);
        break;
      case 'png':
        this.pixels.answered(message.request, message.bytes);
        break;
      case 'rows':
      case 'step':
      case 'line':
      case 'lock':
      case 'arrange':
      case 'tab':
      case 'list':
      case 'find':
      case 'insert':
      case 'edit':
      case 'visit':
        break;
    }
  }

  private async openLine(side: PairSide, line: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.sides[side].uri);
    if (line < 0 || line >= document.lineCount) return;
    const { start } = document.lineAt(line).range;
    const shown = vscode.window.visibleTextEditors.find((e) => e.document === document);
    const column = vscode.window.tabGroups.all.find((g) => g.viewColumn !== this.panel.viewColumn)?.viewColumn;
    await vscode.window.showTextDocument(document, {
      preserveFocus: true,
      selection: new vscode.Range(start, start),
      viewColumn: shown?.viewColumn ?? column ?? vscode.ViewColumn.Beside,
    });
  }

  /** Saves the what-if as a flow of its own, or drops it, and closes the comparison. */
  private async settle(keep: boolean): Promise<void> {
    const { uri, title } = this.sides[1];
    let kept = keep;
    if (!keep) {
      const [toKeep, toDrop] = [this.say('whatif/keep'), this.say('whatif/drop')];
      const asked = this.say('whatif/ask', { title });
      const options = { modal: true, detail: this.say('whatif/ask-detail') };
      const chosen = await vscode.window.showWarningMessage(asked, options, toKeep, toDrop);
      if (chosen === undefined) return;
      kept = chosen === toKeep;
    }
    this.settled = true;
    if (kept) await this.branches.keep(uri);
    this.panel.dispose();
  }

  /** Exports the picture of both flows next to the first file, with both names. */
  private exportAs(message: Extract<PageMessage, { type: 'export' }>): void {
    const [a, b] = this.sides;
    const other = nameOf(b.uri).replace(/\.tcpflow$/, '');
    const uri = a.uri.with({ path: a.uri.path.replace(/(\.tcpflow)?$/, `-${other}.tcpflow`) });
    const request = { ...message, arrangement: { ...PLAIN, ...this.look } };
    void exportPair(uri, [a.trace, b.trace], [a.title, b.title], request, this.say, this.pixels.rasterize);
  }
}

/** Offers to keep an unsaved what-if after its tab was closed, since an extension can't prevent the closing. */
async function offerToKeep(branches: BranchDocuments, uri: vscode.Uri, title: string, say: Say): Promise<void> {
  const toKeep = say('whatif/keep');
  const chosen = await vscode.window.showInformationMessage(say('whatif/closed', { title }), toKeep);
  if (chosen === toKeep) await branches.keep(uri);
  branches.drop(uri);
}

/**
 * The column for a comparison: the panel's column, given explicitly because its editor group is locked; without a
 * panel, beside the active editor.
 */
function columnForPair(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const isOurs = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE);
  const ours = all.find(({ tabs }) => tabs.some(isOurs));
  if (ours) return ours.viewColumn;
  return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : activeTabGroup.viewColumn;
}

/**
 * Registers the command and the serializer of comparison panels. A comparison first shows messages in the same way as
 * the panel.
 */
export function registerComparing(
  context: vscode.ExtensionContext,
  flows: Flows,
  say: Say,
  branches: BranchDocuments,
  panelLook: () => MessageLook | undefined,
): vscode.Disposable[] {
  const open = new Set<Comparison>();

  async function attach(
    panel: () => vscode.WebviewPanel,
    uris: readonly [vscode.Uri, vscode.Uri],
    titles: readonly [string, string] | undefined,
    { show, eyes }: MessageLook = panelLook() ?? PLAIN,
    moment?: number,
  ): Promise<boolean> {
    const look = { show, eyes };
    const [left, right] = await Promise.all([
      load(flows, uris[0], titles?.[0], look),
      load(flows, uris[1], titles?.[1], look),
    ]);
    if (!left || !right) {
      // If the original flow is gone, the what-if remains.
      if (uris[1].scheme !== BRANCH_SCHEME)
        vscode.window.showWarningMessage(say('diagram/compare-gone')).then(undefined, () => undefined);
      return false;
    }
    const shown = panel();
    const made = new Comparison(context, shown, say, branches, [left, right], titles, look, moment);
    open.add(made);
    shown.onDidDispose(() => {
      made.closed();
      made.dispose();
      open.delete(made);
    });
    return true;
  }

  async function compareFlows(left?: unknown, right?: unknown, titles?: unknown): Promise<boolean> {
    const a = left instanceof vscode.Uri ? left : await chooseFlow(say('diagram/compare-left'), say);
    if (!a) return false;
    const b = right instanceof vscode.Uri ? right : await chooseFlow(say('diagram/compare-right'), say, a);
    if (!b) return false;
    const [first, second] = Array.isArray(titles) ? (titles as unknown[]) : [];
    const given = typeof first === 'string' && typeof second === 'string' ? ([first, second] as const) : undefined;
    const make = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel(PAIR_TYPE, say('panel/untitled'), {
        viewColumn: columnForPair(),
        preserveFocus: true,
      });
    return attach(make, [a, b], given);
  }

  return [
    vscode.commands.registerCommand('tcpflow.compareFlows', compareFlows),
    vscode.window.registerWebviewPanelSerializer(PAIR_TYPE, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const kept = readPairState(state);
        const [left, right] = kept?.pair.map((uri) => vscode.Uri.parse(uri)) ?? [];
        if (!kept || !left || !right) {
          panel.dispose();
          return;
        }
        if (kept.branch !== undefined) branches.restore(right, kept.branch);
        if (await attach(() => panel, [left, right], kept.names, kept.look, kept.moment)) return;
        panel.dispose();
        if (kept.branch !== undefined) await offerToKeep(branches, right, kept.names[1], say);
      },
    }),
    flows.onDidCheck((flow) => {
      for (const one of open) one.checked(flow);
    }),
    new vscode.Disposable(() => {
      for (const one of open) one.dispose();
    }),
  ];
}
