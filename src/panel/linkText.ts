/** The text of a flow as the value of a link's `flow`: deflated (RFC 1951), in base64url without padding (RFC 4648 §5). */
import { base64 } from '../page';
import { through } from './through';

/** The longest flow in a link, octets; decompression of a longer flow is aborted. */
const MOST_OCTETS = 64_000;

/** The value of `flow` for a text; undefined if the text is too long. */
export async function packed(text: string): Promise<string | undefined> {
  const octets = new TextEncoder().encode(text);
  if (octets.length > MOST_OCTETS) return undefined;
  const deflated = await through(new CompressionStream('deflate-raw'), octets, MOST_OCTETS);
  return deflated && base64(deflated).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The text of a link's `flow` value; undefined if the value is invalid or too long. */
export async function unpacked(flow: string): Promise<string | undefined> {
  if (flow.length > 2 * MOST_OCTETS || !/^[\w-]*$/.test(flow)) return undefined;
  const octets = await through(new DecompressionStream('deflate-raw'), fromBase64(flow), MOST_OCTETS);
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
