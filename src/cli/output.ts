/** The longest text that waits before it is handed on, in UTF-16 units. */
const CHUNK = 1 << 16;

/**
 * A stream that is written in large pieces and no faster than it is read. A reader that goes away (`… | head`) ends the
 * writing in silence, not the program: its exit code still tells what was found.
 */
export class Output {
  private readonly waiting: string[] = [];
  private size = 0;
  /** Nobody reads any more. */
  private gone = false;
  /** Why writing failed, if it did for another reason than that nobody reads. */
  failure: Error | undefined;

  constructor(private readonly stream: NodeJS.WritableStream) {
    // Without a listener the error would end the program; the callback of `write` has it too.
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

  async flush(): Promise<void> {
    if (this.size === 0) return;
    const text = this.waiting.join('');
    this.waiting.length = 0;
    this.size = 0;
    if (this.closed) return;
    await new Promise<void>((done) => {
      this.stream.write(text, (error) => {
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
