/** Capture files that are open. */
import * as vscode from 'vscode';
import type { Capture, OpenedConnection, OtherCapture } from '../../capture';
import type { Say } from '../../words/words';
import { type ConnectionPlace, connectionUri } from './connectionUri';
import type { CaptureDoor, LoadCaptures } from './part';

/** The largest file that is read, octets: an extension gets a file whole, or not at all. */
const MOST = 2 ** 30;
/** A file up to this size, octets, is kept once it has been read, so that its connections open without reading it again. */
export const MOST_KEPT = 2 ** 28;
/** Flows that are kept. */
const MOST_FLOWS = 16;
/** The largest key log that is read, octets. */
const MOST_OF_KEYS = 2 ** 24;
/** The octets between two turns for other work. */
const TURN = 1 << 23;

/** The reason why a capture can't be shown, one sentence. */
export class Unreadable extends Error {}

/** Hears how much of a file has been read, 0..1; false ends reading. */
export type Reading = (part: number) => boolean;

export interface ReadFile {
  readonly key: string;
  readonly octets: Uint8Array;
  readonly capture: Capture;
}

const ALWAYS: Reading = () => true;

/** Lets other work have a turn. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export class CaptureFiles {
  /** The file that was read last, if it is kept. */
  private kept: ReadFile | undefined;
  /** The second capture that was read last. */
  private second: ReadFile | undefined;
  /** Flows by their addresses. */
  private readonly flows = new Map<string, { readonly place: ConnectionPlace; readonly opened: OpenedConnection }>();

  constructor(
    private readonly say: Say,
    private readonly load: LoadCaptures,
  ) {}

  /** Reads a file from its beginning to its end. Throws {@link Unreadable}, and what the file system throws. */
  async read(
    uri: vscode.Uri,
    reading: Reading = ALWAYS,
  ): Promise<{ readonly file: ReadFile; readonly isKept: boolean }> {
    const file = await this.fresh(uri, reading);
    return { file, isKept: this.kept === file };
  }

  private async fresh(uri: vscode.Uri, reading: Reading): Promise<ReadFile> {
    const file = await this.readFile(uri, reading);
    this.kept = file.octets.length <= MOST_KEPT ? file : undefined;
    for (const [key, { place }] of this.flows) {
      if ([place.file, place.second].some((one) => one?.toString() === file.key)) this.flows.delete(key);
    }
    return file;
  }

  private async readFile(uri: vscode.Uri, reading: Reading): Promise<ReadFile> {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST) throw new Unreadable(this.say('capture/table/too-large', { gibibytes: MOST / 2 ** 30 }));
    const [octets, door] = await Promise.all([vscode.workspace.fs.readFile(uri), this.load()]);
    let told = 0;
    const capture = await door.readCapture(door.inMemory(octets), async (read) => {
      if (read - told < TURN) return reading(told / octets.length);
      told = read;
      await turn();
      return reading(read / octets.length);
    });
    return { key: uri.toString(), octets, capture };
  }

  private async secondOf(uri: vscode.Uri, door: CaptureDoor): Promise<OtherCapture> {
    const key = uri.toString();
    const file = this.second?.key === key ? this.second : await this.readFile(uri, ALWAYS);
    this.second = file.octets.length <= MOST_KEPT ? file : undefined;
    return { capture: file.capture, again: () => door.inMemory(file.octets) };
  }

  /** A connection as a flow. Throws {@link Unreadable}, and what the file system throws. */
  async flow(place: ConnectionPlace): Promise<OpenedConnection> {
    const { file: uri, id, part } = place;
    const key = connectionUri(place).toString();
    const known = this.flows.get(key)?.opened;
    if (known !== undefined) return known;
    const file = this.kept?.key === uri.toString() ? this.kept : await this.fresh(uri, ALWAYS);
    const door = await this.load();
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const keys = `${file.capture.keys}\n${await keyLogBeside(uri, door)}`;
    const second = place.second && (await this.secondOf(place.second, door));
    const octets = door.inMemory(file.octets);
    const opened = await door.openConnection(
      file.capture,
      id,
      octets,
      { file: name, keys, say: this.say, part },
      second,
    );
    if ('problem' in opened) throw new Unreadable(this.say(opened.problem.id, opened.problem.args));
    this.flows.set(key, { place, opened });
    for (const oldest of this.flows.keys()) {
      if (this.flows.size <= MOST_FLOWS) break;
      this.flows.delete(oldest);
    }
    return opened;
  }
}

/** The text of the key log beside a capture; empty if there is none. */
async function keyLogBeside(uri: vscode.Uri, door: CaptureDoor): Promise<string> {
  const { fs } = vscode.workspace;
  for (const path of door.keyLogNames(uri.path)) {
    const beside = uri.with({ path });
    try {
      const { size } = await fs.stat(beside);
      const text = size > MOST_OF_KEYS ? '' : new TextDecoder().decode(await fs.readFile(beside));
      if (door.isKeyLog(text)) return text;
    } catch {
      // No such file.
    }
  }
  return '';
}

/** The reason why a file or one of its connections can't be shown, as a sentence. */
export function reasonText(error: unknown, say: Say): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof Unreadable ? text : say('capture/table/failed', { reason: text });
}
