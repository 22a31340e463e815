import { createReadStream } from 'node:fs';

/** The largest input that is read. It limits endless inputs such as `/dev/zero`. */
const MOST_MEGABYTES = 256;

export type Source =
  | { readonly text: string }
  | { readonly tooLarge: number }
  /** The system's error. */
  | { readonly error: Error };

/** Reads the files named on the command line. `-` is standard input, which is read once even if named several times. */
export class Sources {
  private standardInput: Promise<Source> | undefined;

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
