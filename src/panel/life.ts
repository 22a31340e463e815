/**
 * What becomes of the document that a panel shows. VS Code drops the text document of a file some time after its last editor
 * is closed; the panel goes on with what it has. The file may get another name, be deleted, and come back.
 */

/**
 * `open`: VS Code has its text document, and tells of changes. `closed`: it has not; the file is as far as is known still
 * there. `gone`: there is no file, and nothing to open.
 */
export type Life = 'open' | 'closed' | 'gone';

/** The document that a panel is with, whether its flow could be shown or not. */
export interface Place {
  readonly uri: string;
  /** The last part of its path. */
  readonly name: string;
  readonly life: Life;
}

/** The last part of an address's path, as people read it. */
export function nameIn(uri: string): string {
  const last = /[^/:]*$/.exec(uri)?.[0] ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The address behind a change of name of a file, or of a folder above it; undefined where it keeps its own. */
export function renamed(uri: string, from: string, to: string): string | undefined {
  if (uri === from) return to;
  const folder = from.endsWith('/') ? from : `${from}/`;
  return uri.startsWith(folder) ? `${to.endsWith('/') ? to : `${to}/`}${uri.slice(folder.length)}` : undefined;
}

/** Whether a file, or a folder above it, is meant. */
export function isWithin(uri: string, place: string): boolean {
  return renamed(uri, place, place) !== undefined;
}
