/**
 * The life cycle of the document in a panel. VS Code closes a file's text document some time after its last editor is
 * closed; the panel keeps the flow. The file may be renamed, deleted, and created again.
 */

/**
 * `open`: VS Code has the text document and reports changes. `closed`: VS Code has closed the document, and the file
 * exists as far as known. `gone`: the file does not exist.
 */
export type Life = 'open' | 'closed' | 'gone';

/** The panel's document, even if its flow could not be shown. */
export interface Place {
  readonly uri: string;
  /** The base name of the document's path. */
  readonly name: string;
  readonly life: Life;
}

/** The base name of a URI's path, decoded. */
export function nameIn(uri: string): string {
  const last = /[^/:]*$/.exec(uri)?.[0] ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * The new URI of a document after a file or folder was renamed; undefined if the document is neither that file nor in
 * that folder.
 */
export function renamed(uri: string, from: string, to: string): string | undefined {
  if (uri === from) return to;
  const folder = from.endsWith('/') ? from : `${from}/`;
  return uri.startsWith(folder) ? `${to.endsWith('/') ? to : `${to}/`}${uri.slice(folder.length)}` : undefined;
}

/** True if `place` is the document itself or a folder above it. */
export function isWithin(uri: string, place: string): boolean {
  return renamed(uri, place, place) !== undefined;
}
