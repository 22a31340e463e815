import { joined } from '../../wire';
import { type Source, piecesOf } from './source';

/** The first octets of a member: two that identify gzip, and the method "deflate" (RFC 1952 §2.3.1). */
const MEMBER = [0x1f, 0x8b, 0x08] as const;
/** The octets at the end of a member: checksum and length of what it holds (RFC 1952 §2.3.1). */
const TRAILER = 8;
/** The octets that are decompressed at once: they may become a thousand times as many. */
const AT_ONCE = 1 << 16;

/** True if a gzip member may begin at `at`. */
function isGzip(bytes: Uint8Array, at = 0): boolean {
  return MEMBER.every((octet, i) => bytes[at + i] === octet);
}

/** The octets of a file that may be compressed, as far as they could be read. */
export interface Decompressed {
  readonly source: Source;
  /** True if the compression is broken or breaks off; known at the end of the source. */
  readonly isBroken: () => boolean;
}

/** The octets of a file: those that it holds, if it begins like gzip, else its own. */
export function decompressed(source: Source): Decompressed {
  let isBroken = (): boolean => false;
  async function* run(): Source {
    const iterator = source[Symbol.asyncIterator]();
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < MEMBER.length) {
      const next = await iterator.next();
      if (next.done === true) break;
      head = joined(head, next.value);
    }
    const whole = resumed(head, iterator);
    const gunzipped = isGzip(head) ? gunzip(whole) : undefined;
    if (gunzipped !== undefined) ({ isBroken } = gunzipped);
    yield* gunzipped?.source ?? whole;
  }
  return { source: run(), isBroken: () => isBroken() };
}

async function* resumed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): Source {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/**
 * Decompresses a gzip file. The platform's stream reads one member; where another one begins, another stream reads it.
 * Some platforms read all members by themselves, which gives the same octets.
 */
function gunzip(source: Source): Decompressed {
  let isBroken = false;
  async function* run(): Source {
    let member = new Member();
    let tail: Uint8Array = new Uint8Array(0);
    for await (const chunk of source) {
      for (const piece of piecesOf(chunk, AT_ONCE)) {
        // A member may begin across two pieces: the last octets of the one before are looked at again.
        const seen = joined(tail, piece);
        let from = 0;
        for (const at of startsIn(seen)) {
          const cut = at - tail.length;
          // The magic number may lie in the octets that went before: they belong to the member that was open.
          if (cut < from) continue;
          await member.write(piece.subarray(from, cut));
          from = cut;
          if (!member.mayEnd(seen, at)) continue;
          yield* await member.close();
          member = new Member();
        }
        await member.write(piece.subarray(from));
        yield* member.taken();
        tail = seen.subarray(-TRAILER - MEMBER.length);
        if (member.isBroken) break;
      }
      if (member.isBroken) break;
    }
    yield* await member.close();
    isBroken = member.isBroken;
  }
  return { source: run(), isBroken: () => isBroken };
}

/** The places at which a member may begin, with a trailer before them. */
function* startsIn(bytes: Uint8Array): Iterable<number> {
  for (let at = bytes.indexOf(MEMBER[0], TRAILER); at !== -1; at = bytes.indexOf(MEMBER[0], at + 1)) {
    if (isGzip(bytes, at)) yield at;
  }
}

/** A member that is being read. */
class Member {
  isBroken = false;
  /** The octets that it has given so far. */
  private count = 0;
  private readonly out: Uint8Array[] = [];
  private readonly writer;
  private readonly read: Promise<void>;

  constructor() {
    const stream = new DecompressionStream('gzip');
    this.writer = stream.writable.getWriter();
    this.read = this.readAll(stream.readable.getReader());
  }

  private async readAll(reader: { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> }): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || value === undefined) return;
        this.out.push(value);
        this.count += value.length;
      }
    } catch {
      this.isBroken = true;
    }
  }

  /** Takes compressed octets. A stream that has ended takes none, and must not be waited for. */
  async write(octets: Uint8Array): Promise<void> {
    if (octets.length === 0 || this.isBroken) return;
    // A copy: the stream may still read it when the source uses the chunk's room again.
    await Promise.race([this.writer.write(octets.slice()).catch(() => this.failed()), this.read]);
  }

  /** True if the length before a member that may begin at `at` is that of what this one has given. */
  mayEnd(bytes: Uint8Array, at: number): boolean {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return view.getUint32(at - 4, true) === this.count >>> 0;
  }

  /** The octets that it has given since the last call. */
  taken(): Uint8Array[] {
    return this.out.splice(0);
  }

  /** Ends the member, and gives the rest of its octets. */
  async close(): Promise<Uint8Array[]> {
    await Promise.race([this.writer.close().catch(() => this.failed()), this.read]);
    await this.read;
    return this.taken();
  }

  private failed(): void {
    this.isBroken = true;
  }
}
