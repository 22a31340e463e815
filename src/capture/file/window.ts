const NOTHING: Uint8Array = new Uint8Array(0);
/** The least size of a buffer that joins chunks, octets. */
const LEAST = 1 << 16;

/**
 * The octets of a stream that have come and are not yet read. Chunks may be cut anywhere: what is left of one is joined
 * with the next. A chunk that begins where nothing is left is read in place.
 */
export class Window {
  /** The octets from `start` to `end` are unread; those outside have no meaning. */
  bytes: Uint8Array = NOTHING;
  view: DataView = new DataView(NOTHING.buffer);
  start = 0;
  end = 0;
  /** The offset in the stream of `bytes[0]`. */
  private base = 0;
  /** The number of octets to come that are passed over. */
  private toSkip = 0;
  /** The buffer in which chunks are joined. */
  private own = NOTHING;

  /** The offset in the stream of the first unread octet. */
  get offset(): number {
    return this.base + this.start + this.toSkip;
  }

  /** The number of unread octets that are there. */
  get size(): number {
    return this.end - this.start;
  }

  /** True if octets have come that are not read, or octets are awaited only to be passed over. */
  get isUnfinished(): boolean {
    return this.size > 0 || this.toSkip > 0;
  }

  push(chunk: Uint8Array): void {
    if (this.size === 0) this.adopt(chunk);
    else this.append(chunk);
    const skipped = Math.min(this.toSkip, this.size);
    this.start += skipped;
    this.toSkip -= skipped;
  }

  /** Passes over octets, of which not all need have come. */
  skip(octets: number): void {
    const there = Math.min(octets, this.size);
    this.start += there;
    this.toSkip += octets - there;
  }

  private adopt(chunk: Uint8Array): void {
    this.base += this.end;
    this.use(chunk);
    this.start = 0;
    this.end = chunk.length;
  }

  private append(chunk: Uint8Array): void {
    if (this.bytes !== this.own || this.end + chunk.length > this.own.length) this.gather(chunk.length);
    this.own.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Copies what is unread out of the last chunk, whose memory the source may use again. */
  keep(): void {
    if (this.size > 0 && this.bytes !== this.own) this.gather(0);
  }

  /** Moves what is unread to the start of the window's own buffer, with room for more behind it. */
  private gather(more: number): void {
    const { size } = this;
    const unread = this.bytes.subarray(this.start, this.end);
    // Twice the size: a record that comes octet by octet is not moved for each of them.
    if (2 * (size + more) > this.own.length) this.own = new Uint8Array(Math.max(LEAST, 3 * (size + more)));
    this.own.set(unread);
    this.base += this.start;
    this.use(this.own);
    this.start = 0;
    this.end = size;
  }

  private use(bytes: Uint8Array): void {
    if (this.bytes === bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
