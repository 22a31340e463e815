/**
 * The panel's editor group, which VS Code locks like that of a Markdown preview (`workbench.editor.autoLockGroups`).
 */
import * as vscode from 'vscode';

export interface LockedGroup extends vscode.Disposable {
  /** Notes that the panel has been opened and its group is locked. */
  opened(): void;
}

/**
 * Unlocks the panel's group when it becomes empty: a locked empty group takes no file, so files would open beside it.
 */
export function createLockedGroup(): LockedGroup {
  let isLocked = false;
  const unlockEmpty = (): void => {
    const [only, ...others] = vscode.window.tabGroups.all;
    if (!isLocked || others.length > 0 || only === undefined || only.tabs.length > 0) return;
    isLocked = false;
    void vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
  };
  const listening = vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(unlockEmpty),
    vscode.window.tabGroups.onDidChangeTabGroups(unlockEmpty),
  );
  return {
    opened: () => {
      isLocked = true;
    },
    dispose: () => {
      listening.dispose();
    },
  };
}
