import { type Seq, seq } from '../wire';

/**
 * The initial sequence number of RFC 6528 §3 (RFC 9293 §3.4.1): ISN = M + F(localip, localport, remoteip, remoteport,
 * secretkey). M is the 4-microsecond timer. F is a keyed hash, here SipHash-2-4 folded to 32 bits, which is fast on
 * short input.
 *
 * @param tuple the four-tuple as text, this side's address first
 * @param secret the 128-bit key as four 32-bit words
 * @param now simulated time, microseconds
 */
export function initialSequenceNumber(
  tuple: string,
  secret: readonly [number, number, number, number],
  now: number,
): Seq {
  const m = Math.floor(now / 4);
  return seq((m % 0x1_0000_0000) + keyedHash(tuple, secret));
}

/**
 * SipHash-2-4 of the text's UTF-16 code units as 16-bit little-endian words; the result is the XOR of both 32-bit
 * halves.
 */
export function keyedHash(text: string, key: readonly [number, number, number, number]): number {
  const h = new SipState(key);
  let low = 0;
  let high = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const at = i & 3;
    if (at === 0) low = unit;
    else if (at === 1) low |= unit << 16;
    else if (at === 2) high = unit;
    else {
      high |= unit << 16;
      h.word(low, high);
      low = high = 0;
    }
  }
  // The last block holds the remaining bytes and, in its top byte, the length in bytes (SipHash padding).
  h.word(low, high | ((text.length * 2) << 24));
  return h.finish();
}

/** SipHash state: four 64-bit words, each as two 32-bit halves. */
class SipState {
  private readonly v: Int32Array;

  constructor(key: readonly [number, number, number, number]) {
    const [k0l, k0h, k1l, k1h] = key;
    this.v = Int32Array.of(
      k0l ^ 0x70736575,
      k0h ^ 0x736f6d65,
      k1l ^ 0x6e646f6d,
      k1h ^ 0x646f7261,
      k0l ^ 0x6e657261,
      k0h ^ 0x6c796765,
      k1l ^ 0x79746573,
      k1h ^ 0x74656462,
    );
  }

  word(low: number, high: number): void {
    this.xor(6, low, high);
    this.rounds(2);
    this.xor(0, low, high);
  }

  finish(): number {
    this.xor(4, 0xff, 0);
    this.rounds(4);
    let x = 0;
    for (const half of this.v) x ^= half;
    return x >>> 0;
  }

  private xor(i: number, low: number, high: number): void {
    const v = this.v;
    v[i] = (v[i] as number) ^ low;
    v[i + 1] = (v[i + 1] as number) ^ high;
  }

  private add(a: number, b: number): void {
    const v = this.v;
    const low = ((v[a] as number) >>> 0) + ((v[b] as number) >>> 0);
    v[a + 1] = (v[a + 1] as number) + (v[b + 1] as number) + (low > 0xffff_ffff ? 1 : 0);
    v[a] = low | 0;
  }

  private rotate(a: number, bits: number): void {
    const v = this.v;
    const low = v[a] as number;
    const high = v[a + 1] as number;
    const [l, h] = bits >= 32 ? [high, low] : [low, high];
    const b = bits & 31;
    v[a] = b === 0 ? l : (l << b) | (h >>> (32 - b));
    v[a + 1] = b === 0 ? h : (h << b) | (l >>> (32 - b));
  }

  /** `a += b; b = rotl(b, bits) ^ a` on 64-bit words. */
  private mix(a: number, b: number, bits: number): void {
    this.add(a, b);
    this.rotate(b, bits);
    this.xor(b, this.v[a] as number, this.v[a + 1] as number);
  }

  private rounds(n: number): void {
    for (let i = 0; i < n; i++) {
      this.mix(0, 2, 13);
      this.rotate(0, 32);
      this.mix(4, 6, 16);
      this.mix(0, 6, 21);
      this.mix(4, 2, 17);
      this.rotate(4, 32);
    }
  }
}
