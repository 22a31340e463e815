import * as vscode from 'vscode';

/**
 * The URI scheme of documentation pages: those of media/docs, and those of rules, which are made on demand. With a
 * scheme they can be read in every host (the extension may be on a disk, a server, or behind HTTP), and package.json
 * can associate it with the Markdown preview. A link to a page is then an ordinary link; VS Code follows no command
 * links in diagnostics.
 */
export const PAGES = 'tcpflow-docs';

/** Checks a rule id from a link before it becomes a path. */
export function isRuleId(id: unknown): id is string {
  return typeof id === 'string' && /^[a-z0-9]+(?:\/[a-z0-9-]+)+$/.test(id);
}

/** The address of a rule's page. */
export function rulePageUri(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme: PAGES, path: `/rules/${rule}.md` });
}
