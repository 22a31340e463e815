import * as vscode from 'vscode';
import { grade } from '../../compose';
import type { Say } from '../../words/words';
import type { Flows } from '../flows';
import type { Entry } from './catalogue';
import { exerciseOf, givenOf } from './exercise';
import { SCHEME, type Library } from './library';

const KEY = 'tcpflow.solved';

/** The exercises that the user has solved; stored permanently. */
export interface Progress extends vscode.Disposable {
  has(id: string): boolean;
  readonly onDidChange: vscode.Event<void>;
}

/** Watches edited flows and reports a solved exercise. A copy of an exercise is recognized by its title. */
export function createProgress(context: vscode.ExtensionContext, flows: Flows, library: Library, say: Say): Progress {
  const { globalState } = context;
  globalState.setKeysForSync([KEY]);
  const changed = new vscode.EventEmitter<void>();
  const solved = (): readonly string[] => globalState.get<readonly string[]>(KEY, []);

  async function next(after: string): Promise<Entry | undefined> {
    const exercises = (await library.entries()).filter((e) => e.theme === 'mistakes');
    const at = exercises.findIndex((e) => e.id === after);
    return [...exercises.slice(at + 1), ...exercises.slice(0, at)].find((e) => !solved().includes(e.id));
  }

  const watcher = flows.onDidCheck(async ({ uri, trace }) => {
    if (uri.scheme === SCHEME) return;
    const entry = await exerciseOf(library, trace.title);
    if (entry === undefined || solved().includes(entry.id)) return;
    const given = await givenOf(library, entry);
    if (given === undefined || !grade(trace, given).isDone || solved().includes(entry.id)) return;
    await globalState.update(KEY, [...solved(), entry.id]);
    changed.fire();
    const more = await next(entry.id);
    const message = say(more ? 'library/solved' : 'library/all-solved', { title: library.say(entry.title) });
    const action = say('library/next-exercise');
    if ((await vscode.window.showInformationMessage(message, ...(more ? [action] : []))) === action) {
      await vscode.commands.executeCommand('tcpflow.openScenario', more?.id);
    }
  });

  return {
    has: (id) => solved().includes(id),
    onDidChange: changed.event,
    dispose() {
      watcher.dispose();
      changed.dispose();
    },
  };
}
