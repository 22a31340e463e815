/** The Huffman code of HPACK (RFC 7541 §5.2, Appendix B), both ways. */

/** Bits of the code of each octet, as digits of base 36. Codes of a length follow each other in the order of their octets. */
const LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq';
const EOS = 256;

interface Code {
  readonly codes: Uint32Array;
  readonly lengths: Uint8Array;
  /**
   * Tables of 256 entries, by the next eight bits: -1 for EOS; below 2^16 the number of a further table; else an octet and, from
   * bit 16 on, the bits that its code takes of these eight.
   */
  readonly tables: Int32Array;
}

function codeOf(): Code {
  const lengths = Uint8Array.from([...LENGTHS, 'u'], (digit) => parseInt(digit, 36));
  const codes = new Uint32Array(EOS + 1);
  const tables: number[] = new Array<number>(256).fill(-1);
  let next = 0;
  for (let length = 5; length <= 30; length++, next *= 2)
    for (let octet = 0; octet <= EOS; octet++)
      if (lengths[octet] === length) {
        codes[octet] = next;
        if (octet !== EOS) put(tables, next, length, octet);
        next++;
      }
  return { codes, lengths, tables: Int32Array.from(tables) };
}

function put(tables: number[], code: number, length: number, octet: number): void {
  let table = 0;
  let left = length;
  for (; left > 8; left -= 8) {
    const at = table * 256 + ((code >>> (left - 8)) & 0xff);
    if (tables[at] === -1) {
      tables[at] = tables.length / 256;
      for (let i = 0; i < 256; i++) tables.push(-1);
    }
    table = tables[at] ?? 0;
  }
  const first = (code << (8 - left)) & 0xff;
  for (let i = 0; i < 1 << (8 - left); i++) tables[table * 256 + first + i] = octet | (left << 16);
}

const CODE = codeOf();

/** A literal as it was coded: characters stand for octets. */
export interface Decoded {
  readonly text: string;
  readonly problem: 'padding' | 'eos' | undefined;
}

/** Octets `from` to `to` (exclusive) decoded. Behind EOS, or padding that is not the beginning of EOS, nothing is read. */
export function decodeHuffman(bytes: Uint8Array, from: number, to: number): Decoded {
  const { tables } = CODE;
  const octets: number[] = [];
  let table = 0;
  /** The latest bits; how many are not decoded; how many lie behind the last whole code. */
  let [bits, left, behind] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    bits = (bits << 8) | (bytes[i] ?? 0);
    left += 8;
    behind += 8;
    while (left >= 8) {
      const entry = tables[table * 256 + ((bits >>> (left - 8)) & 0xff)] ?? -1;
      if (entry < 0) return { text: textOf(octets), problem: 'eos' };
      if (entry < 0x1_0000) {
        table = entry;
        left -= 8;
        if (table === 0) return { text: textOf(octets), problem: 'eos' };
        continue;
      }
      octets.push(entry & 0xff);
      left -= entry >> 16;
      behind = left;
      table = 0;
    }
  }
  while (left > 0) {
    const entry = tables[table * 256 + ((bits << (8 - left)) & 0xff)] ?? -1;
    if (entry < 0x1_0000 || entry >> 16 > left) break;
    octets.push(entry & 0xff);
    left -= entry >> 16;
    behind = left;
    table = 0;
  }
  const ones = (1 << left) - 1;
  const isPadded = behind <= 7 && (bits & ones) === ones;
  return { text: textOf(octets), problem: isPadded ? undefined : 'padding' };
}

/** An array's items are passed on at once; those of a typed one are asked for one by one. */
function textOf(octets: readonly number[]): string {
  if (octets.length <= 8192) return String.fromCharCode(...octets);
  let text = '';
  for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.slice(at, at + 8192));
  return text;
}

/** Octets that a text takes in this code. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += CODE.lengths[text.charCodeAt(i) & 0xff] ?? 0;
  return Math.ceil(bits / 8);
}

/** Writes a text from a place on; the last octet is filled up with the beginning of EOS. Returns the place behind it. */
export function putHuffman(text: string, octets: Uint8Array, from: number): number {
  let [at, octet, free] = [from, 0, 8];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i) & 0xff;
    const code = CODE.codes[c] ?? 0;
    for (let left = CODE.lengths[c] ?? 0; left > 0;) {
      const n = Math.min(left, free);
      octet = (octet << n) | ((code >>> (left - n)) & ((1 << n) - 1));
      left -= n;
      free -= n;
      if (free === 0) {
        octets[at++] = octet;
        [octet, free] = [0, 8];
      }
    }
  }
  if (free < 8) octets[at++] = (octet << free) | ((1 << free) - 1);
  return at;
}
