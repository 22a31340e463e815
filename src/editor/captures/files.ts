/** Capture files that are open. */
import * as vscode from 'vscode';
import type { Begun, Capture, OpenedConnection, OtherCapture, Unopened } from '../../capture';
import type { Say } from '../../words/words';
import type { Given } from '../flows';
import { inSlices } from '../slices';
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
/** The time that the beginning of a flow may take before other work has a turn, milliseconds. */
const AT_ONCE = 250;
/** The octets between two turns for other work. */
const TURN = 1 << 23;

/** A connection that is opened, or is being opened. */
interface Opening {
  readonly place: ConnectionPlace;
  readonly begun: Promise<Begun>;
  readonly opened: Promise<OpenedConnection>;
}

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
  private readonly openings = new Map<string, Opening>();

  /**
   * @param given takes checks of flows: those of beginnings, and whole ones
   * @param changed hears of a flow whose text has changed since its beginning was read
   */
  constructor(
    private readonly say: Say,
    private readonly load: LoadCaptures,
    private readonly given: Map<string, Given>,
    private readonly changed: (uri: vscode.Uri) => void,
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
    for (const [key, { place }] of this.openings) {
      if ([place.file, place.second].some((one) => one?.toString() === file.key)) this.openings.delete(key);
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
  flow(place: ConnectionPlace): Promise<OpenedConnection> {
    return this.opening(place).opened;
  }

  /** The text of a connection's flow, once its beginning is known to be right. Throws what {@link flow} throws. */
  async text(place: ConnectionPlace): Promise<string> {
    const { begun, opened } = this.opening(place);
    return (await Promise.race([opened, begun])).text;
  }

  private opening(place: ConnectionPlace): Opening {
    const uri = connectionUri(place);
    const key = uri.toString();
    const known = this.openings.get(key);
    if (known !== undefined) return known;
    let tell: (begun: Begun) => void = () => undefined;
    const begun = new Promise<Begun>((resolve) => (tell = resolve));
    const opened = this.open(place, uri, tell);
    const opening = { place, begun, opened };
    this.openings.set(key, opening);
    opened.catch(() => {
      if (this.openings.get(key) === opening) this.openings.delete(key);
    });
    for (const oldest of this.openings.keys()) {
      if (this.openings.size <= MOST_FLOWS) break;
      this.openings.delete(oldest);
    }
    return opening;
  }

  private async open(
    place: ConnectionPlace,
    address: vscode.Uri,
    tell: (begun: Begun) => void,
  ): Promise<OpenedConnection> {
    const { file: uri, id, part } = place;
    const key = address.toString();
    const file = this.kept?.key === uri.toString() ? this.kept : await this.fresh(uri, ALWAYS);
    const door = await this.load();
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const keys = `${file.capture.keys}\n${await keyLogBeside(uri, door)}`;
    const second = place.second && (await this.secondOf(place.second, door));
    let early: Begun | undefined;
    let goOn = (): void => undefined;
    const rest = new Promise<void>((resolve) => (goOn = resolve));
    const begun = (beginning: Begun): void => {
      early = beginning;
      this.given.set(key, { ...beginning, rest });
      tell(beginning);
    };
    const as = { file: name, keys, say: this.say, part, begun };
    const work = await door.opening(file.capture, id, door.inMemory(file.octets), as, second);
    // The beginning, which the user waits for, comes before all other work; the rest leaves that its turns.
    const end = performance.now() + AT_ONCE;
    let next = work.next();
    while (next.done !== true && early === undefined && performance.now() < end) next = work.next();
    // The document checks the text itself where the opening fails, or makes no check of all.
    let whole: Given | undefined;
    try {
      const opened = next.done === true ? next.value : ((await inSlices(work)) as OpenedConnection | Unopened);
      if ('problem' in opened) throw new Unreadable(this.say(opened.problem.id, opened.problem.args));
      const { text, script, trace } = opened;
      if (trace !== undefined) whole = { text, script, trace, rest: undefined };
      if (early !== undefined && early.text !== text) this.changed(address);
      return { ...opened, trace: undefined };
    } finally {
      if (whole === undefined) this.given.delete(key);
      else this.given.set(key, whole);
      goOn();
    }
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
