/** The group of the panel, which VS Code locks (`workbench.editor.autoLockGroups`), as that of a Markdown preview. */
import * as vscode from 'vscode';

export interface LockedGroup extends vscode.Disposable {
  /** The panel has been opened: its group is locked. */
  opened(): void;
}

/** Unlocks the group once it is left behind empty: it would take no file, and those would open beside it. */
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
