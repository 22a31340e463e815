/**
 * What-ifs: variants of a flow in which one segment is lost, delayed, duplicated or forged. The variant is a virtual
 * document, shown beside the original flow until the user keeps it as a flow of its own or drops it.
 */
import * as vscode from 'vscode';
import { CERTIFICATE_FAULTS, type WhatIf, branchInSlices, typedDelay } from '../compose';
import { type SegmentStep, type Trace, stepsAt, writeNumber } from '../trace';
import { inSlices, LANGUAGE, type Flow, type Flows } from '../editor';
import { namesOf } from '../script';
import { add } from '../wire';
import type { Say } from '../words/words';
import { added, NO_BRANCHES, restored, without } from './branches';
import type { PanelView } from './view';
import { segmentName, titleOf } from './whatIfTitle';

/** The URI scheme of what-ifs that are not kept yet. */
export const BRANCH_SCHEME = 'tcpflow-what-if';

type Kind = WhatIf['kind'];

/** The step of a flow for which a what-if command was called. */
interface Place {
  readonly flow: Flow;
  readonly step: number;
  readonly sends: SegmentStep;
}

/** The documents of the shown what-ifs. */
export class BranchDocuments implements vscode.TextDocumentContentProvider {
  private branches = NO_BRANCHES;

  add(name: string, text: string): vscode.Uri {
    const { branches, path } = added(this.branches, name, text);
    this.branches = branches;
    return vscode.Uri.from({ scheme: BRANCH_SCHEME, path });
  }

  restore(uri: vscode.Uri, text: string): void {
    this.branches = restored(this.branches, uri.path, text);
  }

  drop(uri: vscode.Uri): void {
    this.branches = without(this.branches, uri.path);
  }

  text(uri: vscode.Uri): string | undefined {
    return uri.scheme === BRANCH_SCHEME ? this.branches.texts.get(uri.path) : undefined;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.text(uri);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return text;
  }

  /** Opens the text as an untitled flow, which can be saved like any other. */
  async keep(uri: vscode.Uri): Promise<void> {
    const text = this.text(uri);
    if (text === undefined) return;
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: text });
    const column = vscode.window.tabGroups.all.find(
      (g) => g.activeTab?.input instanceof vscode.TabInputText,
    )?.viewColumn;
    await vscode.window.showTextDocument(document, { viewColumn: column ?? vscode.ViewColumn.Active });
  }
}

/** The first segment step of a line. Other segments of a `run` are chosen in the diagram. */
function stepOnLine(trace: Trace, line: number): number {
  const step = stepsAt(trace, line).find((s) => s.kind === 'segment');
  return step === undefined ? -1 : trace.steps.indexOf(step);
}

async function askDelay(trace: Trace, segment: string, say: Say): Promise<WhatIf | undefined> {
  const text = await vscode.window.showInputBox({
    title: say('whatif/by', { segment }),
    prompt: say('whatif/by-hint'),
    value: '300ms',
    validateInput: (typed) =>
      typedDelay(trace, typed) === undefined ? say('whatif/by-wrong', { text: typed }) : undefined,
  });
  const by = text === undefined ? undefined : typedDelay(trace, text);
  return by === undefined ? undefined : { kind: 'delay', by };
}

/** Prompts for the octet to change; the default is the first octet of a body, if the segment carries one. */
async function askOctet({ sends }: Place, segment: string, say: Say): Promise<WhatIf | undefined> {
  const { len } = sends.sent.segment;
  if (len === 0) {
    void vscode.window.showInformationMessage(say('whatif/no-octets'));
    return undefined;
  }
  const body = sends.says?.find(
    ({ message, from, to }) => message !== undefined && message.body.from >= from && message.body.from < to,
  );
  const usual = body?.message === undefined ? 1 : Math.min(len, body.message.body.from - body.from + 1);
  const isOctet = (typed: string): boolean => /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= len;
  const text = await vscode.window.showInputBox({
    title: say('whatif/octet', { segment }),
    prompt: say('whatif/octet-hint', { count: len }),
    value: String(usual),
    validateInput: (typed) => (isOctet(typed) ? undefined : say('whatif/octet-hint', { count: len })),
  });
  return text === undefined || !isOctet(text) ? undefined : { kind: 'alter', octet: Number(text) };
}

interface Forgery extends vscode.QuickPickItem {
  readonly line: string;
}

/** The segments that an off-path attacker may send to the receiver in its peer's name. */
function forgeries({ flow: { trace }, sends }: Place, say: Say): Forgery[] {
  const { from, to } = sends.sent;
  const receiver = sends.after.ends.get(to)?.tcb;
  if (receiver === undefined) return [];
  const hostOf = (end: number): string => trace.cast.hosts[trace.cast.ends[end]?.host ?? -1]?.name ?? '';
  const several = (trace.cast.hosts[trace.cast.ends[to]?.host ?? -1]?.ends.length ?? 1) > 1;
  const target = several ? `${hostOf(to)}:${trace.cast.ends[to]?.port ?? 0}` : hostOf(to);
  const taken = new Set(namesOf(trace.script).all.map((n) => n.text));
  let attacker = 'attacker';
  for (let i = 2; taken.has(attacker); i++) attacker = `attacker${i}`;
  const next = receiver.rcvNxt;
  const kinds = {
    'rst-exact': ['RST', next],
    'rst-window': ['RST', add(next, 100)],
    'rst-old': ['RST', add(next, -10_000)],
    syn: ['SYN', add(next, -10_000)],
  } as const;
  return Object.entries(kinds).map(([kind, [flags, seq]]) => ({
    label: say(`whatif/${kind}`),
    detail: say(`whatif/${kind}-detail`),
    line: `${attacker} -> ${target}  ${flags}  seq=${writeNumber(trace, from, seq)}  spoofing ${hostOf(from)}`,
  }));
}

