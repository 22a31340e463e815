/**
 * What if a segment had been lost, delayed, doubled, forged? The other flow is a virtual document; it stands beside the
 * one that it comes from until it is kept, as a flow of its own, or dropped.
 */
import * as vscode from 'vscode';
import { branchInSlices, typedDelay, type WhatIf } from '../compose/branch';
import { stepsAt } from '../trace/lookup';
import { writeNumber } from '../trace/numbers';
import type { SegmentStep, Trace } from '../trace/trace';
import { inSlices, LANGUAGE, type Flow, type Flows } from '../editor/flows';
import { namesOf } from '../script/names';
import { formatFlags } from '../wire/flags';
import { add } from '../wire/seq';
import type { Say } from '../words/words';
import { added, NO_BRANCHES, restored, without } from './branches';
import type { PanelView } from './view';

/** The scheme of what-ifs that are not kept yet. */
export const BRANCH_SCHEME = 'tcpflow-what-if';

type Kind = WhatIf['kind'];

/** Where a command was called: at a step of a flow. */
interface Place {
  readonly flow: Flow;
  readonly step: number;
  readonly sends: SegmentStep;
}

/** The documents of the what-ifs that are shown. */
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

  /** Opens the text as an untitled flow, beside nothing that it came from: it can be saved like any other. */
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

/** `client's ACK in step 4`. */
function segmentName({ trace }: Flow, step: number, say: Say): string {
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return '';
  const host = trace.cast.ends[at.sent.from]?.name ?? '';
  return say('whatif/segment', { host, flags: formatFlags(at.sent.segment.flags), step: step + 1 });
}

/** The last segment step of a line; what a run sends is chosen in the diagram. */
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

interface Forgery extends vscode.QuickPickItem {
  readonly line: string;
}

/** What an attacker off the path may send to the receiver in its peer's name. */
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

/** What-ifs: the commands on a step or a line, and what becomes of the other flow. */
export function registerWhatIf(
  flows: Flows,
  say: Say,
  view: () => PanelView | undefined,
  branches: BranchDocuments,
): vscode.Disposable[] {
  /** The step that is meant: the panel's menu and the editor's actions say which; else the panel's, else the cursor's. */
  async function placeOf(argument: unknown): Promise<Place | undefined> {
    const { uri, step, line } = (typeof argument === 'object' && argument !== null ? argument : {}) as {
      readonly uri?: unknown;
      readonly step?: unknown;
      readonly line?: unknown;
    };
    const shown = view();
    const editor = vscode.window.activeTextEditor;
    const isCursor = argument === undefined && editor?.document.languageId === LANGUAGE && !shown?.panel.active;
    const at = uri instanceof vscode.Uri ? uri : typeof uri === 'string' ? vscode.Uri.parse(uri) : undefined;
    const from = at ?? (isCursor ? editor.document.uri : shown?.uri);
    if (from === undefined) return undefined;
    const document = await vscode.workspace.openTextDocument(from);
    const flow = await flows.when(document);
    if (flow === undefined) return undefined;
    const row = typeof line === 'number' ? line : isCursor ? editor.selection.active.line : undefined;
    const index =
      typeof step === 'number' ? step : row === undefined ? (shown?.step ?? -1) : stepOnLine(flow.trace, row);
    const sends = flow.trace.steps[index];
    return sends?.kind === 'segment' ? { flow, step: index, sends } : undefined;
  }

  function titleOf(what: WhatIf, segment: string, text: string): string {
    if (what.kind === 'delay') return say('whatif/title-delay', { segment, by: text });
    if (what.kind === 'forge') return say('whatif/title-forge', { segment: text });
    return say(`whatif/title-${what.kind}`, { segment });
  }

  async function ask(kind: Kind, argument: unknown): Promise<void> {
    const place = await placeOf(argument);
    if (place === undefined) {
      void vscode.window.showInformationMessage(say('whatif/none'));
      return;
    }
    const { flow, step } = place;
    const segment = segmentName(flow, step, say);
    const what =
      kind === 'delay'
        ? await askDelay(flow.trace, segment, say)
        : kind === 'forge'
          ? await askForgery(place, say)
          : ({ kind } as WhatIf);
    if (what !== undefined) await show(place, what, segment);
  }

  async function show({ flow, step }: Place, what: WhatIf, segment: string): Promise<void> {
    const told =
      what.kind === 'delay'
        ? delayText(what.by)
        : what.kind === 'forge'
          ? (/ {2}(\w+) {2}/.exec(what.line)?.[1] ?? '')
          : '';
    const title = titleOf(what, segment, told);
    const text = await inSlices(branchInSlices(flow.trace, step, what, title));
    if (text === undefined) {
      void vscode.window.showInformationMessage(say('whatif/no-change'));
      return;
    }
    const name = flow.uri.path.slice(flow.uri.path.lastIndexOf('/') + 1).replace(/(?:\.tcpflow)?$/, '.tcpflow');
    const uri = branches.add(name, text);
    const own = flow.trace.title ?? name;
    const shown = await vscode.commands.executeCommand<boolean>('tcpflow.compareFlows', flow.uri, uri, [own, title]);
    if (!shown) branches.drop(uri);
  }

  return [
    vscode.workspace.registerTextDocumentContentProvider(BRANCH_SCHEME, branches),
    vscode.commands.registerCommand('tcpflow.whatIf.lose', (place: unknown) => ask('lose', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.delay', (place: unknown) => ask('delay', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.duplicate', (place: unknown) => ask('duplicate', place)),
    vscode.commands.registerCommand('tcpflow.whatIf.forge', (place: unknown) => ask('forge', place)),
    vscode.commands.registerCommand('tcpflow.keepWhatIf', (uri: unknown) =>
      uri instanceof vscode.Uri ? branches.keep(uri) : undefined,
    ),
  ];
}

function delayText(micros: number): string {
  if (micros % 1e6 === 0) return `${micros / 1e6} s`;
  return micros % 1e3 === 0 ? `${micros / 1e3} ms` : `${micros} µs`;
}
