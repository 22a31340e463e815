import type * as vscode from 'vscode';
import { serveReadOnly } from '../readOnlyFiles';
import { idOf, SCHEME, type Library } from './library';

/** Serves the library's flows as read-only files. */
export function registerFiles(library: Library): vscode.Disposable {
  return serveReadOnly(
    SCHEME,
    async (uri) => {
      const id = idOf(uri);
      return id === undefined ? undefined : library.text(id);
    },
    async () => (await library.entries()).map(({ id }) => `${id}.tcpflow`),
  );
}