async function askForgery(place: Place, say: Say): Promise<WhatIf | undefined> {
  const { flow, sends } = place;
  const host = flow.trace.cast.ends[sends.sent.to]?.name ?? '';
  const chosen = await vscode.window.showQuickPick(forgeries(place, say), {
    title: say('whatif/forged', { host }),
    matchOnDetail: true,
  });
  return chosen && { kind: 'forge', line: chosen.line };
}

async function askCertificate(say: Say): Promise<WhatIf | undefined> {
  const items = CERTIFICATE_FAULTS.map((fault) => ({
    label: say(`whatif/certificate-${fault}`),
    detail: say(`whatif/certificate-${fault}-detail`),
    fault,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: say('whatif/which-certificate'),
    matchOnDetail: true,
  });
  return chosen && { kind: 'certificate', fault: chosen.fault };
}

/** The argument of a command: the panel's menu gives a step, the editor's actions give a line. */
interface Argument {
  readonly uri?: unknown;
  readonly step?: unknown;
  readonly line?: unknown;
}

/** Creates what-ifs for steps and shows them beside their flows. */
class WhatIfs {
  constructor(
    private readonly flows: Flows,
    private readonly say: Say,
    private readonly view: () => PanelView | undefined,
    private readonly branches: BranchDocuments,
  ) {}

  async ask(kind: Kind, argument: unknown): Promise<void> {
    const place = await this.placeOf(argument);
    if (place === undefined) {
      void vscode.window.showInformationMessage(this.say('whatif/none'));
      return;
    }
    const { flow, step } = place;
    const segment = segmentName(flow.trace, step, this.say);
    const what = await this.details(kind, place, segment);
    if (what !== undefined) await this.show(place, what, segment);
  }

  /** Prompts for the details of a what-if; undefined if the user cancels. */
  private async details(kind: Kind, place: Place, segment: string): Promise<WhatIf | undefined> {
    if (kind === 'delay') return askDelay(place.flow.trace, segment, this.say);
    if (kind === 'alter') return askOctet(place, segment, this.say);
    if (kind === 'certificate') return askCertificate(this.say);
    return kind === 'forge' ? askForgery(place, this.say) : { kind };
  }

  /** The step that a command refers to: from the argument, else the panel's current step, else the cursor's step. */
  private async placeOf(argument: unknown): Promise<Place | undefined> {
    const { uri, step, line } = (typeof argument === 'object' && argument !== null ? argument : {}) as Argument;
    const shown = this.view();
    const editor = vscode.window.activeTextEditor;
    const isCursor = argument === undefined && editor?.document.languageId === LANGUAGE && !shown?.panel.active;
    const at = uri instanceof vscode.Uri ? uri : typeof uri === 'string' ? vscode.Uri.parse(uri) : undefined;
    const from = at ?? (isCursor ? editor.document.uri : shown?.uri);
    if (from === undefined) return undefined;
    const document = await vscode.workspace.openTextDocument(from);
    const flow = await this.flows.when(document);
    if (flow === undefined) return undefined;
    const row = typeof line === 'number' ? line : isCursor ? editor.selection.active.line : undefined;
    const index =
      typeof step === 'number' ? step : row === undefined ? (shown?.step ?? -1) : stepOnLine(flow.trace, row);
    const sends = flow.trace.steps[index];
    return sends?.kind === 'segment' ? { flow, step: index, sends } : undefined;
  }

  private async show({ flow, step }: Place, what: WhatIf, segment: string): Promise<void> {
    const title = titleOf(what, segment, this.say);
    const text = await inSlices(branchInSlices(flow.trace, step, what, title));
    if (text === undefined) {
      void vscode.window.showInformationMessage(this.say('whatif/no-change'));
      return;
    }
    const name = flow.uri.path.slice(flow.uri.path.lastIndexOf('/') + 1).replace(/(?:\.tcpflow)?$/, '.tcpflow');
    const uri = this.branches.add(name, text);
    const own = flow.trace.title ?? name;
    const shown = await vscode.commands.executeCommand<boolean>('tcpflow.compareFlows', flow.uri, uri, [own, title]);
    if (!shown) this.branches.drop(uri);
  }
}

/** Registers the what-if commands and the commands to keep or drop a what-if. */
export function registerWhatIf(
  flows: Flows,
  say: Say,
  view: () => PanelView | undefined,
  branches: BranchDocuments,
): vscode.Disposable[] {
  const whatIfs = new WhatIfs(flows, say, view, branches);
  return [
    vscode.workspace.registerTextDocumentContentProvider(BRANCH_SCHEME, branches),
    vscode.commands.registerCommand('tcpflow.whatIf.lose', (place: unknown) => whatIfs.ask('lose', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.delay', (place: unknown) => whatIfs.ask('delay', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.duplicate', (place: unknown) => whatIfs.ask('duplicate', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.forge', (place: unknown) => whatIfs.ask('forge', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.alter', (place: unknown) => whatIfs.ask('alter', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.noKeepAlive', (place: unknown) =>
      whatIfs.ask('no-keep-alive', place),
    ),
    vscode.commands.registerCommand('tcpflow.whatIf.certificate', (place: unknown) =>
      whatIfs.ask('certificate', place),
    ),
    vscode.commands.registerCommand('tcpflow.whatIf.keyLeaks', (place: unknown) => whatIfs.ask('key-leaks', place)),
    vscode.commands.registerCommand('tcpflow.keepWhatIf', (uri: unknown) =>
      uri instanceof vscode.Uri ? branches.keep(uri) : undefined,
    ),
  ];
}
