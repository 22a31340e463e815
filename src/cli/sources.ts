import { createReadStream } from 'node:fs';

/** The largest flow that is read. It limits endless inputs such as `/dev/zero`. */
const MOST_MEGABYTES = 256;

/** The octets that are read of a stream at once. */
const CHUNK = 1 << 20;

export type Source =
  | { readonly text: string }
  | { readonly tooLarge: number }
  /** The system's error. */
  | { readonly error: Error };

/** A file that is read in chunks. */
export interface Stream {
  readonly source: AsyncIterable<Uint8Array>;
  /** The system's error that has ended it early, if one has. */
  readonly error: () => Error | undefined;
}

/** Reads the files named on the command line; `-` is standard input. */
export class Sources {
  private standardInput: Promise<Source> | undefined;

  /** Opens a file of any size. Standard input can be opened once. */
  open(file: string): Stream {
    const stream: AsyncIterable<unknown> =
      file === '-' ? process.stdin : createReadStream(file, { highWaterMark: CHUNK });
    let error: Error | undefined;
    async function* run(): AsyncIterable<Uint8Array> {
      try {
        for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
      } catch (thrown) {
        error = thrown instanceof Error ? thrown : new Error(String(thrown));
      }
    }
    return { source: run(), error: () => error };
  }

  /** Reads a flow. Standard input is read once, even if it is named several times. */
  read(file: string): Promise<Source> {
    if (file !== '-') return collect(this.open(file));
    this.standardInput ??= collect(this.open(file));
    return this.standardInput;
  }
}

async function collect({ source, error }: Stream): Promise<Source> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > MOST_MEGABYTES * 1_000_000) return { tooLarge: MOST_MEGABYTES };
    pieces.push(piece);
  }
  const failure = error();
  return failure === undefined ? { text: Buffer.concat(pieces).toString('utf8') } : { error: failure };
}
