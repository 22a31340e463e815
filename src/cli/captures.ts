/** Capture files on the command line. */
import {
  type Capture,
  type OpenedConnection,
  type Source,
  type Unopened,
  inMemory,
  isKeyLog,
  keyLogNames,
  readCapture,
} from '../capture';
import type { Session } from './session';

/** A capture that has been read, and can be read again. */
export interface CaptureFile {
  readonly capture: Capture;
  readonly again: () => Source;
  /** False if reading ended before the end of the file; a message has been written. */
  readonly isWhole: boolean;
  /** The lines of key logs of TLS: in the capture, and in a file of their own. */
  readonly keys: string;
}

/** The first octets of pcap in its four forms, of pcapng, and of gzip (RFC 1952 §2.3.1). */
const BEGINNINGS: readonly (readonly number[])[] = [
  [0xa1, 0xb2, 0xc3, 0xd4],
  [0xd4, 0xc3, 0xb2, 0xa1],
  [0xa1, 0xb2, 0x3c, 0x4d],
  [0x4d, 0x3c, 0xb2, 0xa1],
  [0xa1, 0xb2, 0xcd, 0x34],
  [0x34, 0xcd, 0xb2, 0xa1],
  [0x0a, 0x0d, 0x0d, 0x0a],
  [0x1f, 0x8b],
];

/** True if a file is a capture and not the text of a flow, by its first octets. */
export function isCapture(octets: Uint8Array): boolean {
  return BEGINNINGS.some((beginning) => beginning.every((octet, i) => octets[i] === octet));
}

/**
 * Reads a capture. Undefined if nothing of it can be read; a message is then written. A file is read again from where it
 * is, standard input from memory.
 */
export async function captureOf(file: string, session: Session, keylog?: string): Promise<CaptureFile | undefined> {
  const { sources, tell, complain } = session;
  const held = file === '-' ? await sources.octets(file) : undefined;
  if (held !== undefined && !('octets' in held)) {
    if ('tooLarge' in held) complain(tell('too-large', { file, megabytes: held.tooLarge }));
    else complain(tell('cannot-read', { file, reason: tell.reason(held.error) }));
    return undefined;
  }
  const stream = held === undefined ? sources.open(file) : undefined;
  const capture = await readCapture(stream?.source ?? inMemory(held?.octets ?? new Uint8Array()));
  const error = stream?.error();
  const { problem, counts } = capture;
  if (error !== undefined) complain(tell('cannot-read', { file, reason: tell.reason(error) }));
  else if (problem !== undefined)
    complain(tell('connections/note', { file, text: tell.say(problem.id, problem.args) }));
  const isWhole = error === undefined && problem === undefined;
  if (!isWhole && counts.frames === 0) return undefined;
  const again = (): Source => (held === undefined ? sources.open(file).source : inMemory(held.octets));
  const keys = await keysOf(file, keylog, session);
  return keys === undefined ? undefined : { capture, again, isWhole, keys: `${capture.keys}\n${keys}` };
}

/** The text of a key log: of the one that is named, else of one beside the capture. Undefined if it can't be read; a message is written. */
async function keysOf(
  file: string,
  keylog: string | undefined,
  { sources, tell, complain }: Session,
): Promise<string | undefined> {
  if (keylog !== undefined) {
    const read = await sources.read(keylog);
    if ('text' in read) return read.text;
    if ('tooLarge' in read) complain(tell('too-large', { file: keylog, megabytes: read.tooLarge }));
    else complain(tell('cannot-read', { file: keylog, reason: tell.reason(read.error) }));
    return undefined;
  }
  for (const name of file === '-' ? [] : keyLogNames(file)) {
    const read = await sources.read(name);
    if ('text' in read && isKeyLog(read.text)) return read.text;
  }
  return '';
}

/** Says of a connection that the second capture does not prove its fates, if it does not. */
export function sayUnpaired(opened: OpenedConnection | Unopened, file: string, { tell, complain }: Session): void {
  if ('problem' in opened || opened.isPaired) return;
  complain(`${file}: ${tell.say('capture/flow/unpaired', { id: opened.connection.id })}`);
}
