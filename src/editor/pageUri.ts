import * as vscode from 'vscode';

/**
 * The scheme of pages to read: those of media/docs, and those of rules, which are made when somebody opens them. They can
 * be read in every host so (the extension may lie on a disk, on a server, or behind HTTP), and package.json can say that
 * this scheme opens in the Markdown preview. A link to a page is an ordinary link: in diagnostics, VS Code follows no links
 * to commands.
 */
export const PAGES = 'tcpflow-docs';

/** Ids come from links, so they are looked at before they become a path. */
export function isRuleId(id: unknown): id is string {
  return typeof id === 'string' && /^[a-z0-9]+(?:\/[a-z0-9-]+)+$/.test(id);
}

/** The address of a rule's page. */
export function rulePageUri(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme: PAGES, path: `/rules/${rule}.md` });
}
