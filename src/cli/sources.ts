import { createReadStream } from 'node:fs';

/** The largest flow that is read. It limits endless inputs such as `/dev/zero`. */
const MOST_MEGABYTES = 256;

/** The octets that are read of a stream at once. */
const CHUNK = 1 << 20;

export type Source = { readonly text: string } | Unread;

/** The octets of a file. */
export type Octets = { readonly octets: Uint8Array } | Unread;

type Unread =
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
  private standardInput: Promise<Octets> | undefined;

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

  /** Reads a flow. */
  async read(file: string): Promise<Source> {
    const read = await this.octets(file);
    return 'octets' in read ? { text: Buffer.from(read.octets).toString('utf8') } : read;
  }

  /** Reads a file whole. Standard input is read once, even if it is named several times. */
  octets(file: string): Promise<Octets> {
    if (file !== '-') return collect(this.open(file));
    this.standardInput ??= collect(this.open(file));
    return this.standardInput;
  }

  /** The first octets of a file; none if it can't be read. */
  async beginning(file: string): Promise<Uint8Array> {
    if (file !== '-') {
      for await (const chunk of this.open(file).source) return chunk;
      return new Uint8Array();
    }
    const read = await this.octets(file);
    return 'octets' in read ? read.octets : new Uint8Array();
  }
}

async function collect({ source, error }: Stream): Promise<Octets> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > MOST_MEGABYTES * 1_000_000) return { tooLarge: MOST_MEGABYTES };
    pieces.push(piece);
  }
  const failure = error();
  return failure === undefined ? { octets: Buffer.concat(pieces) } : { error: failure };
}
