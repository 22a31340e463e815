import * as vscode from 'vscode';

/**
 * A guide as it is shown: its pictures stand in it, since a page of a scheme of our own has no files beside it, and its links
 * to flows are addresses of that scheme, as the preview follows no others. On disk both are ordinary relative links.
 */
export async function shownGuide(docs: vscode.Uri, text: string): Promise<string> {
  const pictures = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(PICTURE)) {
    if (!pictures.has(name)) pictures.set(name, await picture(docs, name));
  }
  return text
    .replace(PICTURE, (_, name: string) => `](${pictures.get(name) ?? ''})`)
    .replace(FLOW, (_, id: string) => `](../flows/${id}.tcpflow)`);
}

const PICTURE = /\]\(\.\.\/images\/([a-z0-9-]+(?:\.zh-cn)?\.svg)\)/g;
const FLOW = /\]\((?:\.\.\/)+scenarios\/[a-z-]+\/([a-z0-9-]+)\.tcpflow\)/g;

/** A picture as a link that holds it, in the colours of the window's theme. */
async function picture(docs: vscode.Uri, name: string): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(docs, 'images', name));
  const { kind } = vscode.window.activeColorTheme;
  const dark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  const svg = new TextDecoder().decode(bytes).replace('(prefers-color-scheme: dark)', dark ? 'all' : 'not all');
  // What encodeURIComponent leaves as it is would end the link.
  const encoded = encodeURIComponent(svg).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `data:image/svg+xml;charset=utf-8,${encoded}`;
}

/** The flow that such an address names. */
export function linkedFlow({ path }: vscode.Uri): string | undefined {
  return /^\/flows\/([a-z0-9-]+)\.tcpflow$/.exec(path)?.[1];
}

/** A link to a flow, followed, opens it as the library does, beside its diagram. */
export function followFlows(scheme: string): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument(async ({ uri }) => {
    const id = uri.scheme === scheme ? linkedFlow(uri) : undefined;
    if (id === undefined) return;
    await vscode.commands.executeCommand('tcpflow.openScenario', id);
    const tabs = vscode.window.tabGroups.all.flatMap((g) => g.tabs);
    const own = tabs.filter((t) => t.input instanceof vscode.TabInputText && t.input.uri.toString() === uri.toString());
    await vscode.window.tabGroups.close(own);
  });
}
