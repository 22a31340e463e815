import * as vscode from 'vscode';
import { createParser } from '../../script/parser';
import type { Say } from '../../words/words';
import { LANGUAGE } from '../flows';
import { pairOf, PAIRS, THEMES, type Entry } from './catalogue';
import { flowUri, idOf, type Library } from './library';
import type { Progress } from './progress';
import { introductionOf } from './story';
import { isFlowNode } from './tree';

interface Choice extends vscode.QuickPickItem {
  readonly id?: string;
}

/** The id that a command was given: by a link, by the tree, or by the editor's title bar. */
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

/** The commands of the library: open, copy, compare, go on to a related flow. */
export function registerCommands(library: Library, progress: Progress, say: Say): vscode.Disposable {
  async function choose(): Promise<string | undefined> {
    const entries = await library.entries();
    const items = THEMES.flatMap((theme): Choice[] => [
      { label: say(`library/theme/${theme}`), kind: vscode.QuickPickItemKind.Separator },
      ...entries.filter((e) => e.theme === theme).map(choice),
    ]);
    return pick(items, say('library/choose'));
  }

  function choice(entry: Entry): Choice {
    const solved = progress.has(entry.id) ? '$(pass-filled) ' : '';
    return {
      id: entry.id,
      label: `${solved}${library.say(entry.title)}`,
      description: library.say(entry.question),
      detail: library.say(entry.summary),
    };
  }

  async function pick(items: readonly Choice[], placeHolder: string): Promise<string | undefined> {
    const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
    return (await vscode.window.showQuickPick<Choice>(items, options))?.id;
  }

  /** A flow beside its diagram, at the first step. */
  async function show(document: vscode.TextDocument): Promise<void> {
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: true });
    await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
    await vscode.commands.executeCommand('tcpflow.firstStep');
  }

  /** An exercise is there to be written in: a copy, or the copy that is open already. */
  async function openExercise(entry: Entry): Promise<void> {
    const titles = Object.values(entry.title);
    const open = vscode.workspace.textDocuments.find(
      (d) =>
        d.languageId === LANGUAGE &&
        d.isUntitled &&
        titles.includes(introductionOf(createParser().parse(d.lineAt(0).text)).title),
    );
    const content = (await library.text(entry.id)) ?? '';
    await show(open ?? (await vscode.workspace.openTextDocument({ language: LANGUAGE, content })));
  }

  async function openScenario(argument: unknown): Promise<void> {
    const id = idFrom(argument) ?? (await choose());
    if (id === undefined) return;
    const entry = await library.entry(id);
    if (entry === undefined) void vscode.window.showInformationMessage(say('library/missing', { id }));
    else if (entry.theme === 'mistakes') await openExercise(entry);
    else await show(await vscode.workspace.openTextDocument(flowUri(id)));
  }

  /** A file name that is still free in a folder. */
  async function freeName(folder: vscode.Uri, id: string): Promise<vscode.Uri> {
    for (let n = 1; ; n++) {
      const uri = vscode.Uri.joinPath(folder, n === 1 ? `${id}.tcpflow` : `${id}-${n}.tcpflow`);
      try {
        await vscode.workspace.fs.stat(uri);
      } catch {
        return uri;
      }
    }
  }

  async function copyScenario(argument: unknown): Promise<void> {
    const id = idFrom(argument) ?? activeId() ?? (await choose());
    const text = id === undefined ? undefined : await library.text(id);
    if (id === undefined || text === undefined) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder !== undefined && vscode.workspace.fs.isWritableFileSystem(folder.scheme) !== false) {
      const uri = await freeName(folder, id);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
      return;
    }
    // Without a folder the copy is a text that can be saved anywhere.
    const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  }

  async function compareScenarios(argument: unknown): Promise<void> {
    let id = idFrom(argument) ?? activeId();
    if (id === undefined || pairOf(id) === undefined) {
      const entries = await library.entries();
      const title = (of: string): string => {
        const entry = entries.find((e) => e.id === of);
        return entry === undefined ? of : library.say(entry.title);
      };
      const items = PAIRS.map(([a, b]): Choice => ({ id: a, label: title(a), description: `↔ ${title(b)}` }));
      id = await pick(items, say('library/choose-pair'));
    }
    const pair = PAIRS.find((p) => id !== undefined && p.includes(id));
    if (pair !== undefined)
      await vscode.commands.executeCommand('tcpflow.compareFlows', flowUri(pair[0]), flowUri(pair[1]));
  }

  async function related(argument: unknown): Promise<void> {
    const id = idFrom(argument) ?? activeId();
    const entry = id === undefined ? undefined : await library.entry(id);
    if (entry === undefined) return openScenario(undefined);
    const entries = await library.entries();
    const items = entry.related.map((r): Choice => {
      const target = entries.find((e) => e.id === r.id);
      return { id: r.id, label: library.say(r.question), description: target ? library.say(target.title) : r.id };
    });
    const chosen = await pick(items, library.say(entry.title));
    if (chosen !== undefined) await openScenario(chosen);
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.openScenario', openScenario),
    vscode.commands.registerCommand('tcpflow.copyScenario', copyScenario),
    vscode.commands.registerCommand('tcpflow.compareScenarios', compareScenarios),
    vscode.commands.registerCommand('tcpflow.relatedScenarios', related),
  );
}
