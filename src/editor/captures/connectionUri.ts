import * as vscode from 'vscode';

/** The scheme of connections of captures, which are read-only flows. */
export const CAPTURED = 'tcpflow-capture';

/** A connection of a capture file. */
export interface ConnectionPlace {
  readonly file: vscode.Uri;
  readonly id: number;
  /** Of a long connection: a part by its number, from 1, or all of it; left out, the part with the first finding. */
  readonly part?: number | 'whole' | undefined;
  /** A capture that was taken at another place, and has the connection, too. */
  readonly second?: vscode.Uri | undefined;
}

/**
 * The address of a connection: `…/x.pcap/3.tcpflow`, `…/3-part-2.tcpflow`, `…/3-whole.tcpflow`. The query is the file's address, and
 * behind a space that of a second capture.
 */
export function connectionUri({ file, id, part, second }: ConnectionPlace): vscode.Uri {
  const name = part === undefined ? id : part === 'whole' ? `${id}-whole` : `${id}-part-${part}`;
  const query = second === undefined ? file.toString() : `${file.toString()} ${second.toString()}`;
  return vscode.Uri.from({ scheme: CAPTURED, path: `${file.path}/${name}.tcpflow`, query });
}

/** The connection at an address; undefined for other addresses. */
export function placeOf({ scheme, path, query }: vscode.Uri): ConnectionPlace | undefined {
  const [, id, whole, part] = /\/(\d{1,9})(?:-(whole)|-part-(\d{1,6}))?\.tcpflow$/.exec(path) ?? [];
  const [file = '', second] = query.split(' ');
  if (scheme !== CAPTURED || id === undefined || file === '') return undefined;
  return {
    file: vscode.Uri.parse(file, true),
    id: Number(id),
    part: whole === undefined ? (part === undefined ? undefined : Number(part)) : 'whole',
    second: second === undefined ? undefined : vscode.Uri.parse(second, true),
  };
}
