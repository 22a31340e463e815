/** Passes octets through a compression or decompression stream of the platform. */

type Through = CompressionStream | DecompressionStream;

/** The stream's output; undefined if the input has an invalid format or the output exceeds `most` octets. */
export async function through(
  { readable, writable }: Through,
  octets: Uint8Array,
  most: number,
): Promise<Uint8Array | undefined> {
  const writer = writable.getWriter();
  const written = writer.write(Uint8Array.from(octets)).then(() => writer.close());
  const reader = readable.getReader();
  const pieces: number[] = [];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (const octet of next.value ?? []) pieces.push(octet);
      if (pieces.length > most) return undefined;
    }
    await written;
  } catch {
    written.catch(() => undefined);
    return undefined;
  }
  return Uint8Array.from(pieces);
}
