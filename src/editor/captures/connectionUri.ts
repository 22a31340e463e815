import * as vscode from 'vscode';

/** The scheme of connections of captures, which are read-only flows. */
export const CAPTURED = 'tcpflow-capture';

/** A connection of a capture file. */
export interface ConnectionPlace {
  readonly file: vscode.Uri;
  readonly id: number;
}

/** The address of a connection: `…/x.pcap/3.tcpflow`. The query is the file's address. */
export function connectionUri({ file, id }: ConnectionPlace): vscode.Uri {
  return vscode.Uri.from({ scheme: CAPTURED, path: `${file.path}/${id}.tcpflow`, query: file.toString() });
}

/** The connection at an address; undefined for other addresses. */
export function placeOf({ scheme, path, query }: vscode.Uri): ConnectionPlace | undefined {
  const id = /\/(\d{1,9})\.tcpflow$/.exec(path)?.[1];
  return scheme !== CAPTURED || id === undefined || query === ''
    ? undefined
    : { file: vscode.Uri.parse(query, true), id: Number(id) };
}
