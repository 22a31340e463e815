import * as vscode from 'vscode';
import { createParser } from '../../script';
import type { Say } from '../../words/words';
import { LANGUAGE } from '../flows';
import { keepFlow } from '../keep';
import { pairOf, PAIRS, type Entry } from './catalogue';
import { flowUri, idOf, type Library } from './library';
import type { Pick } from './pick';
import { introductionOf } from './story';
import { isFlowNode } from './tree';

interface Choice extends vscode.QuickPickItem {
  readonly id?: string;
}

/** The commands that open a thing of the library by its id. */
const OPENS = {
  flow: 'tcpflow.openScenario',
  exercise: 'tcpflow.openScenario',
  guide: 'tcpflow.openGuide',
  page: 'tcpflow.openPage',
  rule: 'tcpflow.openRule',
} as const;

/** The flow id in a command's argument, which comes from a link, the tree, or the editor's title bar. */
function idFrom(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (isFlowNode(argument)) return argument.entry.id;
  if (argument instanceof vscode.Uri) return idOf(argument);
  return undefined;
}

function activeId(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri === undefined ? undefined : idOf(uri);
}

async function pick(items: readonly Choice[], placeHolder: string): Promise<string | undefined> {
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick<Choice>(items, options))?.id;
}

/** Shows a flow beside its diagram, at the first step. */
async function show(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: true });
  await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
  await vscode.commands.executeCommand('tcpflow.firstStep');
}

class LibraryCommands {
  constructor(
    private readonly library: Library,
    private readonly list: Pick,
    private readonly say: Say,
  ) {}

  /** Opens a flow read-only, or an exercise for editing. */
  async open(argument?: unknown): Promise<void> {
    const id = idFrom(argument);
    if (id === undefined) return this.find();
    const entry = await this.library.entry(id);
    if (entry === undefined) void vscode.window.showInformationMessage(this.say('library/missing', { id }));
    else if (entry.theme === 'mistakes') await this.openExercise(entry);
    else await show(await vscode.workspace.openTextDocument(flowUri(id)));
  }

  /** Opens what is chosen from everything in the library. */
  async find(): Promise<void> {
    const thing = await this.list.show(this.say('library/choose'));
    if (thing === undefined) return;
    const { kind, id } = thing;
    if (kind === 'command') await vscode.commands.executeCommand(id);
    else await vscode.commands.executeCommand(OPENS[kind], id);
  }

  async copy(argument: unknown): Promise<void> {
    const id = idFrom(argument) ?? activeId() ?? (await this.list.show(this.say('library/choose-flow'), true))?.id;
    const text = id === undefined ? undefined : await this.library.text(id);
    if (id === undefined || text === undefined) return;
    await keepFlow(text, id);
  }

  async compare(argument: unknown): Promise<void> {
    const given = idFrom(argument) ?? activeId();
    const id = given === undefined || pairOf(given) === undefined ? await this.choosePair() : given;
    const pair = PAIRS.find((p) => id !== undefined && p.includes(id));
    if (pair !== undefined)
      await vscode.commands.executeCommand('tcpflow.compareFlows', flowUri(pair[0]), flowUri(pair[1]));
  }

  /** Opens a flow that answers a related question of this one. */
  async related(argument: unknown): Promise<void> {
    const { library } = this;
    const id = idFrom(argument) ?? activeId();
    const entry = id === undefined ? undefined : await library.entry(id);
    if (entry === undefined) return this.open();
    const entries = await library.entries();
    const items = entry.related.map((r): Choice => {
      const target = entries.find((e) => e.id === r.id);
      return { id: r.id, label: library.say(r.question), description: target ? library.say(target.title) : r.id };
    });
    const chosen = await pick(items, library.say(entry.title));
    if (chosen !== undefined) await this.open(chosen);
  }

  private async choosePair(): Promise<string | undefined> {
    const entries = await this.library.entries();
    const title = (of: string): string => {
      const entry = entries.find((e) => e.id === of);
      return entry === undefined ? of : this.library.say(entry.title);
    };
    const items = PAIRS.map(([a, b]): Choice => ({ id: a, label: title(a), description: `↔ ${title(b)}` }));
    return pick(items, this.say('library/choose-pair'));
  }

  /** Opens a copy of an exercise, or the copy that is open already. */
  private async openExercise(entry: Entry): Promise<void> {
    const titles = Object.values(entry.title);
    const open = vscode.workspace.textDocuments.find(
      (d) =>
        d.languageId === LANGUAGE &&
        d.isUntitled &&
        titles.includes(introductionOf(createParser().parse(d.lineAt(0).text)).title),
    );
    const content = (await this.library.text(entry.id)) ?? '';
    await show(open ?? (await vscode.workspace.openTextDocument({ language: LANGUAGE, content })));
  }
}

/** Registers the library's commands: open, copy, compare, open a related flow. */
export function registerCommands(library: Library, list: Pick, say: Say): vscode.Disposable {
  const commands = new LibraryCommands(library, list, say);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.openScenario', (argument: unknown) => commands.open(argument)),
    vscode.commands.registerCommand('tcpflow.copyScenario', (argument: unknown) => commands.copy(argument)),
    vscode.commands.registerCommand('tcpflow.compareScenarios', (argument: unknown) => commands.compare(argument)),
    vscode.commands.registerCommand('tcpflow.relatedScenarios', (argument: unknown) => commands.related(argument)),
  );
}
