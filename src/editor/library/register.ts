import type * as vscode from 'vscode';
import type { Say } from '../../words/words';
import type { Flows } from '../flows';
import { registerBegin } from './begin';
import { registerCommands } from './commands';
import { registerExercise } from './exercise';
import { registerFiles } from './files';
import type { Library } from './library';
import { registerLinks } from './links';
import { createPick } from './pick';
import { createProgress } from './progress';
import { registerTree } from './tree';

/** Registers the library: files, view, commands and progress. */
export function registerLibrary(
  context: vscode.ExtensionContext,
  flows: Flows,
  library: Library,
  say: Say,
): vscode.Disposable[] {
  const progress = createProgress(context, flows, library, say);
  const tree = registerTree(library, progress, say);
  return [
    tree.registered,
    progress,
    registerFiles(library),
    registerBegin(context, tree.view, flows, say),
    registerCommands(library, createPick(context, library, progress, say), say),
    registerLinks(flows, library, say),
    registerExercise(flows, library, say),
  ];
}
