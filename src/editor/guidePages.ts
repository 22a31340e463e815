import * as vscode from 'vscode';

/**
 * A guide as it is shown: its pictures are drawn into it from the flows, as the window looks, and its links to flows are
 * addresses of its own scheme, as the preview follows no others. On disk both are ordinary relative links, and the pictures are
 * files that the extension need not bring along.
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

/** Draws a flow as the text of an SVG file, in the colours of a theme. */
export type DrawFlow = (flow: string, theme: vscode.ColorThemeKind) => string;

/** What a guide needs from elsewhere: the flows, in the reader's language, and somebody who draws. */
export interface Studio {
  flow(id: string): Promise<string | undefined>;
  readonly draw: DrawFlow;
}

/** A picture as a link that holds it, in the colours of the window's theme. */
async function picture(studio: Studio, id: string): Promise<string> {
  const flow = await studio.flow(id);
  if (flow === undefined) return '';
  const svg = studio.draw(flow, vscode.window.activeColorTheme.kind);
  // What encodeURIComponent leaves as it is would end the link.
  const encoded = encodeURIComponent(svg).replace(/[()']/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `data:image/svg+xml;charset=utf-8,${encoded}`;
}

/** The flow that such an address names. */
export function linkedFlow({ path }: vscode.Uri): string | undefined {
  return /^\/flows\/([a-z0-9-]+)\.tcpflow$/.exec(path)?.[1];
}

/** A link to a flow, followed, shows the flow beside its diagram. */
export function followFlows(scheme: string): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument(async ({ uri }) => {
    if (uri.scheme !== scheme || linkedFlow(uri) === undefined) return;
    await vscode.commands.executeCommand('tcpflow.openPanel', uri);
    await vscode.commands.executeCommand('tcpflow.firstStep');
  });
}
