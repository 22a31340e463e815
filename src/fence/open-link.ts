/** Links of captions, which open the flow of a fence: `vscode://tcpflow.tcpflow/fence?uri=…&line=7`. */

/** A link in a caption. */
export interface OpenLink {
  readonly href: string;
  readonly text: string;
}

/** The schemes of links that VS Code's Markdown preview lets pass. */
const SCHEMES: readonly string[] = ['vscode', 'vscode-insiders'];

/**
 * The link to a fence; undefined where a preview would not follow it.
 *
 * @param scheme the scheme of the editor's links (`env.uriScheme`)
 * @param line the line of the opening fence, from 0
 */
export function fenceLink(scheme: string, document: string, line: number): string | undefined {
  if (!SCHEMES.includes(scheme)) return undefined;
  return `${scheme}://tcpflow.tcpflow/fence?uri=${encodeURIComponent(document)}&line=${line + 1}`;
}

/** The document and the line, from 0, in the query of such a link; undefined if it names none. */
export function fenceAtLink(query: string): { readonly document: string; readonly line: number } | undefined {
  const [, written = '', line = ''] = /^uri=([^&]+)&line=([1-9]\d{0,6})$/.exec(query) ?? [];
  try {
    const document = decodeURIComponent(written);
    return document === '' ? undefined : { document, line: Number(line) - 1 };
  } catch {
    // Not encoded as UTF-8.
    return undefined;
  }
}
