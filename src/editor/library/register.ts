import type * as vscode from 'vscode';
import type { Say } from '../../words/words';
import type { Flows } from '../flows';
import { registerCommands } from './commands';
import { registerExercise } from './exercise';
import { registerFiles } from './files';
import type { Library } from './library';
import { registerLinks } from './links';
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
  return [
    progress,
    registerFiles(library),
    registerTree(library, progress, say),
    registerCommands(library, progress, say),
    registerLinks(flows, library, say),
    registerExercise(flows, library, say),
  ];
}
