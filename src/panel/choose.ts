/** Prompts for a flow, and for the format in which a diagram is saved. */
import * as vscode from 'vscode';
import { LANGUAGE, numbersSetting } from '../editor';
import type { Say } from '../words/words';
import type { ExportRequest } from './exporting';
import { EXPORTS } from './messages';
import { THEMES } from '../diagram';

/** The most files of the workspace that are offered. */
const MOST = 200;

interface Choice extends vscode.QuickPickItem {
  readonly uri: vscode.Uri | undefined;
}

/** Prompts for a flow: an open one, one of the workspace, or any file. */
export async function chooseFlow(title: string, say: Say, not?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const found = new Map<string, vscode.Uri>();
  const active = vscode.window.activeTextEditor?.document;
  const open = vscode.workspace.textDocuments.filter((d) => d.languageId === LANGUAGE && d !== active);
  for (const { uri } of active?.languageId === LANGUAGE ? [active, ...open] : open) found.set(uri.toString(), uri);
  for (const uri of await vscode.workspace.findFiles('**/*.tcpflow', '**/node_modules/**', MOST)) {
    found.set(uri.toString(), uri);
  }
  if (not) found.delete(not.toString());
  const choices: Choice[] = [...found.values()].map((uri) => {
    const path = vscode.workspace.asRelativePath(uri);
    const at = path.lastIndexOf('/');
    return { uri, label: path.slice(at + 1), description: at < 0 ? '' : path.slice(0, at) };
  });
  choices.push({ uri: undefined, label: say('diagram/compare-open'), alwaysShow: true });
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  if (!chosen) return undefined;
  if (chosen.uri) return chosen.uri;
  const files = await vscode.window.showOpenDialog({ title, filters: { 'TCP Flow': ['tcpflow'] } });
  return files?.[0];
}

/** The theme for exported files that matches the editor's theme. */
function themeHere(): ExportRequest['theme'] {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'hc-dark';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'hc-light';
  }
}

const WIDTH = 760;

/** Prompts for an export format and a theme. */
export async function chooseExport(say: Say): Promise<Omit<ExportRequest, 'arrangement'> | undefined> {
  const title = say('diagram/export');
  const kinds = EXPORTS.map((as) => ({ as, label: say(`diagram/export-${as}`) }));
  const kind = await vscode.window.showQuickPick(kinds, { title });
  if (!kind) return undefined;
  const { as } = kind;
  const request = { as, theme: themeHere(), width: WIDTH, numbers: numbersSetting() };
  if (as === 'mermaid' || as === 'text') return request;
  const first = themeHere();
  const themes = [first, ...THEMES.filter((t) => t !== first)].map((t) => ({ t, label: say(`diagram/theme-${t}`) }));
  const theme = await vscode.window.showQuickPick(themes, { title: say('diagram/theme') });
  return theme && { ...request, theme: theme.t };
}
