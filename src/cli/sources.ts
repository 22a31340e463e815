import { createReadStream } from 'node:fs';

/** The largest input that is read. It limits endless inputs such as `/dev/zero`. */
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

/** Reads the files named on the command line. `-` is standard input, which is read once even if named several times. */
export class Sources {
  private standardInput: Promise<Source> | undefined;

  /** Opens a file of any size. Standard input can be read so once. */
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

  read(file: string): Promise<Source> {
    if (file !== '-') return collect(createReadStream(file));
    this.standardInput ??= collect(process.stdin);
    return this.standardInput;
  }
}

async function collect(stream: AsyncIterable<unknown>): Promise<Source> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) continue;
      bytes += piece.length;
      if (bytes > MOST_MEGABYTES * 1_000_000) return { tooLarge: MOST_MEGABYTES };
      pieces.push(piece);
    }
    return { text: Buffer.concat(pieces).toString('utf8') };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
