/** The octets of a file in order, in chunks of any size: one chunk, or many. */
export type Source = AsyncIterable<Uint8Array>;

/**
 * Hears how many octets of the file have been read, and says whether reading goes on. It may take its time, so that other
 * work gets a turn.
 */
export type Progress = (octets: number) => boolean | Promise<boolean>;

/** The octets of a file that is in memory. */
// eslint-disable-next-line @typescript-eslint/require-await -- a source is awaited, even if it is there
export async function* inMemory(...chunks: readonly Uint8Array[]): Source {
  yield* chunks;
}

/** A chunk in pieces of at most `most` octets. */
export function* piecesOf(chunk: Uint8Array, most: number): Iterable<Uint8Array> {
  for (let at = 0; at < chunk.length; at += most) yield chunk.subarray(at, at + most);
}
