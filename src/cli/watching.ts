import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Session } from './session';

/** The time without a further change after which files are taken as written, milliseconds. */
const QUIET = 50;

/** The files that are watched. */
interface Watched {
  readonly files: readonly string[];
  /** Folders in which new files may come. */
  readonly roots: readonly string[];
  /** Finds the files anew. */
  find(): Promise<readonly string[]>;
}

/** The folders from a root down to a file in it; that of the file alone if it is in none. */
function foldersTo(file: string, roots: readonly string[]): string[] {
  const own = dirname(file);
  for (const root of roots) {
    const steps = relative(root, own).split(sep);
    if (steps[0] === '..') continue;
    return steps.map((_, i) => join(root, ...steps.slice(0, i + 1))).concat(root);
  }
  return [own];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Calls `changed` with the files that have changed or are new, again and again. Editors replace a file by another one, so that
 * folders are watched, not files. Resolves when the reader of standard output has gone away; otherwise the program ends by a
 * signal.
 */
export async function watching(
  { files, roots, find }: Watched,
  { out, tell, complain }: Session,
  changed: (files: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const wanted = new Map<string, string>();
  const watchers = new Map<string, FSWatcher | undefined>();
  const pending = new Set<string>();
  /** Changed paths that are no files of these: a new file, perhaps. */
  const unknown = new Set<string>();
  let wake = (): void => undefined;

  function add(folder: string): void {
    const path = join(folder);
    if (watchers.has(path)) return;
    watchers.set(path, undefined);
    try {
      const watcher = watch(path, (_, name) => {
        const at = name === null ? path : join(path, name);
        const file = wanted.get(at);
        if (file !== undefined) pending.add(file);
        else if (roots.length > 0) {
          unknown.add(at);
          if (name !== null && !name.startsWith('.') && name !== 'node_modules' && isFolder(at)) add(at);
        }
        wake();
      });
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(path);
      });
      watchers.set(path, watcher);
    } catch (error) {
      complain(tell('cannot-read', { file: folder, reason: tell.reason(error as Error) }));
    }
  }

  /** Adds a file; false if it is there already. */
  function take(file: string): boolean {
    const key = join(dirname(file), basename(file));
    if (wanted.has(key)) return false;
    wanted.set(key, file);
    for (const folder of foldersTo(file, roots)) add(folder);
    return true;
  }

  for (const root of roots) add(root);
  for (const file of files) take(file);
  complain(tell('watching', { count: files.length }));
  await out.flush();
  while ([...watchers.values()].some((watcher) => watcher !== undefined) && !out.closed) {
    if (pending.size + unknown.size === 0) await new Promise<void>((done) => (wake = done));
    await new Promise((done) => setTimeout(done, QUIET));
    if (unknown.size > 0) {
      unknown.clear();
      for (const file of await find()) if (take(file)) pending.add(file);
    }
    const now = [...pending].sort();
    pending.clear();
    if (now.length > 0) await changed(now);
    await out.flush();
  }
  for (const watcher of watchers.values()) watcher?.close();
}
