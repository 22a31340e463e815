import * as vscode from 'vscode';
import { idOf, SCHEME, type Library } from './library';

/** Serves the library's flows as files that can only be read. */
export function registerFiles(library: Library): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const bytesOf = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const id = idOf(uri);
    const text = id === undefined ? undefined : await library.text(id);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(text);
  };
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    async stat(uri) {
      if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await bytesOf(uri)).length };
    },
    readFile: bytesOf,
    readDirectory: async () =>
      (await library.entries()).map(({ id }): [string, vscode.FileType] => [`${id}.tcpflow`, vscode.FileType.File]),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.Disposable.from(
    changes,
    vscode.workspace.registerFileSystemProvider(SCHEME, provider, { isReadonly: true, isCaseSensitive: true }),
  );
}
