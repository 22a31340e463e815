/** Octets through a stream of the platform that packs or unpacks them. */

type Through = CompressionStream | DecompressionStream;

/** The octets that come out; undefined for octets that are none of the stream's format, or where more than `most` come out. */
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
