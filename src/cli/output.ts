/** The most text that is buffered before it is written, UTF-16 units. */
const CHUNK = 1 << 16;

/**
 * Writes a stream in large pieces, no faster than it is read. If the reader goes away (`… | head`), writing ends
 * silently, but the program continues, so that its exit code is right.
 */
export class Output {
  private readonly waiting: (string | Uint8Array)[] = [];
  private size = 0;
  /** True if the reader has gone away. */
  private gone = false;
  /** The error if writing failed for another reason. */
  failure: Error | undefined;

  constructor(private readonly stream: NodeJS.WritableStream) {
    // Without a listener the error would end the program; the callback of `write` reports it too.
    stream.on('error', () => undefined);
  }

  get closed(): boolean {
    return this.gone || this.failure !== undefined;
  }

  async write(text: string): Promise<void> {
    this.waiting.push(text);
    this.size += text.length;
    if (this.size >= CHUNK) await this.flush();
  }

  /** Writes the pieces, as long as there is a reader. */
  async writeAll(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) {
      await this.write(piece);
      if (this.closed) return;
    }
  }

  /** Writes octets, as long as there is a reader. */
  async writeOctets(pieces: Iterable<Uint8Array>): Promise<void> {
    for (const piece of pieces) {
      this.waiting.push(piece);
      this.size += piece.length;
      if (this.size >= CHUNK) await this.flush();
      if (this.closed) return;
    }
  }

  async flush(): Promise<void> {
    if (this.size === 0) return;
    const octets = Buffer.concat(this.waiting.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    this.waiting.length = 0;
    this.size = 0;
    if (this.closed) return;
    await new Promise<void>((done) => {
      this.stream.write(octets, (error) => {
        if (error) this.failed(error);
        done();
      });
    });
  }

  private failed(error: Error): void {
    const code = 'code' in error ? error.code : undefined;
    if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'EOF') this.gone = true;
    else this.failure ??= error;
  }
}
