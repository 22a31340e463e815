import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Session } from './session';

/** The time without a further change after which files are taken as written, milliseconds. */
const QUIET = 50;

/**
 * Calls `changed` with the files that have changed, again and again. Editors replace a file by another one, so that
 * folders are watched, not files. Resolves when the reader of standard output has gone away; otherwise the program ends by a
 * signal.
 */
export async function watching(
  files: readonly string[],
  { out, tell, complain }: Session,
  changed: (files: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const wanted = new Map(files.map((file) => [join(dirname(file), basename(file)), file]));
  const pending = new Set<string>();
  let wake = (): void => undefined;
  const watchers = [...new Set(files.map((file) => dirname(file)))].flatMap((folder): FSWatcher[] => {
    try {
      const watcher = watch(folder, (_, name) => {
        const file = name === null ? undefined : wanted.get(join(folder, name));
        if (file === undefined) return;
        pending.add(file);
        wake();
      });
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch (error) {
      complain(tell('cannot-read', { file: folder, reason: tell.reason(error as Error) }));
      return [];
    }
  });
  complain(tell('watching', { count: files.length }));
  await out.flush();
  while (watchers.length > 0 && !out.closed) {
    if (pending.size === 0) await new Promise<void>((done) => (wake = done));
    await new Promise((done) => setTimeout(done, QUIET));
    const now = [...pending].sort();
    pending.clear();
    await changed(now);
    await out.flush();
  }
  for (const watcher of watchers) watcher.close();
}
