import * as vscode from 'vscode';

/** Gives the text at an address; undefined if there is none. */
export type Read = (uri: vscode.Uri) => Promise<string | undefined>;

export interface ReadOnlyFiles extends vscode.Disposable {
  /** Reports that the text at an address has changed. */
  changed(uri: vscode.Uri): void;
}

/**
 * Serves texts as read-only files of a scheme of their own. Because they are files, not just virtual documents, VS Code
 * activates the extension for a restored tab and follows links between them.
 */
export function serveReadOnly(scheme: string, read: Read, list: () => Promise<readonly string[]>): ReadOnlyFiles {
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let version = 0;
  const bytesOf = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const text = await read(uri);
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
      const times = { ctime: 0, mtime: version };
      if (uri.path === '/') return { type: vscode.FileType.Directory, ...times, size: 0 };
      return { type: vscode.FileType.File, ...times, size: (await bytesOf(uri)).length };
    },
    readFile: bytesOf,
    readDirectory: async () => (await list()).map((name): [string, vscode.FileType] => [name, vscode.FileType.File]),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registered = vscode.workspace.registerFileSystemProvider(scheme, provider, {
    isReadonly: true,
    isCaseSensitive: true,
  });
  return {
    changed(uri) {
      version++;
      changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    dispose() {
      registered.dispose();
      changes.dispose();
    },
  };
}
