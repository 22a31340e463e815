import * as vscode from 'vscode';

/**
 * A guide as displayed: its pictures are drawn from the flows in the window's theme, and its links to flows use the
 * guide's own scheme, as the preview follows no others. On disk both are relative links to files, and the picture files
 * need not be shipped with the extension.
 */
export async function shownGuide(studio: Studio, text: string): Promise<string> {
  const pictures = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(PICTURE)) {
    if (!pictures.has(name)) pictures.set(name, await picture(studio, name));
  }
  return text
    .replace(PICTURE, (_, name: string) => `](${pictures.get(name) ?? ''})`)
    .replace(FLOW, (_, id: string) => `](../flows/${id}.tcpflow)`);
}

const PICTURE = /\]\(\.\.\/images\/([a-z0-9-]+)(?:\.[a-z-]+)?\.svg\)/g;
const FLOW = /\]\((?:\.\.\/)+scenarios\/[a-z-]+\/([a-z0-9-]+)\.tcpflow\)/g;

/** Draws a flow as the text of an SVG file, in the colours of a kind of theme. */
export type DrawFlow = (flow: string, theme: vscode.ColorThemeKind) => Promise<string>;

/** The services that a guide needs: the flows in the user's language, and drawing. */
export interface Studio {
  flow(id: string): Promise<string | undefined>;
  readonly draw: DrawFlow;
}

/** A picture as a data URL, in the colours of the window's theme. */
async function picture(studio: Studio, id: string): Promise<string> {
  const flow = await studio.flow(id);
  if (flow === undefined) return '';
  const svg = await studio.draw(flow, vscode.window.activeColorTheme.kind);
  // encodeURIComponent keeps these characters, which would end the Markdown link.
  const encoded = encodeURIComponent(svg).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `data:image/svg+xml;charset=utf-8,${encoded}`;
}

/** The id of the flow in an address of this scheme; undefined for other addresses. */
export function linkedFlow({ path }: vscode.Uri): string | undefined {
  return /^\/flows\/([a-z0-9-]+)\.tcpflow$/.exec(path)?.[1];
}

/** Shows the flow and its diagram when a link to a flow is followed. */
export function followFlows(scheme: string): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument(async ({ uri }) => {
    if (uri.scheme !== scheme || linkedFlow(uri) === undefined) return;
    await vscode.commands.executeCommand('tcpflow.openPanel', uri);
    await vscode.commands.executeCommand('tcpflow.firstStep');
  });
}
