/**
 * Globals that every host of the extension (Node, web worker) provides. They are declared by hand because the core is
 * compiled without the types of the DOM and of Node, so that it can't use other globals by mistake.
 */

declare class TextEncoder {
  encode(input?: string): Uint8Array;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array | ArrayBuffer): string;
}

declare function setTimeout(callback: () => void, milliseconds?: number): number;
declare function clearTimeout(handle: number | undefined): void;

declare const console: {
  log(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  error(...data: unknown[]): void;
};

declare const performance: { now(): number };

declare const crypto: {
  getRandomValues<T extends Uint8Array>(array: T): T;
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> };
};

declare function encodeURIComponent(text: string): string;

declare class DecompressionStream {
  constructor(format: 'gzip' | 'deflate-raw');
  readonly readable: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }> } };
  readonly writable: { getWriter(): { write(chunk: Uint8Array): Promise<void>; close(): Promise<void> } };
}

declare class CompressionStream extends DecompressionStream {}
