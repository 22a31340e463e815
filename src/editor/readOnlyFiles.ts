import * as vscode from 'vscode';

/** A text that is served under an address, or undefined where there is none. */
export type Read = (uri: vscode.Uri) => Promise<string | undefined>;

export interface ReadOnlyFiles extends vscode.Disposable {
  /** The text under this address is another one now. */
  changed(uri: vscode.Uri): void;
}

/**
 * Serves texts as files of a scheme of their own, which can only be read. As files, and not as mere documents: so VS Code wakes the
 * extension for a tab that it restores, and follows links from one to another.
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
