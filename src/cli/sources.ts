import { createReadStream } from 'node:fs';

/** Larger inputs are refused: nobody writes such a flow, and reading `/dev/zero` would never end. */
const MOST_MEGABYTES = 256;

export type Source =
  | { readonly text: string }
  | { readonly tooLarge: number }
  /** What the system said. */
  | { readonly error: Error };

/** Reads files by the names that the command line gives; `-` is standard input, read once however often it is named. */
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
