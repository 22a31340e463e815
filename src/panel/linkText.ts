/** The text of a flow as the value of a link's `flow`: deflated (RFC 1951), in base64url without padding (RFC 4648 §5). */
import { base64 } from '../page';

/** The longest flow of a link, octets; a longer one is refused before it is unpacked further. */
const MOST_OCTETS = 64_000;

type Through = CompressionStream | DecompressionStream;

/** Octets through a stream; undefined for octets that are none of its format, or above the limit. */
async function through({ readable, writable }: Through, octets: Uint8Array): Promise<Uint8Array | undefined> {
  const writer = writable.getWriter();
  const written = writer.write(Uint8Array.from(octets)).then(() => writer.close());
  const reader = readable.getReader();
  const pieces: number[] = [];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (const octet of next.value ?? []) pieces.push(octet);
      if (pieces.length > MOST_OCTETS) return undefined;
    }
    await written;
  } catch {
    written.catch(() => undefined);
    return undefined;
  }
  return Uint8Array.from(pieces);
}

/** The value of `flow` for a text; undefined for one that is too long. */
export async function packed(text: string): Promise<string | undefined> {
  const octets = new TextEncoder().encode(text);
  if (octets.length > MOST_OCTETS) return undefined;
  const deflated = await through(new CompressionStream('deflate-raw'), octets);
  return deflated && base64(deflated).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The text of a `flow`; undefined if it is none. */
export async function unpacked(flow: string): Promise<string | undefined> {
  if (flow.length > 2 * MOST_OCTETS || !/^[\w-]*$/.test(flow)) return undefined;
  const octets = await through(new DecompressionStream('deflate-raw'), fromBase64(flow));
  return octets && new TextDecoder().decode(octets);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The octets of base64url without padding (RFC 4648 §5). */
function fromBase64(text: string): Uint8Array {
  const octets: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of text) {
    bits = ((bits << 6) | DIGITS.indexOf(letter)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    octets.push((bits >> count) & 0xff);
  }
  return Uint8Array.from(octets);
}
